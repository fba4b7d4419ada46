import { Button, Code, FileButton, Group, Stack, Text } from '@mantine/core';
import { ProblemError } from '@tradeyard/api-client';
import { useState } from 'react';
import { FormProblem } from '../../forms/FormProblem.js';
import { notifyDone } from '../../forms/notify.js';
import { problemSentence } from '../../problem.js';
import { importInstruments, useReloadInstruments, type ImportSummary } from './market.js';
import classes from './InstrumentsImport.module.css';

type Preview =
  | { state: 'none' | 'reading' | 'writing' }
  | { state: 'good'; summary: ImportSummary }
  | { state: 'bad'; sentence: string; errors: readonly { field: string; message: string }[] };

const example = 'symbol,name,exchange,class,currency,calendar\nMSFT,Microsoft,NASDAQ,stock,USD,XNAS';

/** Lists and changes many instruments from a file. What it would do, or what is wrong with it, is shown first. */
export function InstrumentsImport({ onDone }: { onDone: () => void }) {
  const reload = useReloadInstruments();
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const [preview, setPreview] = useState<Preview>({ state: 'none' });
  const run = async (text: string, dryRun: boolean): Promise<void> => {
    setPreview({ state: dryRun ? 'reading' : 'writing' });
    try {
      const summary = await importInstruments(text, dryRun);
      setPreview({ state: 'good', summary });
      if (dryRun) return;
      await reload();
      notifyDone('Imported', summaryWords(summary, true));
      onDone();
    } catch (error) {
      const errors = error instanceof ProblemError ? error.errors : [];
      setPreview({ state: 'bad', sentence: problemSentence(error), errors });
    }
  };
  const choose = async (chosen: File | null): Promise<void> => {
    if (!chosen) return;
    const text = await chosen.text();
    setFile({ name: chosen.name, text });
    await run(text, true);
  };
  return (
    <Stack gap="md">
      <Text size="sm">
        A CSV file with a header. What it does not name stays as it is, or has its usual value. With one wrong
        line nothing is written.
      </Text>
      <Code block>{example}</Code>
      <FileButton accept=".csv,text/csv" onChange={(chosen) => void choose(chosen)}>
        {(props) => (
          <Button variant="default" loading={preview.state === 'reading'} data-autofocus {...props}>
            {file ? `${file.name} – choose another` : 'Choose a file'}
          </Button>
        )}
      </FileButton>
      <div role="status">
        {preview.state === 'good' && <Text size="sm">{summaryWords(preview.summary, false)}</Text>}
      </div>
      {preview.state === 'bad' && <Faults {...preview} />}
      {file && (
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button
            loading={preview.state === 'writing'}
            disabled={preview.state !== 'good' || preview.summary.created + preview.summary.changed === 0}
            onClick={() => void run(file.text, false)}
          >
            Import
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const Faults = ({ sentence, errors }: Extract<Preview, { state: 'bad' }>) => (
  <>
    <FormProblem problem={sentence} />
    {errors.length > 0 && (
      <ul className={classes.faults} aria-label="What is wrong in the file">
        {errors.map(({ field, message }, place) => (
          <li key={place}>
            <strong>{field}</strong>: {message}
          </li>
        ))}
      </ul>
    )}
  </>
);

/** What it would do, or has done: `2 new, 1 changed, 5 as they were`. */
function summaryWords({ created, changed, unchanged }: ImportSummary, isDone: boolean): string {
  const parts = [
    ...(created > 0 ? [`${created} new`] : []),
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(unchanged > 0 ? [`${unchanged} as they were`] : []),
  ];
  const list = parts.join(', ') || 'nothing in it';
  return isDone ? list : `The file is good: ${list}.`;
}
