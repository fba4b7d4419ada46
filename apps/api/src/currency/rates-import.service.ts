import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dayOf, DomainError, type Day } from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { readEcbHistory } from './ecb-history.provider.js';
import { ReferenceRatesService, type NewRate, type StoredCounts } from './reference-rates.service.js';

export type ImportSummary = StoredCounts & {
  readonly days: number;
  readonly rates: number;
  readonly first: Day;
  readonly last: Day;
};

/** `fraction` is between 0 and 1. */
export type ImportProgress = { readonly fraction: number; readonly days: number };

/** One statement writes so many rates: large enough to be fast, small enough to show progress. */
const batchSize = 10_000;

/** The file is read ahead of what is written, and nothing counts before the transaction has ended. */
const writtenAtMost = 0.99;

/** Loads files of reference rates, as the European Central Bank publishes them. */
@Injectable()
export class RatesImportService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly references: ReferenceRatesService,
    private readonly clock: Clock,
  ) {}

  /**
   * Loads the bank's historical CSV file as a whole or not at all; loading it
   * again changes nothing. Throws `csv_malformed`, which names line and column.
   */
  async importEcbHistory(
    path: string,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ImportSummary> {
    const bytes = await sizeOf(path);
    const file = createReadStream(path);
    const summary = {
      days: 0,
      rates: 0,
      inserted: 0,
      updated: 0,
      unchanged: 0,
      first: '9999-12-31',
      last: '',
    };
    await this.dataSource.transaction(async (manager) => {
      await this.references.lockForWriting(manager);
      let batch: NewRate[] = [];
      // While Postgres writes a batch, the next one is read; there is one of each at a time.
      let writing = Promise.resolve();
      const write = async (rates: readonly NewRate[]): Promise<void> => {
        const counts = await this.references.store(manager, 'ECB', rates);
        summary.inserted += counts.inserted;
        summary.updated += counts.updated;
        summary.unchanged += counts.unchanged;
        onProgress({ fraction: Math.min(file.bytesRead / bytes, writtenAtMost), days: summary.days });
      };
      for await (const { date, rates } of readEcbHistory(file, dayOf(this.clock.now()))) {
        for (const rate of rates) batch.push({ ...rate, date });
        summary.days += 1;
        summary.rates += rates.length;
        if (date < summary.first) summary.first = date;
        if (date > summary.last) summary.last = date;
        if (batch.length < batchSize) continue;
        await writing;
        writing = write(batch);
        writing.catch(() => undefined); // heard where it is awaited, unless the file turns out to be wrong before
        batch = [];
      }
      await writing;
      await write(batch);
    });
    onProgress({ fraction: 1, days: summary.days });
    return summary;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch {
    // said below
  }
  throw new DomainError('csv_malformed', `There is no file at ${path}`);
}
