import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';
import { ConversionQuotesJob } from './quotes.job.js';

// By the European Central Bank on 2026-04-13: 1 EUR = 1.1684 USD = 186.75 JPY.

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  app.clock.advance(0);
});
beforeEach(async () => {
  ada = await app.register({ displayName: 'Ada' });
  bob = await app.register({ displayName: 'Bob' });
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const dollars = { currency: 'USD' };
const deposit = (amount: string, currency = 'EUR', person = ada) =>
  person.post('/wallet/deposits', { amount: money(amount, currency) });
const ask = (body: object, person = ada) => person.post('/wallet/quotes', body);
const convert = (body: object, headers = {}, person = ada) =>
  person.post('/wallet/conversions', body, headers);
const idOf = async (body: object = { from: money('50.00'), to: dollars }): Promise<string> =>
  (await ask(body)).body.id;

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

describe('a quote', () => {
  it('says the rate, the fee and both amounts to the cent, and for how long', async () => {
    const { status, body } = await ask({ from: money('5000'), to: dollars });
    const at = app.clock.now();

    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      from: money('5000.00'),
      to: money('5842.00', 'USD'),
      side: 'from',
      rate: '1.1684',
      rateDate: '2026-04-13',
      rateSource: 'ECB',
      fee: money('0.00'),
      createdAt: at.toISOString(),
      expiresAt: new Date(at.getTime() + 30_000).toISOString(),
      usedBy: null,
    });
    expect((await ada.get(`/wallet/quotes/${body.id}`)).body).toEqual(body);
  });

  it.each([
    ['what is paid', { from: money('100.00'), to: dollars }, '100.00', '116.84', 'from'],
    ['what is received', { from: { currency: 'EUR' }, to: money('100.00', 'USD') }, '85.59', '100.00', 'to'],
    [
      'what is paid, of two amounts',
      { from: money('100.00'), to: money('nonsense', 'USD'), side: 'from' },
      '100.00',
      '116.84',
      'from',
    ],
    [
      'what is received, of two amounts',
      { from: money('-1'), to: money('100.00', 'USD'), side: 'to' },
      '85.59',
      '100.00',
      'to',
    ],
  ])('fixes %s', async (_, body, paid, received, side) => {
    expect((await ask(body)).body).toMatchObject({
      from: money(paid),
      to: money(received, 'USD'),
      side,
    });
  });

  it('moves nothing, needs no money, and is nobody else’s', async () => {
    const id = await idOf();

    expect(await available()).toEqual({});
    expect(await bob.get(`/wallet/quotes/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'quote_not_found', errors: [{ field: 'id' }] },
    });
  });

  it('of a rate with many zeros keeps its digits', async () => {
    quote(app, 'BTC-USD', '100000', '100000');

    const { body } = await ask({ from: money('1000000', 'IDR'), to: { currency: 'BTC' } });

    expect(body).toMatchObject({ rate: '0.000000000581813111709', to: money('0.00058181', 'BTC') });
  });
});

describe('a conversion by its quote', () => {
  it('books exactly that, and the quote and the transaction know each other', async () => {
    await deposit('5000.00');
    const id = await idOf({ from: money('5000.00'), to: dollars });
    await app.query(`update rate set per_euro = 2 where currency = 'USD'`);

    const { status, body } = await convert({ quoteId: id, memo: ' For Rome ' });
    await app.query(`update rate set per_euro = 1.1684 where currency = 'USD' and date = '2026-04-13'`);

    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'conversion',
      memo: 'For Rome',
      changes: [
        { asset: 'EUR', amount: '-5000.00' },
        { asset: 'USD', amount: '5842.00' },
      ],
      detail: { rate: '1.1684', rateDate: '2026-04-13', rateSource: 'ECB', quoteId: id },
    });
    expect(body.detail).not.toHaveProperty('fee');
    expect((await ada.get(`/wallet/quotes/${id}`)).body.usedBy).toBe(body.id);
    expect((await ada.get(`/wallet/transactions/${body.id}`)).body.detail.quoteId).toBe(id);
    expect(await available()).toEqual({ EUR: '0.00', USD: '5842.00' });
  });

  it('happens up to the last moment, and not at it', async () => {
    await deposit('100.00');
    const [inTime, late] = [await idOf(), await idOf()];
    app.clock.advance(29_999);
    const first = await convert({ quoteId: inTime });
    app.clock.advance(1);
    const second = await convert({ quoteId: late });

    expect(first.status).toBe(201);
    expect(second).toMatchObject({
      status: 422,
      body: { code: 'quote_expired', errors: [{ field: 'quoteId' }] },
    });
    expect(await available()).toEqual({ EUR: '50.00', USD: '58.42' });
  });

  it('happens once; who repeats it under its key gets the first answer, long after it ended too', async () => {
    await deposit('100.00');
    const id = await idOf();
    const first = await convert({ quoteId: id }, { 'idempotency-key': 'k' });
    const again = await convert({ quoteId: id });
    app.clock.advance(31_000);
    const replay = await convert({ quoteId: id }, { 'idempotency-key': 'k' });
    app.clock.advance(25 * 3_600_000);
    await app.get(ConversionQuotesJob).run();
    const muchLater = await convert({ quoteId: id }, { 'idempotency-key': 'k' });

    expect(again).toMatchObject({
      status: 422,
      body: { code: 'quote_used', errors: [{ field: 'quoteId' }] },
    });
    for (const each of [replay, muchLater]) {
      expect([each.status, each.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
      expect(each.body).toEqual(first.body);
    }
    expect((await ada.get(`/wallet/quotes/${id}`)).status).toBe(404);
    expect(await available()).toEqual({ EUR: '50.00', USD: '58.42' });
  });

  it('that was refused can be tried again until the quote ends', async () => {
    const id = await idOf();
    const refused = await convert({ quoteId: id }, { 'idempotency-key': 'k' });
    await deposit('50.00');
    const { status } = await convert({ quoteId: id }, { 'idempotency-key': 'k' });

    expect(refused.body).toMatchObject({ code: 'insufficient_funds', errors: [{ field: 'quoteId' }] });
    expect(status).toBe(201);
    expect(await available()).toEqual({ EUR: '0.00', USD: '58.42' });
  });

  it('can be part of a batch, once', async () => {
    const id = await idOf();
    const command = { kind: 'conversion', quoteId: id };
    const deposited = { kind: 'deposit', amount: money('200.00') };
    const twice = await ada.post('/wallet/batches', { commands: [deposited, command, command] });
    const { status, body } = await ada.post('/wallet/batches', { commands: [deposited, command] });

    expect(twice.body).toMatchObject({ code: 'quote_used', errors: [{ field: 'commands.2.quoteId' }] });
    expect([status, body.results[1].detail.quoteId]).toEqual([201, id]);
    expect(await available()).toEqual({ EUR: '150.00', USD: '58.42' });
  });

  it('of somebody else does not happen', async () => {
    await deposit('100.00', 'EUR', bob);
    const id = await idOf();

    expect(await convert({ quoteId: id }, {}, bob)).toMatchObject({
      status: 404,
      body: { code: 'quote_not_found', errors: [{ field: 'quoteId' }] },
    });
    expect((await ada.get(`/wallet/quotes/${id}`)).body.usedBy).toBe(null);
  });
});

describe('quotes that have ended', () => {
  it('are forgotten a day later, used or not, and in batches', async () => {
    await deposit('100.00');
    const used = await idOf();
    await convert({ quoteId: used });
    const unused = await idOf();
    await app.query(
      `insert into conversion_quote select gen_random_uuid(), 0, book_id, side, from_currency, to_currency, sold, fee,
         bought, rate, rate_date, rate_source, created_at, expires_at, null
       from conversion_quote, generate_series(1, 5001) where id = $1`,
      [unused],
    );
    const count = async () =>
      (await app.query('select count(*)::int as count from conversion_quote'))[0].count;
    app.clock.advance(30_000 + 24 * 3_600_000);
    await app.get(ConversionQuotesJob).run();
    const before = await count();
    const young = await idOf();
    app.clock.advance(1);
    await app.get(ConversionQuotesJob).run();

    expect(before).toBeGreaterThan(5001);
    expect(await count()).toBe(1);
    expect((await ada.get(`/wallet/quotes/${young}`)).status).toBe(200);
  });
});
