import type { EntityManager } from 'typeorm';

/** Under this name all reference rates are counted together; instruments are under their symbols. */
export const ratesName = 'rates';

/**
 * Notes, in the transaction that does it, that the past is told anew: closes or splits of instruments. What others keep
 * of it holds no longer once that has ended.
 */
export async function noteHistories(manager: EntityManager, names: Iterable<string>): Promise<void> {
  // In one order: two that note the same names must not wait for each other.
  const sorted = [...new Set(names)].sort();
  if (sorted.length === 0) return;
  await manager.query(
    `insert into history_version (name, version) select name, 1 from unnest($1::text[]) as noted (name)
     on conflict on constraint history_version_pkey do update set version = history_version.version + 1`,
    [sorted],
  );
}
