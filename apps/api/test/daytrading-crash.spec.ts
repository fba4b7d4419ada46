import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findFreePort, startBuiltApi, type BuiltApi } from './built-api.js';
import { TestClient } from './client.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import {
  DayRun,
  deal,
  dice,
  entriesIn,
  libraryState,
  ndjson,
  textOf,
  type Line,
  type Told,
} from './day-run.js';
import { auditLedger } from './ledger.js';

// A real process is killed in the middle of a workload, again and again. Clients send again what was not answered.

const size = 6_000;
const users = 40;
const killsMax = 5;
const pieceMax = 150;

let database: TestDatabase;
let port: number;
let api: BuiltApi;
let run: DayRun;
let authorization: string;
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseServerUrl'));
  port = await findFreePort();
  api = await startBuiltApi(database.url, port);
  const anonymous = new TestClient(api.origin);
  const { body } = await anonymous.post('/auth/register', {
    ...{ email: 'ada@example.org', password: 'correct horse battery staple' },
    ...{ displayName: 'Ada', baseCurrency: 'EUR' },
  });
  authorization = `Bearer ${body.accessToken}`;
  run = await DayRun.begin(anonymous.with({ authorization }));
}, 60_000);
afterAll(async () => {
  await api.kill();
  await database.drop();
}, 30_000);

type Numbered = Required<Line>;
/** What was answered first to each number, and how often anything was. */
const first = new Map<number, string>();
let answers = 0;
let brokenOff = 0;
let replayed = 0;

/** Whoever was answered is answered the same again. */
function hear({ line: _, replayed: isReplayed, transaction = 0, ...rest }: Told): void {
  const text = JSON.stringify(Object.entries(rest).sort());
  expect(first.get(transaction) ?? text).toBe(text);
  first.set(transaction, text);
  answers += 1;
  if (isReplayed) replayed += 1;
}

/** Sends lines until each has its answer; what came before the connection broke counts. */
async function insist(lines: readonly Numbered[]): Promise<void> {
  for (let left = lines; left.length > 0; left = left.filter(({ transaction }) => !first.has(transaction))) {
    try {
      const response = await fetch(`${api.origin}/api/v1/daytrading/commands?workload=${run.id}`, {
        method: 'POST',
        headers: { ...ndjson, authorization },
        body: textOf(left),
      });
      let text = '';
      for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const whole = (text + piece).split('\n');
        text = whole.pop() ?? '';
        for (const each of whole.map((line): Told => JSON.parse(line)))
          if (each.code !== 'service_unavailable') hear(each);
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      brokenOff += 1;
      await sleep(100);
    }
  }
}

/** The same for one command by its own route. */
async function insistSingly({ transaction, command, args }: Numbered): Promise<void> {
  for (;;) {
    try {
      const { status, body } = await run.send(command, args, { transaction });
      if (status >= 500) continue;
      const { code, detail: message, ...result } = body;
      if (status === 200) hear({ line: 0, ok: true, ...result, transaction });
      else hear({ line: 0, ok: false, transaction, code, message });
      return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      brokenOff += 1;
      await sleep(100);
    }
  }
}

it(
  'comes to the library’s end and logs each command once, however often it is killed',
  { timeout: 120_000 },
  async () => {
    // One that has no route can only be sent in a batch.
    const lines = deal(size, users, 17).filter(({ command }) => !/SUMMARY/.test(command));
    const roll = dice(17);
    const byUser = [...Map.groupBy(lines, ({ args }) => args[0]).values()];
    // Half of the users send their commands one by one, the others in common batches.
    const single = byUser.slice(0, users / 2).map(async (own) => {
      for (const line of own) {
        if (line.command === 'NONSENSE') await insist([line]);
        else await insistSingly(line);
      }
    });
    const together = new Set(byUser.slice(users / 2).flat());
    const inBatches = (async () => {
      const mine = lines.filter((line) => together.has(line));
      for (let from = 0; from < mine.length;) {
        const to = from + 1 + roll(pieceMax);
        await insist(mine.slice(from, to));
        from = to;
      }
    })();
    let left = 1;
    const everything = Promise.all([...single, inBatches]).finally(() => (left = 0));
    let kills = 0;
    for (; kills < killsMax && left > 0; kills += 1) {
      const goal = answers + 300 + roll(400);
      while (answers < goal && left > 0) await sleep(1);
      await sleep(roll(20));
      await api.kill();
      api = await startBuiltApi(database.url, port);
    }
    await everything;

    expect([kills, brokenOff > kills]).toEqual([killsMax, true]);
    const expected = libraryState(lines);
    const { totals, users: found } = await run.state();
    expect(totals).toEqual(expected.totals);
    expect(found).toEqual(expected.users);
    await requireLogged(lines);

    const again = await run.batch(lines);
    expect(again.filter((each) => each.replayed !== true)).toEqual([]);
    again.forEach(hear);
    expect((await run.state()).totals).toEqual(expected.totals);
    await requireLogged(lines);
    console.info(
      `${answers} answers, ${brokenOff} broken off, ${replayed - lines.length} had been carried out`,
    );
  },
);

async function requireLogged(lines: readonly Numbered[]): Promise<void> {
  const { body } = await run.person.get(`/daytrading/workloads/${run.id}/log`);
  const entries = entriesIn(body);
  const numbers = entries
    .filter(({ kind }) => kind === 'userCommand')
    .map(({ transactionNum }) => Number(transactionNum));
  const known = lines.filter(({ command }) => command !== 'NONSENSE').map(({ transaction }) => transaction);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(known);
  const { totals } = libraryState(lines);
  expect(entries.filter(({ kind }) => kind === 'errorEvent')).toHaveLength(totals.failed);
  expect(entries.filter(({ kind }) => kind === 'accountTransaction')).toHaveLength(
    totals.account_transactions,
  );
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  expect(await auditLedger(async (text) => (await client.query(text)).rows)).toEqual([]);
  await client.end();
}
