import { dayOf, isDay, parseDecimal, compareDecimals, type Day, type Decimal } from '@tradeyard/kernel';
import type { Candle } from './candle.js';
import { clip, isBlank, malformed, readHeader, type Positions, type TableRow } from './table.js';

export type PriceTable = {
  /** Oldest first. */
  readonly candles: readonly Candle[];
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** Rows of data, without the header. */
  readonly rowsRead: number;
  /** Rows without any price: days on which the instrument was not traded yet. */
  readonly rowsEmpty: number;
};

const columns = ['date', 'open', 'high', 'low', 'close', 'volume'] as const;
type Column = (typeof columns)[number];

/** No price of anything is higher; it keeps a slip of the keyboard out of the charts. */
const numberMax: Decimal = { digits: 10n ** 15n, scale: 0 };

/**
 * Reads a table of daily prices. The columns are found by their names, in any
 * order and case; others, such as `Adj Close`, are ignored. The rows may be in
 * any order. `today` is the newest day that a row may be of.
 *
 * Throws `csv_malformed`, naming line and column, for the first thing that is
 * wrong: nothing is guessed and no row is dropped in silence. Two rows of one
 * day are refused too, for nobody can say which of them is right.
 */
export function readPriceTable(rows: readonly TableRow[], { today }: { today: Day }): PriceTable {
  const [header, ...data] = rows;
  if (!header) throw malformed(1, 'the file is empty, it needs a header and rows of prices');
  const positions = readHeader(header, { required: columns, others: 'ignored' });
  const candles = new Map<Day, { candle: Candle; line: number }>();
  let rowsEmpty = 0;
  for (const { line, cells } of data) {
    if (cells.every(isBlank)) {
      rowsEmpty += 1;
      continue;
    }
    if (cells.length !== header.cells.length) {
      throw malformed(line, `${cells.length} columns where the header has ${header.cells.length}`);
    }
    const day = readDay(cellOf(cells, positions, 'date'), line, today);
    if (cells.every((cell, position) => position === positions.date || isBlank(cell))) {
      rowsEmpty += 1;
      continue;
    }
    const twin = candles.get(day);
    if (twin) throw malformed(line, `${day} is on line ${twin.line} already`, 'date');
    candles.set(day, { candle: readCandle(day, cells, positions, line), line });
  }
  const sorted = [...candles.values()].map(({ candle }) => candle);
  sorted.sort((a, b) => a.at.getTime() - b.at.getTime());
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) throw malformed(header.line, 'no row of the file has prices');
  return {
    candles: sorted,
    firstDay: dayOf(first.at),
    lastDay: dayOf(last.at),
    rowsRead: data.length,
    rowsEmpty,
  };
}

function readDay(cell: string, line: number, today: Day): Day {
  const text = cell.trim();
  if (!isDay(text)) throw malformed(line, `"${clip(text)}" is not a day such as 2025-08-28`, 'date');
  if (text > today) throw malformed(line, `${text} has not come yet`, 'date');
  return text;
}

function readCandle(day: Day, cells: readonly string[], positions: Positions<Column>, line: number): Candle {
  const read = (column: Column): Decimal => readNumber(cellOf(cells, positions, column), line, column);
  const candle = {
    at: new Date(day),
    open: read('open'),
    high: read('high'),
    low: read('low'),
    close: read('close'),
    volume: read('volume'),
  };
  for (const column of ['open', 'high', 'low', 'close'] as const) {
    if (candle[column].digits === 0n) throw malformed(line, 'a price is above zero', column);
  }
  for (const column of ['open', 'close', 'low'] as const) {
    if (compareDecimals(candle[column], candle.high) > 0) {
      throw malformed(line, `${column} is above high, which is the highest price of the day`, column);
    }
    if (compareDecimals(candle[column], candle.low) < 0) {
      throw malformed(line, `${column} is below low, which is the lowest price of the day`, column);
    }
  }
  return candle;
}

function readNumber(cell: string, line: number, column: Column): Decimal {
  const text = cell.trim();
  if (isBlank(text)) throw malformed(line, 'the number is missing', column);
  let value: Decimal;
  try {
    value = parseDecimal(text);
  } catch {
    throw malformed(line, `"${clip(text)}" is not a number such as 232.56`, column);
  }
  if (value.digits < 0n) throw malformed(line, `${clip(text)} is below zero`, column);
  if (compareDecimals(value, numberMax) > 0) throw malformed(line, `${clip(text)} is too large`, column);
  return value;
}

const cellOf = (cells: readonly string[], positions: Positions<Column>, column: Column): string =>
  cells[positions[column] ?? -1] ?? '';
