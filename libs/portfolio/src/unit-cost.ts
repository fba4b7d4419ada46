import { multiplyRatios, type Ratio } from '@tradeyard/kernel';

/** What one unit cost in the portfolio's currency, exact, and nearly: most comparisons need no more. */
export type UnitCost = { readonly exact: Ratio; readonly near: number };

/** Floats of two exact quotients that differ by more than this part are in the right order: each is off by less. */
const nearness = 1e-12;

export function unitCost(exact: Ratio): UnitCost {
  const [top, bottom] = [Number(exact.numerator), Number(exact.denominator)];
  // Beyond the range of floats nothing is near: NaN differs from nothing, and the exact ones are compared.
  return { exact, near: Number.isFinite(top) && Number.isFinite(bottom) ? top / bottom : NaN };
}

/** Above zero where the first costs more per unit, zero where both cost the same. */
export function costsMore(a: UnitCost, b: UnitCost): number {
  const difference = a.near - b.near;
  if (Math.abs(difference) > nearness * Math.max(Math.abs(a.near), Math.abs(b.near))) return difference;
  const left = a.exact.numerator * b.exact.denominator;
  const right = b.exact.numerator * a.exact.denominator;
  return left === right ? 0 : left > right ? 1 : -1;
}

export const scaleUnitCost = (cost: UnitCost | null, factor: Ratio): UnitCost | null =>
  cost && unitCost(multiplyRatios(cost.exact, factor));

/** What a unit costs after `paid` of it came back, which is nothing at least. */
export function unitCostLess(cost: UnitCost | null, paid: Ratio): UnitCost | null {
  if (!cost) return null;
  const { numerator, denominator } = cost.exact;
  const left = numerator * paid.denominator - paid.numerator * denominator;
  return unitCost({ numerator: left > 0n ? left : 0n, denominator: denominator * paid.denominator });
}
