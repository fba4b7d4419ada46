import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inRoot } from './paths.mjs';
import { listWays } from './postgres-program.mjs';
import { findRunningPostgres, startPostgres } from './postgres.mjs';
import { listPostgres, until } from './processes.mjs';

vi.setConfig({ testTimeout: 60_000 }); // a dozen real starts, on a machine that may be busy

let dataDir;
let stops;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tradeyard-spec-'));
  stops = [];
});

afterEach(async () => {
  for (const stop of stops) await stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const start = async (options = {}) => {
  const server = await startPostgres({ dataDir, settings: { fsync: 'off' }, ...options }); // killing is no power cut
  stops.push(server.stop);
  return server;
};

const query = async (url, text) => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // the server is killed while we are connected
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end().catch(() => {});
  }
};

const workers = () => listPostgres(join(dataDir, 'postgres'));

it.each(listWays().map((way) => [way.name, way]))(
  'keeps what was written over a stop and a start, run as: %s',
  async (_, way) => {
    const first = await start({ way });
    await query(first.url, 'create table note (text text); insert into note values ($$kept$$)');
    await first.stop();
    expect(workers()).toEqual([]);

    const second = await start({ way });

    expect(await query(second.url, 'select text from note')).toEqual([{ text: 'kept' }]);
  },
);

it('hands a database from one way of running it to the other', async () => {
  for (const way of [...listWays(), ...listWays()]) {
    const server = await start({ way });
    expect(await query(server.url, 'select current_database() as name')).toEqual([{ name: 'tradeyard' }]);
    await server.stop();
  }
});

it('keeps every committed row when the server is killed', async () => {
  const first = await start();
  await query(first.url, 'create table note (id int)');
  await query(first.url, 'insert into note select generate_series(1, 1000)');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(true);

  const second = await start();

  expect(await query(second.url, 'select count(*)::int as rows from note')).toEqual([{ rows: 1000 }]);
});

it('starts although its lock file names a process that is something else by now', async () => {
  const first = await start();
  const lock = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  await until(() => workers().length === 0, 5_000);
  const stranger = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  rmSync(join(dataDir, 'postgres', 'postmaster.pid'));
  appendFileSync(join(dataDir, 'postgres', 'postmaster.pid'), lock.replace(/^\d+/, String(stranger.pid)));

  const second = await start();

  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(stranger.exitCode).toBeNull();
  stranger.kill();
});

it('refuses a second start on the same data, and shows it the running server', async () => {
  const first = await start();

  await expect(startPostgres({ dataDir })).rejects.toThrow(
    `DATA_DIR ${dataDir} is in use by another Tradeyard`,
  );

  const found = findRunningPostgres(dataDir);
  expect(found).toEqual({ url: first.url, pid: first.pid });
  expect(await query(found.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('lets exactly one of several first starts win', async () => {
  const results = await Promise.allSettled(Array.from({ length: 4 }, () => start()));

  expect(results.map(({ status }) => status).sort()).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
    'rejected',
  ]);
});

it('recovers when the program that started it was killed', async () => {
  const program = `
    const { startPostgres } = await import(${JSON.stringify(inRoot('tools', 'postgres.mjs'))});
    const { url, pid } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(JSON.stringify({ url, pid }));
    setInterval(() => {}, 1000);`;
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', program]);
  const { url } = JSON.parse(await new Promise((resolve) => launcher.stdout.once('data', resolve)));
  await query(url, 'create table note (id int)');
  launcher.kill('SIGKILL');

  const second = await start();

  expect(await query(second.url, 'select count(*)::int as rows from note')).toEqual([{ rows: 0 }]);
  expect(workers()).toContain(second.pid);
});

it('keeps its secrets to its owner and leaves nothing behind but the data', async () => {
  const server = await start();
  for (const file of ['postgres.json', 'postgres.password', 'postgres.log', 'owner.json']) {
    expect([file, statSync(join(dataDir, file)).mode & 0o077]).toEqual([file, 0]);
  }

  await server.stop();

  expect(workers()).toEqual([]);
  expect(findRunningPostgres(dataDir)).toBeNull();
  expect(['postgres.json', 'owner.json'].filter((file) => existsSync(join(dataDir, file)))).toEqual([]);
});

it('removes the folder of an ephemeral server', async () => {
  const server = await startPostgres({ ephemeral: true, settings: { max_connections: 20 } });
  expect(await query(server.url, 'show max_connections')).toEqual([{ max_connections: '20' }]);
  expect(await query(server.url, 'show fsync')).toEqual([{ fsync: 'off' }]);

  await server.stop();

  expect(existsSync(server.dataDir)).toBe(false);
});

it('says in one sentence why a server does not start', async () => {
  await expect(start({ settings: { no_such_setting: 1 } })).rejects.toThrow(
    /PostgreSQL did not start on .*: .*FATAL: .*no_such_setting/,
  );
});
