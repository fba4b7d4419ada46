import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  quote(app, 'AAPL', '200.00', '200.00');
  quote(app, 'BTC-USD', '40000.00', '40000.00');
});
beforeEach(async () => {
  ada = await app.register({ displayName: 'Ada' });
  bob = await app.register({ displayName: 'Bob' });
  await deposit('100.00');
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const deposit = (amount: string, currency = 'EUR', person = ada) =>
  person.post('/wallet/deposits', { amount: money(amount, currency) });
const send = (amount: string, rest: object = {}) =>
  ada.post('/wallet/transfers', { to: bob.user.handle, amount: money(amount), ...rest });
const reverse = (person: TestPerson, id: string, body: object = {}, headers?: Record<string, string>) =>
  person.post(`/wallet/transactions/${id}/reversal`, body, headers);

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

const find = async (person: TestPerson, id: string) =>
  (await person.get('/wallet/transactions')).body.items.find((item: { id: string }) => item.id === id);

describe('a reversal', () => {
  it.each([
    ['a deposit', 'deposits', '-30.00', '130.00'],
    ['a withdrawal', 'withdrawals', '30.00', '70.00'],
  ])('takes %s back, and each says so of the other', async (_, path, amount, between) => {
    const { body: first } = await ada.post(`/wallet/${path}`, { amount: money('30.00') });
    expect(await available()).toEqual({ EUR: between });

    const { status, body } = await reverse(ada, first.id, { memo: ' Typed wrong ' });

    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'reversal',
      memo: 'Typed wrong',
      counterparty: null,
      reverses: first.id,
      reversedBy: null,
      changes: [{ asset: 'EUR', amount, balanceAfter: '100.00' }],
    });
    expect(await find(ada, first.id)).toEqual({ ...first, reversedBy: body.id });
    expect(await find(ada, body.id)).toEqual(body);
    expect(await available()).toEqual({ EUR: '100.00' });
  });

  it('of a transfer is a gift of who received it, and each sees the other', async () => {
    const { body: sent } = await send('30.00', { memo: 'Rent' });

    const { status, body } = await reverse(bob, sent.id, { memo: 'Too much' });

    const seenByAda = await find(ada, body.id);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'reversal',
      memo: 'Too much',
      counterparty: { handle: ada.user.handle, displayName: 'Ada' },
      changes: [{ asset: 'EUR', amount: '-30.00', balanceAfter: '0.00' }],
    });
    expect(seenByAda).toMatchObject({
      reverses: sent.id,
      counterparty: { handle: bob.user.handle, displayName: 'Bob' },
      changes: [{ asset: 'EUR', amount: '30.00', balanceAfter: '100.00' }],
    });
    expect((await find(ada, sent.id)).reversedBy).toBe(body.id);
    expect((await find(bob, sent.id)).reversedBy).toBe(body.id);
  });

  it('of a coin says what the coin is worth that comes back', async () => {
    await deposit('1', 'BTC');
    const { body: sent } = await ada.post('/wallet/transfers', {
      to: bob.user.handle,
      amount: money('1', 'BTC'),
    });
    quote(app, 'BTC-USD', '50000.00', '50000.00');

    const { body } = await reverse(bob, sent.id);

    expect(body.detail).toMatchObject({ price: '50000', priceCurrency: 'USD' });
  });

  it('of a capture gives back what was taken, and the rest stays free', async () => {
    const { body: hold } = await ada.post('/wallet/holds', {
      to: bob.user.handle,
      amount: money('50.00'),
    });
    await bob.post(`/wallet/holds/${hold.id}/capture`, { amount: money('20.00') });
    const [captured] = (await bob.get('/wallet/transactions')).body.items;

    const refused = await reverse(ada, captured.id);
    const { status, body } = await reverse(bob, captured.id);

    expect(refused.body.code).toBe('not_reversible');
    expect(status).toBe(201);
    expect(body).toMatchObject({ counterparty: { displayName: 'Ada' }, changes: [{ amount: '-20.00' }] });
    expect((await ada.get('/wallet/balances')).body.items).toMatchObject([
      { available: money('100.00'), held: money('0.00') },
    ]);
  });

  it('is refused when the money is spent, and can be asked for again', async () => {
    const { body: sent } = await send('30.00');
    await bob.post('/wallet/withdrawals', { amount: money('0.01') });

    const refused = await reverse(bob, sent.id);
    await deposit('0.01', 'EUR', bob);
    const again = await reverse(bob, sent.id);

    expect([refused.status, refused.body.code, refused.body.errors]).toEqual([
      422,
      'insufficient_funds',
      undefined,
    ]);
    expect((await find(ada, sent.id)).reversedBy).toBe(again.body.id);
  });

  it('is repeated under its key, not refused as a second one', async () => {
    const { body: sent } = await send('30.00');
    const key = { 'idempotency-key': 'sorry' };

    const answers = await Promise.all([1, 2, 3].map(() => reverse(bob, sent.id, {}, key)));
    const late = await reverse(bob, sent.id, {}, key);
    const other = await reverse(bob, sent.id, { memo: 'x' }, key);

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set([...answers, late].map(({ body }) => body.id)).size).toBe(1);
    expect(late.headers.get('idempotency-replayed')).toBe('true');
    expect(other.body.code).toBe('idempotency_key_reused');
  });
});

describe('no reversal', () => {
  const order = { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '0.1' };

  it.each<[string, () => Promise<string>, number, string]>([
    [
      'of what does not exist',
      () => Promise.resolve('01890000-0000-7000-8000-000000000000'),
      404,
      'transaction_not_found',
    ],
    ['of what is no id', () => Promise.resolve('yesterday'), 404, 'transaction_not_found'],
    [
      'of others’ transactions',
      async () => (await deposit('1.00', 'EUR', bob)).body.id,
      404,
      'transaction_not_found',
    ],
    ['of a transfer by who sent it', async () => (await send('1.00')).body.id, 422, 'not_reversible'],
    [
      'of a conversion',
      async () =>
        (await ada.post('/wallet/conversions', { from: money('1.00'), to: { currency: 'USD' } })).body.id,
      422,
      'not_reversible',
    ],
    [
      'of a trade',
      async () => {
        await deposit('100.00', 'USD');
        await ada.post('/orders', order);
        return (await ada.get('/wallet/transactions')).body.items[0].id;
      },
      422,
      'not_reversible',
    ],
    [
      'of a hold',
      async () => {
        await ada.post('/wallet/holds', { to: bob.user.handle, amount: money('1.00') });
        return (await ada.get('/wallet/transactions')).body.items[0].id;
      },
      422,
      'not_reversible',
    ],
    [
      'of a release',
      async () => {
        const { body } = await ada.post('/wallet/holds', { to: bob.user.handle, amount: money('1.00') });
        await bob.post(`/wallet/holds/${body.id}/release`, {});
        return (await ada.get('/wallet/transactions')).body.items[0].id;
      },
      422,
      'not_reversible',
    ],
    [
      'of a reversal',
      async () => (await reverse(ada, (await deposit('1.00')).body.id)).body.id,
      422,
      'not_reversible',
    ],
  ])('%s', async (_, make, status, code) => {
    const id = await make();
    const before = await available();

    const answer = await reverse(ada, id);

    expect([answer.status, answer.body.code, answer.body.errors[0].field]).toEqual([status, code, 'id']);
    expect(await available()).toEqual(before);
  });

  it('of what was converted on the way, by neither side', async () => {
    const { body: sent } = await send('10.00', { amount: money('10.00', 'USD'), from: { currency: 'EUR' } });

    const answers = [await reverse(ada, sent.id), await reverse(bob, sent.id)];

    const detail = 'Only an administrator can take back what was converted on the way';
    for (const { status, body } of answers)
      expect([status, body.code, body.detail]).toEqual([422, 'not_reversible', detail]);
    expect([await available(), await available(bob)]).toEqual([{ EUR: '91.44' }, { USD: '10.00' }]);
  });

  it.each([
    ['memo', { memo: 'x'.repeat(201) }],
    ['memo', { memo: 'a\u202eb' }],
    ['amount', { amount: money('1.00') }],
  ])('with a wrong %s', async (field, body) => {
    const answer = await reverse(ada, (await deposit('1.00')).body.id, body);

    expect([answer.status, answer.body.code, answer.body.errors[0].field]).toEqual([
      400,
      'validation_failed',
      field,
    ]);
  });
});
