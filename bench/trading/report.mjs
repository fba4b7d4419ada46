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
];

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
  const rows = [
    { label: 'pgbench TPC-B, the better of 8 and 32 clients', rates: results.map(({ pgbench }) => pgbench) },
    {
      label: `fills, ${whole(ordersOfTick)} orders of as many people by one tick`,
      rates: results.map(({ fillSeconds }) => ordersOfTick / fillSeconds),
    },
    { label: 'orders placed through HTTP, 256 connections', rates: results.map(({ http }) => http.tps) },
  ];
  const [pgbench, fills, http] = rows.map(({ rates }) => median(rates));
  const of = (read) => median(results.map(read));
  const figures = {
    pgbenchTps: round(pgbench),
    missTicksPerSecond: round(book.missTicksPerSecond),
    bytesPerOrder: round(book.bytesPerOrder),
    fillsPerSecond: round(fills),
    httpOrdersPerSecond: round(http),
    tickCostRatio: round(book.missTicksPerSecondFew / book.missTicksPerSecond, 2),
    loadSeconds: round(load.loadSeconds, 1),
    fillsToPgbench: round(
      of(({ fillSeconds, pgbench: tps }) => ordersOfTick / fillSeconds / tps),
      2,
    ),
    httpToPgbench: round(
      of(({ http: { tps }, pgbench: base }) => tps / base),
      2,
    ),
    httpP50Ms: round(
      of(({ http: { p50Ms } }) => p50Ms),
      1,
    ),
    httpP99Ms: round(
      of(({ http: { p99Ms } }) => p99Ms),
      1,
    ),
  };
  const cpu = (who) => Math.round(of(({ http: { cpuMicros } }) => cpuMicros[who]));
  console.log(
    `\n${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ` +
      `${process.platform} ${release()}, Node ${process.versions.node}; ${whole(orders)} orders, ` +
      `medians of ${rounds} rounds of ${seconds} s\n`,
  );
  console.log(`${formatRows(columns, rows)}\n`);
  console.log(
    `An order through HTTP takes ${cpu('postgres')} µs of CPU of Postgres, ${cpu('node')} of the API, ` +
      `${cpu('client')} of the load; p50 ${figures.httpP50Ms} ms, p99 ${figures.httpP99Ms} ms.\n`,
  );
  console.log(`${formatGoals(figures, goals)}\n`);
  console.log(JSON.stringify({ bench: 'trading', orders, ...figures }));
}
