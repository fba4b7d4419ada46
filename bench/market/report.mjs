import { cpus, release, totalmem } from 'node:os';
import { median, round } from '../ledger/figures.mjs';
import { formatGoals, formatRows } from '../ledger/table.mjs';

const whole = (value) => (value === undefined ? '' : Math.round(value).toLocaleString('en-US'));
const fixed = (value, places = 1) => (value === undefined ? '' : value.toFixed(places));

const columns = [
  ['', ({ label }) => label],
  ['messages/s', ({ perSecond }) => whole(perSecond)],
  ['frames/s', ({ framesPerSecond }) => whole(framesPerSecond)],
  ['MB/s', ({ megabytesPerSecond }) => whole(megabytesPerSecond)],
  ['p50 ms', ({ p50Ms }) => fixed(p50Ms)],
  ['p99 ms', ({ p99Ms }) => fixed(p99Ms)],
  ['server CPU', ({ serverCpu }) => fixed(serverCpu, 2)],
  ['crowd CPU', ({ cpuShare }) => fixed(cpuShare, 2)],
];

const names = { bare: 'bare ws', stream: 'stream', slow: 'stream, one slow client' };

const goals = [
  { figure: 'deliveredToBare', what: 'stream to bare ws, 1,000 connections', least: 0.8 },
  { figure: 'deliveredToBare10k', what: 'stream to bare ws, 10,000 connections', least: 0.8 },
  { figure: 'p99Ms', what: 'ms from tick to client, 99 % of 1,000 connections', most: 50 },
  { figure: 'slowToP99', what: 'p99 of the others with one slow client to that without', most: 1.1 },
  { figure: 'ingestTicksPerSecond', what: 'ticks/s through normalise, quote and candle', least: 200_000 },
  { figure: 'idleKilobytesAboveBare', what: 'kB of an idle connection above bare ws', most: 20 },
];

/** Medians of the rounds of one contender with one crowd. */
function middle(rounds) {
  const numbers = Object.keys(rounds[0]);
  return Object.fromEntries(numbers.map((name) => [name, median(rounds.map((each) => each[name]))]));
}

/** Prints the table and the goals; the last line is JSON. */
export function report({ ingest, idle, results, frame, rounds, seconds }) {
  const rows = [...Map.groupBy(results, ({ count }) => count)].flatMap(([count, ofCount]) =>
    Object.keys(names)
      .filter((who) => ofCount[0][who])
      .map((who) => ({
        count,
        who,
        label: `${whole(count)} connections, ${names[who]}`,
        ...middle(ofCount.map((each) => each[who])),
      })),
  );
  const of = (count, who) => rows.find((row) => row.count === count && row.who === who);
  const [bare, stream, slow] = ['bare', 'stream', 'slow'].map((who) => of(1000, who));
  const [bareLarge, streamLarge] = ['bare', 'stream'].map((who) => of(10_000, who));
  const figures = {
    bareWsPerSecond: round(bare.perSecond),
    deliveredPerSecond: round(stream.perSecond),
    connections: 1000,
    p99Ms: round(stream.p99Ms, 1),
    ingestTicksPerSecond: round(median(ingest)),
    deliveredToBare: round(stream.perSecond / bare.perSecond, 2),
    bareP99Ms: round(bare.p99Ms, 1),
    bareWsPerSecond10k: round(bareLarge.perSecond),
    deliveredPerSecond10k: round(streamLarge.perSecond),
    deliveredToBare10k: round(streamLarge.perSecond / bareLarge.perSecond, 2),
    p99Ms10k: round(streamLarge.p99Ms, 1),
    bareP99Ms10k: round(bareLarge.p99Ms, 1),
    slowP99Ms: round(slow.p99Ms, 1),
    slowToP99: round(slow.p99Ms / stream.p99Ms, 2),
    idleKilobytes: round(idle.stream / 1000, 1),
    idleKilobytesBare: round(idle.bare / 1000, 1),
    idleKilobytesAboveBare: round((idle.stream - idle.bare) / 1000, 1),
  };
  console.log(
    `\n${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ` +
      `${process.platform} ${release()}, Node ${process.versions.node}; medians of ${rounds} rounds of ${seconds} s`,
  );
  console.log(
    `Frames of ${whole(frame.frameBytes)} bytes with ${frame.messagesPerFrame} messages, one each ${frame.everyMs} ms.\n`,
  );
  console.log(`${formatRows(columns, rows)}\n\n${formatGoals(figures, goals)}\n`);
  console.log(JSON.stringify({ bench: 'market', ...figures }));
}
