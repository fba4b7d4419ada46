import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';

let app: TestApp;
let admin: TestPerson;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  quote(app, 'AAPL', '200.00', '200.00');
  admin = await app.register({ displayName: 'Grace' });
});
beforeEach(async () => {
  ada = await app.register({ displayName: 'Ada' });
  bob = await app.register({ displayName: 'Bob' });
  await ada.post('/wallet/deposits', { amount: money('100.00') });
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const reverse = (id: string, body: object = {}, person = admin) =>
  person.post(`/admin/transactions/${id}/reversal`, body);
const newest = async (person = ada) => (await person.get('/wallet/transactions')).body.items[0];
const toBob = () => ({ to: bob.user.handle, amount: money('30.00') });

/** What is available, by currency. */
async function available(person = ada): Promise<Record<string, string>> {
  const { body } = await person.get('/wallet/balances');
  return Object.fromEntries(
    body.items.map((item: { currency: string; available: { amount: string } }) => [
      item.currency,
      item.available.amount,
    ]),
  );
}

it.each<[string, () => Promise<unknown>, object[]]>([
  [
    'deposit',
    () => ada.post('/wallet/deposits', { amount: money('30.00') }),
    [{ asset: 'EUR', amount: '-30.00' }],
  ],
  [
    'withdrawal',
    () => ada.post('/wallet/withdrawals', { amount: money('30.00') }),
    [{ asset: 'EUR', amount: '30.00' }],
  ],
  ['transfer', () => ada.post('/wallet/transfers', toBob()), [{ asset: 'EUR', amount: '30.00' }]],
  [
    'transfer that was converted',
    () =>
      ada.post('/wallet/transfers', { ...toBob(), amount: money('30.00', 'USD'), from: { currency: 'EUR' } }),
    [{ asset: 'EUR', amount: '25.68' }],
  ],
  [
    'conversion',
    () => ada.post('/wallet/conversions', { from: money('30.00'), to: { currency: 'USD' } }),
    [
      { asset: 'USD', amount: '-35.05' },
      { asset: 'EUR', amount: '30.00' },
    ],
  ],
  [
    'capture',
    async () => {
      const { body } = await ada.post('/wallet/holds', toBob());
      await bob.post(`/wallet/holds/${body.id}/capture`, {});
    },
    [{ asset: 'EUR', amount: '30.00' }],
  ],
])('an administrator takes back a %s, and is on record for it', async (_, happen, changes) => {
  await happen();
  const { id } = await newest();

  const { status, body } = await reverse(id, { memo: 'By the bank' });

  const [{ actor }] = await app.query('select actor from journal where id = $1', [body.id]);
  expect(status).toBe(201);
  expect(body).toMatchObject({ kind: 'reversal', reverses: id, memo: 'By the bank' });
  expect(body.changes).toHaveLength(changes.length);
  expect(body.changes).toMatchObject(changes);
  expect(actor).toBe(admin.user.id);
  expect(await newest()).toEqual(body);
  expect(await available()).toMatchObject({ EUR: '100.00' });
  expect((await reverse(id)).body.code).toBe('already_reversed');
  for (const amount of Object.values(await available(bob))) expect(Number(amount)).toBe(0);
});

it('what was converted on the way goes back as booked, whatever the rate is now', async () => {
  const { body: sent } = await ada.post('/wallet/transfers', {
    to: bob.user.handle,
    amount: money('10.00', 'USD'),
    from: { currency: 'EUR' },
  });
  await app.query(
    `insert into rate (currency, date, per_euro, source) values ('USD', '2026-04-14', 2, 'test')`,
  );

  const { body } = await reverse(sent.id);

  await app.query(`delete from rate where source = 'test'`);
  expect(body).toMatchObject({ changes: [{ asset: 'EUR', amount: '8.56' }], detail: sent.detail });
  expect(await newest(bob)).toMatchObject({ id: body.id, changes: [{ asset: 'USD', amount: '-10.00' }] });
  expect([await available(), await available(bob)]).toEqual([{ EUR: '100.00' }, { USD: '0.00' }]);
});

it.each<[string, () => Promise<string>, number, string]>([
  [
    'what does not exist',
    () => Promise.resolve('01890000-0000-7000-8000-000000000000'),
    404,
    'transaction_not_found',
  ],
  ['what is no id', () => Promise.resolve('yesterday'), 404, 'transaction_not_found'],
  [
    'a trade',
    async () => {
      await ada.post('/wallet/deposits', { amount: money('100.00', 'USD') });
      await ada.post('/orders', { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '0.1' });
      return (await newest()).id;
    },
    422,
    'not_reversible',
  ],
  [
    'a hold',
    async () => {
      await ada.post('/wallet/holds', toBob());
      return (await newest()).id;
    },
    422,
    'not_reversible',
  ],
  ['a reversal', async () => (await reverse((await newest()).id)).body.id, 422, 'not_reversible'],
])('nobody takes back %s', async (_, make, status, code) => {
  const answer = await reverse(await make());

  expect([answer.status, answer.body.code, answer.body.errors[0].field]).toEqual([status, code, 'id']);
});

it('money that is spent cannot be taken back, and who asked is on record', async () => {
  await ada.post('/wallet/transfers', toBob());
  await bob.post('/wallet/withdrawals', { amount: money('0.01') });
  const { id } = await newest();

  const { status, body } = await reverse(id);

  const [refusal] = await app.query('select actor, code, action from refusal order by id desc limit 1');
  expect([status, body.code, body.errors]).toEqual([422, 'insufficient_funds', undefined]);
  expect(refusal).toEqual({
    actor: admin.user.id,
    code: 'insufficient_funds',
    action: `POST /api/v1/admin/transactions/${id}/reversal`,
  });
});

it('nothing goes back to an account that was closed since', async () => {
  await ada.post('/wallet/transfers', toBob());
  const { id } = await newest();
  await admin.post(`/admin/users/${ada.user.id}/close`);

  const byBob = await bob.post(`/wallet/transactions/${id}/reversal`, {});
  const byAdmin = await reverse(id);
  await admin.post(`/admin/users/${ada.user.id}/reopen`);

  for (const { status, body } of [byBob, byAdmin]) {
    expect([status, body.code, body.errors[0].field]).toEqual([422, 'user_closed', 'id']);
  }
  expect((await reverse(id)).status).toBe(201);
});

it('is for administrators', async () => {
  const { id } = await newest();

  expect((await reverse(id, {}, ada)).body.code).toBe('forbidden');
  expect((await ada.get('/wallet/balances')).body.items).toMatchObject([{ available: money('100.00') }]);
});
