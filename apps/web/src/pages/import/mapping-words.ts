import { mappedFields, type MappedField } from '@tradeyard/portfolio/column-mapping';

/** What a column can be. */
const words: Record<MappedField, string> = {
  day: 'Day',
  time: 'Time of day',
  type: 'What happened',
  symbol: 'Symbol',
  isin: 'ISIN',
  name: 'Name of the asset',
  class: 'Class of the asset',
  quantity: 'Quantity',
  price: 'Price of one',
  amount: 'Amount',
  currency: 'Currency',
  fee: 'Fee',
  tax: 'Tax',
  ratioTo: 'Split: new units',
  ratioFrom: 'Split: old units',
  target: 'New asset',
  costShare: 'Part of the cost',
  acquired: 'Bought on',
  note: 'Note',
};

/** Few files have them, and they stand in the way of the others. */
const rare: ReadonlySet<MappedField> = new Set([
  'time',
  'isin',
  'class',
  'tax',
  'ratioTo',
  'ratioFrom',
  'target',
  'costShare',
  'acquired',
]);

export const isRare = (field: MappedField): boolean => rare.has(field);

/** In the order in which people look for them. */
export const mappedFieldWords = mappedFields.map((field) => ({ field, label: words[field] }));
