import { DomainError } from '@tradeyard/kernel';
import { readEvent, type InstrumentEvent } from './instrument-event.js';
import { instrumentFields, type InstrumentDraft, type InstrumentFields } from './instrument-draft.js';
import { isBlank, malformed, readHeader, type Positions, type RowFault, type TableRow } from './table.js';

/** What a file says of an instrument, not read yet: what it leaves out the stored instrument may have. */
export type InstrumentRow = { readonly line: number; readonly fields: InstrumentFields };
export type EventRow = { readonly line: number; readonly symbol: string; readonly event: InstrumentEvent };

const instrumentColumns = {
  required: ['symbol', 'name', 'exchange', 'class', 'currency'] satisfies (keyof InstrumentDraft)[],
  optional: instrumentFields,
};
const eventColumns = ['symbol', 'date', 'kind', 'value'] as const;

/** Rows by the header's names. Throws `csv_malformed` for the file as a whole; what is wrong with single rows is told. */
export function readInstrumentTable(rows: readonly TableRow[]): {
  rows: InstrumentRow[];
  faults: RowFault[];
} {
  const [header, ...data] = rows;
  if (!header) throw malformed(1, 'the file is empty, it needs a header and rows of instruments');
  const positions = readHeader<keyof InstrumentDraft>(header, { ...instrumentColumns, others: 'refused' });
  const { filled, faults } = split(header, data);
  const lines = new Map<string, number>();
  const read = filled.flatMap((row): InstrumentRow[] => {
    const fields = cellsOf(row, positions);
    const { symbol = '' } = fields;
    const twin = lines.get(symbol);
    lines.set(symbol, row.line);
    if (twin === undefined) return [{ line: row.line, fields }];
    faults.push({ line: row.line, column: 'symbol', message: `${symbol} is on line ${twin} already` });
    return [];
  });
  return { rows: read, faults };
}

/** Rows of `symbol,date,kind,value`. Throws `csv_malformed` for the file as a whole; what is wrong with rows is told. */
export function readEventTable(rows: readonly TableRow[]): { rows: EventRow[]; faults: RowFault[] } {
  const [header, ...data] = rows;
  if (!header) throw malformed(1, 'the file is empty, it needs a header and rows of events');
  const positions = readHeader(header, { required: eventColumns, others: 'refused' });
  const { filled, faults } = split(header, data);
  const lines = new Map<string, number>();
  const read = filled.flatMap((row): EventRow[] => {
    const { symbol = '', date = '', kind = '', value = '' } = cellsOf(row, positions);
    const key = `${symbol} ${date} ${kind}`;
    const twin = lines.get(key);
    lines.set(key, row.line);
    if (twin !== undefined) {
      faults.push({ line: row.line, column: 'date', message: `the same ${kind} is on line ${twin} already` });
      return [];
    }
    try {
      return [{ line: row.line, symbol, event: readEvent(kind, date, value) }];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const column = error.field === 'day' ? 'date' : error.field;
      faults.push({ line: row.line, column, message: error.message });
      return [];
    }
  });
  return { rows: read, faults };
}

/** Rows with something in them, and those that are too short or too long. */
function split(header: TableRow, data: readonly TableRow[]): { filled: TableRow[]; faults: RowFault[] } {
  const filled = data.filter(({ cells }) => !cells.every(isBlank));
  const isWhole = ({ cells }: TableRow): boolean => cells.length === header.cells.length;
  const faults = filled
    .filter((row) => !isWhole(row))
    .map(({ line, cells }) => ({
      line,
      column: undefined,
      message: `${cells.length} columns where the header has ${header.cells.length}`,
    }));
  return { filled: filled.filter(isWhole), faults };
}

/** A cell without anything in it is the same as none. */
function cellsOf<C extends string>({ cells }: TableRow, positions: Positions<C>): { [column in C]?: string } {
  const found: { [column in C]?: string } = {};
  for (const [column, position] of Object.entries(positions) as [C, number][]) {
    const cell = cells[position]?.trim();
    if (cell) found[column] = cell;
  }
  return found;
}
