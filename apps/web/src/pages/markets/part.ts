import { formatMinor, parseDecimal } from '@tradeyard/kernel';

/** Whether the number that was typed is cash or units. */
export type SizeKind = 'notional' | 'quantity';

/** A part of what there is, down to the smallest unit: a decimal string of as many places as `whole` has. */
export function part(whole: string, percent: bigint): string {
  const { digits, scale } = parseDecimal(whole);
  return formatMinor((digits * percent) / 100n, scale);
}
