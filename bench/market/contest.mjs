import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds } from '../ledger/cpu.mjs';
import { symbols } from './instruments.mjs';
import { recordFrames } from './record.mjs';

export const streamPath = '/api/v1/stream';
/** The start of a crowd is no part of a measurement. */
const settleMs = 1_500;
/** What is left in the sockets of the crowd before. */
const pauseMs = 500;
const recordSeconds = 3;

/** What each client says first: it wants all instruments. */
export const hello = JSON.stringify({
  type: 'subscribe',
  channels: symbols.map((symbol) => `quotes:${symbol}`),
});

/** The stream and the bare server by turns, with the same crowd. `api` has its `tokens`. */
export async function prepareContest({ api, bare, crowd, tokens }) {
  const frames = await recordFrames({
    port: api.port,
    path: streamPath,
    token: tokens[0],
    hello,
    seconds: recordSeconds,
  });
  const everyMs = Math.round((recordSeconds * 1000) / frames.length);
  const barePort = await bare.call('port');

  const open = {
    bare: async (count) => {
      await crowd.call('open', { count, port: barePort, path: '/' });
      await bare.call('broadcast', { frames, everyMs });
    },
    stream: (count) => crowd.call('open', { count, port: api.port, path: streamPath, tokens, hello }),
  };
  const pids = { bare: bare.pid, stream: api.pid };

  async function measureOpen(who, seconds) {
    const before = cpuSeconds(pids[who]);
    const result = await crowd.measure({ seconds });
    if (result.closed > 0) throw new Error(`${who}: ${result.closed} connections were lost.`);
    return { ...result, serverCpu: (cpuSeconds(pids[who]) - before) / seconds };
  }

  /** One after the other in the order of `round`; with a slow client for the stream once more, where that is asked for. */
  async function measureRound({ count, seconds, round, withSlow }) {
    const results = {};
    for (const who of round % 2 === 0 ? ['bare', 'stream'] : ['stream', 'bare']) {
      await open[who](count);
      await sleep(settleMs);
      results[who] = await measureOpen(who, seconds);
      if (who === 'stream' && withSlow) {
        await crowd.call('pause', { count: 1 });
        await sleep(settleMs);
        results.slow = await measureOpen(who, seconds);
      }
      if (who === 'bare') await bare.call('silence');
      await crowd.call('close');
      await sleep(pauseMs);
    }
    return results;
  }
  return {
    measureRound,
    frameBytes: frames[0].length,
    messagesPerFrame: frames[0].split('"seq":').length - 1,
    everyMs,
  };
}
