import { activityFields, type ActivityField } from '@tradeyard/portfolio/activity-fields';
import type { ActivityType } from './tracked.js';

/** What an activity can have besides its type, day, currency and note. */
export type FieldName = Exclude<ActivityField, 'type' | 'day' | 'at' | 'currency' | 'lots' | 'note'>;

export type Field = {
  name: FieldName;
  label: string;
  /** Below the label. */
  hint?: string;
  isNeeded: boolean;
  /** What the number is of: it has no unit, that of money, or is a percentage. None where it is no number. */
  unit: 'units' | 'money' | 'percent' | null;
};

type Words = { name: FieldName; label: string; hint?: string; isNeeded?: boolean };

const asset: Words = { name: 'symbol', label: 'Asset' };
const units: Words = { name: 'quantity', label: 'Quantity' };
const price: Words = { name: 'price', label: 'Price of one' };
const fee: Words = { name: 'fee', label: 'Fee' };
const amount: Words = { name: 'amount', label: 'Amount' };
const about: Words = { name: 'symbol', label: 'Asset', hint: 'If it was about one' };
const ratio: readonly Words[] = [
  { name: 'ratioTo', label: 'New units' },
  { name: 'ratioFrom', label: 'For each old' },
];
const instead: Words = { name: 'amount', label: 'Or in all', hint: 'Instead of the price' };
const inLieu: Words = { name: 'amount', label: 'Cash for fractions', hint: 'All that was paid, if any' };
const trade: readonly Words[] = [asset, units, price, instead, fee];
const income: readonly Words[] = [
  amount,
  { name: 'quantity', label: 'Or units', hint: 'Instead of the amount' },
  { name: 'price', label: 'Paid for each', hint: 'Of these units' },
  { name: 'fee', label: 'Tax kept back' },
];

/** In the order in which they are filled in. */
const words: Record<ActivityType, readonly Words[]> = {
  buy: trade,
  sell: trade,
  short: trade,
  cover: trade,
  item: [{ name: 'symbol', label: 'Name', hint: 'A short one, such as HOUSE' }, units, price, instead, fee],
  dividend: [asset, ...income],
  interest: [about, ...income],
  fee: [about, amount],
  deposit: [amount, fee],
  withdrawal: [amount, fee],
  transfer_in: [
    { ...asset, isNeeded: true },
    { ...units, isNeeded: true },
    { name: 'price', label: 'Cost of one', hint: 'Empty if you do not know' },
    { name: 'acquired', label: 'Bought on', hint: 'Empty for that day' },
    fee,
  ],
  transfer_out: [
    { ...asset, isNeeded: true },
    { ...units, isNeeded: true },
    { name: 'price', label: 'Cost of one', hint: 'Empty for what you paid' },
    fee,
  ],
  liability: [{ name: 'symbol', label: 'Name', hint: 'A short one, such as MORTGAGE' }, amount],
  split: [asset, ...ratio, inLieu],
  merger: [
    { name: 'symbol', label: 'Asset that ends' },
    { name: 'target', label: 'Asset it becomes', hint: 'Empty where all was cash' },
    ...ratio,
    { name: 'amount', label: 'Cash for each', hint: 'Per unit that ended' },
    { name: 'costShare', label: 'Part of the cost', hint: 'That the cash pays for' },
  ],
  spin_off: [
    { name: 'symbol', label: 'Asset that stays' },
    { name: 'target', label: 'New asset' },
    ...ratio,
    { name: 'costShare', label: 'Part of the cost', hint: 'That goes to the new asset' },
    inLieu,
  ],
};

const cashTransfer: readonly Words[] = [{ ...amount, isNeeded: true }, fee];

const unitOf: Record<FieldName, Field['unit']> = {
  symbol: null,
  target: null,
  acquired: null,
  quantity: 'units',
  ratioTo: 'units',
  ratioFrom: 'units',
  price: 'money',
  amount: 'money',
  fee: 'money',
  costShare: 'percent',
};

type Kind = { type: ActivityType; moved: 'asset' | 'cash' };

/** The fields that a form of that type shows; of a transfer they differ by what was moved. */
export const fieldsOf = ({ type, moved }: Kind): readonly Field[] =>
  (isTransfer(type) && moved === 'cash' ? cashTransfer : words[type]).map((each) => ({
    ...each,
    isNeeded: each.isNeeded ?? activityFields[type][each.name] === 'needed',
    unit: unitOf[each.name],
  }));

export const isTransfer = (type: ActivityType): boolean => type === 'transfer_in' || type === 'transfer_out';

/** Of these it takes units and a price, or the amount of all of them. */
export const isTrade = (type: ActivityType): boolean =>
  ['buy', 'sell', 'short', 'cover', 'item'].includes(type);

/** Of these it can be said which purchases they take units from. */
export const takesLots = (type: ActivityType): boolean => activityFields[type].lots !== undefined;

export const isIncome = (type: ActivityType): boolean => type === 'dividend' || type === 'interest';
