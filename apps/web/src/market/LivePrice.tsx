import { ChangeText, LiveText, PercentText, PriceText } from '@tradeyard/ui';
import { useQuote, type Quote } from '../stream/quotes.js';

/** A price that follows the market. `quote` is shown until the stream brings a newer one. */
export function LivePrice({ quote }: { quote: Quote }) {
  const { price, currency } = useQuote(quote.symbol) ?? quote;
  return (
    <LiveText value={price}>
      <PriceText price={price} currency={currency} />
    </LiveText>
  );
}

/** What a price has changed since the last close, in money. */
export function LiveChange({ quote }: { quote: Quote }) {
  const { change, currency } = useQuote(quote.symbol) ?? quote;
  if (change === null) return '–';
  return (
    <ChangeText of={change}>
      <PriceText price={change} currency={currency} signed />
    </ChangeText>
  );
}

/** What a price has changed since the last close, in percent. */
export function LiveChangePercent({ quote, pill = false }: { quote: Quote; pill?: boolean }) {
  const { changePercent } = useQuote(quote.symbol) ?? quote;
  if (changePercent === null) return '–';
  return (
    <ChangeText of={changePercent} pill={pill}>
      <PercentText percent={changePercent} signed />
    </ChangeText>
  );
}
