import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
});
beforeEach(async () => {
  ada = await app.register();
  bob = await app.register();
});
afterAll(() => app.close());

const key = { 'idempotency-key': 'order-7/2026' };
const money = (amount: string) => ({ amount, currency: 'EUR' });
const deposit = (amount: string, person = ada) => person.post('/wallet/deposits', { amount: money(amount) });

async function available(): Promise<string> {
  const { body } = await ada.get('/wallet/balances');
  return body.items[0].available.amount;
}

it.each<[string, (amount: string) => object]>([
  ['deposits', (amount) => ({ amount: money(amount) })],
  ['withdrawals', (amount) => ({ amount: money(amount) })],
  ['transfers', (amount) => ({ to: bob.user.handle, amount: money(amount) })],
  ['conversions', (amount) => ({ from: money(amount), to: { currency: 'USD' } })],
])('a key makes a repeated request safe: %s', async (path, asking) => {
  await deposit('50.00');

  const first = await ada.post(`/wallet/${path}`, asking('10.00'), key);
  const balance = await available();
  const again = await Promise.all([1, 2, 3].map(() => ada.post(`/wallet/${path}`, asking('10.00'), key)));
  const other = await ada.post(`/wallet/${path}`, asking('10.01'), key);

  expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
  for (const { status, headers, body } of again) {
    expect([status, headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(body).toEqual(first.body);
  }
  expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
  expect(await available()).toBe(balance);
});

it('a conversion is repeated at the rate it had', async () => {
  await deposit('50.00');
  const asked = { from: money('10.00'), to: { currency: 'USD' } };
  const first = await ada.post('/wallet/conversions', asked, key);
  await app.query(
    `insert into rate (currency, date, per_euro, source) values ('USD', '2026-04-14', 2, 'test')`,
  );

  const again = await ada.post('/wallet/conversions', asked, key);
  const fresh = await ada.post('/wallet/conversions', asked);

  await app.query(`delete from rate where date = '2026-04-14'`);
  expect(again.body).toEqual(first.body);
  expect(fresh.body.changes).toMatchObject([{ amount: '-10.00' }, { amount: '20.00' }]);
});

it('a key that two requests send at the same instant moves money once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => ada.post('/wallet/deposits', { amount: money('10.00') }, key)),
  );

  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(9);
  expect(await available()).toBe('10.00');
});

it('a key is refused for another body, and for the same body elsewhere', async () => {
  await ada.post('/wallet/deposits', { amount: money('10.00') }, key);

  const otherBody = await ada.post('/wallet/deposits', { amount: money('10.01') }, key);
  const otherPath = await ada.post('/wallet/withdrawals', { amount: money('10.00') }, key);

  for (const { status, body } of [otherBody, otherPath]) {
    expect([status, body.code]).toEqual([422, 'idempotency_key_reused']);
  }
  expect(await available()).toBe('10.00');
});

it('a key belongs to the person who sent it, and stays free when the request was refused', async () => {
  await ada.post('/wallet/deposits', { amount: money('10.00') }, key);
  const bobs = await bob.post('/wallet/withdrawals', { amount: money('5.00') }, key);
  await deposit('5.00', bob);
  const again = await bob.post('/wallet/withdrawals', { amount: money('5.00') }, key);

  expect([bobs.status, bobs.body.code]).toEqual([422, 'insufficient_funds']);
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, null]);
});

it('a repeated conversion gets its first answer though its rate is gone', async () => {
  await deposit('50.00');
  const convert = () =>
    ada.post('/wallet/conversions', { from: money('10.00'), to: { currency: 'NOK' } }, key);
  const first = await convert();
  await app.query(`delete from rate where currency = 'NOK'`);

  expect(await convert()).toMatchObject({ status: 201, body: first.body });
});
