import {
  convert,
  divide,
  DomainError,
  formatMoney,
  inverse,
  money,
  type ExchangeRate,
  type Money,
} from '@tradeyard/kernel';

/**
 * What a conversion comes to. `fee`, in minor units, is the part of `sold` that
 * the house keeps; the rest of it is what `bought` is paid with.
 */
export type Exchange = { readonly sold: Money; readonly fee: bigint; readonly bought: Money };

/** A spread is counted in them: 50 are half a percent of what is sold. */
const basisPointsOfAll = 10_000n;

/**
 * All of `sold` is spent. Every fraction stays with the house: the fee is
 * rounded up, what the rest buys is rounded down. Throws `amount_too_small`
 * when that is nothing.
 */
export function selling(sold: Money, rate: ExchangeRate, spreadBasisPoints: bigint): Exchange {
  const fee = divide(sold.minor * spreadBasisPoints, basisPointsOfAll, 'up');
  const bought = convert(money(sold.minor - fee, sold.currency), rate, 'down');
  if (bought.minor > 0n) return { sold, fee, bought };
  const after = fee > 0n ? `After a fee of ${formatMoney(money(fee, sold.currency))} this` : 'This';
  throw new DomainError(
    'amount_too_small',
    `${after} is worth less than the smallest unit of ${bought.currency}`,
  );
}

/**
 * Exactly `bought` is received, for the smallest amount that is enough: of one
 * unit less, what is left after the fee would not buy it.
 */
export function buying(bought: Money, rate: ExchangeRate, spreadBasisPoints: bigint): Exchange {
  const { minor: needed, currency } = convert(bought, inverse(rate), 'up');
  // What is left of an amount grows by one or by none with each unit more, so the first that leaves enough leaves just that.
  const sold = divide(needed * basisPointsOfAll, basisPointsOfAll - spreadBasisPoints, 'up');
  return { sold: money(sold, currency), fee: sold - needed, bought };
}
