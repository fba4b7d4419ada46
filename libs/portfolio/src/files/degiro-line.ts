import type { TradeWords } from './degiro-words.js';
import { fileAsset } from './file-asset.js';
import type { NumberStyle } from './file-numbers.js';
import type { ReadRow } from './import-row.js';

/** A line of the account, with the money that it moved. */
export type AccountLine = {
  readonly line: number;
  readonly day: string;
  readonly at: string | null;
  readonly product: string;
  readonly isin: string;
  readonly description: string;
  readonly currency: string;
  readonly amount: string;
  readonly orderId: string;
  readonly trade: TradeWords | undefined;
  readonly style: NumberStyle;
};

export const assetOfLine = ({ isin, product, currency }: AccountLine): ReadRow['asset'] =>
  fileAsset({ symbol: isin, name: product, currency, isin });
