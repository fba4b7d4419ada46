import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DomainError, formatDecimal, parseDecimal } from '@tradeyard/kernel';
import {
  fixedInstrumentFields,
  instrumentFields,
  instrumentText,
  placeOf,
  readInstrument,
  readInstrumentTable,
  type InstrumentDraft,
  type InstrumentRow,
  type RowFault,
} from '@tradeyard/market';
import { DataSource, Raw, type EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { readCsv } from '../platform/csv.js';
import { Problem } from '../platform/problem.js';
import type { ImportSummaryDto } from './instrument-changes.dto.js';
import { requireUsable } from './instrument-changes.service.js';
import { InstrumentEntity } from './instrument.entity.js';
import { providerSymbolTaken, ProviderSymbolsService } from './provider-symbols.service.js';
import { SimulationsService } from './simulations.service.js';

/** All the instruments of the world's larger exchanges are about as many. */
const rowsMax = 100_000;
const bytesMax = 16 * 1024 * 1024;
/** More than that nobody repairs one by one. */
const faultsMax = 100;
/** Postgres reads a statement's arrays as a whole; a batch of so many is a few megabytes. */
const batchSize = 10_000;

type Import = {
  readonly created: InstrumentDraft[];
  readonly changed: InstrumentDraft[];
  readonly faults: RowFault[];
};

/** Lists and changes instruments by files. */
@Injectable()
export class InstrumentsImportService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly simulations: SimulationsService,
    private readonly providerSymbols: ProviderSymbolsService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Takes a CSV file as a whole or not at all. What a row leaves out stays as it is, or has its usual value in a new
   * instrument. With `dryRun` nothing is written. Throws `csv_malformed` with a field error for each wrong row.
   */
  async importRows(input: Readable, { dryRun }: { dryRun: boolean }): Promise<ImportSummaryDto> {
    const { rows, faults } = readInstrumentTable(await readCsv(input, { rowsMax, bytesMax }));
    refuseFaults(faults);
    const { created, changed } = await this.dataSource.transaction(async (manager) => {
      const read = this.read(rows, await findStored(manager, rows));
      refuseFaults(read.faults);
      refuseFaults(await this.findTaken(manager, rows, read));
      if (!dryRun) await this.write(manager, read);
      return read;
    });
    if (!dryRun && created.length > 0) {
      await this.simulations.beginNew(this.clock.now(), this.config.marketSeed);
    }
    const [news, changes] = [created.length, changed.length];
    const unchanged = rows.length - news - changes;
    return { rows: rows.length, created: news, changed: changes, unchanged, dryRun };
  }

  private read(rows: readonly InstrumentRow[], stored: ReadonlyMap<string, InstrumentEntity>): Import {
    const read: Import = { created: [], changed: [], faults: [] };
    for (const { line, fields } of rows) {
      const before = stored.get(fields.symbol ?? '');
      try {
        const draft = readInstrument(before ? { ...instrumentText(before), ...fields } : fields);
        if (draft.provider !== before?.provider) requireUsable(draft.provider, this.config);
        if (!before) read.created.push(draft);
        else if (!isSame(draft, before)) read.changed.push(requireFixed(draft, before));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        read.faults.push({ line, column: error.field, message: error.message });
      }
    }
    return read;
  }

  private async findTaken(
    manager: EntityManager,
    rows: readonly InstrumentRow[],
    { created, changed }: Import,
  ): Promise<RowFault[]> {
    const drafts = [...created, ...changed];
    const taken = await this.providerSymbols.findTaken(manager, drafts);
    if (taken.size === 0) return [];
    const lines = new Map(rows.map(({ line, fields }) => [fields.symbol, line]));
    return drafts.flatMap((draft) => {
      const [other, line] = [taken.get(draft.symbol), lines.get(draft.symbol)];
      if (other === undefined || line === undefined) return [];
      const { field, message } = providerSymbolTaken(draft, other);
      return [{ line, column: field, message }];
    });
  }

  private async write(manager: EntityManager, { created, changed }: Import): Promise<void> {
    const drafts = [...created, ...changed].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    for (let start = 0; start < drafts.length; start += batchSize) {
      await writeBatch(manager, drafts.slice(start, start + batchSize));
    }
    await this.simulations.renew(
      manager,
      changed.map(({ symbol }) => symbol),
      this.clock.now(),
    );
  }
}

/** Throws `csv_malformed` if something is wrong, with the first faults by line and column. */
export function refuseFaults(faults: readonly RowFault[]): void {
  const errors = faults
    .toSorted((a, b) => a.line - b.line)
    .slice(0, faultsMax)
    .map(({ line, column, message }) => {
      const place = placeOf(line, column);
      return { field: place.toLowerCase(), message: `${place}: ${message}` };
    });
  const [first] = errors;
  if (!first) return;
  const others = faults.length > 1 ? `, and ${faults.length - 1} more rows are wrong` : '';
  throw new Problem('csv_malformed', `${first.message}${others}. Nothing was written.`, errors);
}

async function findStored(
  manager: EntityManager,
  rows: readonly InstrumentRow[],
): Promise<Map<string, InstrumentEntity>> {
  const stored = new Map<string, InstrumentEntity>();
  for (let start = 0; start < rows.length; start += batchSize) {
    const symbols = rows.slice(start, start + batchSize).map(({ fields }) => fields.symbol ?? '');
    const found = await manager.find(InstrumentEntity, {
      where: { symbol: Raw((column) => `${column} = any(:symbols)`, { symbols }) },
    });
    for (const instrument of found) stored.set(instrument.symbol, instrument);
  }
  return stored;
}

/** A difference that is only in how a number is written is none. */
const isSame = (draft: InstrumentDraft, stored: InstrumentDraft): boolean =>
  instrumentFields.every((field) => comparable(draft[field]) === comparable(stored[field]));

const comparable = (value: string | number | null): string | number | null =>
  typeof value === 'string' && /^\d+\.\d+$/.test(value) ? formatDecimal(parseDecimal(value)) : value;

function requireFixed(draft: InstrumentDraft, stored: InstrumentDraft): InstrumentDraft {
  const field = fixedInstrumentFields.find((each) => draft[each] !== stored[each]);
  if (field === undefined) return draft;
  throw new DomainError('instrument_malformed', `${field} is ${stored[field]} and cannot change`, field);
}

const columnTypes: Partial<Record<keyof InstrumentDraft, string>> = {
  tickSize: 'numeric',
  startPrice: 'numeric',
  dailyVolume: 'numeric',
  yearlyDriftBp: 'integer',
  yearlyVolatilityBp: 'integer',
  spreadBp: 'integer',
};

async function writeBatch(manager: EntityManager, drafts: readonly InstrumentDraft[]): Promise<void> {
  const { metadata } = manager.getRepository(InstrumentEntity);
  const columns = instrumentFields.map(
    (field) => metadata.findColumnWithPropertyName(field)?.databaseName ?? field,
  );
  const arrays = instrumentFields.map((field, index) => `$${index + 1}::${columnTypes[field] ?? 'text'}[]`);
  await manager.query(
    `insert into instrument (${columns.join(', ')}) select * from unnest(${arrays.join(', ')})
     on conflict on constraint instrument_pkey do update set
       ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    instrumentFields.map((field) => drafts.map((draft) => draft[field])),
  );
}
