import { type Decimal, formatDecimal } from '@tradeyard/kernel';
import type { Activity, UnitRatio } from '../activity.js';

const decimal = (value: Decimal | null): string => (value === null ? '' : formatDecimal(value));
const units = (value: UnitRatio | null): string =>
  value === null ? '' : `${decimal(value.to)}:${decimal(value.from)}`;

/**
 * What makes two activities the same: everything that counts, however it was written. Neither the id, the note nor the
 * choice of lots is in it, which differ from one import to the next or are changed by hand afterwards.
 */
export const activityKey = (activity: Activity): string =>
  [
    activity.day,
    activity.at ?? '',
    activity.type,
    activity.symbol ?? '',
    decimal(activity.quantity),
    decimal(activity.price),
    decimal(activity.amount),
    activity.currency,
    decimal(activity.fee),
    units(activity.ratio),
    activity.target ?? '',
    decimal(activity.costShare),
    activity.acquired ?? '',
  ].join('|');

/**
 * Which rows are stored already. Of equal ones the n-th of the file is the n-th that is stored: two purchases that are
 * truly equal both stay, and the file a second time adds nothing. `storedKeys` repeats a key as often as it is stored.
 */
export function markDuplicates<R extends { readonly key: string }>(
  rows: readonly R[],
  storedKeys: Iterable<string>,
): (R & { readonly isDuplicate: boolean })[] {
  const left = new Map<string, number>();
  for (const key of storedKeys) left.set(key, (left.get(key) ?? 0) + 1);
  return rows.map((row) => {
    const count = left.get(row.key) ?? 0;
    if (count > 0) left.set(row.key, count - 1);
    return { ...row, isDuplicate: count > 0 };
  });
}

/**
 * Chosen lots name ids of the file; in the portfolio they have others. A lot whose purchase is not known any more is
 * left out, and with the last of them the choice.
 */
export function relinkLots(activity: Activity, storedId: (fileId: string) => string | undefined): Activity {
  if (activity.lots === null) return activity;
  const lots = activity.lots.flatMap((lot) => {
    const activityId = storedId(lot.activityId);
    return activityId === undefined ? [] : [{ ...lot, activityId }];
  });
  return { ...activity, lots: lots.length === 0 ? null : lots };
}
