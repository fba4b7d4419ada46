import { execFile } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { inRoot } from '../../tools/paths.mjs';
import { Refusal } from '../../tools/refusal.mjs';
import { median, round } from '../ledger/figures.mjs';
import { formatGoals, formatRows } from '../ledger/table.mjs';
import { measureHttp } from './http.mjs';

const execute = promisify(execFile);

const sizes = [
  { key: 'ms1k50', activities: 1_000, symbols: 50, most: 8 },
  { key: 'ms10k50', activities: 10_000, symbols: 50, most: 25 },
  { key: 'ms10k500', activities: 10_000, symbols: 500, most: 80 },
  { key: 'ms100k50', activities: 100_000, symbols: 50, most: 150 },
];
const incremental = { activities: 10_000, symbols: 50 };

const goals = [
  ...sizes.map(({ key, activities, symbols, most }) => ({
    figure: key,
    what: `ms, ${activities} activities of ${symbols} assets`,
    most,
  })),
  { figure: 'httpCold10kMs', what: 'ms, 10000 activities through HTTP from a cold cache', most: 150 },
  { figure: 'addOneMs', what: 'ms, one activity more of 10000', most: 5 },
  { figure: 'peakMb', what: 'MB of a process that calculates', most: 200 },
];

const whole = (value) => Math.round(value).toLocaleString('en-US');
const milliseconds = (value) => String(round(value, value < 100 ? 1 : 0));

const columns = [
  ['whole snapshot of five years', ({ activities, symbols }) => `${whole(activities)} activities, ${symbols} assets`], // prettier-ignore
  ['median ms', ({ ms }) => milliseconds(median(ms))],
  ['lowest', ({ ms }) => milliseconds(Math.min(...ms))],
  ['highest', ({ ms }) => milliseconds(Math.max(...ms))],
  ['MB', ({ mb }) => whole(mb)],
];

/** Measures how long a portfolio takes to be calculated, and prints what it found; the last line is JSON. */
export async function measure({ rounds, naiveSize }, progress, end) {
  const run = (options) => runScenario({ rounds, ...options }, end);
  const baseline = await progress.step(
    'rules',
    'as first written down …',
    () => run({ measure: 'naive', ...naiveSize }),
    ({ ms: [took] }) => `${whole(took)} ms, as first written down`,
  );
  if (baseline.disagreement) throw new Refusal(`The library and the rules differ: ${baseline.disagreement}`);
  const results = [];
  for (const { key, activities, symbols } of sizes) {
    const work = async () => {
      const { mb } = await run({ measure: 'memory', activities, symbols });
      const { ms } = await run({ measure: 'snapshot', activities, symbols });
      return { key, activities, symbols, ms, mb };
    };
    const done = ({ ms, mb }) => `${milliseconds(median(ms))} ms, ${whole(mb)} MB`;
    results.push(await progress.step(`${activities / 1_000}k / ${symbols}`, 'calculating …', work, done));
  }
  const addOne = await progress.step(
    'one more',
    'calculating …',
    () => run({ measure: 'addOne', ...incremental }),
    ({ ms }) => `${milliseconds(median(ms))} ms`,
  );
  const httpCold10kMs = median(await measureHttp({ rounds }, progress, end));
  report({ rounds, baseline, naiveSize, results, addOne, httpCold10kMs });
}

async function runScenario(options, signal) {
  const script = inRoot('bench', 'portfolio', 'scenario.mjs');
  const { stdout } = await execute(process.execPath, [script, JSON.stringify(options)], { signal });
  return JSON.parse(stdout);
}

function report({ rounds, baseline, naiveSize, results, addOne, httpCold10kMs }) {
  const figures = {
    ...Object.fromEntries(results.map(({ key, ms }) => [key, round(median(ms), 2)])),
    httpCold10kMs: round(httpCold10kMs, 1),
    addOneMs: round(median(addOne.ms), 2),
    peakMb: round(Math.max(...results.map(({ mb }) => mb)), 0),
  };
  const same = results.find(({ activities }) => activities === naiveSize.activities);
  const [naiveMs] = baseline.ms;
  console.log(
    `\n${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ` +
      `${process.platform} ${release()}, Node ${process.versions.node}; medians of ${rounds} rounds\n`,
  );
  console.log(`${formatRows(columns, results)}\n`);
  console.log(
    `The rules as first written down: ${whole(naiveMs)} ms for ${whole(naiveSize.activities)} activities of ` +
      `${naiveSize.symbols} assets, ${whole(naiveMs / median(same.ms))} times as long, with the same figures.\n`,
  );
  console.log(`${formatGoals(figures, goals)}\n`);
  console.log(JSON.stringify({ bench: 'portfolio', ...figures }));
}
