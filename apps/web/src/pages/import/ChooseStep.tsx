import { Stack } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { Card } from '@tradeyard/ui';
import { useState, type DragEvent } from 'react';
import { FormProblem } from '../../forms/FormProblem.js';
import classes from './ChooseStep.module.css';
import { FormatHelp } from './FormatHelp.js';

type ChooseStepProps = { problem: string | null; onChoose: (file: File) => void };

/** Takes a file that is chosen or dropped, and says where to get one. */
export const ChooseStep = ({ problem, onChoose }: ChooseStepProps) => (
  <Stack gap="lg">
    <FormProblem problem={problem} />
    <Card>
      <FileDrop onChoose={onChoose} />
    </Card>
    <FormatHelp />
  </Stack>
);

/** The whole area is the label of the field, so that it is one for the keyboard and for screen readers too. */
function FileDrop({ onChoose }: { onChoose: (file: File) => void }) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onChoose(file);
  };
  return (
    <label
      className={classes.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileUpload size={32} stroke={1.4} aria-hidden />
      <span className={classes.title}>Choose a file, or drop it here</span>
      <span className={classes.hint}>
        CSV or JSON from your broker, from another tracker, or from Tradeyard
      </span>
      <input
        type="file"
        className="spoken"
        accept=".csv,.tsv,.txt,.json,text/csv,application/json"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onChoose(file);
        }}
      />
    </label>
  );
}
