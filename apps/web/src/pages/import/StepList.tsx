import type { ImportState } from './use-import.js';
import classes from './StepList.module.css';

const steps: readonly { step: ImportState['step']; label: string }[] = [
  { step: 'choose', label: 'Choose' },
  { step: 'preview', label: 'Check' },
  { step: 'importing', label: 'Import' },
  { step: 'report', label: 'Done' },
];

/** How far one is. */
export function StepList({ current }: { current: ImportState['step'] }) {
  const place = steps.findIndex(({ step }) => step === current);
  return (
    <ol className={classes.steps} aria-label="Steps of the import">
      {steps.map(({ step, label }, index) => (
        <li
          key={step}
          className={classes.step}
          data-done={index < place || undefined}
          aria-current={index === place ? 'step' : undefined}
        >
          <span className={classes.number} aria-hidden>
            {index + 1}
          </span>
          {label}
        </li>
      ))}
    </ol>
  );
}
