import { findCurrency } from '@tradeyard/kernel';
import { formatCompact, formatMoney, formatPercent } from '@tradeyard/ui';

/** How a chart writes its numbers where one points at it, and along its axis. */
export type ChartWords = { format: (value: number) => string; axis: (value: number) => string };

/** Amounts of a currency in whole units; a chart has floats, which are near enough for its pixels. */
export function moneyWords(currency: string): ChartWords {
  const isFiat = findCurrency(currency)?.kind === 'fiat';
  const short = new Intl.NumberFormat(undefined, {
    ...(isFiat && { style: 'currency' as const, currency }),
    notation: 'compact',
    maximumSignificantDigits: 3,
  });
  return {
    format: (value) => formatMoney(String(value), currency),
    axis: (value) => (isFiat ? short.format(value) : formatCompact(String(value))),
  };
}

/** Few digits tell two marks apart, however small or large they are. */
const markPercent = new Intl.NumberFormat(undefined, {
  style: 'unit',
  unit: 'percent',
  maximumSignificantDigits: 3,
});

/** Values in percent. */
export const percentWords: ChartWords = {
  format: (value) => formatPercent(String(value)),
  axis: (value) => markPercent.format(value),
};
