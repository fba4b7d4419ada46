import { ended } from '../../tools/leash.mjs';
import { Refusal } from '../../tools/refusal.mjs';
import { apiEnvironment } from '../ledger/api.mjs';
import { startContender } from '../ledger/contender.mjs';
import { watchCpu } from '../ledger/cpu.mjs';
import { createDatabase, startDatabase, withClient } from '../ledger/database.mjs';
import { findPgbench, preparePgbench } from '../ledger/pgbench.mjs';
import { connect, databaseOptions } from '../../apps/api/dist/platform/database.js';
import { report } from './report.mjs';
import { fillSymbol, httpSymbol, ordersOfTick, seedOrders } from './seed.mjs';
import { findFaults } from './soundness.mjs';

const fewOrders = 10_000;
/** Each with one order on its way. With fewer Postgres and the API wait for each other by turns. */
const connections = 768;
const pgbenchClients = [8, 32];
/** As many ticks as the compiler takes to learn the way of a fill. */
const warmUpTicks = 4;
const [centsBefore, centsAtLimit] = [10_000, 9_890];

/** Measures how fast orders are watched, filled and placed, and prints what it found. */
export async function measure({ orders, rounds, seconds }, progress, end) {
  const program = findPgbench();
  if ((warmUpTicks + rounds) * ordersOfTick > orders) throw new Refusal('So many rounds need more orders.');
  const server = await startDatabase({ gigabytesNeeded: 12 });
  const context = { server, program, orders, rounds, seconds, progress, end, running: [] };
  try {
    const work = async () => {
      const book = await measureBook(context);
      await prepare(context);
      const { load, results } = await measureDatabase(context);
      report({ orders, rounds, seconds, book, load, results });
    };
    const over = Promise.race([
      ended(end).then(() => end.throwIfAborted()),
      server.exited.then(() => Promise.reject(new Refusal('PostgreSQL ended by itself.'))),
    ]);
    await Promise.race([work(), over]);
  } finally {
    await stopAll(context);
    await server.stop();
  }
}

async function stopAll({ running }) {
  for (const each of running.splice(0).reverse()) await each.stop();
}

async function start({ running, end }, starting) {
  end.throwIfAborted();
  const started = await starting;
  running.push(started);
  return started;
}

async function measureBook(context) {
  const { orders: many, rounds, seconds, progress } = context;
  const work = async () => {
    const book = await start(context, startContender('../trading/book.mjs', { many, few: fewOrders }));
    return book.measure({ rounds, seconds });
  };
  const words = ({ missTicksPerSecond }) => `${Math.round(missTicksPerSecond)} ticks/s`;
  const found = await progress.step('book', `ticks beside ${many} orders …`, work, words);
  await stopAll(context);
  return found;
}

/** The databases: pgbench's own, and one of open orders. */
async function prepare(context) {
  const { server, program, orders, rounds, progress, end } = context;
  const fillPgbench = async () =>
    preparePgbench(program, await createDatabase(server.url, 'bench_pgbench'), server.watched, end);
  context.pgbench = await progress.step('pgbench', 'filling its tables …', fillPgbench, () => 'filled');
  context.url = await createDatabase(server.url, 'bench_trading');
  await (await connect(databaseOptions(context.url))).destroy(); // has brought the schema
  const seed = () =>
    withClient(context.url, (client) => seedOrders(client, { orders, ticks: warmUpTicks + rounds }));
  await progress.step('orders', `writing ${orders} …`, seed, () => `${orders} written`);
}

async function measureDatabase(context) {
  const { url, server, orders, rounds, progress, end } = context;
  const startEngine = () =>
    start(context, startContender('../trading/engine.mjs', { environment: apiEnvironment(url) }));
  const engine = await progress.step('api', 'starting …', startEngine, () => 'ready');
  const load = await engine.call('loaded');
  if (load.size !== orders) throw new Refusal(`${load.size} orders are watched in place of ${orders}.`);
  await engine.call('tell', { symbol: httpSymbol, cents: centsBefore });
  const watched = { postgres: server.watched, apiPid: engine.pid };
  const options = { port: load.port, people: connections, watched };
  const startPlacing = () => start(context, startContender('../trading/orders.mjs', options));
  const placing = await progress.step('people', 'signing up …', startPlacing, () => 'signed in');

  const results = [];
  let placed = 0;
  for (let tick = 1; tick < warmUpTicks; tick++) await fillTick({ url, engine }, tick);
  for (let round = 0; round <= rounds; round++) {
    end.throwIfAborted();
    progress.say(round === 0 ? '\n  warm-up, which does not count' : `\n  round ${round} of ${rounds}`);
    const result = await measureRound({ ...context, engine, placing }, round);
    placed += result.http.answered;
    if (round > 0) results.push(result);
  }
  const filled = (warmUpTicks + rounds) * ordersOfTick;
  const check = () => withClient(url, (client) => findFaults(client, { filled, placed }));
  const faults = await progress.step('check', 'adding up …', check, () => 'all adds up');
  if (faults.length > 0) throw new Refusal(`The orders are not sound:\n${faults.join('\n')}`);
  return { load, results };
}

/** pgbench, the orders of a tick, and orders through HTTP, each by itself; every other round in the opposite order. */
async function measureRound({ url, server, pgbench, engine, placing, seconds, progress }, round) {
  const say = (what, { tps }) =>
    progress.say(`  ${what.padEnd(42)} ${String(Math.round(tps)).padStart(8)}/s`);
  const measures = {
    pgbench: async () => {
      const runs = [];
      for (const inFlight of pgbenchClients) {
        runs.push(await pgbench.measure({ inFlight, seconds }));
        say(`pgbench TPC-B, ${inFlight} clients`, runs.at(-1));
      }
      return runs.reduce((best, each) => (each.tps > best.tps ? each : best));
    },
    fills: async () => {
      const tick = round === 0 ? 0 : warmUpTicks + round - 1;
      const readCpu = watchCpu({ postgres: server.watched, apiPid: engine.pid });
      const took = await fillTick({ url, engine }, tick);
      const { postgres, node } = readCpu();
      const micros = (used) => (used * 1e6) / ordersOfTick;
      const found = {
        tps: ordersOfTick / took,
        cpuMicros: { postgres: micros(postgres), node: micros(node) },
      };
      say(`fills of a tick that hits ${ordersOfTick}`, found);
      return found;
    },
    http: async () => {
      const found = await placing.measure({ warmUpSeconds: 1, seconds });
      say('orders placed through HTTP', found);
      return found;
    },
  };
  const names = Object.keys(measures);
  const result = {};
  for (const name of round % 2 ? names : names.toReversed()) result[name] = await measures[name]();
  return result;
}

/** Seconds from a tick until all that it hits is durable. */
async function fillTick({ url, engine }, tick) {
  const symbol = fillSymbol(tick);
  await engine.call('tell', { symbol, cents: centsBefore });
  const took = await engine.call('fill', { symbol, cents: centsAtLimit });
  await withClient(url, (client) => requireFilled(client, symbol));
  return took;
}

/** Each with its fill and its journal, as others see it. */
async function requireFilled(client, symbol) {
  const { rows } = await client.query(
    `select count(*)::int as count from "order" o join fill on fill.order_id = o.id
     join journal on journal.id = fill.journal_id where o.symbol = $1 and o.status = 'filled' and o.held = 0`,
    [symbol],
  );
  if (rows[0].count !== ordersOfTick)
    throw new Refusal(`${rows[0].count} of ${ordersOfTick} orders were filled.`);
}
