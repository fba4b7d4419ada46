import { Button, Select, Stack } from '@mantine/core';
import type { ColumnMapping, MappedField } from '@tradeyard/portfolio/column-mapping';
import { Card } from '@tradeyard/ui';
import { useState } from 'react';
import { activityKinds, findKind, kindGroups } from '../../tracked/activity-kinds.js';
import type { ImportPreview } from '../../tracked/import.js';
import classes from './MappingEditor.module.css';
import { isRare, mappedFieldWords } from './mapping-words.js';

const notThere = '';

const kinds = [
  { value: 'skip', label: 'Leave these rows out' },
  ...kindGroups.map(({ group, kinds: names }) => ({
    group,
    items: names.map((kind) => ({ value: kind, label: activityKinds[kind].label })),
  })),
];

type MappingEditorProps = {
  preview: ImportPreview;
  mapping: ColumnMapping;
  isPending: boolean;
  /** Looks at the file again by this. */
  onChange: (mapping: ColumnMapping) => void;
};

/** Which column is what, and what the file's words mean. A guess stands there; people correct it. */
export function MappingEditor({ preview, mapping, isPending, onChange }: MappingEditorProps) {
  const [draft, setDraft] = useState(mapping);
  return (
    <Card title="Which column is what">
      <Stack gap="lg">
        <ColumnFields header={preview.header} draft={draft} onChange={setDraft} />
        {preview.typeWords.length > 0 && (
          <fieldset className={classes.part}>
            <legend className={classes.legend}>What its words mean</legend>
            <WordFields words={preview.typeWords} draft={draft} onChange={setDraft} />
          </fieldset>
        )}
        <fieldset className={classes.part}>
          <legend className={classes.legend}>How it is written</legend>
          <WritingFields draft={draft} onChange={setDraft} />
        </fieldset>
        <Button
          variant="default"
          className={classes.apply}
          loading={isPending}
          disabled={draft === mapping}
          onClick={() => onChange(draft)}
        >
          Read the file again
        </Button>
      </Stack>
    </Card>
  );
}

type DraftProps = { draft: ColumnMapping; onChange: (mapping: ColumnMapping) => void };

/** A field for each thing that a column can be; what few files have, only when asked for. */
function ColumnFields({ header, draft, onChange }: DraftProps & { header: readonly string[] }) {
  const [withRare, setWithRare] = useState(false);
  const shown = mappedFieldWords.filter(
    ({ field }) => withRare || !isRare(field) || draft.columns[field] !== undefined,
  );
  const names = [...new Set(header.map((name) => name.trim()))].filter(Boolean);
  const options = [
    { value: notThere, label: 'Not in the file' },
    ...names.map((name) => ({ value: name, label: name })),
  ];
  const choose = (field: MappedField, name: string | null) => {
    const columns = { ...draft.columns };
    if (!name) Reflect.deleteProperty(columns, field);
    else columns[field] = name;
    onChange({ ...draft, columns });
  };
  return (
    <>
      <div className={classes.fields}>
        {shown.map(({ field, label }) => (
          <Select
            key={field}
            label={label}
            data={options}
            allowDeselect={false}
            value={draft.columns[field] ?? notThere}
            onChange={(name) => choose(field, name)}
          />
        ))}
      </div>
      {shown.length < mappedFieldWords.length && (
        <Button variant="default" size="xs" className={classes.apply} onClick={() => setWithRare(true)}>
          More columns
        </Button>
      )}
    </>
  );
}

/** What the file calls things, and which type that is. */
function WordFields({ words, draft, onChange }: DraftProps & { words: ImportPreview['typeWords'] }) {
  const choose = (word: string, kind: string | null) => {
    const type = kind === 'skip' ? kind : findKind(kind);
    if (type) onChange({ ...draft, types: { ...draft.types, [word]: type } });
  };
  return (
    <div className={classes.fields}>
      {words.map(({ word, type }) => (
        <Select
          key={word}
          label={`“${word}”`}
          data={kinds}
          placeholder="Choose"
          allowDeselect={false}
          value={draft.types?.[word] ?? findKind(type)}
          onChange={(kind) => choose(word, kind)}
        />
      ))}
    </div>
  );
}

const WritingFields = ({ draft, onChange }: DraftProps) => (
  <div className={classes.fields}>
    <Select
      label="Dates"
      data={[
        { value: 'DMY', label: 'Day first: 31/12/2025' },
        { value: 'MDY', label: 'Month first: 12/31/2025' },
      ]}
      placeholder="As they look"
      value={draft.dateOrder ?? null}
      onChange={(order) => onChange({ ...draft, dateOrder: order === 'MDY' ? 'MDY' : 'DMY' })}
      allowDeselect={false}
    />
    <Select
      label="Numbers"
      data={[
        { value: '.', label: 'With a point: 1,234.50' },
        { value: ',', label: 'With a comma: 1.234,50' },
      ]}
      placeholder="As they look"
      value={draft.decimalMark ?? null}
      onChange={(mark) => onChange({ ...draft, decimalMark: mark === ',' ? ',' : '.' })}
      allowDeselect={false}
    />
    <Select
      label="Amounts of trades"
      data={[
        { value: 'gross', label: 'Without the fee' },
        { value: 'total', label: 'With the fee' },
      ]}
      value={draft.amountIs ?? 'gross'}
      onChange={(is) => onChange({ ...draft, amountIs: is === 'total' ? 'total' : 'gross' })}
      allowDeselect={false}
    />
  </div>
);
