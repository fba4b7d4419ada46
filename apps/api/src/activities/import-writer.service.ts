import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { relinkLots, type ImportRow, type ReadResult } from '@tradeyard/portfolio';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { HandPrice } from './activities-reader.service.js';
import { hashOfKey, rowOf } from './activity-rows.service.js';
import { ActivityWriter, type NewAsset, type Step } from './activity-writer.service.js';
import { writePrices } from './hand-prices.service.js';
import { AssetsService } from './assets.service.js';
import { assetsOfFile } from './import-contents.service.js';
import { ImportSettings } from './import-settings.service.js';
import type { PortfolioRef } from './scopes.service.js';

/** So many are prepared in a few milliseconds, and sent in about a megabyte; then others have their turn. */
const chunkSize = 1_000;
const keysPerQuery = 5_000;

type File = {
  readonly result: Omit<ReadResult, 'rows'>;
  readonly rows: readonly ImportRow[];
  readonly prices: readonly HandPrice[];
};

type Manner = {
  /** Nothing is written, and the report says what would be. */
  readonly isDry: boolean;
  readonly addsDuplicates: boolean;
  readonly onWritten?: (written: number, of: number) => void;
};

/** What an import came to; `isDuplicate` of each row. */
export type Imported = {
  readonly added: number;
  readonly duplicates: number;
  readonly assets: number;
  readonly prices: number;
  readonly isDuplicate: readonly boolean[];
  readonly version: string | null;
};

/** What the portfolio has of the rows of a file: for each, the id of the stored activity that says the same. */
type Known = { readonly storedIds: readonly (string | undefined)[]; readonly takenIds: ReadonlySet<string> };

/** Writes what was read of a file, as one version of the portfolio. */
@Injectable()
export class ImportWriter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly writer: ActivityWriter,
    private readonly settings: ImportSettings,
    private readonly assets: AssetsService,
  ) {}

  /** Throws what `ActivityWriter` does. */
  async write(userId: string, portfolio: PortfolioRef, file: File, manner: Manner): Promise<Imported> {
    const hashes = await hashesOf(file.rows);
    const { prices } = file;
    if (manner.isDry) {
      const known = await findKnown(this.dataSource.manager, portfolio.id, file.rows, hashes);
      const { isDuplicate, chosen, added } = choose(file.rows, known, manner);
      const named = assetsOfFile(
        file.result,
        chosen.map(({ row }) => row),
      );
      const there = await this.assets.listCurrencies(portfolio.id);
      const assets = named.filter(({ symbol }) => !there.has(symbol)).length;
      const duplicates = isDuplicate.filter(Boolean).length;
      return { added, duplicates, assets, prices: prices.length, isDuplicate, version: null };
    }
    const { answer, change } = await this.writer.change(userId, portfolio.id, async (step) => {
      const isNew = await this.settings.apply(step, userId, file.result.settings);
      const known = await findKnown(step.manager, portfolio.id, file.rows, hashes);
      const { isDuplicate, chosen, added } = choose(file.rows, known, manner);
      const assets = await this.addAssets(
        step,
        assetsOfFile(
          file.result,
          chosen.map(({ row }) => row),
        ),
      );
      await this.addRows(step, file.rows, chosen, known, hashes, manner);
      const written = await writePrices(step, prices);
      const duplicates = isDuplicate.filter(Boolean).length;
      const answer = { added, duplicates, assets, prices: written, isDuplicate };
      const isNothing = added + assets + written === 0 && !isNew;
      return { answer, change: isNothing ? null : { kind: 'import', count: added, more: added } };
    });
    return { ...answer, version: change?.version ?? null };
  }

  private async addAssets(step: Step, assets: readonly NewAsset[]): Promise<number> {
    let added = 0;
    for (let start = 0; start < assets.length; start += chunkSize) {
      added += await this.writer.addAssets(step, assets.slice(start, start + chunkSize));
    }
    return added;
  }

  private async addRows(
    step: Step,
    rows: readonly ImportRow[],
    chosen: readonly Chosen[],
    known: Known,
    hashes: readonly string[],
    { onWritten }: Manner,
  ): Promise<void> {
    const { ids, byFileId } = assignIds(rows, chosen, known);
    for (let start = 0; start < chosen.length; start += chunkSize) {
      const chunk = chosen.slice(start, start + chunkSize).map(({ row, index }, place) => {
        const activity = relinkLots(row.activity, (fileId) => byFileId.get(fileId));
        const id = ids[start + place] ?? activity.id;
        return { row: rowOf({ ...activity, id }), key: hashes[index] ?? '' };
      });
      await this.writer.open(step, chunk);
      onWritten?.(Math.min(start + chunkSize, chosen.length), chosen.length);
      await nextTurn();
    }
  }
}

/** The ids that the chosen rows are stored under, and what became of those of the file. */
function assignIds(
  rows: readonly ImportRow[],
  chosen: readonly Chosen[],
  { storedIds, takenIds }: Known,
): { ids: string[]; byFileId: ReadonlyMap<string, string> } {
  const given = new Set(takenIds);
  const byFileId = new Map<string, string>();
  rows.forEach(({ id }, index) => {
    const stored = storedIds[index];
    if (id !== undefined && stored !== undefined) byFileId.set(id, stored);
  });
  const ids = chosen.map(({ row: { id: fileId, activity } }) => {
    if (fileId === undefined) return activity.id;
    const id = given.has(activity.id) ? uuid() : activity.id;
    given.add(id);
    byFileId.set(fileId, id);
    return id;
  });
  return { ids, byFileId };
}

type Chosen = { readonly row: ImportRow; readonly index: number };

function choose(rows: readonly ImportRow[], { storedIds }: Known, { addsDuplicates }: Manner) {
  const isDuplicate = rows.map((_, index) => storedIds[index] !== undefined);
  const chosen: Chosen[] = [];
  rows.forEach((row, index) => {
    if (addsDuplicates || !isDuplicate[index]) chosen.push({ row, index });
  });
  return { isDuplicate, chosen, added: chosen.length };
}

async function hashesOf(rows: readonly ImportRow[]): Promise<string[]> {
  const hashes: string[] = [];
  for (const [index, { key }] of rows.entries()) {
    hashes.push(hashOfKey(key));
    if (index % keysPerQuery === 0) await nextTurn();
  }
  return hashes;
}

/** Of rows that say the same, the n-th of the file is the n-th that is stored. */
async function findKnown(
  manager: EntityManager,
  portfolioId: string,
  rows: readonly ImportRow[],
  hashes: readonly string[],
): Promise<Known> {
  const [any] = await manager.query<unknown[]>(
    'select from portfolio_activity where portfolio_id = $1 limit 1',
    [portfolioId],
  );
  if (!any) return { storedIds: [], takenIds: new Set() };
  const stored = new Map<string, string[]>();
  const takenIds = new Set<string>();
  const keys = [...new Set(hashes)];
  for (let start = 0; start < keys.length; start += keysPerQuery) {
    const found = await manager.query<{ key: string; ids: string[] }[]>(
      `select replace(key::text, '-', '') as key, array_agg(id order by id) as ids from portfolio_activity
       where portfolio_id = $1 and to_version is null and key = any ($2::uuid[]) group by key`,
      [portfolioId, keys.slice(start, start + keysPerQuery)],
    );
    for (const { key, ids } of found) stored.set(key, ids);
  }
  // An id that was made for the row is nobody's yet.
  const given = rows.flatMap(({ id, activity }) => (id === activity.id ? [id] : []));
  for (let start = 0; start < given.length; start += keysPerQuery) {
    const ids = given.slice(start, start + keysPerQuery);
    const taken = await manager.query<{ id: string }[]>(
      'select distinct id from portfolio_activity where portfolio_id = $1 and id = any ($2::uuid[])',
      [portfolioId, ids],
    );
    for (const { id } of taken) takenIds.add(id);
  }
  return { storedIds: hashes.map((hash) => stored.get(hash)?.shift()), takenIds };
}
