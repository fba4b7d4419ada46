import { addDecimals, parseDecimal, ratio, ratioToDecimal, type Decimal } from '@tradeyard/kernel';
import { AssetMark, formatCompact, type Column } from '@tradeyard/ui';
import { DayRange } from '../../market/DayRange.js';
import { LiveChangePercent, LivePrice } from '../../market/LivePrice.js';
import { SourceBadge } from '../../market/SourceBadge.js';
import { StatusBadge } from '../../market/StatusBadge.js';
import type { Quote } from '../../stream/quotes.js';
import { NameCell } from '../NameCell.js';
import type { Instrument } from './markets.js';
import classes from './MarketsPage.module.css';
import { WatchMenu } from './WatchMenu.js';

export type MarketRow = Instrument & { quote: Quote | null };

const missing = '–';
const decimal = (text: string | null | undefined) => (text ? parseDecimal(text) : null);

const placesInDay = 6;

/** How far from the day's low toward its high the price stands, from 0 to 1: what the bar in the cell shows. */
function placeInDay({ dayLow, dayHigh, price }: Quote): Decimal {
  const low = parseDecimal(dayLow);
  const belowZero = { ...low, digits: -low.digits };
  const span = addDecimals(parseDecimal(dayHigh), belowZero);
  if (span.digits <= 0n) return { digits: 5n, scale: 1 };
  return ratioToDecimal(ratio(addDecimals(parseDecimal(price), belowZero), span), placesInDay);
}

export const marketColumns: readonly Column<MarketRow>[] = [
  {
    id: 'symbol',
    header: 'Instrument',
    cell: ({ symbol, name, status }) => (
      <NameCell
        mark={
          <span className={classes.mark}>
            <AssetMark name={symbol} />
          </span>
        }
        name={symbol}
        detail={name}
        aside={<StatusBadge status={status} />}
        to={`/markets/${symbol}`}
      />
    ),
    sortBy: ({ symbol }) => symbol,
  },
  {
    id: 'price',
    header: 'Price',
    numeric: true,
    cell: ({ quote }) => (quote ? <LivePrice quote={quote} /> : missing),
    sortBy: ({ quote }) => decimal(quote?.price),
  },
  {
    id: 'changePercent',
    header: 'Change %',
    numeric: true,
    cell: ({ quote }) => (quote ? <LiveChangePercent quote={quote} /> : missing),
    sortBy: ({ quote }) => decimal(quote?.changePercent),
  },
  {
    id: 'range',
    header: 'Day range',
    numeric: true,
    hideBelow: 'lg',
    cell: ({ quote }) => (quote ? <DayRange quote={quote} /> : missing),
    sortBy: ({ quote }) => (quote ? placeInDay(quote) : null),
  },
  {
    id: 'volume',
    header: 'Volume',
    numeric: true,
    hideBelow: 'md',
    cell: ({ quote }) => (quote ? formatCompact(quote.volume) : missing),
    sortBy: ({ quote }) => decimal(quote?.volume),
  },
  {
    id: 'source',
    header: 'Source',
    hideBelow: 'lg',
    cell: ({ quote }) => (quote ? <SourceBadge quote={quote} /> : missing),
    sortBy: ({ quote }) => quote?.source ?? null,
  },
  { id: 'watch', header: 'Watch', cell: ({ symbol }) => <WatchMenu symbol={symbol} /> },
];

/** Each instrument with its quote, as far as there is one. */
export function withQuotes(instruments: readonly Instrument[], quotes: readonly Quote[]): MarketRow[] {
  const bySymbol = new Map(quotes.map((quote) => [quote.symbol, quote]));
  return instruments.map((instrument) => ({ ...instrument, quote: bySymbol.get(instrument.symbol) ?? null }));
}
