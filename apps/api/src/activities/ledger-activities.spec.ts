import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { quote } from '../../test/market.js';
import { usd } from '../../test/paper.js';
import { ActivitiesReader } from './activities-reader.service.js';
import { ScopesService } from './scopes.service.js';

let app: TestApp;
let admin: TestPerson;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  admin = await app.register();
});
afterAll(() => app.close());
beforeEach(async () => {
  ada = await app.register({ baseCurrency: 'USD' });
});

const booked = async (person = ada, query = '') =>
  (await person.get(`/portfolios/${person.user.id}/activities?order=oldest${query}`)).body.items;
const amount = (value: string, currency = 'EUR') => ({ amount: { amount: value, currency } });

describe('activities of the ledger', () => {
  it('are deposits, withdrawals and transfers of cash', async () => {
    await ada.post('/wallet/deposits', { ...amount('100.00'), memo: 'Salary | May' });
    await ada.post('/wallet/withdrawals', amount('20.00'));
    await ada.post('/wallet/transfers', { to: admin.user.handle, ...amount('5.00') });

    const shown = [
      { type: 'deposit', amount: '100', currency: 'EUR', symbol: null, note: 'Salary / May', version: null },
      { type: 'withdrawal', amount: '20' },
      { type: 'transfer_out', amount: '5', isInternal: false },
    ];
    expect(await booked()).toMatchObject(shown);
    expect((await booked(admin)).at(-1)).toMatchObject({ type: 'transfer_in', amount: '5', currency: 'EUR' });
  });

  it('are trades with their fee and exact cash', async () => {
    const models = { fee: { kind: 'perShare', amount: '0.50', minimum: '1.00' } };
    const { body: paper } = await ada.post('/portfolios', {
      ...{ name: 'P', currency: 'USD', startingCash: usd('10000.00'), models },
    });
    quote(app, 'AAPL', '100.00', '100.10');
    const order = { symbol: 'AAPL', type: 'market', portfolioId: paper.id };
    for (const [side, quantity] of [
      ['buy', '3'],
      ['sell', '1.5'],
    ])
      expect((await ada.post('/orders', { ...order, side, quantity })).status).toBe(201);

    const { items } = (await ada.get(`/portfolios/${paper.id}/activities?order=oldest`)).body;

    expect(items).toMatchObject([
      { type: 'deposit', amount: '10000', currency: 'USD' },
      { type: 'buy', symbol: 'AAPL', quantity: '3', currency: 'USD' },
      { type: 'sell', symbol: 'AAPL', quantity: '1.5', currency: 'USD' },
    ]);
    const { cash } = (await ada.get(`/portfolios/${paper.id}/positions`)).body;
    const sum = items.reduce(
      (left: number, { type, amount: gross, fee }: { type: string; amount: string; fee: string }) =>
        left + (type === 'buy' ? -Number(gross) : Number(gross)) - Number(fee),
      0,
    );
    expect(sum).toBeCloseTo(Number(cash[0]?.amount ?? cash.amount), 6);
    expect(items[1].amount / items[1].quantity).toBeCloseTo(Number(items[1].price), 2);
  });

  it('are conversions within the portfolio, and purchases of coins', async () => {
    await ada.post('/wallet/deposits', amount('100.00'));
    await ada.post('/wallet/conversions', {
      from: { amount: '50.00', currency: 'EUR' },
      to: { currency: 'USD' },
    });
    await ada.post('/wallet/conversions', {
      from: { amount: '40.00', currency: 'EUR' },
      to: { currency: 'BTC' },
    });

    const items = await booked();
    const [out, into, coin] = ['transfer_out', 'transfer_in', 'buy'].map((type) =>
      items.find((each: { type: string }) => each.type === type),
    );

    expect(items).toHaveLength(4);
    expect(out).toMatchObject({ amount: '50', currency: 'EUR', isInternal: true });
    expect(into).toMatchObject({ currency: 'USD', isInternal: true, at: out.at });
    expect(into.id).not.toBe(out.id);
    expect(coin).toMatchObject({
      type: 'buy',
      symbol: 'BTC-USD',
      amount: '40',
      currency: 'EUR',
      isInternal: false,
    });
    expect(Number(coin.quantity) * Number(coin.price)).toBeCloseTo(40, 6);
    expect((await ada.get(`/portfolios/${ada.user.id}/assets`)).body.items).toMatchObject([
      { symbol: 'BTC-USD', class: 'crypto', instrument: 'BTC-USD', currency: 'USD' },
    ]);
  });

  it('are not there when they were taken back', async () => {
    const { body: first } = await ada.post('/wallet/deposits', amount('100.00'));
    await ada.post('/wallet/deposits', amount('7.00'));
    const before = (await booked()).length;
    const id = first.id;
    const { status } = await admin.post(`/admin/transactions/${id}/reversal`, { memo: 'Mistake' });
    expect([before, status]).toEqual([2, 201]);

    expect(await booked()).toMatchObject([{ amount: '7' }]);
  });

  it('are told in pages, and by what they are', async () => {
    for (const value of ['1.00', '2.00', '3.00']) await ada.post('/wallet/deposits', amount(value));

    const { body: first } = await ada.get(`/portfolios/${ada.user.id}/activities?limit=2`);
    const { body: second } = await ada.get(
      `/portfolios/${ada.user.id}/activities?limit=2&cursor=${first.next}`,
    );

    expect([...first.items, ...second.items]).toMatchObject([
      { amount: '3' },
      { amount: '2' },
      { amount: '1' },
    ]);
    expect(second.next).toBeNull();
    expect(await booked(ada, '&type=withdrawal')).toEqual([]);
  });

  it.each(['newest', 'oldest'])(
    'are told once where one is taken back between two pages: %s',
    async (order) => {
      for (const value of ['1.00', '2.00', '3.00', '4.00']) await ada.post('/wallet/deposits', amount(value));
      const list = async (query: string) =>
        (await ada.get(`/portfolios/${ada.user.id}/activities?limit=2&order=${order}${query}`)).body;
      const first = await list('');
      await admin.post(`/admin/transactions/${first.items[1].id}/reversal`, { memo: 'Mistake' });
      expect((await list('')).items[1].id).not.toBe(first.items[1].id);

      const second = await list(`&cursor=${first.next}`);

      const told = [...first.items, ...second.items].map((item: { amount: string }) => item.amount);
      expect(told.toSorted()).toEqual(['1', '2', '3', '4']);
      expect(second.next).toBeNull();
    },
  );

  it('have a version that every booking changes', async () => {
    const scope = await app.get(ScopesService).resolve(ada.user.id, ada.user.id);
    const reader = app.get(ActivitiesReader);
    const [portfolio] = scope.portfolios;
    const read = () => reader.readVersion(ada.user.id, portfolio as NonNullable<typeof portfolio>);

    const versions = [await read()];
    for (const value of ['1.00', '2.00']) {
      await ada.post('/wallet/deposits', amount(value));
      versions.push(await read(), await read());
    }

    expect(new Set(versions).size).toBe(3);
  });
});
