import { addDays, DomainError, findCurrency, isDay, type Day } from '@tradeyard/kernel';
import { CsvError, parse } from 'csv-parse';
import { pipeline, type Readable } from 'node:stream';
import { isRate, type RateDay } from './rate-source.provider.js';

/** The euro's first day. */
const firstDay = '1999-01-01';

/** Far above any line of the bank's; a file without line ends is refused before it fills the memory. */
const lineCharactersMax = 64 * 1024;

/**
 * Reads the bank's historical file (a column `Date` and one per currency, in any
 * order, days in any order) day by day. Throws `csv_malformed`, which names line
 * and column. `today` is the last day that a file can know of.
 */
export async function* readEcbHistory(file: Readable, today: Day): AsyncGenerator<RateDay> {
  let names: readonly string[] | undefined;
  let lastLine = 0;
  const parser = parse({
    bom: true,
    trim: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: lineCharactersMax,
    // Told at once, while lines that were read before an error never arrive at the loop below.
    on_record: (line) => {
      const { record, info } = line as unknown as Line; // the option `info` makes it one
      names ??= record;
      lastLine = info.lines;
      return line;
    },
  });
  pipeline(file, parser, () => undefined); // an error of either arrives at the loop below
  let header: Header | undefined;
  const lineByDate = new Map<Day, number>();
  try {
    for await (const { record, info } of parser as AsyncIterable<Line>) {
      if (!header) {
        header = readHeader(record, info.lines);
        continue;
      }
      const day = readDay(header, record, info.lines, addDays(today, 1));
      const earlier = lineByDate.get(day.date);
      if (earlier)
        throw malformed(info.lines, header.names[header.dateColumn], `line ${earlier} has ${day.date} too`);
      lineByDate.set(day.date, info.lines);
      yield day;
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error, names, lastLine + 1) : error;
  }
  if (!header) throw new DomainError('csv_malformed', 'The file is empty');
  if (lineByDate.size === 0) throw new DomainError('csv_malformed', 'The file has a header and no day');
}

type Line = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

/** `names` are all columns as they are written, one without a name (after a trailing comma) among them. */
type Header = { readonly names: readonly string[]; readonly dateColumn: number };

function readHeader(names: readonly string[], line: number): Header {
  const dateColumn = names.findIndex((name) => /^date$/i.test(name));
  if (dateColumn < 0) {
    throw malformed(
      line,
      undefined,
      'the header has no column "Date", so this is not a file of reference rates',
    );
  }
  const seen = new Set<string>();
  for (const [column, name] of names.entries()) {
    if (column === dateColumn || (name === '' && column === names.length - 1)) continue;
    if (findCurrency(name)?.kind !== 'fiat' || name === 'EUR') {
      throw malformed(
        line,
        name || `${column + 1}`,
        'this is not a currency that can have a rate against the euro',
      );
    }
    if (seen.has(name)) throw malformed(line, name, 'this column is there twice');
    seen.add(name);
  }
  if (seen.size === 0) throw malformed(line, undefined, 'the header names no currency');
  return { names, dateColumn };
}

function readDay(
  { names, dateColumn }: Header,
  record: readonly string[],
  line: number,
  lastDay: Day,
): RateDay {
  if (record.length !== names.length) {
    const last = names[Math.min(record.length, names.length) - 1];
    throw malformed(line, last, `the line ends here with ${record.length} of ${names.length} columns`);
  }
  const date = record[dateColumn] ?? '';
  if (!isDay(date)) throw malformed(line, names[dateColumn], `"${date}" is not a day such as 2026-04-13`);
  if (date < firstDay || date > lastDay) {
    throw malformed(
      line,
      names[dateColumn],
      `${date} is ${date < firstDay ? 'before the euro' : 'in the future'}`,
    );
  }
  const rates: { currency: string; perEuro: string }[] = [];
  for (const [column, perEuro] of record.entries()) {
    const currency = names[column] ?? '';
    if (column === dateColumn || perEuro === 'N/A' || perEuro === '') continue;
    if (currency === '')
      throw malformed(line, `${column + 1}`, `"${perEuro}" stands in a column without a name`);
    if (!isRate(perEuro)) {
      throw malformed(line, currency, `"${perEuro}" is not a number above zero`);
    }
    rates.push({ currency, perEuro });
  }
  return { date, rates };
}

const malformed = (line: number, column: string | undefined, what: string): DomainError =>
  new DomainError(
    'csv_malformed',
    `Line ${line}${column ? `, column ${column}` : ''}: ${what.slice(0, 200)}`,
  );

/** Of the parser itself: an open quote, which swallows the lines below it, or a line without an end. */
function unreadable(
  { code, column }: CsvError,
  names: readonly string[] | undefined,
  line: number,
): DomainError {
  const reason = code.replace(/^CSV_/, '').toLowerCase().replaceAll('_', ' ');
  const name = typeof column === 'number' ? names?.[column] : undefined;
  return malformed(line, name, `this is not CSV (${reason})`);
}
