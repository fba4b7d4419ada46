import { dayNumber, type DayNumber } from '@tradeyard/kernel';
import { cashLegOf, type CourseActivity } from '@tradeyard/portfolio';
import type { ActivityRow } from '../activities/activity-rows.service.js';

/** What one unit of a currency was worth in another on a day. */
export type CrossRate = (from: string, to: string, day: DayNumber) => number;

const numberOf = (text: string | null): number => (text === null ? 0 : Number(text));

/** As the engine counts it, in its own currency. */
export function countedOf(row: ActivityRow): CourseActivity {
  const { id, day, at, type, isInternal } = row;
  const [quantity, amount, fee] = [numberOf(row.quantity), numberOf(row.amount), Number(row.fee)];
  const counted = { id, day: dayNumber(day), atMs: at === null ? 0 : Date.parse(at), type, isInternal };
  // A fee is an amount like any other; as a fee the engine counts it.
  if (type === 'fee') return { ...counted, quantity: 0, price: 0, amount: 0, fee: fee + amount };
  const isUnknown = type === 'transfer_in' && row.price === null;
  const price = isUnknown ? NaN : numberOf(row.price);
  const isIncome = type === 'dividend' || type === 'interest';
  return {
    ...counted,
    quantity,
    price,
    amount: isIncome && row.amount === null ? quantity * price : amount,
    fee,
  };
}

/** The same in the currency of its asset, at the rate of its day. */
export function inCurrency(
  counted: CourseActivity,
  from: string,
  to: string | undefined,
  rateOf: CrossRate,
): CourseActivity {
  if (to === undefined || to === from) return counted;
  const rate = rateOf(from, to, counted.day);
  const { price, amount, fee } = counted;
  return { ...counted, price: price * rate, amount: amount * rate, fee: fee * rate };
}

/** Money of a conversion cost what went for it, so that what its rate lost or gained is no money that came or went. */
export function paidFor({ gave, amount, currency, day }: ActivityRow, rateOf: CrossRate): { price?: number } {
  const units = numberOf(amount);
  if (!gave || units === 0) return {};
  return { price: (Number(gave.amount) * rateOf(gave.currency, currency, dayNumber(day))) / units };
}

/** Money of its own, and the other side of what was bought, sold or paid. */
export function addToCash(
  cash: CourseActivity[],
  counted: CourseActivity,
  isOwn: boolean,
  keepsCash: boolean,
): void {
  if (isOwn) cash.push(counted);
  const leg = keepsCash ? cashLegOf(counted) : null;
  if (leg) cash.push(leg);
}
