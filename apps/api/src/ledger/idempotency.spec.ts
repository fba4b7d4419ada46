import { Logger } from '@nestjs/common';
import { money } from '@tradeyard/kernel';
import { deposit } from '@tradeyard/ledger';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { booking } from '../../test/ledger.js';
import { IdempotencyJob } from './idempotency.job.js';
import { LedgerService } from './ledger.service.js';

const hourMs = 3_600_000;

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  app.clock.set('2026-05-04T12:00:00Z');
});
beforeEach(() => app.query('delete from idempotency'));
afterAll(() => app.close());

const forget = () => app.get(IdempotencyJob).run();
/** Another process's. */
const otherJob = () => new IdempotencyJob(app.get(DataSource), app.clock);

/** So many keys of that age. */
const remember = (count: number, ageMs: number) =>
  app.query(
    `insert into idempotency
     select gen_random_uuid(), 'key ' || n, 'the same', '{}', $2 from generate_series(1, $1::int) as n`,
    [count, new Date(app.clock.now().getTime() - ageMs)],
  );
async function countKeys(): Promise<number> {
  const [{ count }] = await app.query('select count(*)::int as count from idempotency');
  return count;
}

it.each([
  ['one that was just used', 0, 1],
  ['one of 48 hours', 48 * hourMs, 1],
  ['one of a millisecond more', 48 * hourMs + 1, 0],
  ['one of a year', 365 * 24 * hourMs, 0],
])('of keys, after %s there are', async (_, ageMs, left) => {
  await remember(1, ageMs);

  await forget();

  expect(await countKeys()).toBe(left);
});

it('a key that was forgotten is free again, and what it moved stays', async () => {
  const book = v7();
  const depositOnce = () =>
    app.get(LedgerService).submit(booking(deposit(book, money(1n, 'EUR')), { actor: book, key: 'pay day' }));
  const first = await depositOnce();
  app.clock.advance(48 * hourMs);
  await forget();
  const repeated = await depositOnce();
  app.clock.advance(1);
  await forget();
  const anew = await depositOnce();

  expect(repeated).toBe(first);
  expect(anew).not.toBe(first);
  expect(await app.query('select balance from account where book_id = $1', [book])).toEqual([
    { balance: '2' },
  ]);
});

it('takes as many batches as there is to forget', async () => {
  await remember(12_345, 49 * hourMs);
  await remember(3, 47 * hourMs);

  await forget();

  expect(await countKeys()).toBe(3);
});

it('several processes do it at once, and none waits for what another is at', async () => {
  await remember(20_000, 49 * hourMs);
  const other = app.get(DataSource).createQueryRunner();
  await other.query('begin');
  await other.query(`select from idempotency where key = 'key 1' for update`);

  await Promise.all([forget(), otherJob().run(), otherJob().run()]);

  const left = await countKeys();
  await other.query('rollback');
  await other.release();
  await forget();
  expect([left, await countKeys()]).toEqual([1, 0]);
});

it('what fails is on record, stops nobody, and is done the next time', async () => {
  const logged = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  await remember(1, 49 * hourMs);
  await app.query('alter table idempotency rename to gone');
  await forget();
  await app.query('alter table gone rename to idempotency');
  const failures = logged.mock.calls.map(([error]) => String(error));
  logged.mockRestore();

  await forget();

  expect(failures).toEqual([expect.stringContaining('"idempotency" does not exist')]);
  expect(await countKeys()).toBe(0);
});

it('an application that stops waits for the batch that its job is at, and for no other', async () => {
  await remember(12_345, 49 * hourMs);
  const job = otherJob();

  const run = job.run();
  await job.beforeApplicationShutdown();
  const left = await countKeys();
  await run;

  expect([left, await countKeys()]).toEqual([7_345, 7_345]);
});
