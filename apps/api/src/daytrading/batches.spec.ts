import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import {
  DayRun,
  deal,
  libraryState,
  linesOf,
  openBatch,
  textOf,
  type Line,
  type Told,
} from '../../test/day-run.js';
import { eventually } from '../../test/eventually.js';
import { auditLedger } from '../../test/ledger.js';
import { Problem } from '../platform/problem.js';
import { TurnBooking } from './turn-booking.service.js';

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register();
});
afterAll(() => app.close());

const add = (transaction: number, user: string, amount = '1.00'): Line => ({
  ...{ transaction, command: 'ADD' },
  args: [user, amount],
});
const sound = async () => expect(await auditLedger(app.query.bind(app))).toEqual([]);
const countLogged = async ({ id }: DayRun): Promise<number> =>
  (
    await app.query(
      'select coalesce(sum(commands), 0)::int as n from daytrading_trader where workload_id = $1',
      [id],
    )
  )[0].n;

describe('answers', () => {
  it('come in the order of each user, while users interleave, with the number of the line', async () => {
    const run = await DayRun.begin(ada);
    const lines = deal(2_000, 20, 7);
    const answers = await run.batch(lines);

    expect(answers.map(({ line }) => line).toSorted((a, b) => a - b)).toEqual(
      lines.map((_, index) => index + 1),
    );
    const userOf = ({ line }: Told) => lines[line - 1]?.args[0] ?? '';
    for (const own of Map.groupBy(answers, userOf).values()) {
      expect(own.map(({ line }) => line)).toEqual(own.map(({ line }) => line).toSorted((a, b) => a - b));
      expect(own.map(({ transaction }) => transaction)).toEqual(own.map(({ line }) => line));
    }
    const expected = libraryState(lines);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(expected.totals.ok);
    expect(await run.state()).toMatchObject(expected);
    await sound();
  });

  it('are those of single commands', async () => {
    const [one, many] = [await DayRun.begin(ada), await DayRun.begin(ada)];
    const lines = deal(150, 3, 3).filter(({ command }) => !/NONSENSE|SUMMARY/.test(command));
    const answers = await many.batch(lines);
    for (const [index, { transaction, command, args }] of lines.entries()) {
      const { status, body } = await one.send(command, args, { transaction });
      const { line, ok, ...rest } = answers.find((each) => each.line === index + 1) as Told;
      expect([line, ok]).toEqual([index + 1, status === 200]);
      expect(rest).toEqual(ok ? body : { transaction, code: body.code, message: body.detail });
    }
  });
});

describe('a request', () => {
  it('without a line has no answers', async () => {
    const run = await DayRun.begin(ada);
    expect([await run.batch(''), await run.batch('\n\n')]).toEqual([[], []]);
  });

  it.each(['application/json', 'text/plain', 'text/csv', 'application/x-ndjson2'])(
    'of %s is refused',
    async (type) => {
      const run = await DayRun.begin(ada);
      const { status, body } = await ada.post(`/daytrading/commands?workload=${run.id}`, '{}', {
        'content-type': type,
      });
      expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
    },
  );

  it('may have twenty thousand lines', { timeout: 60_000 }, async () => {
    const run = await DayRun.begin(ada);
    const lines = deal(20_000, 400, 11);
    const answers = await run.batch(lines);

    expect(new Set(answers.map(({ line }) => line)).size).toBe(20_000);
    const { totals } = await run.state();
    expect(totals).toEqual(libraryState(lines).totals);
    await sound();
  });

  it('has its DUMPLOG after everything before it', async () => {
    const run = await DayRun.begin(ada);
    const lines = Array.from({ length: 300 }, (_, index) => add(index + 1, `u${index % 50}`));
    const dump: Line = { transaction: 301, command: 'DUMPLOG', args: ['./log'] };
    const answers = await run.batch([...lines, dump, add(302, 'u0')]);

    const at = answers.findIndex(({ line }) => line === 301);
    const before = new Set(answers.slice(0, at).map(({ line }) => line));
    expect(lines.filter((_, index) => !before.has(index + 1))).toEqual([]);
    expect(answers[at]).toEqual({ line: 301, transaction: 301, ok: true });
    const numbers = (await run.log())
      .filter(({ kind }) => kind === 'userCommand')
      .map(({ transactionNum }) => Number(transactionNum));
    expect(numbers.slice(0, 300).toSorted((a, b) => a - b)).toEqual(lines.map((_, index) => index + 1));
    expect(numbers.slice(300).toSorted()).toEqual([301, 302]);
  });

  it(
    'whose client does not read costs little memory, and goes on when it reads',
    { timeout: 60_000 },
    async () => {
      const run = await DayRun.begin(ada);
      const size = 60_000;
      const { sent, answered } = openBatch(app, ada.accessToken, run);
      // Answers are long, so that they fill what lies between server and client.
      const lines = Array.from(
        { length: size },
        (_, index) => `{"command":"${'?'.repeat(99)}","args":["u${index % 7}"]}\n`,
      );
      let written = 0;
      const writing = (async () => {
        for (; written < size; written += 500)
          if (!sent.write(lines.slice(written, written + 500).join(''))) await once(sent, 'drain');
        sent.end();
      })();
      writing.catch(() => undefined);
      const [response] = await answered;
      response.pause();
      let before = -1;
      for (let done = 0; done !== before; done = await countLogged(run)) {
        before = done;
        await sleep(700);
      }
      expect(before).toBeLessThan(size - 5_000);

      const answers = linesOf((await response.toArray()).join(''));
      await writing;
      expect(answers).toHaveLength(size);
      expect(await countLogged(run)).toBe(size);
    },
  );

  it('of which a line is to be sent again holds back those of the same user, which would overtake it', async () => {
    const run = await DayRun.begin(ada);
    const lines = deal(4_000, 4, 9);
    const booking = app.get(TurnBooking);
    const book = booking.book.bind(booking);
    let turns = 0;
    vi.spyOn(booking, 'book').mockImplementation((turn) => {
      turns += 1;
      if (turns === 3) throw new Problem('service_unavailable', 'The database is away for a moment');
      return book(turn);
    });
    const first = await run.batch(lines);
    vi.restoreAllMocks();

    const again = first.filter(({ code }) => code === 'service_unavailable').map(({ line }) => line);
    expect(again.length).toBeGreaterThan(0);
    const held = new Set(again.map((line) => lines[line - 1]?.args[0]));
    expect(held.size).toBe(1);
    expect(await countLogged(run)).toBe(lines.length - again.length);
    const rest = again.toSorted((a, b) => a - b).map((line) => lines[line - 1] as Line);
    const codes = (await run.batch(rest)).map(({ code }) => code);
    expect(codes).not.toContain('transaction_out_of_order');
    expect((await run.state()).totals).toEqual(libraryState(lines).totals);
    await sound();
  });

  it('whose client leaves is carried out as far as it was read, and hangs nobody', async () => {
    const run = await DayRun.begin(ada);
    const { sent, answered } = openBatch(app, ada.accessToken, run);
    sent.write(textOf(deal(5_000, 10, 5)));
    const [response] = await answered;
    await once(response, 'data');
    sent.destroy();

    let before = -1;
    for (let done = 0; done !== before; done = await countLogged(run)) {
      before = done;
      await sleep(300);
    }
    expect(before).toBeGreaterThan(0);
    // Of each user a beginning of their lines, which can be sent again.
    const again = await run.batch(deal(5_000, 10, 5));
    expect(again.filter(({ replayed }) => replayed)).toHaveLength(before);
    expect(again.filter(({ code }) => code === 'transaction_out_of_order')).toEqual([]);
    expect((await run.state()).totals).toEqual(libraryState(deal(5_000, 10, 5)).totals);
    await eventually(sound);
  });
});
