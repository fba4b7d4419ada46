import { Skeleton } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { Card, EmptyState, ErrorState, formatDay, PriceChart } from '@tradeyard/ui';
import { useSearchParams } from 'react-router';
import { problemSentence } from '../../problem.js';
import { ranges, useCandles, type Candle, type Range } from './markets.js';
import classes from './InstrumentChart.module.css';

const initialRange: Range = '1Y';

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
  const range = ranges.find(({ value }) => value === search.get('range'))?.value ?? initialRange;
  const { data, isPending, isError, error, refetch, isPlaceholderData } = useCandles(symbol, range);
  if (isPending) {
    return (
      <Card>
        <Skeleton height={396} radius="md" />
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
      {data.items.length === 0 && range === 'Max' ? (
        <EmptyState icon={IconChartLine} title="No price history yet">
          The chart begins with the first day of trading.
        </EmptyState>
      ) : (
        <PriceChart
          name={name}
          currency={currency}
          candles={data.items}
          ranges={ranges}
          range={range}
          onRange={(value) =>
            setSearch(value === initialRange ? {} : { range: value }, {
              replace: true,
              preventScrollReset: true,
            })
          }
          isLoading={isPlaceholderData}
        />
      )}
      <p className={classes.note}>{originOf(data.items)}</p>
    </Card>
  );
}

/** Which part of a chart is real: imported history can go on as a simulation. */
function originOf(candles: readonly Candle[]): string {
  const imported = candles.findLast(({ source }) => source === 'imported');
  if (!imported) return 'Daily closing prices. All of them are simulated.';
  if (imported === candles.at(-1)) return 'Daily closing prices from imported history.';
  return `Daily closing prices. Imported history until ${formatDay(imported.at)}, simulated after.`;
}
