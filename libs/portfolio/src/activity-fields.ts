import type { ActivityType } from './activity.js';

/** What an activity is written down with, in the order in which a form asks. */
export const activityFieldNames = [
  'type',
  'day',
  'at',
  'symbol',
  'quantity',
  'price',
  'amount',
  'currency',
  'fee',
  'ratioTo',
  'ratioFrom',
  'target',
  'costShare',
  'acquired',
  'lots',
  'note',
] as const;
export type ActivityField = (typeof activityFieldNames)[number];

/** What is neither needed nor permitted has to be left out. */
export type FieldUse = 'needed' | 'permitted';
export type FieldUses = { readonly [field in ActivityField]?: FieldUse };

const everywhere = { type: 'needed', day: 'needed', at: 'permitted', note: 'permitted' } as const;

/** Either `price` or `amount` is needed besides; where both are given, they have to agree and the amount counts. */
const trade = {
  ...everywhere,
  symbol: 'needed',
  quantity: 'needed',
  price: 'permitted',
  amount: 'permitted',
  currency: 'needed',
  fee: 'permitted',
} as const;

/** Either `amount` is needed besides, or `quantity` and `price`. */
const income = {
  ...everywhere,
  quantity: 'permitted',
  price: 'permitted',
  amount: 'permitted',
  currency: 'needed',
  fee: 'permitted',
} as const;

const cash = { ...everywhere, symbol: 'permitted', amount: 'needed', currency: 'needed' } as const;

/** Of an asset `symbol` and `quantity`, of cash `amount` alone. */
const transfer = {
  ...everywhere,
  symbol: 'permitted',
  quantity: 'permitted',
  price: 'permitted',
  amount: 'permitted',
  currency: 'needed',
  fee: 'permitted',
} as const;

const corporate = {
  ...everywhere,
  symbol: 'needed',
  amount: 'permitted',
  currency: 'permitted',
  ratioTo: 'needed',
  ratioFrom: 'needed',
} as const;

/** Which type of activity needs and permits which field: for forms, documents and `readActivity` alike. */
export const activityFields: { readonly [type in ActivityType]: FieldUses } = {
  buy: trade,
  sell: { ...trade, lots: 'permitted' },
  short: trade,
  cover: { ...trade, lots: 'permitted' },
  dividend: { ...income, symbol: 'needed' },
  interest: { ...income, symbol: 'permitted' },
  fee: cash,
  deposit: { ...cash, fee: 'permitted' },
  withdrawal: { ...cash, fee: 'permitted' },
  transfer_in: { ...transfer, acquired: 'permitted' },
  transfer_out: { ...transfer, lots: 'permitted' },
  split: corporate,
  merger: { ...corporate, target: 'permitted', costShare: 'permitted' },
  spin_off: { ...corporate, target: 'needed', costShare: 'permitted' },
  liability: { ...cash, symbol: 'needed' },
  item: trade,
};
