import { Select, type OptionsFilter, type SelectProps } from '@mantine/core';
import { findCurrency } from '@tradeyard/kernel';
import { useMemo } from 'react';
import { currencyGroups } from './currency-options.js';
import classes from './CurrencySelect.module.css';

type CurrencySelectProps = Omit<SelectProps, 'data'> & {
  /** The codes to choose from; all that a wallet can take unless given. */
  codes?: readonly string[];
  /** The field shows the code alone, where it stands beside an amount; its list shows the names too. */
  short?: boolean;
};

/** A currency, found by its code or its name. */
export function CurrencySelect({ codes, short = false, ...props }: CurrencySelectProps) {
  const data = useMemo(
    () => currencyGroups(short ? 'code' : 'name', codes && ((code) => codes.includes(code))),
    [codes, short],
  );
  return (
    <Select
      data={data}
      searchable
      allowDeselect={false}
      nothingFoundMessage="No such currency"
      filter={byCodeOrName}
      renderOption={({ option: { value } }) => (
        <span className={classes.option}>
          <span className={classes.code}>{value}</span> {findCurrency(value)?.name}
        </span>
      )}
      comboboxProps={short ? { width: 280, position: 'bottom-end' } : {}}
      {...props}
    />
  );
}

/** Keeps what was typed from in the way of choosing: the whole list is there again for the label of the choice. */
const byCodeOrName: OptionsFilter = ({ options, search }) => {
  const typed = search.trim().toLowerCase();
  const fits = (code: string) => `${code} ${findCurrency(code)?.name ?? ''}`.toLowerCase().includes(typed);
  return options.map((option) =>
    'group' in option ? { ...option, items: option.items.filter(({ value }) => fits(value)) } : option,
  );
};
