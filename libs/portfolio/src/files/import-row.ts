import type { Activity } from '../activity.js';
import type { ActivityDraft } from '../activity-draft.js';
import type { ColumnMapping } from './column-mapping.js';

/** A row of a file as its cells, and the line it begins on. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] };

export const assetClasses = [
  'stock',
  'etf',
  'fund',
  'bond',
  'crypto',
  'commodity',
  'real_estate',
  'cash',
  'liability',
  'other',
] as const;
export type AssetClass = (typeof assetClasses)[number];

/** What a file says of an asset besides: for the one who has to create it. Formats without a currency or class guess. */
export type FileAsset = {
  readonly symbol: string;
  readonly name: string;
  readonly class: AssetClass;
  readonly currency: string;
  readonly isin?: string;
  readonly sector?: string;
  readonly country?: string;
  /** The symbol of the market's instrument that it is, where the file knows. */
  readonly instrument?: string;
};

/** A price by hand, of a day, in the asset's currency. */
export type FilePrice = {
  readonly symbol: string;
  readonly day: string;
  readonly price: string;
  /** What the file says that the asset's currency is, to be compared. */
  readonly currency?: string;
  /** Of a table, where a price has one. */
  readonly line?: number;
};

/** Of a whole portfolio, as `tradeyard-json` has them. What a file does not say is left out. */
export type FileSettings = {
  readonly name?: string;
  readonly currency?: string;
  readonly keepsCash?: boolean;
  readonly costBasis?: string;
  readonly benchmark?: string | null;
  readonly targets?: unknown;
};

/** What a file of ours is written from, as lazily as it is there. */
export type FileContents = {
  readonly assets: Iterable<FileAsset>;
  readonly prices: Iterable<FilePrice>;
  readonly activities: Iterable<Activity>;
};

/** One activity as a file has it. `id` is the file's own, which chosen lots of the same file refer to. */
export type ReadRow = {
  readonly line: number;
  readonly draft: ActivityDraft;
  readonly asset?: FileAsset;
  readonly id?: string;
};

/** The same, read: what can be stored. `key` is its `activityKey`. */
export type ImportRow = {
  readonly line: number;
  readonly activity: Activity;
  readonly asset?: FileAsset;
  readonly id?: string;
  readonly key: string;
};

/** Something that is wrong with a row, where, and in the message what to do about it. */
export type ImportFault = {
  readonly line: number;
  readonly column: string | undefined;
  /** One of `faultCodes`, or the code of the rule of activities that it breaks. */
  readonly code: string;
  readonly message: string;
};

export const faultCodes = [
  'missing_value',
  'not_a_number',
  'ambiguous_number',
  'not_a_date',
  'ambiguous_date',
  'unknown_type',
  'unknown_currency',
  'row_incomplete',
  'not_supported',
] as const;
export type FaultCode = (typeof faultCodes)[number];

/** Rows that are no activities, or not of this portfolio, by the reason why they are left out. */
export type PassedOver = {
  readonly reason: string;
  readonly count: number;
  /** The first of them. */
  readonly lines: readonly number[];
};

export type ReadResult = {
  readonly rows: readonly ReadRow[];
  readonly faults: readonly ImportFault[];
  readonly passedOver: readonly PassedOver[];
  /** Assets that no row is about. */
  readonly assets?: readonly FileAsset[];
  readonly prices?: readonly FilePrice[];
  readonly settings?: FileSettings;
};

export type ReadOptions = {
  /** The portfolio's, for files that name none. */
  readonly currency: string;
  /** Of `custom`; other formats have their own. */
  readonly mapping?: ColumnMapping;
};

/** A fault of one row: thrown while it is read, and told with its line. */
export class RowProblem extends Error {
  override readonly name = 'RowProblem';

  constructor(
    readonly code: FaultCode,
    message: string,
    readonly column?: string,
  ) {
    super(message);
  }
}
