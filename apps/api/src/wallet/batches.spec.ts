import { SchedulerRegistry } from '@nestjs/schedule';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  app.get(SchedulerRegistry).deleteInterval('holds');
});
beforeEach(async () => {
  ada = await app.register({ displayName: 'Ada' });
  bob = await app.register({ displayName: 'Bob' });
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const money = (amount: unknown, currency: unknown = 'EUR') => ({ amount, currency });
const deposit = (amount: unknown) => ({ kind: 'deposit', amount: money(amount) });
const withdrawal = (amount: unknown) => ({ kind: 'withdrawal', amount: money(amount) });
const transfer = (amount: unknown, rest: object = {}) => ({
  kind: 'transfer',
  to: bob.user.handle,
  amount: money(amount),
  ...rest,
});
const batch = (commands: unknown, person = ada, headers: Record<string, string> = {}) =>
  person.post('/wallet/batches', { commands }, headers);

/** What is available and held, by currency. */
async function balances(person = ada): Promise<Record<string, [string, string]>> {
  const { body } = await person.get('/wallet/balances');
  return Object.fromEntries(
    body.items.map(
      ({
        currency,
        available,
        held,
      }: {
        currency: string;
        available: { amount: string };
        held: { amount: string };
      }) => [currency, [available.amount, held.amount]],
    ),
  );
}

describe('a batch', () => {
  it('does all of it, each on what the one before it left, and answers in order', async () => {
    const { status, body } = await batch([
      deposit('100.00'),
      transfer('30.00', { memo: 'Rent' }),
      { kind: 'conversion', from: money('10.00'), to: { currency: 'USD' } },
      { kind: 'hold', to: bob.user.handle, amount: money('50.00'), memo: 'Bike', expiresIn: 3600 },
      withdrawal('10.00'),
    ]);

    expect(status).toBe(201);
    expect(body.results).toMatchObject([
      { kind: 'deposit', changes: [{ balanceAfter: '100.00' }] },
      { kind: 'transfer', memo: 'Rent', changes: [{ balanceAfter: '70.00' }] },
      { kind: 'conversion', changes: [{ balanceAfter: '60.00' }, { amount: '11.68' }] },
      { status: 'open', memo: 'Bike', amount: money('50.00'), payee: { handle: bob.user.handle } },
      { kind: 'withdrawal', changes: [{ balanceAfter: '50.00', heldAfter: '50.00' }] },
    ]);
    expect(Object.keys(body)).toEqual(['results']);
    expect(await balances()).toEqual({ EUR: ['0.00', '50.00'], USD: ['11.68', '0.00'] });
    expect(await balances(bob)).toEqual({ EUR: ['30.00', '0.00'] });
    const kinds = (await ada.get('/wallet/transactions')).body.items.map(
      ({ kind }: { kind: string }) => kind,
    );
    expect(kinds).toEqual(['withdrawal', 'hold', 'conversion', 'transfer', 'deposit']);
  });

  it('ends holds', async () => {
    await deposit100();
    const [one, two] = [await holdForBob('20.00'), await holdForBob('30.00')];

    const { status, body } = await batch(
      [
        { kind: 'capture', holdId: one, amount: money('15.00') },
        { kind: 'release', holdId: two },
        withdrawal('15.00'),
      ],
      bob,
    );

    expect(status).toBe(201);
    expect(body.results).toMatchObject([
      { id: one, status: 'captured', captured: money('15.00') },
      { id: two, status: 'released' },
      { kind: 'withdrawal', changes: [{ balanceAfter: '0.00' }] },
    ]);
    expect(await balances()).toEqual({ EUR: ['85.00', '0.00'] });
  });

  it('can have a hundred commands', async () => {
    const { status, body } = await batch(Array.from({ length: 100 }, () => deposit('0.01')));

    expect([status, body.results.length]).toEqual([201, 100]);
    expect(await balances()).toEqual({ EUR: ['1.00', '0.00'] });
  });

  it('happens once, however often it is sent under its key', async () => {
    const key = { 'idempotency-key': 'payroll' };
    const commands = [
      deposit('100.00'),
      transfer('30.00'),
      { kind: 'conversion', from: money('10'), to: { currency: 'NOK' } },
    ];

    const answers = await Promise.all([1, 2, 3].map(() => batch(commands, ada, key)));
    const rates = await app.query(`delete from rate where currency = 'NOK' returning *`);
    answers.push(await batch(commands, ada, key));
    const reused = await batch([deposit('100.00')], ada, key);

    expect(rates[0].length).toBeGreaterThan(0);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const replays = answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true');
    expect(replays).toHaveLength(3);
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect((await balances()).EUR).toEqual(['60.00', '0.00']);
  });

  it('takes no more than there is, however many come at once', async () => {
    await deposit100();

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => batch([transfer('15.00'), withdrawal('15.00')])),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
      new Set(['insufficient_funds']),
    );
    expect([await balances(), await balances(bob)]).toEqual([
      { EUR: ['10.00', '0.00'] },
      { EUR: ['45.00', '0.00'] },
    ]);
  });
});

const deposit100 = () => ada.post('/wallet/deposits', { amount: money('100.00') });
const holdForBob = async (amount: string): Promise<string> =>
  (await ada.post('/wallet/holds', { to: bob.user.handle, amount: money(amount) })).body.id;
