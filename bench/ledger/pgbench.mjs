import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { lastWords, run } from '../../tools/processes.mjs';
import { Refusal } from '../../tools/refusal.mjs';
import { postgresCpuSeconds } from './cpu.mjs';

/** 5,000,000 accounts. TPC-B wants the scale above the number of clients, or they queue for the branches' rows. */
const scale = 50;
const threads = 2;

/** PostgreSQL's own benchmark. It does not come with the embedded server, so it has to be on the machine. */
export function findPgbench() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  const found = folders.map((folder) => join(folder, 'pgbench')).find((file) => existsSync(file));
  if (found) return found;
  throw new Refusal(
    'pgbench is missing, and the ledger is measured against it: `apt-get install postgresql` brings it, or leave part a out with --only.',
  );
}

/** Makes pgbench's tables in the database and answers with the contender. */
export async function preparePgbench(program, url, watched, end) {
  const { hostname, port, username, password, pathname } = new URL(url);
  const options = {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PGPASSWORD: password, PGOPTIONS: '' },
    detached: process.platform !== 'win32', // Ctrl-C in a terminal is for us: we end it
    signal: end,
  };
  const pgbench = async (...args) => {
    const where = ['-h', hostname, '-p', port, '-U', username];
    const { code, output } = await run(program, [...where, ...args, pathname.slice(1)], options);
    if (code !== 0) throw new Refusal(`pgbench failed: ${lastWords(output)}`);
    return output;
  };
  await pgbench('-i', '-q', '-s', String(scale));

  const measure = async ({ inFlight, seconds }) => {
    const begin = postgresCpuSeconds(watched);
    // It vacuums first, and leaves the time to connect out of its rate.
    const output = await pgbench(
      ...['-M', 'prepared', '-c', inFlight, '-j', threads, '-T', seconds].map(String),
    );
    const tps = Number(/^tps = ([\d.]+)/m.exec(output)?.[1]);
    const count = Number(/^number of transactions actually processed: (\d+)/m.exec(output)?.[1]);
    if (!(tps > 0) || !(count > 0)) throw new Refusal(`pgbench said something new: ${lastWords(output)}`);
    return { tps, cpuMicros: { postgres: ((postgresCpuSeconds(watched) - begin) * 1e6) / count } };
  };
  return { measure, stop: async () => {} };
}
