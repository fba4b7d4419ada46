import { Progress } from '@mantine/core';
import { Card, formatQuantity } from '@tradeyard/ui';
import type { ImportProgress } from '../../tracked/import.js';
import classes from './ImportingStep.module.css';

type ImportingStepProps = { file: File; progress: ImportProgress | null };

/** How far the import is. It goes on where the page is left. */
export const ImportingStep = ({ file, progress }: ImportingStepProps) => (
  <Card>
    <div className={classes.importing}>
      <p className={classes.title}>Importing {file.name}</p>
      <Progress value={progress ? percentOf(progress) : 0} size="lg" aria-label="Progress of the import" />
      <p className={classes.count} role="status">
        {words(progress)}
      </p>
    </div>
  </Card>
);

/** Each step takes about so much of the time, in percent from and to. */
const parts = { read: [0, 20], checked: [20, 60], written: [60, 100] } as const;

function percentOf({ step, done, of }: ImportProgress): number {
  const [from, to] = parts[step];
  return from + (to - from) * (of === null || of === 0 ? 0 : Math.min(1, done / of));
}

function words(progress: ImportProgress | null): string {
  if (!progress || progress.step === 'read') return 'Reading the file';
  const { step, done, of } = progress;
  const count = `${formatQuantity(String(done))} of ${formatQuantity(String(of ?? done))}`;
  return step === 'checked' ? `Checked ${count} rows` : `Stored ${count} activities`;
}
