import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { usePeopleLike } from './audit.js';
import classes from './PersonSelect.module.css';

const searchDelayMs = 200;
const suggestionsMax = 8;

/** Somebody, found by the beginning of their handle or email; an empty handle is everybody. */
export function PersonSelect({ handle, onChange }: { handle: string; onChange: (handle: string) => void }) {
  const [typed, setTyped] = useState(handle && `@${handle}`);
  const [query] = useDebouncedValue(typed.trim(), searchDelayMs);
  const { data } = usePeopleLike(query, suggestionsMax);
  const people = data?.items ?? [];
  const handles = people.map((person) => person.handle);
  // The chosen one stays a choice while others are looked for.
  const choices = handle && !handles.includes(handle) ? [handle, ...handles] : handles;
  return (
    <Select
      label="Person"
      size="sm"
      placeholder="Everybody"
      className={classes.select}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Show everybody' }}
      data={choices.map((value) => ({ value, label: `@${value}` }))}
      // The API has looked already, in emails too.
      filter={({ options }) => options}
      nothingFoundMessage="Nobody’s email or handle begins like that"
      renderOption={({ option: { value, label } }) => {
        const person = people.find((one) => one.handle === value);
        return (
          <span className={classes.option}>
            <span>{person?.displayName ?? label}</span>
            <span className={classes.detail}>{person ? `${label}, ${person.email}` : ''}</span>
          </span>
        );
      }}
      value={handle || null}
      onChange={(value) => onChange(value ?? '')}
      searchValue={typed}
      onSearchChange={setTyped}
      comboboxProps={{ width: 320, position: 'bottom-start' }}
    />
  );
}
