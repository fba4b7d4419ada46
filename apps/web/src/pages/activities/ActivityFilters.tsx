import { Button, Select, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { endsBeforeItBegins } from '../../account/local-day.js';
import { DayInput } from '../../forms/DayInput.js';
import { activityKinds, findKind, kindGroups } from '../../tracked/activity-kinds.js';
import type { ActivityFilter } from './activity-filter.js';
import classes from './ActivityFilters.module.css';

const textCharactersMax = 100;

const kinds = [
  { value: 'all', label: 'Everything' },
  ...kindGroups.map(({ group, kinds: names }) => ({
    group,
    items: names.map((kind) => ({ value: kind, label: activityKinds[kind].label })),
  })),
];

const orders = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
];

type ActivityFiltersProps = {
  filter: ActivityFilter;
  onChange: (change: Partial<ActivityFilter>) => void;
};

/** Which activities are shown. */
export function ActivityFilters({ filter, onChange }: ActivityFiltersProps) {
  const { type, symbol, text, from, to, order } = filter;
  return (
    <div className={classes.fields}>
      <TextInput
        label="Search"
        type="search"
        placeholder="Symbol or note"
        maxLength={textCharactersMax}
        leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
        value={text}
        onChange={({ currentTarget: { value } }) => onChange({ text: value })}
      />
      <Select
        label="What happened"
        data={kinds}
        allowDeselect={false}
        value={type ?? 'all'}
        onChange={(kind) => onChange({ type: findKind(kind) })}
      />
      <DayInput
        label="From"
        value={from}
        onChange={({ currentTarget: { value } }) => onChange({ from: value })}
      />
      <DayInput
        label="To"
        value={to}
        error={endsBeforeItBegins(filter) && 'Before it begins'}
        onChange={({ currentTarget: { value } }) => onChange({ to: value })}
      />
      <Select
        label="Order"
        data={orders}
        allowDeselect={false}
        value={order}
        onChange={(value) => onChange({ order: value === 'oldest' ? 'oldest' : 'newest' })}
      />
      {symbol !== '' && (
        <Button
          className={classes.only}
          size="compact-sm"
          variant="default"
          rightSection={<IconX size={14} stroke={1.75} aria-hidden />}
          aria-label={`Only ${symbol}: show all assets`}
          onClick={() => onChange({ symbol: '' })}
        >
          Only {symbol}
        </Button>
      )}
    </div>
  );
}
