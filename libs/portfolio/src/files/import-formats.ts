import { DomainError } from '@tradeyard/kernel';
import { coinbaseDetects, readCoinbase } from './coinbase.js';
import { degiroDetects, readDegiro } from './degiro.js';
import {
  ghostfolioCsvDetects,
  ghostfolioJsonDetects,
  readGhostfolioCsv,
  readGhostfolioJson,
} from './ghostfolio.js';
import type { ColumnMapping } from './column-mapping.js';
import type { ReadOptions, ReadResult, ReadRow, TableRow } from './import-row.js';
import { interactiveBrokersDetects, readInteractiveBrokers } from './interactive-brokers.js';
import { readMappedFile } from './mapped-file.js';
import { portfolioPerformanceDetects, readPortfolioPerformance } from './portfolio-performance.js';
import { finish, type Steps } from './steps.js';
import { readTrading212, trading212Detects } from './trading-212.js';
import { readTradeyardCsv, tradeyardCsvDetects } from './tradeyard-csv.js';
import { readTradeyardJson, tradeyardJsonDetects } from './tradeyard-json.js';

export const importFormatIds = [
  'tradeyard-csv',
  'tradeyard-json',
  'ghostfolio-json',
  'ghostfolio-csv',
  'portfolio-performance-csv',
  'interactive-brokers',
  'trading-212',
  'degiro',
  'coinbase',
  'custom',
] as const;
export type ImportFormatId = (typeof importFormatIds)[number];

/** In one go where what one row says depends on others. */
type Reading = ReadResult | Steps<ReadResult>;

type Shown = {
  readonly title: string;
  /** Where a person finds the file. */
  readonly source: string;
  /** What its columns are, where one row is one activity: to show, not to be corrected. */
  readonly mapping?: ColumnMapping;
};

export type ImportFormat = Shown &
  (
    | {
        readonly kind: 'csv';
        readonly detects: (firstRows: readonly TableRow[]) => boolean;
        readonly read: (rows: readonly TableRow[], options: ReadOptions) => Reading;
      }
    | {
        readonly kind: 'json';
        readonly detects: (value: unknown) => boolean;
        readonly read: (value: unknown, options: ReadOptions) => Reading;
      }
  );

/** Every format that can be imported. Those of csv are tried in this order: the ones that tell most come first. */
export const importFormats: Readonly<Record<ImportFormatId, ImportFormat>> = {
  'tradeyard-csv': {
    title: 'Tradeyard CSV',
    kind: 'csv',
    source: 'Portfolio, Export, CSV',
    detects: tradeyardCsvDetects,
    read: readTradeyardCsv,
  },
  'tradeyard-json': {
    title: 'Tradeyard JSON',
    kind: 'json',
    source: 'Portfolio, Export, JSON',
    detects: tradeyardJsonDetects,
    read: readTradeyardJson,
  },
  'ghostfolio-json': {
    title: 'Ghostfolio JSON',
    kind: 'json',
    source: 'Ghostfolio: Portfolio, Activities, Export Activities',
    detects: ghostfolioJsonDetects,
    read: readGhostfolioJson,
  },
  'ghostfolio-csv': {
    title: 'Ghostfolio CSV',
    kind: 'csv',
    source: 'The CSV that Ghostfolio imports',
    detects: ghostfolioCsvDetects,
    read: readGhostfolioCsv,
    mapping: {
      columns: {
        day: 'Date',
        symbol: 'Code',
        currency: 'Currency',
        price: 'Price',
        quantity: 'Quantity',
        type: 'Action',
        fee: 'Fee',
        note: 'Note',
      },
      dateOrder: 'DMY',
    },
  },
  'portfolio-performance-csv': {
    title: 'Portfolio Performance CSV',
    kind: 'csv',
    source: 'Portfolio Performance: File, Export, CSV, account transactions and portfolio transactions',
    detects: portfolioPerformanceDetects,
    read: readPortfolioPerformance,
    mapping: {
      columns: {
        day: 'Date',
        type: 'Type',
        amount: 'Value',
        currency: 'Transaction Currency',
        fee: 'Fees',
        tax: 'Taxes',
        quantity: 'Shares',
        isin: 'ISIN',
        symbol: 'Ticker Symbol',
        name: 'Security Name',
        note: 'Note',
      },
      amountIs: 'total',
    },
  },
  'interactive-brokers': {
    title: 'Interactive Brokers',
    kind: 'csv',
    source:
      'Client Portal: Performance & Reports, Statements, Activity, CSV in English; or a Flex query as CSV',
    detects: interactiveBrokersDetects,
    read: readInteractiveBrokers,
  },
  'trading-212': {
    title: 'Trading 212',
    kind: 'csv',
    source: 'Trading 212: History, Export, all kinds of data',
    detects: trading212Detects,
    read: readTrading212,
    mapping: {
      columns: {
        type: 'Action',
        day: 'Time',
        isin: 'ISIN',
        symbol: 'Ticker',
        name: 'Name',
        quantity: 'No. of shares',
        price: 'Price / share',
        amount: 'Total',
        currency: 'Currency (Total)',
        fee: 'Currency conversion fee',
        tax: 'Withholding tax',
        note: 'Notes',
      },
      amountIs: 'total',
    },
  },
  degiro: {
    title: 'DEGIRO',
    kind: 'csv',
    source:
      'DEGIRO: Activity, Account statement (all) or Transactions (trades only), Export, CSV; one of them, not both',
    detects: degiroDetects,
    read: readDegiro,
  },
  coinbase: {
    title: 'Coinbase',
    kind: 'csv',
    source: 'Coinbase: Taxes, Documents, Transaction history, CSV',
    detects: coinbaseDetects,
    read: readCoinbase,
  },
  custom: {
    title: 'Other CSV',
    kind: 'csv',
    source: 'Any table with one activity on each line: say what its columns are',
    detects: () => false,
    read: readMappedFile,
  },
};

/** Rows of the beginning that tell a format. */
export const detectRowsMax = 60;

/** The format of a CSV file by its first rows, or nothing: then it is `custom`. */
export const detectFormat = (firstRows: readonly TableRow[]): ImportFormatId | undefined =>
  importFormatIds.find((id) => {
    const format = importFormats[id];
    return format.kind === 'csv' && format.detects(firstRows);
  });

export const detectJsonFormat = (value: unknown): ImportFormatId | undefined =>
  importFormatIds.find((id) => {
    const format = importFormats[id];
    return format.kind === 'json' && format.detects(value);
  });

export type FileInput =
  | { readonly kind: 'csv'; readonly rows: readonly TableRow[] }
  | { readonly kind: 'json'; readonly value: unknown };

/**
 * Reads a file of a format. Its rows are in the order of time, as far as the file tells it. Throws `csv_malformed` where
 * it is none of the format; what is wrong with single rows is told.
 */
export const readFile = (id: ImportFormatId, input: FileInput, options: ReadOptions): ReadResult =>
  finish(readFileSteps(id, input, options));

/** As `readFile`, a step at a time: each takes a few milliseconds, but for files of DEGIRO and Interactive Brokers. */
export function* readFileSteps(
  id: ImportFormatId,
  input: FileInput,
  options: ReadOptions,
): Steps<ReadResult> {
  const reading = readWith(importFormats[id], input, options);
  const result = 'next' in reading ? yield* reading : reading;
  yield;
  return { ...result, rows: oldestFirst(result.rows) };
}

function readWith(format: ImportFormat, input: FileInput, options: ReadOptions): Reading {
  if (format.kind === 'csv' && input.kind === 'csv') {
    if (input.rows.length > 0) return format.read(input.rows, options);
    throw new DomainError(
      'csv_malformed',
      'The file is empty, it needs a header and rows of activities',
      'header',
    );
  }
  if (format.kind === 'json' && input.kind === 'json') return format.read(input.value, options);
  throw new DomainError(
    'csv_malformed',
    `${format.title} is read from ${format.kind.toUpperCase()}`,
    'format',
  );
}

/** Most brokers write the newest first: what is of one day would be entered in the wrong order. */
function oldestFirst(rows: readonly ReadRow[]): readonly ReadRow[] {
  let descents = 0;
  rows.forEach(({ draft: { day } }, index) => {
    const before = rows[index - 1]?.draft.day;
    if (!day || !before || day === before) return;
    descents += day < before ? 1 : -1;
  });
  if (descents <= 0) return rows;
  // Rows that one line gave stay as they are.
  return [...Map.groupBy(rows, ({ line }) => `${line}`).values()].reverse().flat();
}
