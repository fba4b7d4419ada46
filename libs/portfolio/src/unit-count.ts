import { divide, powerOfTen, ratio, roundToMinor, type Decimal, type Ratio } from '@tradeyard/kernel';
import type { UnitRatio } from './activity.js';

/** The books count in units of 10^-18, which nobody trades parts of. */
const unitScale = 18;
export const wholeUnit = powerOfTen(unitScale);

export const unitsOf = (quantity: Decimal): bigint =>
  quantity.scale <= unitScale
    ? quantity.digits * powerOfTen(unitScale - quantity.scale)
    : roundToMinor(quantity, unitScale, 'halfEven');

export const quantityOf = (units: bigint): Decimal => ({ digits: units, scale: unitScale });

export const factorOf = ({ to, from }: UnitRatio): Ratio => ratio(to, from);

/** One rounding, half to even; a third of a unit is known to 18 places. */
export const scaleUnits = (units: bigint, { numerator, denominator }: Ratio): bigint =>
  divide(units * numerator, denominator, 'halfEven');

/**
 * Scales parts of a whole one after the other so that what they become adds up to the whole scaled and rounded once:
 * each gets the difference between two rounded sums.
 */
export function partScaler(factor: Ratio): (part: bigint) => bigint {
  let sum = 0n;
  let given = 0n;
  return (part) => {
    sum += part;
    const share = scaleUnits(sum, factor) - given;
    given += share;
    return share;
  };
}

/**
 * Hands an amount out by quantity: each part gets its share of what is left, half to even, and the last gets all of it,
 * so that no minor unit is lost.
 */
export function amountSplitter(amount: bigint, quantity: bigint): (part: bigint) => bigint {
  let [amountLeft, quantityLeft] = [amount, quantity];
  return (part) => {
    const share = part === quantityLeft ? amountLeft : divide(amountLeft * part, quantityLeft, 'halfEven');
    amountLeft -= share;
    quantityLeft -= part;
    return share;
  };
}
