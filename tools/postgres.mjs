import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimDataDir } from './claim.mjs';
import { chooseWay, findBinaries, handOver } from './postgres-program.mjs';
import { isAlive, lastWords, listPostgres, run, signal, until } from './processes.mjs';
import { Refusal } from './refusal.mjs';

const name = 'tradeyard'; // of the role and of the database
const startTimeoutMs = 120_000; // recovery after a crash may replay a lot
const stopTimeoutMs = 20_000;
const logBytesMax = 10_000_000;

/** Nothing a test writes has to outlive the machine. */
const ephemeralSettings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

/**
 * Starts PostgreSQL on the data in `dataDir`, which is made on the first start, and answers once it takes
 * connections. With `ephemeral` the data lives in a temporary folder that goes away on stop and is never flushed to
 * disk. `settings` are further `postgres -c` settings; `port` is a free one unless it is given.
 * `exited` settles when the server ends, for whatever reason. Throws a Refusal when a live process uses `dataDir`.
 */
export async function startPostgres({
  dataDir,
  ephemeral = false,
  settings = {},
  port,
  way = chooseWay(),
} = {}) {
  const home = ephemeral ? mkdtempSync(join(tmpdir(), 'tradeyard-postgres-')) : dataDir;
  const claim = claimDataDir(home);
  const release = () => {
    rmSync(join(home, 'postgres.json'), { force: true });
    claim.release();
  };
  try {
    const place = { home: realpathSync(home), cluster: join(realpathSync(home), 'postgres'), way };
    const programs = findBinaries(way);
    await clearLeftovers(place.cluster);
    const password = readPassword(place);
    const allSettings = { ...(ephemeral && ephemeralSettings), ...settings };
    await initialise(place, programs, password, allSettings);
    const server = await launch(place, programs, allSettings, port);
    void server.exited.then(release);
    const url = `postgres://${name}:${password}@127.0.0.1:${server.port}/${name}`;
    const stop = async () => {
      await server.stop();
      if (ephemeral) rmSync(home, { recursive: true, force: true });
    };
    try {
      await createDatabase(url);
      writePrivate(join(home, 'postgres.json'), JSON.stringify({ url, pid: server.pid }));
    } catch (error) {
      await stop();
      throw error;
    }
    return { url, port: server.port, pid: server.pid, dataDir: home, exited: server.exited, stop };
  } catch (error) {
    release();
    if (ephemeral) rmSync(home, { recursive: true, force: true });
    throw error;
  }
}

/** The server another program runs on `dataDir`, as `{ url, pid }`, or null. */
export function findRunningPostgres(dataDir) {
  const file = join(dataDir, 'postgres.json');
  if (!existsSync(file)) return null;
  const { url, pid } = JSON.parse(readFileSync(file, 'utf8'));
  return listPostgres(join(realpathSync(dataDir), 'postgres'), pid).includes(pid) ? { url, pid } : null;
}

/**
 * After a crash a server without its owner may still run or be shutting down, and its lock file may name a number
 * that is another process by now. We hold the claim, so whatever postgres works in the folder is nobody's.
 */
async function clearLeftovers(cluster) {
  const lock = join(cluster, 'postmaster.pid');
  const lockPid = () => (existsSync(lock) ? Number(readFileSync(lock, 'utf8').split('\n')[0]) : undefined);
  for (const [how, waitMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ]) {
    for (const pid of listPostgres(cluster, lockPid())) signal(pid, how);
    if (await until(() => listPostgres(cluster, lockPid()).length === 0, waitMs)) break;
  }
  // Postgres removes a lock file whose process is gone by itself, after a look at its shared memory. Only when the
  // number belongs to something else, or to remains nobody reaped, would it take that for a running server.
  const pid = lockPid();
  if (pid && isAlive(pid)) rmSync(lock, { force: true });
}

function readPassword({ home, cluster }) {
  const file = join(home, 'postgres.password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (existsSync(cluster)) {
    throw new Refusal(`${file} is missing, and the database in ${home} cannot be opened without it.`);
  }
  const password = randomBytes(24).toString('hex');
  writePrivate(file, password);
  return password;
}

async function initialise({ home, cluster, way }, { initdb }, password, { fsync }) {
  if (existsSync(cluster)) return handOver(cluster, way);
  // Under another name first: a first start that is cut off leaves nothing that looks like a database.
  const draft = join(home, 'postgres.new');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const passwordFile = join(home, 'postgres.new.password');
  writePrivate(passwordFile, password);
  for (const path of [draft, passwordFile]) handOver(path, way);
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '-E', 'UTF8'];
  const access = ['-U', name, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const { code, output } = await runAs(way, initdb, [
    '-D',
    draft,
    ...locale,
    ...access,
    ...(fsync === 'off' ? ['-N'] : []),
  ]);
  rmSync(passwordFile, { force: true });
  if (code !== 0) throw new Refusal(`The database in ${home} could not be made: ${lastWords(output)}`);
  renameSync(draft, cluster);
}

async function launch({ home, cluster, way }, programs, settings, fixedPort) {
  const logFile = join(home, 'postgres.log');
  if (existsSync(logFile) && statSync(logFile).size > logBytesMax) renameSync(logFile, `${logFile}.old`);
  for (let attempt = 1; ; attempt++) {
    const port = fixedPort ?? (await findFreePort());
    const begin = existsSync(logFile) ? statSync(logFile).size : 0;
    const server = spawnServer({ cluster, way, logFile, programs, port, settings });
    if (await isReady(server, cluster)) return server;
    const log = readFileSync(logFile).subarray(begin).toString();
    // Between finding a free port and listening on it somebody else may have taken it.
    if (!fixedPort && /could not bind/i.test(log) && attempt < 5) continue;
    throw new Refusal(`PostgreSQL did not start on ${home}: ${lastWords(log)} (${logFile} says more)`);
  }
}

function spawnServer({ cluster, way, logFile, programs, port, settings }) {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port, ...settings };
  const args = Object.entries(all).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const log = openSync(logFile, 'a', 0o600);
  const [program, ...rest] = [...way.prefix, programs.postgres, '-D', cluster, ...args];
  // In a session of its own: Ctrl-C in a terminal reaches every process of the foreground group, and the
  // database has to outlast the API.
  const child = spawn(program, rest, { stdio: ['ignore', log, log], detached: process.platform !== 'win32' });
  closeSync(log);
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, error }));
    child.once('exit', (code, by) => resolve({ code, signal: by }));
  });
  const server = { pid: child.pid, port, exited, hasExited: false };
  void exited.then(() => (server.hasExited = true));
  server.stop = () => stopServer(server, cluster, programs);
  return server;
}

// Postgres writes `ready` into the eighth line of its lock file once it takes connections.
async function isReady(server, cluster) {
  const answers = () => {
    if (server.hasExited) return true;
    const lines = readLock(cluster);
    return Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready';
  };
  const inTime = await until(answers, startTimeoutMs, 10);
  if (!inTime) await server.stop();
  return !server.hasExited;
}

function readLock(cluster) {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

// SIGINT is Postgres's fast stop: open sessions are ended, everything committed is on disk.
async function stopServer(server, cluster, { pg_ctl }) {
  if (server.hasExited) return;
  if (process.platform === 'win32') await run(pg_ctl, ['stop', '-m', 'fast', '-D', cluster]);
  else signal(server.pid, 'SIGINT');
  if (await until(() => server.hasExited, stopTimeoutMs, 5)) return;
  signal(server.pid, 'SIGQUIT');
  if (await until(() => server.hasExited, 5_000)) return;
  signal(server.pid, 'SIGKILL');
  await server.exited;
}

async function createDatabase(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url.replace(/\/[^/]*$/, '/postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
}

async function findFreePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const runAs = ({ prefix }, program, args) => {
  const [first, ...rest] = [...prefix, program, ...args];
  return run(first, rest);
};

/** Replaces a file in one step, readable by its owner only. */
function writePrivate(file, content) {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
