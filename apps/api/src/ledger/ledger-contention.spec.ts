import { setTimeout as sleep } from 'node:timers/promises';
import { money } from '@tradeyard/kernel';
import { deposit, transfer } from '@tradeyard/ledger';
import { v4 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { auditLedger, booking } from '../../test/ledger.js';
import { LedgerService } from './ledger.service.js';
import { LedgerWriter } from './ledger-writer.service.js';

// Two applications that want the same things at the same instant, in the orders that are hardest for them.
let app: TestApp;
let other: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({ databaseUrl: app.databaseUrl });
});
afterAll(async () => {
  await other.close();
  await app.close();
});

const query = (statement: string, parameters: readonly unknown[] = []) => app.query(statement, parameters);
const euros = (minor: bigint) => money(minor, 'EUR');
const slowMs = 400;

/** A row that takes `slowMs` to insert: whoever adds it is held up before anything else of its group is written. */
const slowRow = () => ({
  table: 'rate',
  values: { currency: `X${uuid()}`, date: '2026-01-01', perEuro: '1.5', source: 'test' },
});

describe('a key that two applications get, one of which has locked the accounts', () => {
  beforeAll(async () => {
    await query(`create function dawdle() returns trigger language plpgsql as $$
      begin perform pg_sleep(${slowMs / 1000}); return new; end $$`);
    await query('create trigger dawdle before insert on rate for each row execute function dawdle()');
  });
  afterAll(() => query('drop function dawdle cascade'));

  /** The other application locks the payer's account, and comes to the key only after a while. */
  async function begin() {
    const [payer, payee, actor] = [uuid(), uuid(), uuid()];
    await app.get(LedgerService).submit(booking(deposit(payer, euros(1_000n))));
    const pay = (options: Parameters<typeof booking>[1] = {}) =>
      booking(transfer(payer, payee, euros(1n)), options);
    const keyed = { actor, key: 'k' };
    const locked = other
      .get(LedgerWriter)
      .write([pay({ ...keyed, rows: [slowRow()] })], { lock: true })
      .catch((error: unknown) => error);
    await sleep(slowMs / 4);
    return { pay, keyed, locked, beganMs: Date.now() };
  }

  // The key is written by a group that waits for the one before it, which waits for the account, whose holder waits
  // for the key. Postgres sees no circle in that.
  it('holds nobody up for long when groups are in flight side by side', async () => {
    const { pay, keyed, locked, beganMs } = await begin();

    const first = app.get(LedgerService).submit(pay());
    await sleep(slowMs / 4);
    const second = app.get(LedgerService).submit(pay(keyed));
    await Promise.all([first, second, locked]);

    expect(Date.now() - beganMs).toBeLessThan(3_000);
    expect(await auditLedger(query)).toEqual([]);
  }, 30_000);

  it('holds nobody up for long', async () => {
    const { pay, keyed, locked, beganMs } = await begin();

    const answer = app.get(LedgerService).submit(pay(keyed));
    await Promise.all([answer, locked]);

    expect(Date.now() - beganMs).toBeLessThan(3_000);
    expect(await auditLedger(query)).toEqual([]);
  });
});
