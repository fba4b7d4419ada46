import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { dayOf, DomainError, type Day } from '@tradeyard/kernel';
import { readPriceTable, type PriceRow } from '@tradeyard/market';
import { CsvError, parse } from 'csv-parse';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { CandlesService } from './candles.service.js';
import { InstrumentsService } from './instruments.service.js';
import { SimulationsService } from './simulations.service.js';

export type PricesImportSummary = {
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** Rows without any price: days before the instrument was traded. */
  readonly rowsEmpty: number;
  readonly firstDay: Day;
  readonly lastDay: Day;
};

/** A century of days is 36,525 rows; a file far beyond that is not a history of daily prices. */
const rowsMax = 100_000;
const lineCharactersMax = 10_000;

/** Loads real history from files. */
@Injectable()
export class PricesImportService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly instruments: InstrumentsService,
    private readonly candles: CandlesService,
    private readonly simulations: SimulationsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Loads a CSV file of daily prices, as a whole or not at all. Its days replace
   * those of an earlier import; all simulated days of the instrument go, and the
   * live price goes on from the newest real close. Loading a file again therefore
   * leaves what loading it once did. Throws `instrument_not_found`, and
   * `csv_malformed`, which names line and column.
   */
  async importDays(symbol: string, path: string): Promise<PricesImportSummary> {
    await this.instruments.getInstrument(symbol);
    const rows = await readRows(path);
    const table = readPriceTable(rows, { today: dayOf(this.clock.now()) });
    const { candles, rowsRead, rowsEmpty, firstDay, lastDay } = table;
    await this.dataSource.transaction(async (manager) => {
      await this.simulations.lock(manager, symbol, this.clock.now());
      await this.candles.removeSimulated(manager, symbol);
      await this.candles.writeDays(manager, symbol, candles, 'imported');
      await this.simulations.restart(manager, symbol, this.clock.now());
    });
    return { rowsRead, rowsWritten: candles.length, rowsEmpty, firstDay, lastDay };
  }
}

type Line = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

async function readRows(path: string): Promise<PriceRow[]> {
  await requireFile(path);
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true, // a row that is too short is refused later, by its line
    max_record_size: lineCharactersMax,
  });
  pipeline(createReadStream(path), parser, () => undefined); // an error of either arrives at the loop below
  const rows: PriceRow[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<Line>) {
      if (rows.length > rowsMax) {
        throw new DomainError('csv_malformed', `The file has more than ${rowsMax} rows`);
      }
      rows.push({ line: info.lines, cells: record });
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error) : error;
  }
  return rows;
}

async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new DomainError('csv_malformed', `There is no file at ${path}`);
  if (!found.isFile()) throw new DomainError('csv_malformed', `${path} is not a file`);
}

/** Of the parser itself: a quote that does not end, a line far too long. */
function unreadable(error: CsvError): DomainError {
  const line = Number(error['lines'] ?? 1);
  const what = error.code.toLowerCase().replaceAll('_', ' ');
  return new DomainError('csv_malformed', `Line ${line}: this is not CSV (${what})`, `line ${line}`);
}
