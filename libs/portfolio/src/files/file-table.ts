import { DomainError, findCurrency } from '@tradeyard/kernel';
import { clip, decideNumberStyle, isZero, type NumberStyle, readNumber } from './file-numbers.js';
import { decideDateOrder, type FileMoment, readMoment } from './file-dates.js';
import { type DateOrder } from './column-mapping.js';
import {
  type ImportFault,
  type PassedOver,
  type ReadResult,
  type ReadRow,
  RowProblem,
  type TableRow,
} from './import-row.js';
import type { Steps } from './steps.js';

/** Names of columns are compared so: `Ticker-Symbol` is `tickersymbol`, `Änderung` is `anderung`. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f\ufeff]/g, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}%#]/gu, '');

/** The names by which a file may call each column. */
export type ColumnNames<C extends string> = Readonly<Record<C, readonly string[]>>;
export type Positions<C extends string> = ReadonlyMap<C, number>;

/** Where the columns stand; those that are not there are missing in it. */
export function findColumns<C extends string>(cells: readonly string[], names: ColumnNames<C>): Positions<C> {
  const keys = cells.map(nameKey);
  const positions = new Map<C, number>();
  for (const [column, aliases] of Object.entries(names) as [C, readonly string[]][]) {
    const position = aliases.map((alias) => keys.indexOf(nameKey(alias))).find((found) => found >= 0);
    if (position !== undefined) positions.set(column, position);
  }
  return positions;
}

/** Brokers write some lines before the header: it is looked for so far. */
const preambleMax = 30;

/** The first row that has all of the required columns. */
export function findHeader<C extends string>(
  rows: readonly TableRow[],
  names: ColumnNames<C>,
  required: readonly C[],
): { index: number; positions: Positions<C> } | undefined {
  for (let index = 0; index < Math.min(rows.length, preambleMax); index += 1) {
    const cells = rows[index]?.cells ?? [];
    if (cells.length < required.length) continue;
    const positions = findColumns(cells, names);
    if (required.every((column) => positions.has(column))) return { index, positions };
  }
  return undefined;
}

/** Throws `csv_malformed` where there is no such header. */
export function needHeader<C extends string>(
  rows: readonly TableRow[],
  names: ColumnNames<C>,
  required: readonly C[],
): { index: number; header: TableRow; positions: Positions<C> } {
  const found = findHeader(rows, names, required);
  const header = found && rows[found.index];
  if (found && header) return { ...found, header };
  const wanted = required.map((column) => names[column][0]).join(', ');
  throw new DomainError(
    'csv_malformed',
    `No line of the file is a header with the columns ${wanted}`,
    'header',
  );
}

/** How a table is written, for all of its cells. */
export type TableStyle = { readonly numbers: NumberStyle; readonly dates: DateOrder | undefined };

/** One row, by the names of its columns. What it reads it throws as a `RowProblem` that names the column. */
export type Cells<C extends string> = {
  readonly line: number;
  readonly has: (column: C) => boolean;
  /** Trimmed; nothing where the column is not there. */
  readonly text: (column: C) => string;
  readonly need: (column: C) => string;
  /** Canonical; nothing where the cell is empty. */
  readonly number: (column: C) => string | null;
  readonly needNumber: (column: C) => string;
  readonly moment: (column: C, timeColumn?: C) => FileMoment;
};

export function cellsOf<C extends string>(
  { line, cells }: TableRow,
  positions: Positions<C>,
  style: TableStyle,
  header: readonly string[],
): Cells<C> {
  const title = (column: C): string => header[positions.get(column) ?? -1]?.trim() || column;
  const text = (column: C): string => {
    const position = positions.get(column);
    return position === undefined ? '' : (cells[position] ?? '').trim();
  };
  const need = (column: C): string => {
    const found = text(column);
    if (found === '')
      throw new RowProblem('missing_value', `${title(column)} is empty: fill it in`, title(column));
    return found;
  };
  const number = (column: C): string | null => {
    const found = text(column);
    return found === '' || found === '-' ? null : readNumber(found, style.numbers, title(column));
  };
  return {
    line,
    has: (column) => positions.has(column),
    text,
    need,
    number,
    needNumber(column) {
      const found = number(column);
      if (found === null)
        throw new RowProblem('missing_value', `${title(column)} is empty: fill it in`, title(column));
      return found;
    },
    moment(column, timeColumn) {
      const time = timeColumn === undefined ? '' : text(timeColumn);
      const day = need(column);
      return readMoment(time === '' ? day : `${day} ${time}`, style.dates, title(column));
    },
  };
}

/** Cells of columns from all rows, as evidence of how they are written. */
export function* cellsIn<C extends string>(
  rows: readonly TableRow[],
  positions: Positions<C>,
  columns: readonly C[],
): Generator<string> {
  const places = columns.map((column) => positions.get(column)).filter((place) => place !== undefined);
  for (const { cells } of rows) {
    for (const place of places) {
      const cell = cells[place];
      if (cell) yield cell;
    }
  }
}

/** Rows that are looked at in one step. */
const evidencePerStep = 2_000;

/** The style by the evidence of the whole file, but for what is known already. */
export function* decideStyle<C extends string>(
  rows: readonly TableRow[],
  positions: Positions<C>,
  { numbers, dates }: { numbers: readonly C[]; dates: readonly C[] },
): Steps<TableStyle> {
  const orders = new Set<DateOrder | 'contradictory'>();
  const styles = new Set<NumberStyle>();
  for (let start = 0; start < rows.length; start += evidencePerStep) {
    if (start > 0) yield;
    const some = rows.slice(start, start + evidencePerStep);
    const order = decideDateOrder(cellsIn(some, positions, dates));
    if (order !== undefined) orders.add(order);
    const style = decideNumberStyle(cellsIn(some, positions, numbers));
    if (style !== 'unknown') styles.add(style);
  }
  const [order] = orders;
  const [style = 'unknown'] = styles;
  return {
    numbers: styles.size > 1 ? 'mixed' : style,
    // Where the dates of a file contradict each other, those that can be read in two ways are faults.
    dates: orders.size > 1 || order === 'contradictory' ? undefined : order,
  };
}

/** Gathers what a file gives, row by row: a problem of one does not stop the others. */
export class Gathering {
  readonly rows: ReadRow[] = [];
  readonly faults: ImportFault[] = [];
  readonly #passedOver = new Map<string, { count: number; lines: number[] }>();

  /** Runs `read` and takes what it gives; what it throws as a problem becomes the fault of the line. */
  take(line: number, read: () => ReadRow | readonly ReadRow[]): void {
    try {
      const found = read();
      if (isMany(found)) this.rows.push(...found);
      else this.rows.push(found);
    } catch (error) {
      if (error instanceof RowProblem) {
        this.faults.push({ line, column: error.column, code: error.code, message: error.message });
      } else if (error instanceof DomainError) {
        this.faults.push({ line, column: error.field, code: error.code, message: error.message });
      } else throw error;
    }
  }

  /** Counts a row that is left out on purpose; the answer is the no rows that it gives. */
  passOver(line: number, reason: string): readonly ReadRow[] {
    const found = this.#passedOver.get(reason) ?? { count: 0, lines: [] };
    found.count += 1;
    if (found.lines.length < linesShown) found.lines.push(line);
    this.#passedOver.set(reason, found);
    return [];
  }

  result(): ReadResult {
    const passedOver: PassedOver[] = [...this.#passedOver].map(([reason, found]) => ({ reason, ...found }));
    return { rows: this.rows, faults: this.faults.sort((a, b) => a.line - b.line), passedOver };
  }
}

/** So many lines of each reason are named, the others counted. */
const linesShown = 5;
const isMany = (found: ReadRow | readonly ReadRow[]): found is readonly ReadRow[] => Array.isArray(found);

export const isBlankRow = ({ cells }: TableRow): boolean => cells.every((cell) => cell.trim() === '');

/** Pence and the like are hundredths of a currency, which exchanges quote in. */
const hundredths: ReadonlyMap<string, string> = new Map([
  ['GBX', 'GBP'],
  ['GBp', 'GBP'],
  ['ZAC', 'ZAR'],
  ['ZAc', 'ZAR'],
  ['ILA', 'ILS'],
]);

/** The currency by its code, and what a price in it is divided by. Throws `unknown_currency`. */
export function readCurrency(text: string, column?: string): { code: string; isHundredth: boolean } {
  const whole = hundredths.get(text);
  if (whole !== undefined) return { code: whole, isHundredth: true };
  const code = text.toUpperCase();
  if (!findCurrency(code)) {
    throw new RowProblem(
      'unknown_currency',
      `"${clip(text)}" is not a currency that Tradeyard knows: write its code, such as EUR`,
      column,
    );
  }
  return { code, isHundredth: false };
}

/** A number, or nothing for zero: what a file writes as `0.00` where it has no use for it. */
export const unlessZero = (number: string | null): string | null => (isZero(number) ? null : number);

export const unknownType = (text: string, column?: string): RowProblem =>
  new RowProblem(
    'unknown_type',
    `"${clip(text)}" is a kind of row that is not known: say in the column mapping what it is, or leave it out`,
    column,
  );
