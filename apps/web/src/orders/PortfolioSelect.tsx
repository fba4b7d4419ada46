import { Select, type SelectProps } from '@mantine/core';
import { useTradingPortfolios } from '../account/account.js';

/** Which portfolio an order is of, its value empty for the main one; nothing for whoever has only that. */
export function PortfolioSelect(props: Omit<SelectProps, 'data'>) {
  const portfolios = useTradingPortfolios();
  if (portfolios.length < 2) return null;
  return (
    <Select
      label="Portfolio"
      // The main one comes first, and is meant where none is named.
      data={portfolios.map(({ id, name }, place) => ({ value: place === 0 ? '' : id, label: name }))}
      allowDeselect={false}
      {...props}
    />
  );
}
