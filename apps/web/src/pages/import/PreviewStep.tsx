import { Button, Group, Select, Skeleton, Stack } from '@mantine/core';
import { Card } from '@tradeyard/ui';
import { FormProblem } from '../../forms/FormProblem.js';
import type { ImportOptions, ImportPreview } from '../../tracked/import.js';
import { FactList } from '../FactList.js';
import { FaultList } from './FaultList.js';
import { findFormat, formatOptions, formatTitle } from './format-words.js';
import { MappingEditor } from './MappingEditor.js';
import { PassedOverList } from './PassedOverList.js';
import classes from './PreviewStep.module.css';
import { PreviewRows } from './PreviewRows.js';
import { countWords } from './report-words.js';
import type { PreviewState } from './use-import.js';

type PreviewStepProps = {
  state: PreviewState;
  onChange: (options: Partial<ImportOptions>) => void;
  onBegin: () => void;
  onBack: () => void;
};

/** What a file would bring, and what is wrong with it. Nothing is stored yet. */
export function PreviewStep({ state, onChange, onBegin, onBack }: PreviewStepProps) {
  const { file, options, preview, isPending, isOutdated, problem } = state;
  const toImport = preview ? importedOf(preview, options) : 0;
  return (
    <Stack gap="lg">
      <Card title={file.name}>
        <Stack gap="md">
          <FormProblem problem={problem} />
          <div className={classes.options}>
            <Select
              label="Format"
              description={options.format === null && preview?.isDetected ? 'As it looks' : undefined}
              data={formatOptions}
              allowDeselect={false}
              placeholder="Choose the program it is from"
              value={options.format ?? preview?.format ?? null}
              onChange={(format) => onChange({ format: findFormat(format), mapping: null })}
            />
            <Select
              label="What is there already"
              data={[
                { value: 'skip', label: 'Leave out' },
                { value: 'import', label: 'Import again' },
              ]}
              allowDeselect={false}
              value={options.duplicates}
              onChange={(value) => onChange({ duplicates: value === 'import' ? 'import' : 'skip' })}
            />
          </div>
          {preview && <Facts preview={preview} />}
          {!preview && isPending && <Skeleton height={64} radius="md" />}
          <div role="status" className="spoken">
            {isPending ? 'The file is being read' : preview && countWords(toImport)}
          </div>
        </Stack>
      </Card>
      {preview?.mapping && (
        <MappingEditor
          key={JSON.stringify(preview.mapping)}
          preview={preview}
          mapping={preview.mapping}
          isPending={isPending}
          onChange={(mapping) => onChange({ format: preview.format, mapping })}
        />
      )}
      {preview && preview.report.faultCount > 0 && (
        <FaultList faults={preview.report.faults} count={preview.report.faultCount} isDone={false} />
      )}
      {preview && preview.items.length > 0 && <PreviewRows preview={preview} />}
      {preview && <PassedOverList passedOver={preview.report.passedOver} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onBack}>
          Choose another file
        </Button>
        <Button onClick={onBegin} loading={isPending} disabled={toImport === 0 || isOutdated}>
          {toImport === 0 ? 'Nothing to import' : `Import ${countWords(toImport)}`}
        </Button>
      </Group>
    </Stack>
  );
}

/** Rows with a fault are left out. */
const importedOf = ({ report }: ImportPreview, options: ImportOptions): number =>
  options.duplicates === 'skip' ? report.added : report.added + report.duplicates;

function Facts({ preview: { format, report } }: { preview: ImportPreview }) {
  const { added, duplicates, faultCount, prices } = report;
  return (
    <FactList
      facts={[
        { label: 'From', value: formatTitle(format) },
        { label: 'New', value: countWords(added) },
        { label: 'There already', value: duplicates },
        { label: 'Rows with a fault', value: faultCount },
        ...(prices > 0 ? [{ label: 'Prices by hand', value: prices }] : []),
      ]}
    />
  );
}
