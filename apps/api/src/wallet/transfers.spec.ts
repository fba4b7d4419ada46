import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';

// By the European Central Bank on 2026-04-13: 1 EUR = 1.1684 USD = 0.87058 GBP = 186.75 JPY.

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  quote(app, 'BTC-USD', '40000.00', '40000.00');
});
beforeEach(async () => {
  ada = await app.register({ displayName: 'Ada' });
  bob = await app.register({ displayName: 'Bob' });
});
afterEach(() => app.query(`delete from rate where source = 'test'`));
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const deposit = (amount: string, currency = 'EUR') =>
  ada.post('/wallet/deposits', { amount: money(amount, currency) });
const asked = (amount: object, from?: object) => ({ to: bob.user.handle, amount, ...(from && { from }) });
const preview = (amount: object, from?: object) => ada.post('/wallet/transfers/preview', asked(amount, from));
const send = (amount: object, from?: object, headers?: Record<string, string>) =>
  ada.post('/wallet/transfers', asked(amount, from), headers);
const moveRate = (currency: string, perEuro: string) =>
  app.query(`insert into rate (currency, date, per_euro, source) values ($1, '2026-04-14', $2, 'test')`, [
    currency,
    perEuro,
  ]);

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

const journals = async () => (await app.query('select count(*)::int as count from journal'))[0].count;

describe('a transfer that converts on the way', () => {
  it.each([
    ['100 USD from euros', money('100.00', 'USD'), 'EUR', '85.59', '1.1684', 'ECB'],
    ['one cent of a dollar', money('0.01', 'USD'), 'EUR', '0.01', '1.1684', 'ECB'],
    ['a thousand yen', money('1000', 'JPY'), 'EUR', '5.36', '186.75', 'ECB'],
    ['pounds from dollars', money('74.51', 'GBP'), 'USD', '100.00', '0.745104416296', 'ECB'],
    ['a cent from yen', money('0.01'), 'JPY', '2', '0.005354752343', 'ECB'],
    ['dollars from bitcoin', money('100.00', 'USD'), 'BTC', '0.00250000', '40000', 'simulated'],
    ['bitcoin from dollars', money('0.00000001', 'BTC'), 'USD', '0.01', '0.000025', 'simulated'],
  ])('costs what the preview said, to the cent: %s', async (_, amount, paying, cost, rate, source) => {
    await deposit('1000', paying);

    const shown = await preview(amount, { currency: paying });
    const { status, body } = await send(amount, shown.body.cost);

    const {
      body: {
        items: [received],
      },
    } = await bob.get('/wallet/transactions');
    expect(shown).toMatchObject({
      status: 200,
      body: {
        recipient: { handle: bob.user.handle, displayName: 'Bob' },
        amount,
        cost: money(cost, paying),
        rate,
        rateSource: source,
        available: { currency: paying },
        enough: true,
      },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'transfer',
      counterparty: { handle: bob.user.handle, displayName: 'Bob' },
      changes: [{ asset: paying, amount: `-${cost}` }],
      detail: { rate, rateSource: source, rateDate: shown.body.rateDate },
    });
    expect(body.changes).toHaveLength(1);
    expect(received).toMatchObject({
      id: body.id,
      counterparty: { handle: ada.user.handle, displayName: 'Ada' },
      changes: [{ asset: amount.currency, amount: amount.amount }],
    });
    expect(await available(bob)).toEqual({ [amount.currency]: amount.amount });
  });

  it('takes what it costs where no most was said, whatever the rate is now', async () => {
    await deposit('100.00');
    await preview(money('10.00', 'USD'), { currency: 'EUR' });
    await moveRate('USD', '1');

    const { body } = await send(money('10.00', 'USD'), { currency: 'EUR' });

    expect(body).toMatchObject({
      changes: [{ amount: '-10.00' }],
      detail: { rate: '1', rateSource: 'test' },
    });
  });

  it('is refused and moves nothing when the rate has moved it over the most that was said', async () => {
    await deposit('100.00');
    const { body: shown } = await preview(money('10.00', 'USD'), { currency: 'EUR' });
    await moveRate('USD', '1.1');
    const before = await journals();

    const refused = await send(money('10.00', 'USD'), shown.cost);
    const after = await journals();
    const { body: shownAgain } = await preview(money('10.00', 'USD'), { currency: 'EUR' });
    const accepted = await send(money('10.00', 'USD'), shownAgain.cost);

    const message = 'This costs 9.10 EUR now, and you were ready to pay 8.56 EUR';
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'rate_changed', detail: message, errors: [{ field: 'from.amount', message }] },
    });
    expect(after).toBe(before);
    expect(accepted.body.changes).toMatchObject([{ amount: '-9.10', balanceAfter: '90.90' }]);
  });

  it('takes less than the most where the rate has moved the other way', async () => {
    await deposit('100.00');
    const { body: shown } = await preview(money('10.00', 'USD'), { currency: 'EUR' });
    await moveRate('USD', '2');

    const { body } = await send(money('10.00', 'USD'), shown.cost);

    expect(shown.cost).toEqual(money('8.56'));
    expect(body.changes).toMatchObject([{ amount: '-5.00' }]);
  });

  it('is repeated under its key as it was, though the rate has moved since', async () => {
    await deposit('100.00');
    const key = { 'idempotency-key': 'rent' };
    const first = await send(money('10.00', 'USD'), money('8.56'), key);
    await moveRate('USD', '1.1');

    const again = await send(money('10.00', 'USD'), money('8.56'), key);

    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(again.body).toEqual(first.body);
  });

  it('gives the recipient of a coin its price', async () => {
    await deposit('1000.00');

    const { body } = await send(money('0.001', 'BTC'), { currency: 'EUR' });

    expect(body.detail).toMatchObject({
      price: '40000',
      priceCurrency: 'USD',
      rateSource: 'ECB + simulated',
    });
  });
});

it('a transfer that converts needs the money it costs', async () => {
  await deposit('8.55');

  const { status, body } = await send(money('10.00', 'USD'), { currency: 'EUR' });

  expect([status, body.code, body.errors[0].field]).toEqual([422, 'insufficient_funds', 'amount.amount']);
  expect(body.detail).toBe('8.55 EUR is available, 8.56 EUR was asked');
});
