import { cpus, release, totalmem } from 'node:os';
import { median, round } from '../ledger/figures.mjs';
import { formatGoals, formatRows } from '../ledger/table.mjs';
import { ordersOfTick } from './seed.mjs';

const whole = (value) => (value === undefined ? '' : Math.round(value).toLocaleString('en-US'));

const columns = [
  ['', ({ label }) => label],
  ['a second', ({ rates }) => whole(median(rates))],
  ['lowest', ({ rates }) => whole(Math.min(...rates))],
  ['highest', ({ rates }) => whole(Math.max(...rates))],
  ['Postgres', ({ cpu }) => whole(cpu('postgres'))],
  ['Node', ({ cpu }) => whole(cpu('node'))],
  ['load', ({ cpu }) => whole(cpu('client'))],
];

const labels = {
  pgbench: 'pgbench TPC-B, the better of 8 and 32 clients',
  fills: `fills, ${whole(ordersOfTick)} orders of as many people by one tick`,
  http: 'orders placed through HTTP, 768 connections',
};

const goals = [
  { figure: 'missTicksPerSecond', what: 'ticks/s that hit nothing', least: 1_000_000 },
  { figure: 'bytesPerOrder', what: 'bytes of a resting order', most: 300 },
  { figure: 'tickCostRatio', what: 'cost of a tick beside all orders to that beside 10,000', most: 1.5 },
  { figure: 'loadSeconds', what: 's until all orders are watched', most: 15 },
  { figure: 'fillsToPgbench', what: 'fills to pgbench', least: 4, aim: 6 },
  { figure: 'httpToPgbench', what: 'orders through HTTP to pgbench', least: 1.2, aim: 2 },
];

/** Prints the table and the goals; the last line is JSON. */
export function report({ orders, rounds, seconds, book, load, results }) {
  const rows = Object.entries(labels).map(([name, label]) => {
    const measures = results.map((result) => result[name]);
    const cpu = (who) => median(measures.map(({ cpuMicros }) => cpuMicros[who]));
    return { label, rates: measures.map(({ tps }) => tps), cpu };
  });
  const [pgbench, fills, http] = rows.map(({ rates }) => median(rates));
  const toPgbench = (name) => {
    const ratios = results.map((result) => result[name].tps / result.pgbench.tps);
    return round(median(ratios), 2);
  };
  const figures = {
    pgbenchTps: round(pgbench),
    missTicksPerSecond: round(book.missTicksPerSecond),
    bytesPerOrder: round(book.bytesPerOrder),
    fillsPerSecond: round(fills),
    httpOrdersPerSecond: round(http),
    tickCostRatio: round(book.missTicksPerSecondFew / book.missTicksPerSecond, 2),
    loadSeconds: round(load.loadSeconds, 1),
    fillsToPgbench: toPgbench('fills'),
    httpToPgbench: toPgbench('http'),
    httpP50Ms: round(median(results.map(({ http: { p50Ms } }) => p50Ms)), 1),
    httpP99Ms: round(median(results.map(({ http: { p99Ms } }) => p99Ms)), 1),
  };
  console.log(
    `\n${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ` +
      `${process.platform} ${release()}, Node ${process.versions.node}; ${whole(orders)} orders, ` +
      `medians of ${rounds} rounds of ${seconds} s\n`,
  );
  console.log(`${formatRows(columns, rows)}\n`);
  console.log('Postgres, Node, load: microseconds of CPU for each.\n');
  console.log(`${formatGoals(figures, goals)}\n`);
  console.log(JSON.stringify({ bench: 'trading', orders, ...figures }));
}
