import { Card } from '@tradeyard/ui';
import { formats } from './format-words.js';
import classes from './FormatHelp.module.css';

/** Which file to get where, for each program. */
export const FormatHelp = () => (
  <Card title="Where to get the file">
    <dl className={classes.list}>
      {formats.map(({ id, title, source }) => (
        <div key={id} className={classes.format}>
          <dt className={classes.title}>{title}</dt>
          <dd className={classes.source}>{source}</dd>
        </div>
      ))}
    </dl>
  </Card>
);
