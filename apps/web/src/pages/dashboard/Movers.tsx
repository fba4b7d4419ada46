import { parseDecimal } from '@tradeyard/kernel';
import { AssetMark, Card, ErrorState, TableSkeleton } from '@tradeyard/ui';
import { LiveChangePercent, LivePrice } from '../../market/LivePrice.js';
import { SimulatedBadge } from '../../market/SimulatedBadge.js';
import { problemSentence } from '../../problem.js';
import { useQuotes, type Quote } from '../../stream/quotes.js';
import { useInstruments, type Instrument } from '../markets/markets.js';
import { ShortList } from './ShortList.js';

const rowsMax = 5;

/** What rose or fell the most today. */
export function Movers() {
  const { data, isPending, isError, error, refetch } = useInstruments('');
  const instruments = data?.pages[0]?.items ?? [];
  const { quotes } = useQuotes(instruments.map(({ symbol }) => symbol));
  return (
    <Card
      title="Today’s movers"
      flush
      action={quotes.some(({ source }) => source === 'simulated') && <SimulatedBadge />}
    >
      {isPending && <TableSkeleton what="The list of movers" rows={rowsMax} />}
      {isError && !data && (
        <ErrorState
          title="The markets could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      <ShortList
        label="Today’s movers"
        rows={strongest(quotes).map((quote) => moverRow(quote, instruments))}
      />
    </Card>
  );
}

const strongest = (quotes: readonly Quote[]): Quote[] =>
  [...quotes]
    .sort((a, b) => {
      const difference = strength(b) - strength(a);
      return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    })
    .slice(0, rowsMax);

/** How far it moved either way, in hundredths of a percent: the API writes two places. */
function strength({ changePercent }: Quote): bigint {
  const { digits } = parseDecimal(changePercent ?? '0.00');
  return digits < 0n ? -digits : digits;
}

const moverRow = (quote: Quote, instruments: readonly Instrument[]) => ({
  key: quote.symbol,
  mark: <AssetMark name={quote.symbol} />,
  name: quote.symbol,
  detail: instruments.find(({ symbol }) => symbol === quote.symbol)?.name ?? '',
  to: `/markets/${quote.symbol}`,
  value: <LivePrice quote={quote} />,
  note: <LiveChangePercent quote={quote} />,
});
