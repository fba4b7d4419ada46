import { dayOf, formatDecimal } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import type { Candle } from './candle.js';
import { readPriceTable } from './price-table.js';
import type { TableRow } from './table.js';

const today = '2025-08-29';

/** Lines of a file, cut at the commas. */
const rows = (...lines: readonly string[]): TableRow[] =>
  lines.map((line, index) => ({ line: index + 1, cells: line.split(',') }));

const text = ({ at, open, high, low, close, volume }: Candle): string =>
  [dayOf(at), ...[open, high, low, close, volume].map(formatDecimal)].join(' ');

const read = (...lines: readonly string[]) => {
  const table = readPriceTable(rows(...lines), { today });
  return { ...table, candles: table.candles.map(text) };
};

describe('reads', () => {
  it('the newest first, with volumes that end in .0', () => {
    expect(
      read(
        'date,Open,High,Low,Close,Volume',
        '2025-08-28,230.82,233.41,229.335,232.56,38074700.0',
        '2025-08-27,228.61,230.9,228.26,230.49,31259513.0',
      ),
    ).toEqual({
      candles: [
        '2025-08-27 228.61 230.9 228.26 230.49 31259513',
        '2025-08-28 230.82 233.41 229.335 232.56 38074700',
      ],
      firstDay: '2025-08-27',
      lastDay: '2025-08-28',
      rowsRead: 2,
      rowsEmpty: 0,
    });
  });

  it('the oldest first, with further columns in another order and empty rows', () => {
    expect(
      read(
        'Date,Adj Close,Close,High,Low,Open,Volume',
        '2022-02-12,,,,,,',
        '2022-02-13,1.0458190441131592,1.0458190441131592,1.0709439516067505,1.0356290340423584,1.0580079555511475,1066206015.0',
        '2022-02-14,1.0475733280181885,1.0475733280181885,1.0525851249694824,1.0215286016464233,1.0435980558395386,1200370048.0',
        ',,,,,,',
        '',
      ),
    ).toEqual({
      candles: [
        '2022-02-13 1.0580079555511475 1.0709439516067505 1.0356290340423584 1.0458190441131592 1066206015',
        '2022-02-14 1.0435980558395386 1.0525851249694824 1.0215286016464233 1.0475733280181885 1200370048',
      ],
      firstDay: '2022-02-13',
      lastDay: '2022-02-14',
      rowsRead: 5,
      rowsEmpty: 3,
    });
  });

  it('columns of any case and spaces around anything', () => {
    expect(read(' VOLUME , close,LOW,High,open,DATE', '1 ,2, 1,3,2,2025-08-28 ').candles).toEqual([
      '2025-08-28 2 3 1 2 1',
    ]);
  });

  it('days of today', () => {
    expect(read('date,open,high,low,close,volume', '2025-08-29,1,1,1,1,0').candles).toHaveLength(1);
  });
});

const header = 'date,open,high,low,close,volume';
const good = '2025-08-27,1,3,1,2,10';

it.each([
  ['nothing', [], 'line 1'],
  ['a header alone', [header], 'line 1'],
  ['no row with prices', [header, '2025-08-27,,,,,'], 'line 1'],
  ['a header without a column', ['date,open,high,low,close', good], 'line 1, column volume'],
  ['a header with a column twice', [`${header},Close`, good], 'line 1, column close'],
  ['a row that is too short', [header, good, '2025-08-28,1,3,1,2'], 'line 3'],
  ['a row that is too long', [header, good, '2025-08-28,1,3,1,2,10,5'], 'line 3'],
  ['a word alone', [header, good, 'end'], 'line 3'],
  ['a word for a number', [header, '2025-08-27,1,3,one,2,10'], 'line 2, column low'],
  ['a number with an exponent', [header, '2025-08-27,1,3,1,2,1e7'], 'line 2, column volume'],
  ['a comma for a point', [header, good, '2025-08-28,1,3,1,,10'], 'line 3, column close'],
  ['a price of nothing', [header, '2025-08-27,1,3,0,2,10'], 'line 2, column low'],
  ['a negative price', [header, '2025-08-27,1,3,-1,2,10'], 'line 2, column low'],
  ['a negative volume', [header, '2025-08-27,1,3,1,2,-10'], 'line 2, column volume'],
  ['a number beyond all reason', [header, '2025-08-27,1,3,1,2,1000000000000001'], 'line 2, column volume'],
  ['an open above the high', [header, '2025-08-27,4,3,1,2,10'], 'line 2, column open'],
  ['a close below the low', [header, '2025-08-27,2,3,1.5,1,10'], 'line 2, column close'],
  ['a low above the high', [header, '2025-08-27,2,2,3,2,10'], 'line 2, column open'],
  ['another form of day', [header, '08/27/2025,1,3,1,2,10'], 'line 2, column date'],
  ['a day that does not exist', [header, '2025-02-29,1,3,1,2,10'], 'line 2, column date'],
  ['an empty row without a day', [header, good, 'x,,,,,'], 'line 3, column date'],
  ['a day that has not come', [header, '2025-08-30,1,3,1,2,10'], 'line 2, column date'],
  ['a day twice', [header, good, good], 'line 3, column date'],
])('refuses %s', (_, lines, field) => {
  expect(() => readPriceTable(rows(...lines), { today })).toThrow(
    expect.objectContaining({ code: 'csv_malformed', field }),
  );
});

it('says what is wrong in a sentence that begins with the place', () => {
  expect(() => readPriceTable(rows(header, good, '2025-08-28,1,x,1,2,10'), { today })).toThrow(
    'Line 3, column high: "x" is not a number such as 232.56',
  );
});
