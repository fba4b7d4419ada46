import type { ActivityType } from '../activity.js';

/** In which order a date with slashes or dashes is written; ISO dates need none. */
export type DateOrder = 'DMY' | 'MDY';
export type DecimalMark = '.' | ',';

/** What a column can be read as. `isin` and `name` describe the asset; `tax` is added to the fee; `time` is of the day. */
export const mappedFields = [
  'type',
  'day',
  'time',
  'symbol',
  'isin',
  'name',
  'class',
  'quantity',
  'price',
  'amount',
  'currency',
  'fee',
  'tax',
  'ratioTo',
  'ratioFrom',
  'target',
  'costShare',
  'acquired',
  'note',
] as const;
export type MappedField = (typeof mappedFields)[number];

/** Which column is what, and how its cells are written: shown to people, who correct it. */
export type ColumnMapping = {
  /** The name of the column, as the header writes it. */
  readonly columns: Readonly<Partial<Record<MappedField, string>>>;
  /** What the file calls a type, in any case. `skip` passes such rows over. */
  readonly types?: Readonly<Record<string, ActivityType | 'skip'>>;
  /** For rows without a type: by default `buy`, or `sell` where the quantity is below zero. */
  readonly defaultType?: ActivityType;
  readonly dateOrder?: DateOrder;
  readonly decimalMark?: DecimalMark;
  readonly defaultCurrency?: string;
  /** `total` where the column of amounts of purchases and sales has fees in it, `gross` (the default) without. */
  readonly amountIs?: 'gross' | 'total';
};
