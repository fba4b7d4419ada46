import { Card, formatCompact, formatTime, formatPrice } from '@tradeyard/ui';
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
  { label: 'Last price at', value: formatTime(quote.at) },
];

const instrumentFacts = ({ exchange, currency, tickSize, class: kind }: Instrument): Fact[] => [
  { label: 'Kind', value: kind === 'crypto' ? 'Crypto' : 'Stock' },
  { label: 'Exchange', value: exchange },
  { label: 'Currency', value: currency },
  { label: 'Smallest price step', value: tickSize },
];
