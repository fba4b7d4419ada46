import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { DayRun, entriesIn, told } from '../../test/day-run.js';
import { highestId } from '../ledger/ledger-ids.service.js';
import { DayLog, readInOrder } from './day-log.service.js';
import { DayState } from './day-state.service.js';
import { DayTriggers } from './day-triggers.service.js';
import { TraderReader } from './trader-reader.service.js';
import { WorkloadsService } from './workloads.service.js';

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register();
});
afterAll(() => app.close());
afterEach(() => {
  vi.restoreAllMocks();
});

const traders = 100;
const turns = 2_000;
const perTurn = 100;

/** A run of so many turns that its log is some fifty megabytes. */
async function fill(run: DayRun): Promise<void> {
  const happenings = Array.from({ length: perTurn }, (_, index) => ({
    ...{ kind: 'command', transaction: index + 1, atMs: 1_700_000_000_000, command: 'ADD' },
    ...{ funds: '1.00', moved: ['1.00'] },
  }));
  await app.query(
    `insert into daytrading_trader (id, workload_id, name, version, transaction, commands, is_known)
     select gen_random_uuid(), $1, 'u' || n, 1, 1, 1, true from generate_series(1, ${traders}) as n`,
    [run.id],
  );
  await app.query(
    `insert into daytrading_log (id, workload_id, trader_id, transaction, happenings)
     select uuidv7(), $1, t.id, n, $2 from daytrading_trader t cross join generate_series(1, ${turns / traders}) as n
     where t.workload_id = $1`,
    [run.id, JSON.stringify(happenings)],
  );
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

it('of a system has everything, that of a user what is theirs', async () => {
  const run = await DayRun.begin(ada);
  await run.all(
    ['ADD', 'a', '1'],
    ['ADD', 'b', '2'],
    ['QUOTE', 'b', 'S'],
    ['DUMPLOG', 'x'],
    ['DUMPLOG', 'a', 'y'],
  );
  await run.ask('SELL', 'a', 'S', '1');
  await run.batch([{ command: 'FOO', args: ['b', '<&>\r\n"'] }]);

  const own = (await run.log('a')).map(told);
  expect(own).toEqual([
    ...['userCommand 1 ADD 1', 'accountTransaction 1 add 1.00', 'userCommand 2 DUMPLOG'],
    ...['userCommand 3 SELL 1', 'errorEvent 3 SELL 1'],
  ]);
  const others = (await run.log('b')).map(told);
  expect(others).toEqual([
    ...[
      'userCommand 1 ADD 2',
      'accountTransaction 1 add 2.00',
      'userCommand 2 QUOTE',
      'errorEvent 3 DISPLAY_SUMMARY',
    ],
  ]);
  expect((await run.log()).map(told).toSorted()).toEqual(
    [...own, ...others, 'userCommand 1 DUMPLOG'].toSorted(),
  );
});

it('of any size is streamed in little memory', { timeout: 60_000 }, async () => {
  const run = await DayRun.begin(ada);
  await fill(run);
  const response = await fetch(`${app.origin}/api/v1/daytrading/workloads/${run.id}/log`, {
    headers: { authorization: `Bearer ${ada.accessToken}` },
  });
  let rest = '';
  let [commands, moved, bytes, pieces] = [0, 0, 0, 0];
  const heap: number[] = [];
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    bytes += piece.length;
    const text = rest + piece;
    commands += text.split('<userCommand>').length - 1;
    moved += text.split('<accountTransaction>').length - 1;
    rest = text.slice(Math.max(text.lastIndexOf('<'), 0));
    commands -= rest.split('<userCommand>').length - 1;
    moved -= rest.split('<accountTransaction>').length - 1;
    pieces += 1;
    if (pieces % 200 !== 0) continue;
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    heap.push((heapUsed + arrayBuffers) / 1e6);
  }
  expect([commands, moved]).toEqual([turns * perTurn, turns * perTurn]);
  expect(bytes).toBeGreaterThan(40e6);
  expect(heap.length).toBeGreaterThan(3);
  expect(Math.max(...heap) - (heap[0] ?? 0)).toBeLessThan(15);

  const own = await run.log('u7');
  expect(own).toHaveLength((turns / traders) * perTurn * 2);
  const { totals } = await run.state();
  expect(totals).toMatchObject({ commands: turns * perTurn, account_transactions: turns * perTurn });
});

it('that breaks in the middle does not look whole', async () => {
  const run = await DayRun.begin(ada);
  await run.all(['ADD', 'a', '1']);
  const log = app.get(DayLog);
  const read = log.turns.bind(log);
  vi.spyOn(log, 'turns').mockImplementation(async function* (...args) {
    yield* read(...args);
    throw new Error('the database went away');
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const text = await run.person.get(`/daytrading/workloads/${run.id}/log`).then(
    ({ body }) => String(body),
    () => 'cut off',
  );
  expect(text).not.toContain('</log>');
});

it('whose reader leaves is not read to the end', async () => {
  const run = await DayRun.begin(ada);
  await fill(run);
  const log = app.get(DayLog);
  const read = log.turns.bind(log);
  let reads = 0;
  let ended = 0;
  vi.spyOn(log, 'turns').mockImplementation(async function* (...args) {
    try {
      for await (const each of read(...args)) {
        reads += 1;
        yield each;
      }
    } finally {
      ended += 1;
    }
  });
  const leaving = new AbortController();
  const response = await fetch(`${app.origin}/api/v1/daytrading/workloads/${run.id}/log`, {
    headers: { authorization: `Bearer ${ada.accessToken}` },
    signal: leaving.signal,
  });
  await response.body?.getReader().read();
  await sleep(300);
  leaving.abort();
  await vi.waitFor(() => expect(ended).toBe(1), 5_000);
  expect(reads).toBeLessThan(turns / 100);
});

it(
  'and everything else of day trading is looked up in indexes, however much there is',
  { timeout: 60_000 },
  async () => {
    const run = await DayRun.begin(ada, 'server');
    await run.all(['ADD', 'u1', '1']);
    const many = 100_000;
    await app.query(
      `insert into daytrading_trader (id, workload_id, name, version, transaction, commands, is_known)
     select gen_random_uuid(), case n % 4 when 0 then $1::uuid else gen_random_uuid() end, 'many' || n, 1, 1, 1, true
     from generate_series(1, ${many}) as n`,
      [run.id],
    );
    await app.query(
      `insert into daytrading_log (id, workload_id, trader_id, transaction, happenings)
     select uuidv7(), workload_id, id, 1, '[]' from daytrading_trader where name like 'many%'`,
    );
    await app.query(
      `insert into daytrading_reservation
     select gen_random_uuid(), id, case when n % 2 = 0 then 'standing' else 'pending' end, 'buy', 'S' || chr(65 + n::int % 26),
       100, 0, 0, case when n % 20 = 0 then 1000 + n % 7 end, 1, now(), case when n % 2 = 1 then now() + n * interval '1 h' end, n % 20 = 0
     from (select id, row_number() over () as n from daytrading_trader where name like 'many%') as t`,
    );
    for (const table of ['trader', 'log', 'reservation']) await app.query(`analyze daytrading_${table}`);

    const asked: [string, unknown[]][] = [];
    const runner = app.get(DataSource).createQueryRunner();
    const prototype = Object.getPrototypeOf(runner) as typeof runner;
    await runner.release();
    const query = Reflect.get(prototype, 'query') as (...given: unknown[]) => unknown;
    const spy = vi.spyOn(prototype, 'query').mockImplementation(function (
      this: typeof runner,
      ...given: readonly unknown[]
    ) {
      const [text, values = []] = given;
      asked.push([String(text), values as unknown[]]);
      return Reflect.apply(query, this, given) as Promise<never>;
    });
    const workload = await app.get(WorkloadsService).find(run.id);
    const triggers = app.get(DayTriggers);
    const first = async (user?: string) => {
      for await (const _ of app
        .get(DayLog)
        .turns(readInOrder(app.get(DataSource).manager), workload, highestId, user))
        break;
    };
    const { id } = await app.get(TraderReader).load(run.id, 'u1');
    await app.get(TraderReader).findHappening(id, 1);
    await first();
    await first('many4');
    await app.get(DayLog).stream(workload, 'u1');
    await triggers.meet({
      symbol: 'SZ',
      price: 5_000n,
      priceText: '',
      user: '',
      quotedAtMs: 0,
      cryptoKey: '',
    });
    await triggers.refresh();
    await triggers.expire();
    await run.traders();
    spy.mockRestore();

    const statements = asked.filter(
      ([text]) => /daytrading_(trader|log|reservation)/.test(text) && /^\s*(select|with)/i.test(text),
    );
    expect(new Set(statements.map(([text]) => text)).size).toBeGreaterThanOrEqual(11);
    for (const [text, values] of statements) {
      const plan = JSON.stringify((await app.query(`explain (format json) ${text}`, values))[0]);
      expect([text, /Seq Scan[^}]*"Relation Name":"(\w+)"/.exec(plan)?.[1]]).toEqual([text, undefined]);
    }
    expect(await app.get(DayState).read(workload)).toBeDefined();
  },
);

it('is a log, whatever names and commands hold', async () => {
  const run = await DayRun.begin(ada);
  const odd = ['</log>', '<userCommand>', '&lt;', ']]>', '\u0000\u0007\ufffe', '\ud800', '\'"'];
  await run.batch(
    odd.flatMap((text) => [
      { command: 'ADD', args: [text, '1'] },
      { command: text, args: [text, text, text] },
      { command: 'BUY', args: ['u', text, text] },
      { command: 'DUMPLOG', args: [text] },
    ]),
  );
  const { body } = await ada.get(`/daytrading/workloads/${run.id}/log`);
  expect(entriesIn(body).length).toBeGreaterThan(odd.length * 4);
  expect(body).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
});
