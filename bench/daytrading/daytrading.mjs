import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ended } from '../../tools/leash.mjs';
import { Refusal } from '../../tools/refusal.mjs';
import { startApi } from '../ledger/api.mjs';
import { startContender } from '../ledger/contender.mjs';
import { createDatabase, startDatabase, withClient } from '../ledger/database.mjs';
import { findPgbench, preparePgbench } from '../ledger/pgbench.mjs';
import { residentBytes } from '../market/memory.mjs';
import { computeState } from './expected.mjs';
import { writeWorkload } from './generate.mjs';
import { report } from './report.mjs';
import { auditLedger, compareState } from './soundness.mjs';

const pgbenchClients = [8, 32];
/** What is tried before the rounds; the best of each is measured. */
const waysTried = {
  single: [
    { connections: 64, batch: 1 },
    { connections: 100, batch: 1 },
  ],
  batch: [
    { connections: 64, batch: 50 },
    { connections: 100, batch: 100 },
    { connections: 32, batch: 300 },
  ],
};
const memorySampleMs = 100;

/** Measures how fast a day-trading workload is answered, one command at a time and in batches, and prints what it found. */
export async function measure({ short, long, file, rounds, seconds }, progress, end) {
  const program = findPgbench();
  const server = await startDatabase({ gigabytesNeeded: 12 });
  const folder = mkdtempSync(join(tmpdir(), 'tradeyard-bench-'));
  const context = { server, program, rounds, seconds, progress, end, running: [], played: [] };
  try {
    const work = async () => {
      context.workloads = await prepareWorkloads({ short, long, file, folder }, progress);
      await prepare(context);
      context.ways = await chooseWays(context);
      const results = await measureRounds(context);
      const { found, rssMb } = await measureLong(context);
      await check(context);
      const { ways, workloads } = context;
      report({ results, long: found, ways, rounds, seconds, rssMb, workloads });
    };
    const over = Promise.race([
      ended(end).then(() => end.throwIfAborted()),
      server.exited.then(() => Promise.reject(new Refusal('PostgreSQL ended by itself.'))),
    ]);
    await Promise.race([work(), over]);
  } finally {
    for (const each of context.running.splice(0).reverse()) await each.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepareWorkloads({ short, long, file, folder }, progress) {
  const make = async (name, numbers, given) => {
    const path = given ?? join(folder, `${name}.txt`);
    if (!given) writeWorkload(path, numbers);
    const expected = await computeState(path);
    const users = expected.totals.users;
    const commands = expected.totals.commands;
    const words = `${given ? basename(given) : 'a made-up workload'} of ${commands} commands of ${users} users`;
    return { path, users, words, expected };
  };
  const makeBoth = async () => ({ short: await make('short', short, file), long: await make('long', long) });
  const words = ({ short: { words: said } }) => said;
  return progress.step('workloads', 'writing them …', makeBoth, words);
}

/** The databases: pgbench's own, and one for the API. */
async function prepare(context) {
  const { server, program, progress, end, running } = context;
  const start = async (starting) => {
    end.throwIfAborted();
    const started = await starting;
    running.push(started);
    return started;
  };
  const fill = async () =>
    preparePgbench(program, await createDatabase(server.url, 'bench_pgbench'), server.watched, end);
  context.pgbench = await progress.step('pgbench', 'filling its tables …', fill, () => 'filled');
  context.url = await createDatabase(server.url, 'bench_daytrading');
  const startIt = () => start(startApi(context.url));
  context.api = await progress.step('api', 'starting …', startIt, () => 'ready');
  const { pid, port } = context.api;
  const watched = { postgres: server.watched, apiPid: pid };
  context.load = await start(startContender('../daytrading/load.mjs', { port, watched }));
}

/** Plays a workload, which counts as played only when its end is right: see `check`. */
async function play({ load, progress, played, end }, workload, way, what) {
  end.throwIfAborted();
  const name = `${what} ${played.length}`;
  const found = await load.call('play', { file: workload.path, name, ...way });
  played.push({ id: found.id, name, expected: workload.expected });
  say(progress, `${what}, ${way.connections} connections, batch ${way.batch}`, found);
  return found;
}

const say = (progress, what, { tps }) =>
  progress.say(`  ${what.padEnd(46)} ${String(Math.round(tps)).padStart(8)}/s`);

async function measurePgbench({ pgbench, seconds, progress }) {
  const runs = [];
  for (const inFlight of pgbenchClients) {
    runs.push(await pgbench.measure({ inFlight, seconds }));
    say(progress, `pgbench TPC-B, ${inFlight} clients`, runs.at(-1));
  }
  return runs.reduce((best, each) => (each.tps > best.tps ? each : best));
}

/** The warm-up, which does not count: it finds how many connections, and how long batches, serve each way best. */
async function chooseWays(context) {
  const { workloads, progress } = context;
  progress.say('\n  warm-up, which does not count');
  await measurePgbench(context);
  const ways = {};
  for (const [name, tried] of Object.entries(waysTried)) {
    // The first run is slower than any other: the compiler learns.
    await play(context, workloads.short, tried[0], `${name}, first`);
    let best = 0;
    for (const way of tried) {
      const { tps } = await play(context, workloads.short, way, name);
      if (tps <= best) continue;
      best = tps;
      ways[name] = way;
    }
  }
  return ways;
}

/** pgbench, one by one, and batches, each by itself; every other round in the opposite order. */
async function measureRounds(context) {
  const { workloads, ways, rounds, progress } = context;
  const measures = {
    pgbench: () => measurePgbench(context),
    single: () => play(context, workloads.short, ways.single, 'one by one'),
    batch: () => play(context, workloads.short, ways.batch, 'in batches'),
  };
  const names = Object.keys(measures);
  const results = [];
  for (let round = 1; round <= rounds; round++) {
    progress.say(`\n  round ${round} of ${rounds}`);
    const result = {};
    for (const name of round % 2 ? names : names.toReversed()) result[name] = await measures[name]();
    results.push(result);
  }
  return results;
}

/** The long workload once, and the most memory that the API had meanwhile. */
async function measureLong(context) {
  const { workloads, ways, api, progress } = context;
  progress.say('\n  the long workload');
  let most = 0;
  const look = () => (most = Math.max(most, residentBytes(api.pid)));
  const timer = setInterval(look, memorySampleMs);
  try {
    const found = await play(context, workloads.long, ways.batch, 'in batches');
    return { found, rssMb: most / 1e6 };
  } finally {
    clearInterval(timer);
  }
}

/** Every workload that was played has to come to the end that the rules give, in a sound ledger. */
async function check({ load, url, played, progress }) {
  const compare = async () => {
    const faults = [];
    for (const { id, name, expected } of played)
      faults.push(...compareState(name, await load.call('state', id), expected));
    return [...faults, ...(await withClient(url, auditLedger))];
  };
  const words = () => `${played.length} workloads came to the right end, the ledger is sound`;
  const faults = await progress.step('check', 'adding up …', compare, words);
  if (faults.length > 0) throw new Refusal(`The workloads are not sound:\n${faults.join('\n')}`);
}
