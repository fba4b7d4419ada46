import { Button, Checkbox } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { notifyProblem } from '../../forms/notify.js';
import { problemSentence } from '../../problem.js';
import { useRemoveActivities } from '../../tracked/use-remove-activities.js';
import classes from './SelectionBar.module.css';

type SelectionBarProps = {
  portfolioId: string;
  ids: ReadonlySet<string>;
  /** How many rows there are to choose from. */
  shown: number;
  onChooseAll: () => void;
  onClear: () => void;
};

/** Chooses all that is shown, and deletes what is chosen. */
export function SelectionBar({ portfolioId, ids, shown, onChooseAll, onClear }: SelectionBarProps) {
  const remove = useRemoveActivities(portfolioId);
  const [isPending, setPending] = useState(false);
  const count = ids.size;
  const run = async (): Promise<void> => {
    setPending(true);
    try {
      await remove([...ids]);
      onClear();
    } catch (error) {
      notifyProblem('Nothing was deleted', problemSentence(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <div className={classes.bar} data-active={count > 0 || undefined}>
      <Checkbox
        label={count === 0 ? 'Select all that are shown' : `${count} selected`}
        checked={count > 0 && count === shown}
        indeterminate={count > 0 && count < shown}
        onChange={count > 0 ? onClear : onChooseAll}
      />
      {count > 0 && (
        <Button
          size="compact-sm"
          color="var(--loss-solid)"
          loading={isPending}
          leftSection={<IconTrash size={16} stroke={1.75} aria-hidden />}
          onClick={() => void run()}
        >
          Delete
        </Button>
      )}
    </div>
  );
}
