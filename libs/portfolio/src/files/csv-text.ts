import { DomainError } from '@tradeyard/kernel';
import type { TableRow } from './import-row.js';

export const separators = [',', ';', '\t', '|'] as const;
export type Separator = (typeof separators)[number];

/** So much of the beginning of a file tells how it is written. */
const sampleLines = 40;

/**
 * The separator of a file by its beginning: the one that most lines have outside of quotes. A comma where none is there.
 */
export function detectSeparator(beginning: string): Separator {
  const lines = beginning.replaceAll(/"[^"]*"/g, '').split(/\r\n|\n|\r/, sampleLines);
  const counted = separators.map((separator) => {
    const counts = lines.map((line) => line.split(separator).length - 1).filter((count) => count > 0);
    return { separator, lines: counts.length, cells: counts.reduce((all, count) => all + count, 0) };
  });
  // A decimal comma is in every line of a file of semicolons too: what divides more lines wins, then more cells.
  const [best] = counted.sort((a, b) => b.lines - a.lines || b.cells - a.cells);
  const semicolon = counted.find(({ separator }) => separator === ';');
  if (best?.separator === ',' && semicolon && semicolon.lines >= Math.max(1, best.lines * 0.9)) return ';';
  return best && best.lines > 0 ? best.separator : ',';
}

/** Cuts text into rows as it comes: RFC 4180, and what brokers make of it (any line end, a quote within a cell). */
export type CsvReader = {
  readonly push: (text: string) => TableRow[];
  /** What is left when the text has ended. */
  readonly end: () => TableRow[];
};

const quote = '"';

/** A longer line is no activity: a quote was opened and not closed, and all that follows would be one cell. */
const lineCharactersMax = 100_000;

/**
 * Empty lines are no rows; a cell of several lines has the line on which its row begins. Throws `csv_malformed` for a
 * quote that does not end.
 */
export function csvReader(separator: Separator): CsvReader {
  let rest = '';
  let line = 1;
  let isFirst = true;
  const cut = (isEnd: boolean): TableRow[] => {
    const rows: TableRow[] = [];
    const lineEnds = lineEndsOf(rest, isEnd);
    let from = 0;
    while (from < rest.length) {
      const row = cutRow(rest, from, separator, { lineEnds, isEnd });
      if (row === undefined) break;
      if (row.cells.length > 1 || row.cells[0] !== '') rows.push({ line, cells: row.cells });
      line += row.lines;
      from = row.next;
    }
    rest = rest.slice(from);
    if (rest.length > lineCharactersMax || (isEnd && rest !== '')) {
      throw new DomainError(
        'csv_malformed',
        `Line ${line}: a quote is opened here and does not end`,
        `line ${line}`,
      );
    }
    return rows;
  };
  return {
    push(text) {
      rest += isFirst ? text.replace(/^\ufeff/, '') : text;
      isFirst = isFirst && text === '';
      return cut(false);
    },
    end: () => cut(true),
  };
}

type CutRow = { readonly cells: string[]; readonly next: number; readonly lines: number };

/** The row that begins at `from`, or nothing where its end has not come yet. */
function cutRow(
  text: string,
  from: number,
  separator: Separator,
  { lineEnds, isEnd }: { lineEnds: LineEnds; isEnd: boolean },
): CutRow | undefined {
  const lineEnd = lineEnds(from);
  if (lineEnd === undefined) return undefined;
  const whole = text.slice(from, lineEnd);
  // Most rows have no quotes: those are split several times faster than by characters.
  if (!whole.includes(quote)) {
    return { cells: whole.split(separator), next: afterLineEnd(text, lineEnd), lines: 1 };
  }
  return cutQuoted(text, from, separator, isEnd);
}

type LineEnds = (from: number) => number | undefined;

/**
 * Where the line ends that a place is in, or nothing where that has not come yet. Both characters are looked for once:
 * a file has but one of them, and a search for the other goes to its end.
 */
function lineEndsOf(text: string, isEnd: boolean): LineEnds {
  let feed = -1;
  let carriage = -1;
  const next = (character: string, known: number, from: number): number => {
    if (known >= from) return known;
    const found = text.indexOf(character, from);
    return found < 0 ? text.length : found;
  };
  return (from) => {
    feed = next('\n', feed, from);
    carriage = next('\r', carriage, from);
    const end = Math.min(feed, carriage);
    if (isEnd) return end;
    // A line feed may follow the carriage return in what has not come yet.
    return end >= text.length || (end === carriage && end === text.length - 1) ? undefined : end;
  };
}

const afterLineEnd = (text: string, end: number): number =>
  text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;

function cutQuoted(text: string, from: number, separator: Separator, isEnd: boolean): CutRow | undefined {
  const cells: string[] = [];
  let at = from;
  let lines = 1;
  for (;;) {
    let cell = '';
    if (text[at] === quote) {
      const end = closingQuote(text, at + 1);
      if (end === undefined) return undefined;
      const inner = text.slice(at + 1, end);
      lines += inner.split(/\r\n|\n|\r/).length - 1;
      cell = inner.replaceAll('""', quote);
      at = end + 1;
    }
    const stop = endOfCell(text, at, separator);
    if (stop >= text.length && !isEnd) return undefined;
    cells.push(cell + text.slice(at, stop));
    if (text[stop] !== separator) {
      if (text[stop] === '\r' && stop === text.length - 1 && !isEnd) return undefined;
      return { cells, next: afterLineEnd(text, stop), lines };
    }
    at = stop + 1;
  }
}

function closingQuote(text: string, from: number): number | undefined {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at;
  }
  return undefined;
}

function endOfCell(text: string, from: number, separator: Separator): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}

/** All rows of a text, whatever its separator. */
export function csvRows(text: string, separator: Separator = detectSeparator(text)): TableRow[] {
  const reader = csvReader(separator);
  return [...reader.push(text), ...reader.end()];
}

/**
 * A line of RFC 4180. What a spreadsheet would take as a formula (it begins with = + - @, a tab or a carriage return)
 * gets an apostrophe in front, which `unguarded` takes away again; numbers stay numbers. OWASP, "CSV Injection".
 */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(guarded(cell))).join(',')}\r\n`;

const number = /^-?\d+(?:\.\d+)?$/;
/** An apostrophe that was there already is doubled, so that it is still there afterwards. */
const guarded = (cell: string): string =>
  /^'*[=+\-@\t\r\n]/.test(cell) && !number.test(cell) ? `'${cell}` : cell;
export const unguarded = (cell: string): string => (/^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell);

const quoted = (cell: string): string =>
  /[",;\r\n\t]|^\s|\s$/.test(cell) ? `${quote}${cell.replaceAll(quote, '""')}${quote}` : cell;
