import { join } from 'node:path';
import { formatDecimal } from '@tradeyard/kernel';
import {
  adjustCandles,
  readEvent,
  readPriceTable,
  requireSplitsFit,
  unadjustCandles,
  type Split,
} from '@tradeyard/market';
import { expect, it } from 'vitest';
import { openFile, readCsv } from '../src/platform/csv.js';

const folder = process.env['TRADEYARD_REAL_DATA'];
if (!folder) throw new Error('TRADEYARD_REAL_DATA must name the folder of the real files; see the README');

/** The splits that the product knows of the shares that come along. */
const splits: Record<string, [day: string, ratio: string][]> = {
  AAPL: [
    ['2000-06-21', '2:1'],
    ['2005-02-28', '2:1'],
    ['2014-06-09', '7:1'],
    ['2020-08-31', '4:1'],
  ],
  AMZN: [['2022-06-06', '20:1']],
  TSLA: [
    ['2020-08-31', '5:1'],
    ['2022-08-25', '3:1'],
  ],
};

it.each(Object.keys(splits))(
  'prices of %s jump at its splits, and do not when they are corrected',
  async (symbol) => {
    const rows = await readCsv(await openFile(join(folder, 'prices', `${symbol}.csv`)), { rowsMax: 100_000 });
    const { candles } = readPriceTable(rows, { today: '2025-09-01' });
    const events = (splits[symbol] ?? []).map(([day, ratio]) => readEvent('split', day, ratio) as Split);
    expect(() => requireSplitsFit(candles, events, { adjusted: false })).not.toThrow();
    expect(() => requireSplitsFit(candles, events, { adjusted: true })).toThrow('leave --adjusted out');

    const adjusted = adjustCandles(candles, events, 'splits');
    expect(() => requireSplitsFit(adjusted, events, { adjusted: true })).not.toThrow();
    expect(() => requireSplitsFit(adjusted, events, { adjusted: false })).toThrow('say --adjusted');

    const again = adjustCandles(unadjustCandles(adjusted, events), events, 'splits');
    const closes = (list: typeof candles) => list.map(({ close }) => formatDecimal(close)).join();
    expect(closes(again)).toBe(closes(adjusted));
  },
);
