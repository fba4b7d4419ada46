import { formatPrice } from '@tradeyard/ui';
import type { Quote } from '../stream/quotes.js';
import classes from './DayRange.module.css';

/** Lowest and highest price of the day, and where between them the price stands now. */
export const DayRange = ({ quote: { dayLow, dayHigh, price, currency } }: { quote: Quote }) => (
  <span className={classes.range}>
    <span>{formatPrice(dayLow, currency)}</span>
    <span className={classes.track} aria-hidden>
      <span className={classes.mark} style={{ left: `${place(dayLow, dayHigh, price)}%` }} />
    </span>
    <span className="spoken">to</span>
    <span className={classes.high}>{formatPrice(dayHigh, currency)}</span>
  </span>
);

/** In percent of the way from low to high; a float is good enough for a place on the screen. */
function place(low: string, high: string, price: string): number {
  const span = Number(high) - Number(low);
  return span > 0 ? Math.min(100, Math.max(0, ((Number(price) - Number(low)) / span) * 100)) : 50;
}
