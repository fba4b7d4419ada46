import { setTimeout as sleep } from 'node:timers/promises';
import { money } from '@tradeyard/kernel';
import { deposit, transfer, withdrawal, type Command } from '@tradeyard/ledger';
import { v4 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { auditLedger, booking } from '../../test/ledger.js';
import { LossyProxy, type Loss } from '../../test/lossy-proxy.js';
import { LedgerService } from './ledger.service.js';
import { LedgerWriter } from './ledger-writer.service.js';

// Several groups on their way to storage at once, and something happens to one of them.
let app: TestApp;
let proxy: LossyProxy;
let behind: TestApp;
/** How many groups were ahead of each that was begun, since the test began. */
let ahead: number[] = [];
beforeEach(() => {
  ahead = [];
});
beforeAll(async () => {
  app = await createTestApp();
  proxy = await LossyProxy.open(app.databaseUrl);
  behind = await startBehind();
});
afterAll(async () => {
  await behind.close();
  await proxy.close();
  await app.close();
});

async function startBehind(): Promise<TestApp> {
  const started = await createTestApp({ databaseUrl: proxy.url });
  started.nest.useLogger(false); // what goes wrong here is meant to
  const writer = started.get(LedgerWriter);
  const write = writer.write.bind(writer);
  vi.spyOn(writer, 'write').mockImplementation((commands, options) => {
    ahead.push(options?.ahead?.length ?? 0);
    return write(commands, options);
  });
  return started;
}

const query = (statement: string, parameters: readonly unknown[] = []) => app.query(statement, parameters);
const euros = (minor: bigint) => money(minor, 'EUR');
const submit = (command: Command<string>): Promise<string> => behind.get(LedgerService).submit(command);

async function balanceOf(book: string): Promise<bigint> {
  const [row] = await query('select sum(balance) as balance from account where book_id = $1', [book]);
  return BigInt(row.balance ?? 0);
}

/** So many groups, of up to 1,024 commands each, that there are always some side by side. */
const crowd = 8_000;
const losses: Loss[][] = [
  ['answer'],
  ['answer', 'answer', 'answer'],
  ['request'],
  ['request', 'answer'],
  ['late'],
  ['late', 'request', 'late'],
  ['flush'],
];

describe('groups in flight side by side', () => {
  it.each(losses.map((each) => [each.join(', '), each] as const))(
    'whose commits are lost (%s) move the money once, without any key',
    async (_, lost) => {
      const [from, to] = [uuid(), uuid()];
      await submit(booking(deposit(from, euros(BigInt(crowd)))));
      proxy.lose(...lost);

      const ids = await Promise.all(
        Array.from({ length: crowd }, () => submit(booking(transfer(from, to, euros(1n))))),
      );

      expect(proxy.pending).toBe(0);
      expect(Math.max(...ahead)).toBeGreaterThan(0);
      expect([await balanceOf(from), await balanceOf(to)]).toEqual([0n, BigInt(crowd)]);
      const [{ count }] = await query('select count(*)::int from journal where id = any ($1)', [ids]);
      expect(count).toBe(crowd);
      expect(await auditLedger(query)).toEqual([]);
    },
  );

  it('that lose a commit answer each key once, whatever was sent again meanwhile', async () => {
    const actor = uuid();
    proxy.lose('answer', 'late');
    const pay = (key: string) => submit(booking(deposit(actor, euros(1n)), { actor, key }));

    const answers = await Promise.all(
      Array.from({ length: crowd }, (_, index) => pay(`key ${index % (crowd / 4)}`)),
    );

    expect(new Set(answers).size).toBe(crowd / 4);
    expect(await balanceOf(actor)).toBe(BigInt(crowd / 4));
    expect(await auditLedger(query)).toEqual([]);
  });

  it('refuse what only a group that failed would have covered, and pay out what there is', async () => {
    const book = uuid();
    await submit(booking(deposit(book, euros(300n))));
    proxy.lose('request');

    const results = await Promise.allSettled(
      Array.from({ length: crowd }, (_, index) =>
        submit(booking(index % 2 ? withdrawal(book, euros(1n)) : transfer(book, uuid(), euros(1n)))),
      ),
    );

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(300);
    expect(await balanceOf(book)).toBe(0n);
  });

  it.each([0, 700, 1_999])('lose only the one that cannot be written (at %i)', async (place) => {
    const book = uuid();
    const results = await Promise.allSettled(
      Array.from({ length: crowd }, (_, index) => {
        const journal = deposit(book, euros(1n));
        return submit(booking(index === place ? { ...journal, memo: 'a\0b' } : journal));
      }),
    );

    expect(Math.max(...ahead)).toBeGreaterThan(0);
    expect(results.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([place]);
    expect(await balanceOf(book)).toBe(BigInt(crowd - 1));
    expect(await auditLedger(query)).toEqual([]);
  });

  it('and one with a command that cannot be written, whose connection breaks, lose only that command', async () => {
    const book = uuid();
    const impatient = await startBehind();
    proxy.lose('answer');

    const settled = Promise.allSettled(
      Array.from({ length: 100 }, (_, index) => {
        const journal = deposit(book, euros(1n));
        const command = booking(index === 50 ? { ...journal, memo: 'a\0b' } : journal);
        return impatient.get(LedgerService).submit(command);
      }),
    );
    await Promise.race([settled, sleep(3_000)]);
    impatient.clock.advance(21_000); // who still waits is told to come back later
    const results = await settled;
    await impatient.close();

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(99);
    expect(await balanceOf(book)).toBe(99n);
  });
});
