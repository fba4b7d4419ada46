import { cpus, release, totalmem } from 'node:os';
import { median, round } from '../ledger/figures.mjs';
import { formatGoals, formatRows } from '../ledger/table.mjs';

const whole = (value) => (value === undefined ? '' : Math.round(value).toLocaleString('en-US'));
const milliseconds = (value) => (value === undefined ? '' : value.toFixed(value < 10 ? 2 : 1));
const medianOf = (measures, read) => median(measures.map(read));

const columns = [
  ['', ({ label }) => label],
  ['a second', ({ measures }) => whole(medianOf(measures, ({ tps }) => tps))],
  ['lowest', ({ measures }) => whole(Math.min(...measures.map(({ tps }) => tps)))],
  ['highest', ({ measures }) => whole(Math.max(...measures.map(({ tps }) => tps)))],
  ['p50 ms', ({ measures }) => milliseconds(medianOf(measures, ({ p50Ms }) => p50Ms))],
  ['p99 ms', ({ measures }) => milliseconds(medianOf(measures, ({ p99Ms }) => p99Ms))],
  ['Postgres', ({ measures }) => whole(medianOf(measures, ({ cpuMicros }) => cpuMicros.postgres))],
  ['Node', ({ measures }) => whole(medianOf(measures, ({ cpuMicros }) => cpuMicros.node))],
  ['load', ({ measures }) => whole(medianOf(measures, ({ cpuMicros }) => cpuMicros.client))],
];

const goals = [
  { figure: 'singleToPgbench', what: 'commands one by one to pgbench', least: 2 },
  { figure: 'batchToPgbench', what: 'commands in batches to pgbench', least: 8 },
  { figure: 'costRatio', what: 'CPU of a command of the long workload to that of the short one', most: 1.25 },
  { figure: 'rssMb', what: 'MB of the API at most, during the long workload', most: 400 },
];

/** CPU of what serves a command, without the client's. */
const costOf = ({ cpuMicros: { postgres, node } }) => postgres + node;

/** Prints the table and the goals; the last line is JSON. */
export function report({ results, long, ways, rounds, seconds, rssMb, workloads }) {
  const of = (name) => results.map((result) => result[name]);
  const rate = (name) => medianOf(of(name), ({ tps }) => tps);
  const toPgbench = (name) => round(median(results.map((each) => each[name].tps / each.pgbench.tps)), 2);
  const describe = ({ connections, batch }) =>
    `${connections} connections${batch > 1 ? `, batches of ${batch}` : ''}`;
  const rows = [
    { label: 'pgbench TPC-B, the better of 8 and 32 clients', measures: of('pgbench') },
    { label: `one by one, ${describe(ways.single)}`, measures: of('single') },
    { label: `in batches, ${describe(ways.batch)}`, measures: of('batch') },
    {
      label: `in batches, ${whole(long.commands)} commands of ${workloads.long.users} users`,
      measures: [long],
    },
  ];
  const figures = {
    pgbenchTps: round(rate('pgbench')),
    singlePerSecond: round(rate('single')),
    batchPerSecond: round(rate('batch')),
    longPerSecond: round(long.tps),
    p50Ms: round(
      medianOf(of('single'), ({ p50Ms }) => p50Ms),
      1,
    ),
    p99Ms: round(
      medianOf(of('single'), ({ p99Ms }) => p99Ms),
      1,
    ),
    batchP99Ms: round(
      medianOf(of('batch'), ({ p99Ms }) => p99Ms),
      1,
    ),
    singleToPgbench: toPgbench('single'),
    batchToPgbench: toPgbench('batch'),
    costRatio: round(costOf(long) / medianOf(of('batch'), costOf), 2),
    wallRatio: round(rate('batch') / long.tps, 2),
    rssMb: round(rssMb),
  };
  console.log(
    `\n${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ` +
      `${process.platform} ${release()}, Node ${process.versions.node}; ${workloads.short.words}, ` +
      `medians of ${rounds} rounds, pgbench ${seconds} s each\n`,
  );
  console.log(`${formatRows(columns, rows)}\n`);
  console.log('Postgres, Node, load: microseconds of CPU for each. Lines of a batch wait for each other.\n');
  console.log(`${formatGoals(figures, goals)}\n`);
  console.log(JSON.stringify({ bench: 'daytrading', ...figures, ways }));
}
