import { Chip, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Card } from '@tradeyard/ui';
import { endsBeforeItBegins } from '../../account/local-day.js';
import { kindNames, transactionKinds } from '../../account/transaction-kinds.js';
import { DayInput } from '../../forms/DayInput.js';
import type { StatementFilter } from './statement-filter.js';
import classes from './StatementFilters.module.css';

const textLengthMax = 100;

type StatementFiltersProps = {
  filter: StatementFilter;
  onChange: (change: Partial<StatementFilter>) => void;
};

/** What of the statement is shown. */
export function StatementFilters({ filter, onChange }: StatementFiltersProps) {
  const { kinds, from, to, text } = filter;
  return (
    <Card>
      <div className={classes.fields}>
        <TextInput
          label="Search"
          type="search"
          placeholder="Note, name or handle"
          maxLength={textLengthMax}
          leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
          value={text}
          onChange={({ currentTarget: { value } }) => onChange({ text: value })}
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
      </div>
      <Chip.Group multiple value={[...kinds]} onChange={(chosen) => onChange({ kinds: chosen })}>
        <fieldset className={classes.kinds}>
          <legend className="spoken">Only these kinds</legend>
          {kindNames.map((kind) => (
            <Chip key={kind} value={kind} variant="outline" size="sm">
              {transactionKinds[kind].many}
            </Chip>
          ))}
        </fieldset>
      </Chip.Group>
    </Card>
  );
}
