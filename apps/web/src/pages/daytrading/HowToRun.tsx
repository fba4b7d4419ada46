import { Card } from '@tradeyard/ui';
import { Fragment } from 'react';
import classes from './daytrading.module.css';

const pieces = [
  'npm run daytrade --',
  '--workload FILE',
  '--state OUT.json',
  '--log OUT.xml',
  `--url ${location.origin}`,
];

/** How a file of commands is run on this server. */
export const HowToRun = () => (
  <div className={classes.howTo}>
    <Card title="Run a workload file">
      <p className={classes.words}>
        In the folder of Tradeyard, with a file of lines such as <code>[1] ADD,oY01WVirLr,63511.53</code>. It
        writes how every user stands in the end, and the log of all that happened. Set{' '}
        <code>TRADEYARD_EMAIL</code> and <code>TRADEYARD_PASSWORD</code> to yours before: then it runs under
        your name, and you can watch it here.
      </p>
      <pre className={classes.command} tabIndex={0} aria-label="Command that runs a file">
        {pieces.map((piece) => (
          <Fragment key={piece}>
            <span className={classes.piece}>{piece}</span>{' '}
          </Fragment>
        ))}
      </pre>
    </Card>
  </div>
);
