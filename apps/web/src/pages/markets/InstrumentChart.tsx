import { Skeleton } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { Card, EmptyState, ErrorState, formatDay, PriceChart } from '@tradeyard/ui';
import { useSearchParams } from 'react-router';
import { problemSentence } from '../../problem.js';
import { ranges, useCandles, type Candle, type Range } from './markets.js';

/** A line needs two points. */
const candlesLeast = 2;

/** The history of a price. The address holds the range. */
export function InstrumentChart({
  symbol,
  name,
  currency,
}: {
  symbol: string;
  name: string;
  currency: string;
}) {
  const [search, setSearch] = useSearchParams();
  const chosen = ranges.find(({ value }) => value === search.get('range'))?.value;
  const [range, { data, isPending, isError, error, refetch, isPlaceholderData }] = useFittingRange(
    symbol,
    chosen,
  );
  if (isPending) {
    return (
      <Card>
        <Skeleton height={416} radius="md" />
      </Card>
    );
  }
  if (isError) {
    return (
      <Card>
        <ErrorState
          title="The price history could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      </Card>
    );
  }
  return (
    <Card>
      <PriceChart
        name={name}
        currency={currency}
        candles={data.items}
        ranges={ranges}
        range={range}
        onRange={(value) => setSearch({ range: value }, { replace: true, preventScrollReset: true })}
        isLoading={isPlaceholderData}
        note={originOf(data.items)}
        empty={
          <EmptyState icon={IconChartLine} title="No prices in this range">
            {range === 'Max' ? 'The chart begins with the first day of trading.' : 'A longer range has more.'}
          </EmptyState>
        }
      />
    </Card>
  );
}

/** The chosen range, or without a choice one year; longer when imported history ended before that. */
function useFittingRange(symbol: string, chosen: Range | undefined) {
  const year = useCandles(symbol, chosen ?? '1Y');
  const isTooShort = !chosen && year.data !== undefined && year.data.items.length < candlesLeast;
  const longer = useCandles(symbol, '5Y', isTooShort);
  return isTooShort && longer.data ? (['5Y', longer] as const) : ([chosen ?? '1Y', year] as const);
}

/** Which part of a chart is real: imported history can go on as a simulation. */
function originOf(candles: readonly Candle[]): string {
  const imported = candles.findLast(({ source }) => source === 'imported');
  if (!imported) return 'Daily closing prices, all simulated';
  if (imported === candles.at(-1)) return 'Daily closing prices, imported';
  return `Daily closing prices, imported until ${formatDay(imported.at)} and simulated after`;
}
