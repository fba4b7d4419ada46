import { SegmentedControl, Stack } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { findCurrency } from '@tradeyard/kernel';
import { AssetMark, Card, DataTable, ErrorState, type Column } from '@tradeyard/ui';
import { useState } from 'react';
import type { Money } from '../../account/account.js';
import { api, type Schemas } from '../../api.js';
import { problemSentence } from '../../problem.js';
import { NameCell } from '../NameCell.js';
import classes from './CurrencyGains.module.css';
import { GainText } from './GainText.js';
import { statementPath } from './statement-filter.js';

type CurrencyGain = Schemas['CurrencyGainDto'];

const periods = { year: 'This year', before: 'Last year', all: 'All time' };
type Period = keyof typeof periods;

/** What each currency earned by what was sold, spent or sent, and would earn by selling the rest now. */
export function CurrencyGains() {
  const [period, setPeriod] = useState<Period>('year');
  const { data, isError, error, refetch } = useGains(period);
  const ever = useGains('all').data;
  if (!isError && (!data || !ever || ever.items.length === 0)) return null;
  return (
    <Card title="What your currencies earned" flush>
      <Stack gap={0}>
        <div className={classes.period}>
          <SegmentedControl
            aria-label="Period"
            value={period}
            onChange={(value) => setPeriod(value as Period)}
            data={Object.entries(periods).map(([value, label]) => ({ value, label }))}
          />
        </div>
        {isError && !data && (
          <ErrorState
            title="The gains could not be loaded"
            message={problemSentence(error)}
            onRetry={() => void refetch()}
          />
        )}
        {data && (
          <div className={classes.table}>
            <DataTable
              caption="Gains by currency"
              columns={columns}
              rows={data.items}
              rowKey={({ currency }) => currency}
              sort="currency"
              onSort={() => undefined}
              empty={<p className={classes.nothing}>Nothing was realised in this time.</p>}
            />
          </div>
        )}
      </Stack>
    </Card>
  );
}

const columns: readonly Column<CurrencyGain>[] = [
  {
    id: 'currency',
    header: 'Currency',
    cell: ({ currency }) => (
      <NameCell
        mark={<AssetMark name={currency} />}
        name={currency}
        detail={findCurrency(currency)?.name}
        to={statementPath(currency)}
      />
    ),
  },
  {
    id: 'realised',
    header: 'Realised',
    numeric: true,
    cell: ({ realised }) => <Amounts amounts={realised} />,
  },
  {
    id: 'unrealised',
    header: 'Not yet realised',
    numeric: true,
    cell: ({ unrealised }) => <Amounts amounts={unrealised ? [unrealised] : []} />,
  },
];

/** Below each other; there are several where somebody has counted in several currencies. */
const Amounts = ({ amounts }: { amounts: readonly Money[] }) => (
  <span className={classes.amounts}>
    {amounts.length === 0 && '–'}
    {amounts.map((gain) => (
      <GainText key={gain.currency} gain={gain} />
    ))}
  </span>
);

const useGains = (period: Period) =>
  api.useQuery(
    'get',
    '/wallet/gains',
    { params: { query: bounds(period) } },
    { placeholderData: keepPreviousData },
  );

/** Years begin where the reader is. */
function bounds(period: Period): { from?: string; to?: string } {
  const year = new Date().getFullYear();
  const begins = (of: number) => new Date(of, 0, 1).toISOString();
  if (period === 'all') return {};
  return period === 'year' ? { from: begins(year) } : { from: begins(year - 1), to: begins(year) };
}
