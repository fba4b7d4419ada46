import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
});
beforeEach(async () => {
  ada = await app.register({ displayName: 'Ada Lovelace' });
  bob = await app.register({ displayName: 'Bob' });
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const deposit = (amount: string, currency = 'EUR', person = ada) =>
  person.post('/wallet/deposits', { amount: money(amount, currency) });

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

describe('money', () => {
  it('comes in', async () => {
    const { status, body } = await ada.post('/wallet/deposits', {
      amount: money('1234.5'),
      memo: '  Pay day ',
    });

    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      kind: 'deposit',
      at: expect.any(String),
      memo: 'Pay day',
      counterparty: null,
      changes: [
        {
          asset: 'EUR',
          kind: 'currency',
          amount: '1234.50',
          held: '0.00',
          balanceAfter: '1234.50',
          heldAfter: '0.00',
          ...{ costAfter: null, gain: null },
        },
      ],
      detail: {},
      valueDate: null,
      reverses: null,
      reversedBy: null,
    });
    expect(await available()).toEqual({ EUR: '1234.50' });
  });

  it('goes out, to the last cent', async () => {
    await deposit('100.00');

    const { status, body } = await ada.post('/wallet/withdrawals', { amount: money('99.99') });
    const last = await ada.post('/wallet/withdrawals', { amount: money('0.01') });

    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'withdrawal',
      memo: null,
      changes: [{ asset: 'EUR', amount: '-99.99', balanceAfter: '0.01' }],
    });
    expect(last.body.changes).toMatchObject([{ amount: '-0.01', balanceAfter: '0.00' }]);
    expect(await available()).toEqual({ EUR: '0.00' });
  });

  it.each([
    ['JPY', '1500', '1500'],
    ['USD', '0.1', '0.10'],
    ['KWD', '1.234', '1.234'],
    ['CLF', '0.0001', '0.0001'],
    ['BTC', '0.00000001', '0.00000001'],
    ['EUR', '0000012.3', '12.30'],
    ['EUR', '10000000000', '10000000000.00'],
  ])('is kept in %s with all its places: %s', async (currency, given, shown) => {
    await deposit(given, currency);

    expect(await available()).toEqual({ [currency]: shown });
  });

  it('of a coin comes in with what the coin is worth, where somebody knows', async () => {
    const { body } = await deposit('1', 'BTC');

    expect(body.detail).toMatchObject({
      priceCurrency: 'USD',
      price: expect.stringMatching(/^\d+(\.\d+)?$/),
    });
  });

  it('never goes out twice, however many ask at once', async () => {
    await deposit('100.00');

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ada.post('/wallet/withdrawals', { amount: money('10.00') })),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
      new Set(['insufficient_funds']),
    );
    expect(await available()).toEqual({ EUR: '0.00' });
  });
});

describe('a transfer', () => {
  it.each<[string, (to: TestPerson) => string]>([
    ['email', ({ user }) => user.email],
    ['email in capitals', ({ user }) => ` ${user.email.toUpperCase()} `],
    ['handle', ({ user }) => user.handle],
    ['handle with its @', ({ user }) => `@${user.handle}`],
  ])('reaches the other by %s, and each sees their own side', async (_, name) => {
    await deposit('100.00');
    await deposit('5.00', 'EUR', bob);

    const { status, body } = await ada.post('/wallet/transfers', {
      to: name(bob),
      amount: money('30.25'),
      memo: 'Rent',
    });

    const {
      body: {
        items: [received],
      },
    } = await bob.get('/wallet/transactions');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'transfer',
      memo: 'Rent',
      counterparty: { handle: bob.user.handle, displayName: 'Bob' },
      changes: [{ asset: 'EUR', amount: '-30.25', balanceAfter: '69.75' }],
      detail: {},
    });
    expect(received).toEqual({
      ...body,
      counterparty: { handle: ada.user.handle, displayName: 'Ada Lovelace' },
      changes: [expect.objectContaining({ asset: 'EUR', amount: '30.25', balanceAfter: '35.25' })],
    });
    expect([await available(), await available(bob)]).toEqual([{ EUR: '69.75' }, { EUR: '35.25' }]);
  });
});

describe('a conversion', () => {
  // By the European Central Bank on 2026-04-13: 1 EUR = 1.1684 USD = 0.87058 GBP = 186.75 JPY.
  it.each([
    ['5,000 EUR', money('5000.00'), { currency: 'USD' }, '5000.00', '5842.00', '1.1684'],
    ['a yen short of the fraction', money('1.00'), { currency: 'JPY' }, '1.00', '186', '186.75'],
    ['100 yen', money('100', 'JPY'), { currency: 'EUR' }, '100', '0.53', '0.005354752343'],
    [
      'from dollars to pounds',
      money('100.00', 'USD'),
      { currency: 'GBP' },
      '100.00',
      '74.51',
      '0.745104416296',
    ],
    ['for 100 USD', { currency: 'EUR' }, money('100.00', 'USD'), '85.59', '100.00', '1.1684'],
    ['for 1,000 yen', { currency: 'EUR' }, money('1000', 'JPY'), '5.36', '1000', '186.75'],
    ['for one cent', { currency: 'USD' }, money('0.01', 'EUR'), '0.02', '0.01', '0.85587127696'],
  ])('%s comes to the cent, the fraction stays with the house', async (_, from, to, sold, bought, rate) => {
    for (const currency of ['EUR', 'USD', 'JPY']) await deposit('10000', currency);

    const { status, body } = await ada.post('/wallet/conversions', { from, to, memo: ' For Rome ' });

    expect(status).toBe(201);
    expect([body.kind, body.memo]).toEqual(['conversion', 'For Rome']);
    expect(
      body.changes.map(({ asset, amount }: { asset: string; amount: string }) => [asset, amount]),
    ).toEqual([
      [from.currency, `-${sold}`],
      [to.currency, bought],
    ]);
    expect(body.detail).toEqual({ rate, rateDate: '2026-04-13', rateSource: 'ECB' });
  });

  it('there and back makes nobody richer', async () => {
    await deposit('1.00');
    for (const currency of ['USD', 'JPY', 'GBP', 'HUF', 'IDR']) {
      const before = Number((await available()).EUR);
      const there = await ada.post('/wallet/conversions', { from: money('0.07'), to: { currency } });
      const bought = there.body.changes[1].amount;
      await ada.post('/wallet/conversions', { from: money(bought, currency), to: { currency: 'EUR' } });

      expect(Number((await available()).EUR)).toBeLessThanOrEqual(before);
    }
  });
});

describe('balances', () => {
  it('are valued in the person’s own currency, whichever that is', async () => {
    await deposit('100.00', 'USD');
    await deposit('10.00');
    await deposit('5.000', 'KWD');

    const { body: inEuros } = await ada.get('/wallet/balances');
    await ada.patch('/me', { baseCurrency: 'USD' });
    const { body: inDollars } = await ada.get('/wallet/balances');

    const nothing = { held: money('0.00'), cost: null, gain: null, gainPercent: null };
    const euros = { currency: 'EUR', kind: 'fiat', available: money('10.00'), value: money('10.00') };
    expect(inEuros).toEqual({
      items: [
        { ...nothing, ...euros },
        // The bank quotes no Kuwaiti dinars.
        expect.objectContaining({
          currency: 'KWD',
          available: money('5.000', 'KWD'),
          value: null,
          cost: null,
        }),
        expect.objectContaining({ currency: 'USD', value: money('85.59'), cost: money('85.59') }),
      ],
      total: money('95.59'),
      gain: money('0.00'),
      asOf: { date: '2026-04-13', source: 'ECB' },
    });
    expect(inDollars.items.map(({ value }: { value: unknown }) => value)).toEqual([
      money('11.68', 'USD'),
      null,
      money('100.00', 'USD'),
    ]);
    expect(inDollars.total).toEqual(money('111.68', 'USD'));
  });

  it('need no rate while there is only one currency, or none', async () => {
    const { body: empty } = await ada.get('/wallet/balances');
    await deposit('10.00');
    const { body } = await ada.get('/wallet/balances');

    expect(empty).toEqual({ items: [], total: money('0.00'), gain: null, asOf: null });
    expect(body).toMatchObject({ total: money('10.00'), asOf: null });
  });
});

describe('transactions', () => {
  it('are read in pages, newest first, each exactly once', async () => {
    await deposit('10.00');
    await ada.post('/wallet/transfers', { to: bob.user.handle, amount: money('1.00') });
    await ada.post('/wallet/conversions', { from: money('2.00'), to: { currency: 'USD' } });
    await ada.post('/wallet/withdrawals', { amount: money('3.00') });
    await bob.post('/wallet/transfers', { to: ada.user.email, amount: money('0.50') });
    for (let others = 0; others < 5; others += 1) await deposit('1.00', 'USD', await app.register());

    const pages = [];
    let next: string | null = '';
    while (next !== null) {
      const { body } = await ada.get(`/wallet/transactions?limit=2${next && `&cursor=${next}`}`);
      pages.push(body.items);
      next = body.next;
    }

    const kinds = pages.map((page) => page.map(({ kind }: { kind: string }) => kind));
    expect(kinds).toEqual([['transfer', 'withdrawal'], ['conversion', 'transfer'], ['deposit']]);
    const balances = pages
      .flat()
      .flatMap(({ changes }) => changes.map(({ balanceAfter }: { balanceAfter: string }) => balanceAfter));
    expect(balances).toEqual(['4.50', '4.00', '7.00', '2.33', '9.00', '10.00']);
    expect((await bob.get('/wallet/transactions')).body).toMatchObject({ items: [{}, {}], next: null });
  });

  it.each(['limit=0', 'limit=201', 'limit=two', 'limit=1.5', 'cursor=yesterday', 'cursor=%00', 'page=2'])(
    'cannot be asked for with %s',
    async (asked) => {
      const { status, body } = await ada.get(`/wallet/transactions?${asked}`);

      expect([status, body.code, body.errors[0].field]).toEqual([
        400,
        'validation_failed',
        asked.split('=')[0],
      ]);
    },
  );
});
