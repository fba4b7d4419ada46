import {
  addDecimals,
  compareDecimals,
  formatDecimal,
  isDay,
  multiplyDecimals,
  parseDecimal,
} from '@tradeyard/kernel';
import { localDay } from '../account/local-day.js';
import { clean } from '../forms/amount.js';
import { fieldsOf, isIncome, isTrade, isTransfer, takesLots, type FieldName } from './activity-fields.js';
import { fromPercent, toPercent } from './describe-activity.js';
import type { Activity, ActivityType, ChosenLot, NewActivity } from './tracked.js';

/** An activity as a form has it: flat, all of it text. */
export type ActivityValues = {
  type: ActivityType;
  /** Of a transfer: what was moved. */
  moved: 'asset' | 'cash';
  /** Which purchases a sale takes its units from; none where the portfolio's rule says it. */
  lots: readonly ChosenLot[];
} & Record<FieldName | 'day' | 'currency' | 'note', string>;

/** Of a new one, or of one to change. */
export function valuesOf(activity: Activity | undefined, currency: string): ActivityValues {
  return {
    type: activity?.type ?? 'buy',
    moved: activity !== undefined && activity.symbol === null ? 'cash' : 'asset',
    day: activity?.day ?? localDay(new Date()),
    symbol: activity?.symbol ?? '',
    target: activity?.target ?? '',
    quantity: activity?.quantity ?? '',
    price: activity && !isDerived(activity) ? (activity.price ?? '') : '',
    amount: activity && !isProduct(activity) ? (activity.amount ?? '') : '',
    // A fee of nothing is what an empty field means.
    fee: activity === undefined || parseDecimal(activity.fee).digits === 0n ? '' : activity.fee,
    currency: activity?.currency ?? currency,
    ratioTo: activity?.ratioTo ?? '',
    ratioFrom: activity?.ratioFrom ?? '1',
    costShare: activity?.costShare ? toPercent(activity.costShare) : '',
    acquired: activity?.acquired ?? '',
    lots: activity?.lots ?? [],
    note: activity?.note ?? '',
  };
}

/** What is sent: of the fields only those that the type has. `before` keeps what the form does not show. */
export function activityOf(values: ActivityValues, before?: Activity): NewActivity {
  const fields = new Map(fieldsOf(values).map((field) => [field.name, field]));
  const isSameKind =
    before?.type === values.type &&
    (!isTransfer(values.type) || (before.symbol === null) === (values.moved === 'cash'));
  // What came with a file and has no field here is not lost by a correction of something else.
  const text = (name: FieldName): string | null =>
    fields.has(name) ? values[name].trim() || null : isSameKind ? before[name] : null;
  const number = (name: FieldName): string | null => {
    const typed = text(name);
    return typed === null ? null : clean(typed);
  };
  const { type, day, note } = values;
  const costShare = number('costShare');
  return {
    type,
    day,
    // The moment of a file stays where the day does.
    at: before?.day === day ? before.at : null,
    symbol: text('symbol'),
    target: text('target'),
    quantity: number('quantity'),
    price: number('price'),
    amount: number('amount'),
    currency: values.currency,
    fee: number('fee') ?? '0',
    ratioTo: number('ratioTo'),
    ratioFrom: number('ratioFrom'),
    costShare: costShare === null ? null : fromPercent(costShare),
    acquired: text('acquired'),
    lots: lotsOf(values, before),
    note: note.trim(),
  };
}

/** Those of which units were given; what was chosen for another asset is forgotten. */
function lotsOf({ type, symbol, lots }: ActivityValues, before?: Activity): ChosenLot[] | null {
  const isUntouched = before !== undefined && lots === before.lots;
  const isOfAnother = isUntouched && (before.type !== type || before.symbol !== symbol.trim());
  if (!takesLots(type) || isOfAnother) return null;
  const chosen = lots
    .map(({ activityId, quantity }) => ({ activityId, quantity: clean(quantity) }))
    .filter(({ quantity }) => quantity !== '');
  return chosen.length > 0 ? chosen : null;
}

/** Whether the amount says no more than units and price do; then a form that changes one of them need not change it too. */
function isProduct({ quantity, price, amount }: Activity): boolean {
  if (quantity === null || price === null || amount === null) return false;
  const units = multiplyDecimals(parseDecimal(quantity), parseDecimal(price));
  return compareDecimals(units, parseDecimal(amount)) === 0;
}

/** People and brokers write prices with fewer places. */
const pricePlacesMax = 8;

/** Whether the price was only computed from the amount: a form that changes the units must not insist on it. */
const isDerived = ({ price, amount }: Activity): boolean =>
  price !== null && amount !== null && parseDecimal(price).scale > pricePlacesMax;

/** What is missing or no number, by field; what it means is the rules' own to say. */
export function activityFaults(values: ActivityValues): Record<string, string | null> {
  const faults: Record<string, string | null> = {
    day: isDay(values.day) ? null : 'Choose the day',
  };
  for (const { name, label, isNeeded, unit } of fieldsOf(values)) {
    const typed = values[name].trim();
    if (typed === '') faults[name] = isNeeded ? `Enter the ${label.toLowerCase()}` : null;
    else if (unit !== null) faults[name] = isDecimal(typed) ? null : 'Enter a number such as 12.50';
    else if (name === 'acquired') faults[name] = isDay(typed) ? null : 'Choose a day';
  }
  const { type, amount, quantity, price } = values;
  if (amount.trim() === '' && price.trim() === '' && isTrade(type)) faults['price'] = 'Enter the price';
  if (amount.trim() === '' && !(quantity.trim() && price.trim()) && isIncome(type)) {
    faults['amount'] = 'Enter the amount';
  }
  return faults;
}

function isDecimal(typed: string): boolean {
  try {
    parseDecimal(clean(typed));
    return true;
  } catch {
    return false;
  }
}

/**
 * Of a trade or an income: all that was paid or received, with the fee on the side it belongs to; null while a number is
 * missing. A decimal text.
 */
export function totalOf({ type, quantity, price, amount, fee }: ActivityValues): string | null {
  if (!isTrade(type) && !isIncome(type)) return null;
  const sign = type === 'buy' || type === 'cover' || type === 'item' ? 1n : -1n;
  try {
    const all = amount.trim()
      ? parseDecimal(clean(amount))
      : multiplyDecimals(parseDecimal(clean(quantity)), parseDecimal(clean(price)));
    const cost = parseDecimal(clean(fee) || '0');
    return formatDecimal(addDecimals(all, { ...cost, digits: sign * cost.digits }));
  } catch {
    return null;
  }
}
