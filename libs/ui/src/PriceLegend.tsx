import { compareDecimals, parseDecimal } from '@tradeyard/kernel';
import type { Candle } from './candle-slots.js';
import { formatCompact, formatPrice } from './number-format.js';
import classes from './PriceLegend.module.css';

type PriceLegendProps = {
  candle: Candle | undefined;
  currency: string;
  when: (at: string) => string;
};

/** The numbers of one candle in a line. A screen reader finds them in the table, and is not told of each one. */
export function PriceLegend({ candle, currency, when }: PriceLegendProps) {
  if (!candle) return null;
  const { at, open, high, low, close, volume } = candle;
  const rose = compareDecimals(parseDecimal(close), parseDecimal(open)) >= 0;
  const numbers = [
    ['O', formatPrice(open, currency)],
    ['H', formatPrice(high, currency)],
    ['L', formatPrice(low, currency)],
    ['C', formatPrice(close, currency)],
    ['V', formatCompact(volume)],
  ] as const;
  return (
    <p className={classes.legend} aria-hidden data-direction={rose ? 'up' : 'down'}>
      <span className={classes.when}>{when(at)}</span>
      {numbers.map(([letter, text]) => (
        <span key={letter} className={classes.number}>
          <abbr className={classes.letter}>{letter}</abbr> {text}
        </span>
      ))}
    </p>
  );
}
