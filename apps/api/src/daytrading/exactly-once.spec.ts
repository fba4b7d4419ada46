import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { DayRun, deal, dice, libraryState, type Line } from '../../test/day-run.js';
import { auditLedger } from '../../test/ledger.js';

// Two applications work on one database, as two processes do.

let app: TestApp;
let other: TestApp;
let ada: TestPerson;
let adaThere: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({ databaseUrl: app.databaseUrl });
  ada = await app.register();
  adaThere = await other.signIn(ada);
});
afterAll(async () => {
  await other.close();
  await app.close();
});

const sound = async () => expect(await auditLedger(app.query.bind(app))).toEqual([]);
const numbersOf = async (run: DayRun) =>
  (await run.log())
    .filter(({ kind }) => kind === 'userCommand')
    .map(({ username, transactionNum }) => `${username} ${transactionNum}`);

describe('a number that comes again', () => {
  it('is answered as before, also at another process, and moves nothing', async () => {
    const run = await DayRun.begin(ada);
    await run.all(['ADD', 'u', '1000.00']);
    const buy = () => run.send('BUY', ['u', 'ABC', '500.00'], { transaction: 7 });
    const first = await buy();
    const again = [
      await buy(),
      await run.at(adaThere).send('BUY', ['u', 'ABC', '500.00'], { transaction: 7 }),
    ];

    expect(first.body).toEqual({ transaction: 7, symbol: 'ABC', shares: 2, cash: '460.24', price: '230.12' });
    expect(again.map(({ body }) => body)).toEqual([1, 2].map(() => ({ ...first.body, replayed: true })));
    expect((await run.summary('u')).pending).toHaveLength(1);
    expect(await numbersOf(run)).toEqual(['u 1', 'u 7', 'u 8']);
    await sound();
  });

  it('is refused as before, though it could be carried out by now', async () => {
    const run = await DayRun.begin(ada);
    await run.all(['ADD', 'u', '1.00']);
    const buy = () => run.send('BUY', ['u', 'ABC', '500.00'], { transaction: 2 });
    const first = await buy();
    await run.all(['ADD', 'u', '1000.00']);
    const again = await buy();
    expect([again.status, again.body]).toEqual([422, first.body]);
    expect(await run.batch([{ transaction: 2, command: 'BUY', args: ['u', 'ABC', '500.00'] }])).toEqual([
      {
        ...{ line: 1, transaction: 2, ok: false, replayed: true },
        code: 'insufficient_funds',
        message: first.body.detail,
      },
    ]);
    expect((await run.state()).totals).toMatchObject({ commands: 3, failed: 1 });
  });

  it('stands for the first command, whatever comes with it', async () => {
    const run = await DayRun.begin(ada);
    await run.send('ADD', ['u', '10.00'], { transaction: 3 });
    const { body } = await run.send('SELL', ['u', 'ABC', '1'], { transaction: 3 });
    expect(body).toEqual({ transaction: 3, replayed: true });
    expect((await run.state()).users.u).toMatchObject({ balance: 10_00, ok: { ADD: 1 }, failed: {} });
  });

  it('while the first is under way waits for its answer', async () => {
    const run = await DayRun.begin(ada);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        run.at(index % 2 ? ada : adaThere).send('ADD', ['u', '10.00'], { transaction: 1 }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.filter(({ body }) => body.replayed !== true)).toHaveLength(1);
    expect((await run.state()).totals).toMatchObject({ balance: 10_00, commands: 1 });
  });

  it('in one turn with many others is found among them', async () => {
    const run = await DayRun.begin(ada);
    const lines = Array.from({ length: 700 }, (_, index): Line => ({
      ...{ transaction: 2 * index + 1, command: 'ADD' },
      args: ['u', `${index + 1}.00`],
    }));
    await run.batch(lines);
    for (const { transaction = 0 } of [lines[0], lines[333], lines[699]] as Line[]) {
      const { body } = await run.send('ADD', ['u', '1.00'], { transaction });
      expect(body).toEqual({ transaction, replayed: true });
    }
    const { status, body } = await run.send('ADD', ['u', '1.00'], { transaction: 334 });
    expect([status, body.code]).toEqual([409, 'transaction_out_of_order']);
    expect((await run.state()).totals).toMatchObject({ commands: 700 });
  });
});

it('a number that is lower than the newest and never came is too late', async () => {
  const run = await DayRun.begin(ada);
  await run.send('ADD', ['u', '1.00'], { transaction: 5 });
  for (const at of [run, run.at(adaThere)]) {
    const { status, body } = await at.send('ADD', ['u', '1.00'], { transaction: 4 });
    expect([status, body.code]).toEqual([409, 'transaction_out_of_order']);
  }
  expect(await run.batch([{ transaction: 4, command: 'ADD', args: ['u', '1.00'] }])).toMatchObject([
    { ok: false, transaction: 4, code: 'transaction_out_of_order' },
  ]);
  expect(await numbersOf(run)).toEqual(['u 5']);
  expect((await run.send('ADD', ['other', '1.00'], { transaction: 4 })).status).toBe(200);
});

it('a number is found behind what another process told meanwhile, whatever that one’s clock says', async () => {
  const run = await DayRun.begin(ada);
  await run.send('ADD', ['u', '1.00'], { transaction: 5 });
  // As a process would whose clock is behind: by an id that sorts before that of the command.
  await app.query(
    `insert into daytrading_log
     select '00000000-0000-7000-8000-000000000001', workload_id, trader_id, transaction, '[{"kind":"quoted","transaction":5,"atMs":1}]'
     from daytrading_log where workload_id = $1`,
    [run.id],
  );
  const { body } = await run.send('ADD', ['u', '1.00'], { transaction: 5 });
  expect(body).toEqual({ transaction: 5, replayed: true });
});

it('a summary is the same at a process that has to read it, after much that moved nothing', async () => {
  const run = await DayRun.begin(ada);
  await run.all(
    ['ADD', 'u', '900.00'],
    ['BUY', 'u', 'ABC', '300'],
    ['COMMIT_BUY', 'u'],
    ['BUY', 'u', 'S', '400'],
  );
  for (let index = 0; index < 25; index += 1) await run.all(['QUOTE', 'u', 'A']);
  const here = await run.summary('u');
  expect(here.transactions).toHaveLength(3);
  expect(await run.at(adaThere).summary('u')).toEqual(here);
});

describe('without a number', () => {
  it('a command takes the next, at whichever process', async () => {
    const run = await DayRun.begin(ada);
    await run.send('ADD', ['u', '1.00'], { transaction: 10 });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => run.at(index % 2 ? ada : adaThere).say('ADD', 'u', '1.00')),
    );
    const numbers = answers.map(({ body }) => body.transaction).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, index) => 11 + index));
    expect((await run.state()).totals).toMatchObject({ balance: 13_00 });
  });

  it('a key stands for the command', async () => {
    const run = await DayRun.begin(ada);
    const headers = { 'idempotency-key': 'one' };
    const add = (at: DayRun, amount = '1.00') => at.send('ADD', ['u', amount], { headers });
    const [first, again, there] = [await add(run), await add(run), await add(run.at(adaThere))];

    expect(first.body).toEqual({ transaction: 1 });
    expect([again.body, there.body]).toEqual([1, 2].map(() => ({ transaction: 1, replayed: true })));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const reused = await add(run, '2.00');
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect((await add(await DayRun.begin(ada))).body.code).toBe('idempotency_key_reused');
    const malformed = await run.send('ADD', ['u', '1'], { headers: { 'idempotency-key': 'a b' } });
    expect(malformed.body.code).toBe('idempotency_key_malformed');
    expect((await run.state()).totals).toMatchObject({ balance: 1_00, commands: 1 });
  });

  it('a key brings a refusal back as well', async () => {
    const run = await DayRun.begin(ada);
    const sell = () => run.send('SELL', ['u', 'S', '1.00'], { headers: { 'idempotency-key': 'two' } });
    const first = await sell();
    await run.all(['ADD', 'u', '1.00']);
    expect([first.body.code, (await sell()).body]).toEqual(['trader_unknown', first.body]);
    expect((await run.state()).totals).toMatchObject({ failed: 1, ok: 1 });
    await sound();
  });
});

it.each([1, 2, 3])(
  'two processes that get everything interleaved, doubled and in pieces carry out each command once (%i)',
  { timeout: 60_000 },
  async (seed) => {
    const run = await DayRun.begin(ada);
    const lines = deal(600, 6, seed);
    const roll = dice(seed);
    const doors = [run, run.at(adaThere)];
    // Each user's commands go out in their order, at one door or the other; and now and then some of before again.
    const clients = [...Map.groupBy(lines, ({ args }) => args[0]).values()].map(async (own) => {
      for (let next = 0; next < own.length;) {
        const size = 1 + roll(12);
        const from = Math.max(0, next - (roll(3) ? 0 : roll(10)));
        const piece = own.slice(from, next + size);
        const door = doors[roll(2)] as DayRun;
        const twice = roll(4) === 0 ? doors : [door];
        const told =
          roll(3) === 0 && piece[0]
            ? await Promise.all(twice.map((each) => each.batch(piece.slice(0, 1))))
            : await Promise.all(twice.map((each) => each.batch(piece)));
        for (const answers of told)
          expect(answers.map(({ code }) => code)).not.toContain('transaction_out_of_order');
        next = Math.max(next, from + (told[0]?.length ?? 0));
      }
    });
    await Promise.all(clients);

    expect(await run.state()).toMatchObject(libraryState(lines));
    const known = lines.filter(({ command }) => command !== 'NONSENSE');
    expect((await numbersOf(run)).toSorted()).toEqual(
      known.map(({ args, transaction }) => `${args[0]} ${transaction}`).toSorted(),
    );
    const answers = await run.at(adaThere).batch(lines);
    expect(answers.every(({ replayed }) => replayed)).toBe(true);
    await sound();
  },
);
