import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createTestApp, TestPerson, type TestApp } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';

// Two whole applications on one database.
let app: TestApp;
let other: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({ databaseUrl: app.databaseUrl, clock: app.clock });
});
beforeEach(async () => {
  ada = await app.register();
  bob = await app.register();
  await deposit('100.00');
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await other.close();
  await app.close();
});

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const deposit = (amount: string, currency = 'EUR', person = ada) =>
  person.post('/wallet/deposits', { amount: money(amount, currency) });
const send = (amount: string) =>
  ada.post('/wallet/transfers', { to: bob.user.handle, amount: money(amount) });
const reverse = (person: TestPerson, id: string) => person.post(`/wallet/transactions/${id}/reversal`, {});
const balance = async () => (await ada.get('/wallet/balances')).body.items[0].available.amount;

/** Until so many groups wait, for the journal or for one that does. */
const waitForWriters = (count: number) =>
  vi.waitFor(async () => {
    const [{ waiting }] = await app.query(
      `select count(distinct pid)::int as waiting from pg_locks
       where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`,
    );
    expect(waiting).toBe(count);
  });

// Less than the ledger waits for a storage that is silent: nobody here waits for somebody who waits for them.
const timeoutMs = 9_000;

it(
  'a reversal happens once, whoever asks at the same instant and wherever',
  { timeout: timeoutMs },
  async () => {
    const { body: sent } = await send('30.00');
    await deposit('1000.00', 'EUR', bob);
    const bobElsewhere = new TestPerson(other.origin, bob.accessToken, bob.user, bob.refreshToken);

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => reverse(index % 2 ? bob : bobElsewhere, sent.id)),
    );
    const late = await reverse(bob, sent.id);

    const codes = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(codes).toEqual(Array.from({ length: 19 }, () => 'already_reversed'));
    expect([late.status, late.body.code, late.body.errors[0].field]).toEqual([422, 'already_reversed', 'id']);
    expect(await balance()).toBe('100.00');
  },
);

it('a reversal happens once where two processes found it possible before either booked it', async () => {
  const { body: sent } = await send('30.00');
  await deposit('1000.00', 'EUR', bob);
  const bobElsewhere = new TestPerson(other.origin, bob.accessToken, bob.user, bob.refreshToken);
  const runner = app.get(DataSource).createQueryRunner();
  await runner.startTransaction();
  await runner.query('lock table journal in exclusive mode'); // read by both, written by neither

  const first = reverse(bob, sent.id);
  await waitForWriters(1);
  const late = reverse(bobElsewhere, sent.id);
  await waitForWriters(2);
  await runner.commitTransaction();
  await runner.release();

  const answers = await Promise.all([first, late]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  expect(answers.find(({ status }) => status === 422)?.body.code).toBe('already_reversed');
  expect(await balance()).toBe('100.00');
});
