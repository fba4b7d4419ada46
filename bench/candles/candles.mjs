import { Agent, request } from 'node:http';
import { ended } from '../../tools/leash.mjs';
import { startApi } from '../ledger/api.mjs';
import { watchCpu } from '../ledger/cpu.mjs';
import { createDatabase, startDatabase, withClient } from '../ledger/database.mjs';
import { registerPeople } from '../ledger/people.mjs';
import { fillMinutes, minutes, packedMinutes, tenYears } from './history.mjs';

const goals = { daysMsMax: 20, minutesMsMax: 150 };
const warmUps = 30;
const symbol = 'BENCH1';

const questions = [
  { name: '10 years of days', path: 'candles/columns?interval=1d', key: 'days' },
  { name: '10 years of days, one by one', path: 'candles?interval=1d&limit=10000', key: 'daysOneByOne' },
  { name: '100,000 minutes', path: 'candles/columns?interval=1m&limit=100000', key: 'minutes' },
  { name: '100,000 minutes in 1,000 points', path: 'candles?interval=1m&points=1000', key: 'thinned' },
];

/** Fills a database with candles of many instruments, mixed as they come in, and asks the built API for those of one. */
export async function measure({ instruments, requests }, progress, end) {
  const server = await startDatabase({ gigabytesNeeded: instruments > 10 ? 8 : 2 });
  const running = {};
  try {
    const work = async () => {
      const url = await createDatabase(server.url, 'bench_candles');
      await (await startApi(url)).stop(); // has brought the schema
      const fill = () => withClient(url, (client) => fillMinutes(client, symbol, instruments, end));
      await progress.step('history', `${instruments} instruments …`, fill, () => 'history written');
      running.api = await startApi(url);
      await progress.step(
        'packs',
        'being packed …',
        () => waitForPacks(url, instruments, end),
        () => 'packed',
      );
      const [token] = await (await registerPeople(`http://127.0.0.1:${running.api.port}`, 1)).tokens();
      const results = [];
      for (const question of questions) {
        for (const encoding of ['identity', 'gzip']) {
          const ask = () =>
            measureOne(
              { api: running.api, postgres: server.watched, token, encoding, ...question },
              requests,
              end,
            );
          results.push(await progress.step(question.name, `${encoding} …`, ask, () => encoding));
        }
      }
      const plan = await withClient(url, explain);
      report({ instruments, requests, results, plan });
    };
    await Promise.race([work(), ended(end).then(() => end.throwIfAborted())]);
  } finally {
    await running.api?.stop();
    await server.stop();
  }
}

async function waitForPacks(url, instruments, end) {
  await withClient(url, async (client) => {
    for (;;) {
      end.throwIfAborted();
      if ((await packedMinutes(client)) > instruments * (minutes - 2 * 1_440)) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  });
}

async function measureOne({ api, postgres, ...question }, count, end) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times = [];
  const askOnce = () => ask({ ...question, port: api.port, agent });
  let bytes = 0;
  let cpu;
  try {
    for (let index = 0; index < warmUps; index++) await askOnce();
    const readCpu = watchCpu({ postgres, apiPid: api.pid });
    for (let index = 0; index < count; index++) {
      end.throwIfAborted();
      const answer = await askOnce();
      bytes = answer.bytes;
      times.push(answer.ms);
    }
    cpu = readCpu();
  } finally {
    agent.destroy();
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  const { name, encoding, key } = question;
  const [postgresMs, nodeMs] = [cpu.postgres, cpu.node].map((seconds) => (seconds * 1_000) / count);
  return {
    name,
    encoding,
    key,
    bytes,
    leastMs: times[0],
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    postgresMs,
    nodeMs,
  };
}

/** Milliseconds until the last byte of an answer, and how many bytes it had. It has to be a 200. */
function ask({ port, token, path, agent, encoding }) {
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': encoding };
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const address = {
      host: '127.0.0.1',
      port,
      path: `/api/v1/instruments/${symbol}/${path}`,
      agent,
      headers,
    };
    request(address, (response) => {
      let bytes = 0;
      response.on('data', (chunk) => (bytes += chunk.length));
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve({ ms: performance.now() - begin, bytes });
        else reject(new Error(`${path} was answered by ${response.statusCode}`));
      });
    })
      .once('error', reject)
      .end();
  });
}

/** How Postgres finds one day of minutes: which tables it opens, and by which index. */
async function explain(client) {
  const from = new Date(Date.now() - 86_400_000);
  const { rows } = await client.query(
    `explain select * from candle where symbol = '${symbol}' and "interval" = '1m'
       and at between '${from.toISOString()}' and 'infinity' order by at limit 1000`,
  );
  return rows.map((row) => row['QUERY PLAN'].replace(/ \(cost.*/, '')).join('\n');
}

function report({ instruments, requests, results, plan }) {
  console.log(
    `\n${instruments} instruments, ${tenYears} days and ${minutes} minutes each; ${requests} requests each\n`,
  );
  console.log(
    '| asked for                       | encoding |    kB | least ms |  p50 ms |  p99 ms | Postgres | Node |',
  );
  console.log(
    '| ------------------------------- | -------- | ----: | -------: | ------: | ------: | -------: | ---: |',
  );
  for (const { name, encoding, bytes, leastMs, p50Ms, p99Ms, postgresMs, nodeMs } of results) {
    const cells = [
      name.padEnd(31),
      encoding.padEnd(8),
      String(Math.round(bytes / 1_000)).padStart(5),
      leastMs.toFixed(1).padStart(8),
      p50Ms.toFixed(1).padStart(7),
      p99Ms.toFixed(1).padStart(7),
      postgresMs.toFixed(1).padStart(8),
      nodeMs.toFixed(1).padStart(4),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log(`\n${plan}\n`);
  const p50 = (wanted) =>
    Number(results.find(({ key, encoding }) => key === wanted && encoding === 'identity').p50Ms.toFixed(1));
  console.log(`${goal(p50('days'), goals.daysMsMax)} ms for ten years of days`);
  console.log(`${goal(p50('minutes'), goals.minutesMsMax)} ms for 100,000 minutes`);
  const figures = Object.fromEntries(results.map(({ key }) => [`${key}P50Ms`, p50(key)]));
  console.log(JSON.stringify({ bench: 'candles', ...figures }));
}

const goal = (value, most) => `${value <= most ? 'reached' : 'MISSED '}  ${value} of at most ${most}`;
