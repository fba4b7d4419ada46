import { money } from '@tradeyard/kernel';
import { deposit, noJournal } from '@tradeyard/ledger';
import fc from 'fast-check';
import { v4 as uuid, v7, version } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { auditLedger, booking } from '../../test/ledger.js';
import { highestId, LedgerIds, lowestIdOf } from './ledger-ids.service.js';
import { LedgerService } from './ledger.service.js';

const noon = Date.parse('2026-05-04T12:00:00Z');
const idsAt = (atMs: number) => {
  const clock = new TestClock();
  clock.set(new Date(atMs));
  return { clock, ids: new LedgerIds(clock) };
};
const millisecondOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

describe('ids of the ledger', () => {
  it('grow, whether the clock goes on, stands still or goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5_000, max: 5_000 }), { maxLength: 200 }), (steps) => {
        const { clock, ids } = idsAt(noon);
        const made = steps.map((step) => {
          clock.advance(step);
          return ids.next();
        });

        expect(made).toEqual(made.toSorted());
        expect(new Set(made).size).toBe(made.length);
        expect(made.every((id) => version(id) === 7)).toBe(true);
      }),
    );
  });

  it('lie between those that begin their millisecond and the next', () => {
    const made = idsAt(noon).ids.next();

    const order = [noJournal, lowestIdOf(new Date(noon)), made, lowestIdOf(new Date(noon + 1)), highestId];
    expect(order.toSorted()).toEqual(order);
  });

  it.each([
    ['before 1970', '0000-01-01T00:00:00Z', 0],
    ['in 1970', '1970-01-01T00:00:00.001Z', 1],
    ['in the last year of four digits', '9999-12-31T23:59:59.999Z', 253_402_300_799_999],
    ['later than an id can be', '+275760-09-13T00:00:00Z', 2 ** 48 - 1],
  ])('begin %s', (_, at, millisecond) => {
    expect(millisecondOf(lowestIdOf(new Date(at)))).toBe(millisecond);
  });

  it('are of their moment where nothing was later', () => {
    expect(millisecondOf(idsAt(noon).ids.next())).toBe(noon);
  });

  it('grow past every id that was seen, of whatever process, moment and counter', () => {
    const seen = fc.array(
      fc.record({
        msecs: fc.integer({ min: noon - 3, max: noon + 3 }),
        seq: fc.oneof(
          fc.integer({ min: 0, max: 0xffff_ffff }),
          fc.constantFrom(0, 0xffff_ffff, 0xffff_fffe, 0xf_ffff, 0x10_0000, 0x3f, 0x40),
        ),
      }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(seen, (others) => {
        const { ids } = idsAt(noon);
        let last = ids.next();
        for (const other of others) {
          const id = v7(other);
          ids.follow(id);
          const next = ids.next();
          expect(next > id && next > last).toBe(true);
          last = next;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('go back to the clock once it has caught up', () => {
    const { clock, ids } = idsAt(noon);
    ids.follow(v7({ msecs: noon + 1_000, seq: 7 }));
    expect(millisecondOf(ids.next())).toBe(noon + 1_000);

    clock.advance(2_000);
    expect(millisecondOf(ids.next())).toBe(noon + 2_000);
  });

  it('are not moved by an account that no journal has touched', () => {
    const { ids } = idsAt(noon);
    ids.follow('00000000-0000-0000-0000-000000000000');
    expect(millisecondOf(ids.next())).toBe(noon);
  });
});

describe('two applications whose clocks are an hour apart', () => {
  let app: TestApp;
  let late: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
    const clock = new TestClock();
    clock.advance(-3_600_000);
    late = await createTestApp({ databaseUrl: app.databaseUrl, clock });
  });
  afterAll(async () => {
    await late.close();
    await app.close();
  });

  it('order the postings of an account as they were booked', async () => {
    const book = uuid();
    const ids: string[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const ledger = (turn % 3 ? app : late).get(LedgerService);
      ids.push(await ledger.submit(booking(deposit(book, money(1n, 'EUR')))));
    }

    expect(ids).toEqual(ids.toSorted());
    const balances = await app.query(
      `select balance_after from posting p join account a on a.id = p.account_id
       where a.book_id = $1 order by journal_id`,
      [book],
    );
    expect(balances.map(({ balance_after }) => Number(balance_after))).toEqual(
      ids.map((_, index) => index + 1),
    );
    expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  });
});
