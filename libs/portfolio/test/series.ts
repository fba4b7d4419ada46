import { type DayNumber } from '@tradeyard/kernel';
import { type DaySeries } from '../src/day-series.js';

/** What happened on a day; what is left out is nothing. */
export type SeriesDay = {
  readonly inflow?: number;
  readonly outflow?: number;
  readonly price?: number;
  readonly currency?: number;
  readonly dividend?: number;
  readonly fee?: number;
  readonly isUnpriced?: boolean;
};

/** A series of such days after an eve on which nothing was there. With its cash it pays dividends out to nobody. */
export function seriesOf(
  days: readonly SeriesDay[],
  { first = 0, keepsCash = true }: { first?: DayNumber; keepsCash?: boolean } = {},
): DaySeries {
  const rows: readonly SeriesDay[] = [{}, ...days];
  const column = (of: (day: SeriesDay) => number | undefined): Float64Array =>
    Float64Array.from(rows, (day) => of(day) ?? 0);
  let value = 0;
  const values = Float64Array.from(rows, (day) => {
    const { inflow = 0, outflow = 0, price = 0, currency = 0, dividend = 0, fee = 0 } = day;
    value += inflow - outflow + price + currency + (keepsCash ? dividend - fee : 0);
    return value;
  });
  return {
    first,
    value: values,
    capital: keepsCash ? values : values.map(Math.abs),
    inflow: column(({ inflow }) => inflow),
    outflow: column(({ outflow }) => outflow),
    priceEffect: column(({ price }) => price),
    currencyEffect: column(({ currency }) => currency),
    dividend: column(({ dividend }) => dividend),
    fee: column(({ fee }) => fee),
    paidOut: column(({ dividend = 0, fee = 0 }) => (keepsCash ? 0 : dividend - fee)),
    invested: column(({ inflow }) => inflow),
    unpriced: Uint8Array.from(rows, ({ isUnpriced }) => (isUnpriced ? 1 : 0)),
  };
}
