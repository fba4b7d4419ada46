import { StringDecoder } from 'node:string_decoder';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import {
  csvReader,
  detectFormat,
  detectJsonFormat,
  detectRowsMax,
  detectSeparator,
  readFileSteps,
  suggestMapping,
  type ColumnMapping,
  type CsvReader,
  type FileInput,
  type ImportFormatId,
  type MappingSuggestion,
  type ReadResult,
  type TableRow,
} from '@tradeyard/portfolio';
import { readJson } from '../platform/json-body.js';
import { piecesOf, textOf } from '../platform/streamed-body.js';
import type { PreviewQuery } from './import.dto.js';
import { readMapping } from './import-mapping.service.js';

export const importBytesMax = 64 * 1024 * 1024;
/** A portfolio has room for fewer activities and prices by hand; files have lines of other things besides. */
const rowsMax = 600_000;
/** The beginning that tells what separates the cells. */
const sampleCharacters = 65_536;
/** Rows of the beginning that tell what its columns may be. */
const suggestingRows = 1_000;

/** How a file is to be read: by what it says itself, or by what was asked. */
export type Reading = {
  readonly format: ImportFormatId;
  readonly isDetected: boolean;
  /** Of a table that no format knows: what its columns may be. */
  readonly suggestion: MappingSuggestion | null;
  readonly mapping: ColumnMapping | null;
};

/** Takes in files, without keeping others from being answered meanwhile. */
@Injectable()
export class ImportInputService {
  /** Throws `csv_malformed`, `malformed_json`, `import_malformed` and `payload_too_large`. */
  async readBody(body: Readable, isJson: boolean, onRead: (bytes: number) => void): Promise<FileInput> {
    const pieces = piecesOf(body, importBytesMax, onRead);
    return isJson ? { kind: 'json', value: readJson(await textOf(pieces)) } : this.readTable(pieces);
  }

  private async readTable(pieces: AsyncIterable<Buffer>): Promise<FileInput> {
    const decoder = new StringDecoder('utf8');
    const rows: TableRow[] = [];
    let reader: CsvReader | undefined;
    let beginning = '';
    const take = (found: readonly TableRow[]): void => {
      for (const row of found) rows.push(row);
      if (rows.length > rowsMax) throw malformed(`The file has more than ${rowsMax} rows`);
    };
    for await (const piece of pieces) {
      const text = decoder.write(piece);
      if (text.includes('\0')) throw malformed('This is no text: save it as CSV in UTF-8');
      if (reader) take(reader.push(text));
      else if ((beginning += text).length >= sampleCharacters) {
        reader = csvReader(detectSeparator(beginning.slice(0, sampleCharacters)));
        take(reader.push(beginning));
      }
    }
    if (!reader) {
      reader = csvReader(detectSeparator(beginning));
      take(reader.push(beginning));
    }
    take(reader.push(decoder.end()));
    take(reader.end());
    return { kind: 'csv', rows };
  }

  /** Throws `import_malformed` for a mapping that is none. */
  chooseReading(input: FileInput, { format, mapping: sent }: PreviewQuery): Reading {
    const mapping = sent === undefined ? null : readMapping(sent);
    if (format !== 'auto' && format !== 'custom')
      return { format, isDetected: false, suggestion: null, mapping: null };
    const detected =
      format === 'custom' || mapping
        ? undefined
        : input.kind === 'csv'
          ? detectFormat(input.rows.slice(0, detectRowsMax))
          : detectJsonFormat(input.value);
    if (detected) return { format: detected, isDetected: true, suggestion: null, mapping: null };
    if (input.kind === 'json')
      throw malformed('Nobody knows this JSON file: Tradeyard and Ghostfolio write ones that are');
    const suggestion = suggestMapping(input.rows.slice(0, suggestingRows));
    return { format: 'custom', isDetected: false, suggestion, mapping };
  }

  /** The rows as drafts, with what is wrong with others. Throws `csv_malformed`. */
  async read(input: FileInput, { format, mapping }: Reading, currency: string): Promise<ReadResult> {
    const steps = readFileSteps(format, input, { currency, ...(mapping && { mapping }) });
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      await nextTurn();
    }
  }
}

const malformed = (message: string): DomainError => new DomainError('import_malformed', message);
