import { TextInput } from '@mantine/core';
import { IconCoins, IconSearch } from '@tabler/icons-react';
import { findCurrency, parseDecimal } from '@tradeyard/kernel';
import {
  AssetMark,
  Card,
  DataTable,
  EmptyState,
  ErrorState,
  formatDay,
  formatRate,
  TableSkeleton,
  type Column,
} from '@tradeyard/ui';
import { useMemo } from 'react';
import type { Schemas } from '../../api.js';
import { problemSentence } from '../../problem.js';
import { useSortParameter } from '../../sort-parameter.js';
import { NameCell } from '../NameCell.js';
import classes from './AllRates.module.css';
import { useRateList, type RatesAddress } from './rates.js';

type Rate = Schemas['RateDto'];
type AllRatesProps = { address: RatesAddress; onChange: (change: Partial<RatesAddress>) => void };

/** What one unit of a currency is worth in all others now. */
export function AllRates({ address, onChange }: AllRatesProps) {
  const { base } = address;
  const currency = findCurrency(base);
  return (
    <Card title={`One ${base} in all currencies`} flush>
      {currency?.endedOn ? (
        <EmptyState icon={IconCoins} title={`${currency.name} has ended`}>
          There are no rates of it any more; its history is above.
        </EmptyState>
      ) : (
        <RateTable address={address} onChange={onChange} />
      )}
    </Card>
  );
}

function RateTable({ address: { base, range, query }, onChange }: AllRatesProps) {
  const { data, isPending, isError, error } = useRateList(base);
  const [sort, setSort] = useSortParameter('currency');
  const columns = useMemo(() => columnsOf(base, range), [base, range]);
  const rows = useMemo(() => data?.items.filter((rate) => fits(rate, query)) ?? [], [data, query]);
  return (
    <>
      <div className={classes.bar}>
        <TextInput
          aria-label="Search currencies"
          placeholder="Search by name or code"
          type="search"
          leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
          className={classes.search}
          value={query}
          onChange={({ currentTarget: { value } }) => onChange({ query: value })}
        />
      </div>
      {isPending ? (
        <TableSkeleton what="The list of rates" />
      ) : isError ? (
        <ErrorState title={`There are no rates of ${base} now`} message={problemSentence(error)} />
      ) : (
        <DataTable
          caption="Rates"
          columns={columns}
          rows={rows}
          rowKey={({ currency }) => currency}
          sort={sort}
          onSort={setSort}
          empty={
            <EmptyState icon={IconCoins} title="No such currency">
              Nobody says what it is worth, or it goes by another name.
            </EmptyState>
          }
        />
      )}
    </>
  );
}

const fits = ({ currency }: Rate, query: string): boolean =>
  `${currency} ${findCurrency(currency)?.name ?? ''}`.toLowerCase().includes(query.trim().toLowerCase());

const columnsOf = (base: string, range: string): readonly Column<Rate>[] => [
  {
    id: 'currency',
    header: 'Currency',
    cell: ({ currency }) => (
      <NameCell
        mark={<AssetMark name={currency} />}
        name={currency}
        detail={findCurrency(currency)?.name}
        to={`/rates?base=${base}&quote=${currency}&range=${range}`}
      />
    ),
    sortBy: ({ currency }) => currency,
  },
  {
    id: 'rate',
    header: 'Rate',
    numeric: true,
    cell: ({ rate }) => <span className="tabular">{formatRate(rate)}</span>,
    sortBy: ({ rate }) => parseDecimal(rate),
  },
  {
    id: 'date',
    header: 'Rate of',
    cell: ({ date }) => formatDay(date),
    sortBy: ({ date }) => date,
    hideBelow: 'sm',
  },
  {
    id: 'source',
    header: 'Source',
    cell: ({ source }) => source,
    sortBy: ({ source }) => source,
    hideBelow: 'md',
  },
];
