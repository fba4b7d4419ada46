import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApi } from '../api-process.mjs';
import { removeLeftovers } from '../leftovers.mjs';
import { inRoot } from '../paths.mjs';
import { startPostgres } from '../postgres.mjs';
import { postgresSettings } from '../postgres-settings.mjs';
import { Refusal } from '../refusal.mjs';
import { throwAwayAccount } from './session.mjs';

const folderPrefix = 'daytrade-';
const durabilitySettings = ['fsync', 'synchronous_commit', 'full_page_writes'];

/**
 * A Tradeyard of the workload's own: PostgreSQL with all its durability, in a folder that `stop` removes unless `data` names
 * one, and the built API. `exited` rejects when one of them ends by itself.
 */
export async function startOwnServer({ data, quotes, quoteServer }, progress, end) {
  const home = data ?? makeFolder();
  const stops = [() => !data && rmSync(home, { recursive: true, force: true })];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    if (data) mkdirSync(data, { recursive: true, mode: 0o700 });
    const start = () => startPostgres({ dataDir: home, settings: postgresSettings() });
    const database = await progress.step('database', 'starting PostgreSQL …', start, () => 'ready');
    stops.push(() => database.stop());
    end.throwIfAborted();
    const durable = await readDurability(database.url);
    const environment = quotes === 'server' ? { QUOTE_SERVER: quoteServer } : {};
    const startIt = () => startApi(database.url, environment);
    const api = await progress.step('api', 'starting …', startIt, () => 'ready');
    stops.push(() => api.stop());
    end.throwIfAborted();
    const ended = (what) => () => Promise.reject(new Refusal(`${what} ended by itself.`));
    const exited = Promise.race([
      database.exited.then(ended('PostgreSQL')),
      api.exited.then(ended('The API')),
    ]);
    exited.catch(() => {}); // whoever needs it awaits it
    return { origin: `http://127.0.0.1:${api.port}`, ...readAccount(home), durable, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

// On the disk where the product keeps its data: the system's temporary folder may be in memory, where nothing is durable.
function makeFolder() {
  const parent = inRoot('.data');
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  removeLeftovers(parent, folderPrefix);
  return mkdtempSync(join(parent, folderPrefix));
}

/** Whoever goes on with a workload has to be whoever began it. */
function readAccount(home) {
  const file = join(home, 'daytrade-account.json');
  if (existsSync(file)) return { account: JSON.parse(readFileSync(file, 'utf8')), isNew: false };
  const account = throwAwayAccount();
  return {
    account,
    isNew: true,
    keepAccount: () => writeFileSync(file, JSON.stringify(account), { mode: 0o600 }),
  };
}

async function readDurability(url) {
  const { default: pg } = await import('pg'); // needs the packages
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const settings = {};
    for (const name of durabilitySettings) {
      const { rows } = await client.query(`show ${name}`);
      settings[name] = rows[0][name];
    }
    return settings;
  } finally {
    await client.end();
  }
}
