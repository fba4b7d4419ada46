import { setTimeout as sleep } from 'node:timers/promises';
import { ended } from '../../tools/leash.mjs';
import { startApi } from '../ledger/api.mjs';
import { startContender } from '../ledger/contender.mjs';
import { createDatabase, startDatabase } from '../ledger/database.mjs';
import { registerPeople } from '../ledger/people.mjs';
import { prepareContest, streamPath } from './contest.mjs';
import { prepareMarket, symbols } from './instruments.mjs';
import { residentBytes } from './memory.mjs';
import { report } from './report.mjs';

const tickMs = 100;
const people = 20;
const crowds = [1_000, 10_000];
const idleCount = 5_000;
/** A process gives memory back, or asks for more, a while after it was used. */
const idleSettleMs = 4_000;

const noisy = { MARKET_TICK_MS: String(tickMs), STREAM_CONNECTIONS_PER_USER: '1000' };
const quiet = { MARKET_TICK_MS: '60000', STREAM_CONNECTIONS_PER_USER: '1000' };

/** Measures how many can watch the market, beside the barest server there is, and prints what it found. */
export async function measure({ rounds, seconds }, progress, end) {
  const server = await startDatabase({ gigabytesNeeded: 1 });
  const context = { server, running: [], rounds, seconds, progress, end };
  try {
    const work = async () => {
      const ingest = await measureIngest(context);
      context.url = await createDatabase(server.url, 'bench_market');
      await prepareMarket(context.url);
      const idle = await measureIdle(context);
      const contest = await measureCrowds(context);
      report({ ingest, idle, ...contest, seconds, rounds });
    };
    await Promise.race([work(), ended(end).then(() => end.throwIfAborted())]);
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

async function measureIngest(context) {
  const { rounds, seconds, progress } = context;
  const ingest = await start(context, startContender('../market/ingest.mjs'));
  const work = async () => {
    const rates = [];
    for (let round = 0; round < rounds; round++)
      rates.push(await ingest.measure({ seconds: Math.min(seconds, 4) }));
    return rates;
  };
  const rates = await progress.step(
    'ingest',
    'ticks …',
    work,
    (found) => `${Math.round(Math.max(...found))} ticks/s`,
  );
  await stopAll(context);
  return rates;
}

/** The API with people who are signed in. */
async function startSignedIn(context, environment) {
  const api = await start(context, startApi(context.url, environment));
  context.emails = (context.emails ?? 0) + 1;
  const registered = await registerPeople(`http://127.0.0.1:${api.port}`, people, `crowd-${context.emails}`);
  return { api, tokens: await registered.tokens() };
}

/** Bytes that a connection takes which is open, and watches something that does not move. */
async function measureIdle(context) {
  const { progress } = context;
  const { api, tokens } = await startSignedIn(context, quiet);
  const bare = await start(context, startContender('../market/bare.mjs'));
  const crowd = await start(context, startContender('../market/crowd.mjs'));
  const hello = JSON.stringify({ type: 'subscribe', channels: [`quotes:${symbols[0]}`] });
  const bytesOf = async (pid, way) => {
    await crowd.call('open', { count: idleCount, ...way }); // what a process took for the first ones it may have had already
    await sleep(idleSettleMs);
    const before = residentBytes(pid);
    await crowd.call('open', { count: idleCount, ...way });
    await sleep(idleSettleMs);
    const bytes = (residentBytes(pid) - before) / idleCount;
    await crowd.call('close');
    return bytes;
  };
  const work = async () => ({
    bare: await bytesOf(bare.pid, { port: await bare.call('port'), path: '/' }),
    stream: await bytesOf(api.pid, { port: api.port, path: streamPath, tokens, hello }),
  });
  const words = ({ bare: less, stream }) =>
    `${Math.round(less)} and ${Math.round(stream)} bytes a connection`;
  const idle = await progress.step('idle', `${idleCount} connections …`, work, words);
  await stopAll(context);
  return idle;
}

async function measureCrowds(context) {
  const { rounds, seconds, progress, end } = context;
  const { api, tokens } = await startSignedIn(context, noisy);
  const bare = await start(context, startContender('../market/bare.mjs'));
  const crowd = await start(context, startContender('../market/crowd.mjs'));
  const { measureRound, ...frame } = await prepareContest({ api, bare, crowd, tokens });
  const results = [];
  for (const count of crowds) {
    for (let round = 0; round < rounds; round++) {
      end.throwIfAborted();
      const work = () => measureRound({ count, seconds, round, withSlow: count === crowds[0] });
      const words = ({ bare: less, stream }) =>
        `${[less, stream].map(({ perSecond }) => `${Math.round(perSecond / 1000)}k/s`).join(' bare, ')} stream`;
      results.push({
        count,
        ...(await progress.step(`${count}`, `round ${round + 1} of ${rounds} …`, work, words)),
      });
    }
  }
  await stopAll(context);
  return { results, frame };
}
