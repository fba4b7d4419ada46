import { compareDecimals, dayOf, DomainError, multiplyDecimals, type Decimal } from '@tradeyard/kernel';
import type { Candle } from './candle.js';
import type { Split } from './instrument-event.js';

/** A split that moves a price by less than so many percent cannot be told from a wild day. */
const jumpPercentLeast = 40n;

/**
 * Refuses daily candles that cannot be what they are said to be: prices that are not adjusted jump by the ratio of a
 * split from the day before it to the first day after, adjusted ones do not. Half of the jump, by factors, decides, so
 * no day's own move does. Throws `split_contradicted` for the first split that says otherwise. Candles are the oldest
 * first.
 */
export function requireSplitsFit(
  candles: readonly Candle[],
  splits: readonly Split[],
  { adjusted }: { adjusted: boolean },
): void {
  for (const split of splits.filter(isLarge)) {
    const first = candles.findIndex(({ at }) => dayOf(at) >= split.day);
    const [before, after] = [candles[first - 1], candles[first]];
    if (!before || !after || hasJump(before.close, after.close, split) !== adjusted) continue;
    const jump = `about ${split.to}:${split.from}`;
    throw new DomainError(
      'split_contradicted',
      adjusted
        ? `Prices jump by ${jump} at the split of ${split.day}, so they are not adjusted: leave --adjusted out`
        : `Prices do not jump by ${jump} at the split of ${split.day}, so they are adjusted already: say --adjusted`,
      split.day,
    );
  }
}

const isLarge = ({ to, from }: Split): boolean => {
  const [more, fewer] = to > from ? [to, from] : [from, to];
  return more * 100n >= fewer * (100n + jumpPercentLeast);
};

/** Whether `before / after` is beyond the square root of the ratio, half of the jump; in squares, which are exact. */
function hasJump(before: Decimal, after: Decimal, { to, from }: Split): boolean {
  const left = multiplyDecimals(multiplyDecimals(before, before), { digits: from, scale: 0 });
  const right = multiplyDecimals(multiplyDecimals(after, after), { digits: to, scale: 0 });
  const order = compareDecimals(left, right);
  return to > from ? order > 0 : order < 0;
}
