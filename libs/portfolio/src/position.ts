import {
  divide,
  money,
  powerOfTen,
  getCurrency,
  unitExponent,
  type Decimal,
  type ExchangeRate,
  type Money,
} from '@tradeyard/kernel';

/**
 * Units (hundred-millionths) that came or, when negative, went; `cost` in minor units of the portfolio's currency is what
 * was given for those that came. `isSplit`: nothing came or went, the same is counted in other units from then on.
 */
export type HoldingChange = {
  readonly quantity: bigint;
  readonly cost: bigint;
  readonly isSplit?: boolean | undefined;
};

/** What is held now and what it cost, at average cost. */
export type Holding = { readonly quantity: bigint; readonly cost: bigint };

/**
 * Follows a holding through its changes, oldest first. What leaves takes its
 * share of the cost with it (average cost method), so selling half leaves half. A
 * split leaves the cost as it is, for as many more units, or as many fewer.
 */
export function holdingAfter(changes: readonly HoldingChange[]): Holding {
  let quantity = 0n;
  let cost = 0n;
  for (const change of changes) {
    if (change.isSplit) cost = quantity + change.quantity === 0n ? 0n : cost;
    else if (change.quantity >= 0n) cost += change.cost;
    else cost -= divide(cost * -change.quantity, quantity, 'halfEven');
    quantity += change.quantity;
  }
  return { quantity, cost };
}

/** What `quantity` units are worth at `price`, which is in the currency that `rate` comes from; one rounding, at the end. */
export function worth(quantity: bigint, price: Decimal, { to, rate }: ExchangeRate): Money {
  const numerator = quantity * price.digits * rate.numerator * powerOfTen(getCurrency(to).exponent);
  const denominator = powerOfTen(unitExponent + price.scale) * rate.denominator;
  return money(divide(numerator, denominator, 'halfEven'), to);
}

/** `gain` in percent of `cost` with two places; null where nothing was paid. */
export const percentOf = (gain: bigint, cost: bigint): Decimal | null =>
  cost > 0n ? { digits: divide(gain * 100_00n, cost, 'halfEven'), scale: 2 } : null;
