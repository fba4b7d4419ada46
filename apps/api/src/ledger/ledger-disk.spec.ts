import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { money } from '@tradeyard/kernel';
import { deposit } from '@tradeyard/ledger';
import { v4 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { auditLedger, booking } from '../../test/ledger.js';
import { LedgerService } from './ledger.service.js';

// A disk of a few megabytes that holds the postings. Only root may mount one, and a database on another machine
// would not see it; elsewhere the same error is raised by a trigger (ledger-faults.spec.ts).

const place = mkdtempSync(join(tmpdir(), 'tradeyard-disk-'));
const isMounted =
  !process.env['TEST_DATABASE_URL'] &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m,mode=0700', 'tmpfs', place]).status === 0;
if (!isMounted) rmSync(place, { recursive: true });
const diskName = `disk_${uuid().replaceAll('-', '')}`;

describe.skipIf(!isMounted)('a disk that is full', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
    app.nest.useLogger(false); // what goes wrong here is meant to
    await app.query(`create tablespace ${diskName} location '${place}'`);
    await app.query(`alter table posting set tablespace ${diskName}`);
    await app.query(`alter index posting_pkey set tablespace ${diskName}`);
  });
  afterAll(async () => {
    await app.query('alter table posting set tablespace pg_default');
    await app.query('alter index posting_pkey set tablespace pg_default');
    await app.query('drop table if exists filler');
    await app.query(`drop tablespace ${diskName}`);
    await app.close();
    spawnSync('umount', [place]);
    rmSync(place, { recursive: true, force: true });
  }, 30_000);

  /** To the last page: whatever needs one more is refused by the disk itself. */
  async function fill(): Promise<void> {
    await app.query(`create table filler (text text) tablespace ${diskName}`);
    for (const rows of [2_000, 100, 10, 1]) {
      const add = () =>
        app.query(`insert into filler select repeat('x', 1000) from generate_series(1, ${rows})`);
      let error: unknown;
      while (!error) await add().catch((reason: unknown) => (error = reason));
      expect(error).toMatchObject({ driverError: { code: '53100' } });
    }
  }

  const euros = (minor: bigint) => money(minor, 'EUR');
  const pay = (book: string, index: number) =>
    app.get(LedgerService).submit(booking(deposit(book, euros(1n)), { actor: book, key: `key ${index}` }));
  const crowd = 1_500;

  async function balanceOf(book: string): Promise<bigint> {
    const [row] = await app.query('select sum(balance) as balance from account where book_id = $1', [book]);
    return BigInt(row.balance ?? 0);
  }

  it('is waited for, and nobody is answered before there is room', async () => {
    const book = uuid();
    await fill();

    const answers = Promise.all(Array.from({ length: crowd }, (_, index) => pay(book, index)));
    const early = await Promise.race([answers, sleep(1_000)]);
    const booked = await balanceOf(book);
    await app.query('drop table filler');
    const ids = await answers;

    expect(early).toBeUndefined();
    expect(booked).toBe(0n);
    expect(new Set(ids).size).toBe(crowd);
    expect(await balanceOf(book)).toBe(BigInt(crowd));
    expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  }, 30_000);

  it('that stays full is told of, and what is sent again under its key is done once', async () => {
    const book = uuid();
    await fill();
    const waiting = Promise.allSettled(Array.from({ length: crowd }, (_, index) => pay(book, index)));
    await sleep(300);
    app.clock.advance(21_000);
    const results = await waiting;

    await app.query('drop table filler');
    const ids = await Promise.all(Array.from({ length: crowd }, (_, index) => pay(book, index)));

    const told = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(new Set(told)).toEqual(new Set(['service_unavailable']));
    // Who was answered all the same keeps that answer.
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') expect(ids[index]).toBe(result.value);
    }
    expect(new Set(ids).size).toBe(crowd);
    expect(await balanceOf(book)).toBe(BigInt(crowd));
    expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  }, 30_000);
});
