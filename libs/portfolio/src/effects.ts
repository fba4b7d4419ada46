import { controlledRounding } from './controlled-rounding.js';
import { type DaySeries } from './day-series.js';
import { type IndexRange } from './ranges.js';

/** What made a gain. The fee is zero or less here, so that the parts add up to `total`. */
export type Effects<Amount> = {
  readonly price: Amount;
  readonly dividend: Amount;
  readonly currency: Amount;
  readonly fee: Amount;
  readonly total: Amount;
};

/** What made the gain of a range, in whole units of the portfolio's currency. */
export function effectsOf(series: DaySeries, { start, end }: IndexRange): Effects<number> {
  let [price, dividend, currency, fee] = [0, 0, 0, 0];
  for (let index = start + 1; index <= end; index++) {
    price += series.priceEffect[index] ?? 0;
    dividend += series.dividend[index] ?? 0;
    currency += series.currencyEffect[index] ?? 0;
    fee -= series.fee[index] ?? 0;
  }
  return { price, dividend, currency, fee, total: price + dividend + currency + fee };
}

const effectsFrom = <Amount>(cells: readonly Amount[], total: Amount): Effects<Amount> => {
  const [price = total, dividend = total, currency = total, fee = total] = cells;
  return { price, dividend, currency, fee, total };
};

/**
 * Effects of several positions in minor units of a currency with `exponent` decimal places, which add up both ways: each
 * one's effects to its total, and all of them to those of the portfolio, whose total is the rounded gain. No figure moves
 * by a whole unit. Round the positions of a portfolio once, together; classes and currencies are sums of the result.
 */
export function roundEffects(
  parts: readonly Effects<number>[],
  exponent: number,
): { readonly parts: readonly Effects<bigint>[]; readonly total: Effects<bigint> } {
  const unit = 10 ** exponent;
  const table = parts.map(({ price, dividend, currency, fee }) =>
    [price, dividend, currency, fee].map((amount) => amount * unit),
  );
  const { cells, rows, columns, total } = controlledRounding(table);
  return {
    parts: cells.map((row, index) => effectsFrom(row, rows[index] ?? 0n)),
    total: effectsFrom(columns.length > 0 ? columns : [0n, 0n, 0n, 0n], total),
  };
}
