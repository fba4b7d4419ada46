import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { readEventTable } from '@tradeyard/market';
import { DataSource } from 'typeorm';
import { readCsv } from '../platform/csv.js';
import type { ImportSummaryDto } from './instrument-changes.dto.js';
import { InstrumentEventsService } from './instrument-events.service.js';
import { refuseFaults } from './instruments-import.service.js';
import { InstrumentsService } from './instruments.service.js';
import { SplitsService } from './splits.service.js';

/** Decades of the dividends of a large market are about as many. */
const rowsMax = 500_000;
/** Postgres reads a statement's arrays as a whole. */
const batchSize = 10_000;

/** Loads splits and dividends from files. */
@Injectable()
export class EventsImportService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly instruments: InstrumentsService,
    private readonly events: InstrumentEventsService,
    private readonly splits: SplitsService,
  ) {}

  /**
   * Takes a CSV file of `symbol,date,kind,value` as a whole or not at all. A row replaces what is known of its day and
   * kind, so loading a file again changes nothing. Throws `csv_malformed` with a field error for each wrong row.
   */
  async importRows(input: Readable): Promise<ImportSummaryDto> {
    const { rows, faults } = readEventTable(await readCsv(input, { rowsMax }));
    const known = await this.findKnown([...new Set(rows.map(({ symbol }) => symbol))]);
    const unknown = rows
      .filter(({ symbol }) => !known.has(symbol))
      .map(({ line, symbol }) => ({
        line,
        column: 'symbol',
        message: `There is no instrument "${symbol.slice(0, 40)}"`,
      }));
    refuseFaults([...faults, ...unknown]);
    let [created, changed] = [0, 0];
    await this.dataSource.transaction(async (manager) => {
      for (let start = 0; start < rows.length; start += batchSize) {
        const written = await this.events.write(manager, rows.slice(start, start + batchSize));
        created += written.created;
        changed += written.changed;
      }
    });
    await this.splits.tell();
    return { rows: rows.length, created, changed, unchanged: rows.length - created - changed, dryRun: false };
  }

  private async findKnown(symbols: readonly string[]): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    for (let start = 0; start < symbols.length; start += batchSize) {
      const found = await this.instruments.listBySymbols(symbols.slice(start, start + batchSize));
      for (const { symbol } of found) known.add(symbol);
    }
    return known;
  }
}
