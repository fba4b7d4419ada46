import { Card, formatCompact, formatMoment, formatTime, formatPrice } from '@tradeyard/ui';
import { ageWords, classNames, sessionWords } from '../../market/instrument-words.js';
import { sourceNames } from '../../market/source-names.js';
import { useQuote, type Quote } from '../../stream/quotes.js';
import { FactList, type Fact } from '../FactList.js';
import type { Instrument } from './markets.js';

/** What one wants to know of an instrument before trading it. */
export function KeyFacts({ instrument, quote }: { instrument: Instrument; quote: Quote | undefined }) {
  const newest = useQuote(instrument.symbol) ?? quote;
  return (
    <Card title="Key facts">
      <FactList facts={[...(newest ? quoteFacts(newest) : []), ...instrumentFacts(instrument)]} />
    </Card>
  );
}

const quoteFacts = (quote: Quote): Fact[] => [
  { label: 'Bid', value: formatPrice(quote.bid, quote.currency) },
  { label: 'Ask', value: formatPrice(quote.ask, quote.currency) },
  {
    label: 'Previous close',
    value: quote.previousClose === null ? 'None yet' : formatPrice(quote.previousClose, quote.currency),
  },
  { label: 'Low today', value: formatPrice(quote.dayLow, quote.currency) },
  { label: 'High today', value: formatPrice(quote.dayHigh, quote.currency) },
  { label: 'Volume today', value: formatCompact(quote.volume) },
  { label: 'Last price', value: <PriceAge quote={quote} /> },
  { label: 'Price from', value: sourceNames[quote.source] },
];

/** The moment of a price, and how long ago that is once it is too old to trade on. */
const PriceAge = ({ quote: { at, stale } }: { quote: Quote }) => (
  <time dateTime={at}>{stale ? `${formatMoment(at)}, ${ageWords(at)}` : formatTime(at)}</time>
);

const instrumentFacts = (instrument: Instrument): Fact[] => [
  { label: 'Trading', value: sessionWords(instrument) },
  { label: 'Kind', value: classNames[instrument.class] },
  { label: 'Exchange', value: instrument.exchange },
  { label: 'Currency', value: instrument.currency },
  { label: 'Smallest price step', value: instrument.tickSize },
];
