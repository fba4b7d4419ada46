import { Card, ShareBar } from '@tradeyard/ui';
import type { DemoRun } from '../../daytrading/demo-run.js';
import { countWords } from '../../daytrading/figure-words.js';
import classes from './daytrading.module.css';

/** How far the demo is that this window sends. */
export const DemoProgress = ({ demo }: { demo: DemoRun }) => (
  <Card>
    <div className={classes.demo}>
      <p className={classes.words} {...(demo.status === 'stopped' && { role: 'alert' })}>
        {sentence(demo)}
      </p>
      <ShareBar share={demo.done / demo.total} />
    </div>
  </Card>
);

function sentence({ status, done, total, problem }: DemoRun): string {
  const count = `${countWords(done)} of ${countWords(total)} commands`;
  if (status === 'sending') return `This window sends the demo: ${count}. Keep it open.`;
  if (status === 'done') return `The demo is over: ${count} were sent and answered.`;
  return `The demo stopped after ${count}. ${problem ?? ''}`.trim();
}
