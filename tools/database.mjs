import { relative } from 'node:path';
import { root } from './paths.mjs';
import { findRunningPostgres, startPostgres } from './postgres.mjs';
import { postgresSettings } from './postgres-settings.mjs';
import { Refusal } from './refusal.mjs';

const connectTimeoutMs = 5_000;
const versionMin = 15;

/**
 * The database the product works on: the server DATABASE_URL names, else the embedded one of DATA_DIR, started
 * here. With `join` an embedded server that another program runs is used as well.
 * Answers `{ url, exited, stop }`; stopping is ours only for what we started.
 */
export async function openDatabase({ databaseUrl, dataDir }, progress, { join = false } = {}) {
  if (databaseUrl) {
    await checkServer(databaseUrl);
    return notOurs(databaseUrl);
  }
  const running = join && findRunningPostgres(dataDir);
  if (running) return notOurs(running.url);
  const start = () => startPostgres({ dataDir, settings: postgresSettings() });
  const place = relative(root, dataDir).startsWith('..') ? dataDir : relative(root, dataDir);
  return progress.step('database', 'starting PostgreSQL …', start, () => `PostgreSQL on ${place} ready`);
}

const notOurs = (url) => ({ url, exited: new Promise(() => {}), stop: async () => {} });

// The API would try for half a minute before it gave up on a server that is not there.
async function checkServer(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs });
  const { host, port, database } = client;
  let version;
  try {
    await client.connect();
    const { rows } = await client.query('show server_version_num');
    version = Math.floor(Number(rows[0].server_version_num) / 10_000);
  } catch (error) {
    throw new Refusal(
      `DATABASE_URL: no connection to database "${database}" at ${host}:${port} (${error.message || error.code}).`,
    );
  } finally {
    await client.end().catch(() => {});
  }
  if (version < versionMin) {
    throw new Refusal(
      `DATABASE_URL: PostgreSQL ${version} is too old, Tradeyard needs ${versionMin} or later.`,
    );
  }
}
