import {
  compareDecimals,
  divide,
  formatDecimal,
  formatMoney,
  getCurrency,
  money,
  powerOfTen,
  unitExponent,
  type Decimal,
  type Money,
} from '@tradeyard/kernel';

/**
 * What a paper broker charges for a fill.
 *
 * - `perShare`: an amount of cash for each whole unit, a fraction of one its share.
 * - `percent`: of the cash that changes hands.
 * - `tiered`: each part of that cash by the tier it lies in, as income is taxed; the last tier has no end.
 *
 * `minimum` is in the currency's minor units.
 */
export type FeeModel =
  | { readonly kind: 'none' }
  | { readonly kind: 'perShare'; readonly amount: Decimal; readonly minimum: bigint }
  | { readonly kind: 'percent'; readonly percent: Decimal; readonly minimum: bigint }
  | { readonly kind: 'tiered'; readonly tiers: readonly FeeTier[] };

/** `upTo` is in minor units of the currency and part of the tier; null is without end. */
export type FeeTier = { readonly upTo: bigint | null; readonly percent: Decimal };

/** A fee and how it came about, in words for people. */
export type Fee = { readonly amount: Money; readonly rule: string };

/** The fee of a fill of `quantity` hundred-millionths for `cash`. The fraction of a cent is the house's. */
export function feeOf(model: FeeModel, quantity: bigint, cash: Money): Fee {
  const { currency, minor } = cash;
  switch (model.kind) {
    case 'none':
      return { amount: money(0n, currency), rule: 'no fee' };
    case 'perShare': {
      const { amount } = model;
      const numerator = quantity * amount.digits * powerOfTen(getCurrency(currency).exponent);
      const fee = divide(numerator, powerOfTen(unitExponent + amount.scale), 'up');
      return atLeast(model.minimum, fee, currency, `${formatDecimal(amount)} ${currency} per unit`);
    }
    case 'percent':
      return atLeast(
        model.minimum,
        divide(...percentOf(minor, model.percent), 'up'),
        currency,
        `${formatDecimal(model.percent)} %`,
      );
    case 'tiered':
      return { amount: money(tieredFee(model.tiers, minor), currency), rule: 'by tiers of the amount' };
  }
}

function atLeast(minimum: bigint, fee: bigint, currency: string, rule: string): Fee {
  if (fee >= minimum) return { amount: money(fee, currency), rule };
  const least = money(minimum, currency);
  return { amount: least, rule: `${rule}, at least ${formatMoney(least)}` };
}

/** One rounding at the end: all tiers are summed over the denominator of the finest. */
function tieredFee(tiers: readonly FeeTier[], minor: bigint): bigint {
  const scale = Math.max(0, ...tiers.map(({ percent }) => percent.scale));
  let [from, sum] = [0n, 0n];
  for (const { upTo, percent } of tiers) {
    const end = upTo === null || minor < upTo ? minor : upTo;
    if (end <= from) break;
    sum += (end - from) * percent.digits * powerOfTen(scale - percent.scale);
    from = end;
  }
  return divide(sum, powerOfTen(scale + 2), 'up');
}

const percentOf = (minor: bigint, { digits, scale }: Decimal): [numerator: bigint, denominator: bigint] => [
  minor * digits,
  powerOfTen(scale + 2),
];

/** What is wrong with a model that somebody wrote down, as a sentence; undefined when nothing is. */
export function findFeeFault(model: FeeModel): string | undefined {
  const zero: Decimal = { digits: 0n, scale: 0 };
  const hundred: Decimal = { digits: 100n, scale: 0 };
  const isShare = (percent: Decimal) =>
    compareDecimals(percent, zero) >= 0 && compareDecimals(percent, hundred) <= 0;
  if ('minimum' in model && model.minimum < 0n) return 'The least fee cannot be below zero';
  if (model.kind === 'perShare' && model.amount.digits < 0n) return 'A fee per unit cannot be below zero';
  if (model.kind === 'percent' && !isShare(model.percent)) return 'A fee is between 0 and 100 percent';
  if (model.kind !== 'tiered') return undefined;
  const { tiers } = model;
  if (tiers.length === 0) return 'A tiered fee needs a tier';
  if (!tiers.every(({ percent }) => isShare(percent))) return 'A fee is between 0 and 100 percent';
  const ends = tiers.map(({ upTo }) => upTo);
  if (ends.at(-1) !== null) return 'The last tier has no end';
  const isRising = ends.every((end, index) => index === 0 || end === null || (ends[index - 1] ?? end) < end);
  return isRising && !ends.slice(0, -1).includes(null)
    ? undefined
    : 'Each tier but the last ends above the one before it';
}
