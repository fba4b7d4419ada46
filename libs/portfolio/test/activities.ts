import { formatDecimal, formatMinor, type Day, type Ratio } from '@tradeyard/kernel';
import { readActivity, type ActivityDraft } from '../src/activity-draft.js';
import type { Activity } from '../src/activity.js';
import type { DisposedLot, Lot, LotMethod, LotRules } from '../src/lots.js';

/** An activity of the symbol X in EUR, of which only what matters is written down; its id is `id`. */
export const activity = (id: string, day: Day, type: string, fields: ActivityDraft = {}): Activity =>
  readActivity(
    { symbol: 'X', currency: 'EUR', ...fields, type, day },
    { id, today: '2030-01-01', currency: 'EUR' },
  );

/** `10 @ 5 - 1` are ten units at five with a fee of one. */
export function trade(
  id: string,
  day: Day,
  type: string,
  terms: string,
  fields: ActivityDraft = {},
): Activity {
  const [quantity, price, fee] = terms.split(/ [@-] /);
  return activity(id, day, type, {
    quantity: quantity ?? null,
    price: price ?? null,
    fee: fee ?? null,
    ...fields,
  });
}

/** Rates into euros by currency, the same on every day, or by `currency day`. */
export const eurRules = (method: LotMethod, rates: Record<string, Ratio> = {}): LotRules => ({
  method,
  currency: 'EUR',
  rateOf: (currency, day) => {
    const rate = rates[`${currency} ${day}`] ?? rates[currency];
    if (!rate) throw new Error(`No rate of ${currency} on ${day} was to be asked for`);
    return rate;
  },
});

/** `b1 5 for 50.50`, in euros. */
export const lotText = ({ id, quantity, cost }: Pick<Lot, 'id' | 'quantity' | 'cost'>): string =>
  `${id} ${formatDecimal(quantity)} for ${euros(cost)}`;

/** `b1 5: 60.00 - 50.50 = 9.50 long`. */
export const disposedText = ({ lotId, quantity, proceeds, cost, gain, term }: DisposedLot): string =>
  `${lotId} ${formatDecimal(quantity)}: ${euros(proceeds)} - ${euros(cost)} = ${euros(gain)} ${term}`;

export const euros = (minor: bigint): string => formatMinor(minor, 2);
