import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { watchForEnd } from '../tools/leash.mjs';
import { continuedOnPinnedNode, ensureBuilt, ensureInstalled } from '../tools/prepare.mjs';
import { createProgress } from '../tools/progress.mjs';
import { explain, Refusal } from '../tools/refusal.mjs';

const benchmarks = {
  ledger: './ledger/ledger.mjs',
  rates: './rates/rates.mjs',
  candles: './candles/candles.mjs',
  market: './market/market.mjs',
  trading: './trading/trading.mjs',
  daytrading: './daytrading/daytrading.mjs',
  portfolio: './portfolio/portfolio.mjs',
};

const usage = `Usage: npm run bench -- ledger [--quick] [--only b,c] [--rounds 3] [--seconds 6]
       npm run bench -- rates [--quick] [--rounds 3] [--file eurofxref-hist.csv]
       npm run bench -- candles [--quick]
       npm run bench -- market [--quick] [--rounds 3] [--seconds 8]
       npm run bench -- trading [--quick] [--rounds 3] [--seconds 5]
       npm run bench -- daytrading [--quick] [--rounds 3] [--seconds 5] [--file 100user.txt]
       npm run bench -- portfolio [--quick] [--rounds 30]`;

/** Runs the benchmark that the command line names. What it found goes to stdout, what it is doing to stderr. */
async function bench(end, progress) {
  const { name, options } = readArguments(process.argv.slice(2));
  await ensureInstalled(progress, end);
  if (await continuedOnPinnedNode(end)) return;
  await ensureBuilt(progress, end);
  end.throwIfAborted();
  const { measure } = await import(benchmarks[name]); // needs the packages and the build
  await measure(options, progress, end);
}

function readArguments(args) {
  const { values, positionals } = parse(args);
  const [name, ...others] = positionals;
  const { quick = false, only, rounds = usualRounds(name, quick), seconds, file } = values;
  if (!Object.hasOwn(benchmarks, name ?? '') || others.length > 0) throw new Refusal(usage);
  if (!/^[1-9]\d?$/.test(rounds)) throw new Refusal(usage);
  const isStrange =
    (name !== 'ledger' && only !== undefined) ||
    (!['ledger', 'market', 'trading', 'daytrading'].includes(name) && seconds !== undefined) ||
    (!['rates', 'daytrading'].includes(name) && file !== undefined);
  if (isStrange) throw new Refusal(usage);
  const read = {
    ledger: readLedger,
    rates: readRates,
    candles: readCandles,
    market: readMarket,
    trading: readTrading,
    daytrading: readDaytrading,
    portfolio: readPortfolio,
  }[name];
  return { name, options: { rounds: Number(rounds), ...read(values, quick) } };
}

/** A calculation takes milliseconds, and the machine is not the same from one to the next. */
const usualRounds = (name, quick) => (name === 'portfolio' ? (quick ? '15' : '40') : quick ? '1' : '3');

function readSeconds(given, usual) {
  const seconds = given ?? usual;
  if (!/^[1-9]\d?$/.test(seconds)) throw new Refusal(usage);
  return Number(seconds);
}

const readMarket = ({ seconds }, quick) => ({ seconds: readSeconds(seconds, quick ? '3' : '8') });

const readTrading = ({ seconds }, quick) => ({
  orders: quick ? 200_000 : 1_000_000,
  seconds: readSeconds(seconds, quick ? '3' : '5'),
});

const readDaytrading = ({ seconds, file }, quick) => ({
  short: { commands: quick ? 20_000 : 100_000, users: 100 },
  long: { commands: quick ? 120_000 : 1_200_000, users: 1_000 },
  file: readPath(file),
  seconds: readSeconds(seconds, quick ? '3' : '5'),
});

const readPortfolio = (_, quick) => ({ naiveSize: { activities: quick ? 1_000 : 10_000, symbols: 50 } });

/** npm changes to the root; a file is named from where the person stands. */
const readPath = (file) => file && resolve(process.env.INIT_CWD ?? process.cwd(), file);

function readLedger({ only, seconds: given }, quick) {
  const seconds = readSeconds(given, quick ? '3' : '6');
  if (only !== undefined && !/^[a-g](,[a-g])*$/.test(only)) throw new Refusal(usage);
  const parts = only?.split(',') ?? ['a', 'b', 'c', 'd', 'e', ...(quick ? [] : ['f']), 'g'];
  return { parts: new Set(parts), seconds };
}

const readRates = ({ file }, quick) => ({ file: readPath(file), requests: quick ? 50 : 300 });

const readCandles = (_, quick) => ({ instruments: quick ? 10 : 100, requests: quick ? 60 : 200 });

function parse(args) {
  const text = { type: 'string' };
  const options = { quick: { type: 'boolean' }, only: text, rounds: text, seconds: text, file: text };
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new Refusal(`${error.message}\n${usage}`);
  }
}

const end = watchForEnd();
try {
  await bench(end, createProgress(process.stderr));
} catch (error) {
  if (end.aborted) process.exitCode = 130;
  else explain(error);
}
process.exit();
