import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { DomainError } from '@tradeyard/kernel';
import { CsvError, parse } from 'csv-parse';
import { Problem } from './problem.js';

/** A row of a file as its cells, and the line it stands on. */
type Row = { readonly line: number; readonly cells: readonly string[] };

const lineCharactersMax = 10_000;

/** Opens a file that a person named. Throws `csv_malformed` where there is none. */
export async function openFile(path: string): Promise<Readable> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new DomainError('csv_malformed', `There is no file at ${path}`);
  if (!found.isFile()) throw new DomainError('csv_malformed', `${path} is not a file`);
  return createReadStream(path);
}

/**
 * Reads CSV as it comes, header and all. Throws `csv_malformed` for what is no CSV and for more than `rowsMax` rows, and
 * `payload_too_large` beyond `bytesMax`: then no more of it is read.
 */
export async function readCsv(
  input: Readable,
  { rowsMax, bytesMax = Infinity }: { rowsMax: number; bytesMax?: number },
): Promise<Row[]> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true, // a row that is too short is refused later, by its line
    max_record_size: lineCharactersMax,
  });
  input.on('error', (error) => parser.destroy(error)); // it arrives at the loop below
  input.pipe(parser);
  const rows: Row[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<Line>) {
      if (rows.length > rowsMax) {
        throw new DomainError('csv_malformed', `The file has more than ${rowsMax} rows`);
      }
      if (info.bytes > bytesMax) {
        throw new Problem('payload_too_large', `The file has more than ${bytesMax} bytes`);
      }
      rows.push({ line: info.lines, cells: record });
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error) : error;
  } finally {
    input.unpipe(parser);
    // The rest of a request that is refused is passed over, so that its connection is free again.
    if (input instanceof IncomingMessage) input.resume();
    else input.destroy();
  }
  return rows;
}

type Line = {
  readonly record: readonly string[];
  readonly info: { readonly lines: number; readonly bytes: number };
};

/** Of the parser itself: a quote that does not end, a line far too long. */
function unreadable(error: CsvError): DomainError {
  const line = Number(error['lines'] ?? 1);
  const what = error.code.toLowerCase().replaceAll('_', ' ');
  return new DomainError('csv_malformed', `Line ${line}: this is not CSV (${what})`, `line ${line}`);
}
