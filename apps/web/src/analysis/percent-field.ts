import { compareDecimals, parseDecimal } from '@tradeyard/kernel';
import { clean } from '../forms/amount.js';

type Bounds = { least?: string; most?: string };

/** What is wrong with a percentage as it was typed, or null. Both bounds are permitted themselves. */
export function percentFault(typed: string, { least = '0', most = '100' }: Bounds = {}): string | null {
  const sentence = `Enter a percentage from ${least.replace('-', '−')} to ${most}`;
  try {
    const percent = parseDecimal(clean(typed));
    const isWithin =
      compareDecimals(percent, parseDecimal(least)) >= 0 && compareDecimals(percent, parseDecimal(most)) <= 0;
    return isWithin ? null : sentence;
  } catch {
    return sentence;
  }
}
