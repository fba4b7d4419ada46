import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { removeLeftovers } from '../../tools/leftovers.mjs';
import { inRoot } from '../../tools/paths.mjs';
import { startPostgres } from '../../tools/postgres.mjs';
import { postgresSettings } from '../../tools/postgres-settings.mjs';
import { Refusal } from '../../tools/refusal.mjs';

const tmpfs = 0x01021994; // statfs(2)
const gigabyte = 1e9;
const folderPrefix = 'bench-';

/**
 * A PostgreSQL of the benchmark's own, set as the one that comes with the product, with all its durability, on the
 * disk where the product keeps its data. `stop` ends it and removes everything.
 */
export async function startDatabase({ gigabytesNeeded }) {
  const parent = inRoot('.data');
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  removeLeftovers(parent, folderPrefix);
  const { type, bavail, bsize } = statfsSync(parent);
  if (type === tmpfs) {
    throw new Refusal(
      `${parent} is in memory, where a commit costs nothing: the figures would mean nothing.`,
    );
  }
  if (bavail * bsize < gigabytesNeeded * gigabyte) {
    throw new Refusal(`${parent} needs ${gigabytesNeeded} GB of free space (--quick needs less).`);
  }
  const home = mkdtempSync(join(parent, folderPrefix));
  const remove = () => rmSync(home, { recursive: true, force: true });
  try {
    const settings = postgresSettings();
    const server = await startPostgres({ dataDir: home, settings });
    return {
      url: server.url,
      exited: server.exited,
      settings,
      // What it takes to watch its processes.
      watched: { cluster: join(server.dataDir, 'postgres'), pid: server.pid },
      stop: () => server.stop().finally(remove),
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Runs `use` with a connection of its own. */
export async function withClient(url, use) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** Makes a database on the server and answers with its address. */
export async function createDatabase(serverUrl, name) {
  await withClient(serverUrl, (client) => client.query(`create database ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
