import { Select, type SelectProps } from '@mantine/core';
import { useMemo } from 'react';
import { currencyGroups } from './currency-options.js';

type CurrencySelectProps = Omit<SelectProps, 'data'> & {
  /** The codes to choose from; all that a wallet can take unless given. */
  codes?: readonly string[];
};

/** A currency, found by its code or its name. */
export function CurrencySelect({ codes, ...props }: CurrencySelectProps) {
  const data = useMemo(() => currencyGroups(codes && ((code) => codes.includes(code))), [codes]);
  return (
    <Select data={data} searchable allowDeselect={false} nothingFoundMessage="No such currency" {...props} />
  );
}
