import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { quote } from '../../test/market.js';
import { tradeShares, usd } from '../../test/paper.js';
import { PaperService } from '../paper/paper.service.js';

// One euro is 1.1684 dollars on the day that a new installation knows.
let app: TestApp;
let ada: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  ada = await app.register({ baseCurrency: 'USD' });
  quote(app, 'AAPL', '200.00', '200.00');
  quote(app, 'AMZN', '100.00', '100.00');
});

const open = async (name: string, startingCash = usd('10000.00'), person = ada): Promise<string> =>
  (await person.post('/portfolios', { name, currency: startingCash.currency, startingCash })).body.id;
const bookOf = async (id: string) => (await app.get(PaperService).getBook(ada.user.id, id)).bookId;
const compare = async (ids?: string[]) =>
  (await ada.get(`/portfolios/comparison${ids ? `?ids=${ids.join(',')}` : ''}`)).body;

it('shows all that are open side by side, the main one first', async () => {
  const [value, euros] = [await open('Value'), await open('Euros', { amount: '1000.00', currency: 'EUR' })];
  const book = await bookOf(value);
  await tradeShares(app, book, 'buy', '10');
  await tradeShares(app, book, 'buy', '10', 'AMZN');
  await ada.post('/wallet/deposits', { amount: usd('1000.00') });
  await ada.post('/orders', { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '2' });
  quote(app, 'AAPL', '250.00', '250.00');
  quote(app, 'AMZN', '90.00', '90.00');
  const { items, next } = await compare();
  expect(next).toBeNull();
  expect(items).toMatchObject([
    {
      id: ada.user.id,
      name: 'Main portfolio',
      kind: 'trading',
      startingCash: null,
      value: usd('1100.00'),
      cash: usd('600.00'),
      returnPercent: null,
      orders: 1,
      fills: 1,
      best: { symbol: 'AAPL', gain: usd('100.00'), gainPercent: '25.00' },
      worst: null,
    },
    {
      id: value,
      kind: 'paper',
      startingCash: usd('10000.00'),
      value: usd('10400.00'),
      cash: usd('7000.00'),
      returnPercent: '4.00',
      orders: 0,
      fills: 0,
      best: { symbol: 'AAPL', gainPercent: '25.00' },
      worst: { symbol: 'AMZN', gain: usd('-100.00'), gainPercent: '-10.00' },
    },
    { id: euros, currency: 'EUR', returnPercent: '0.00', best: null, worst: null },
  ]);
});

it('asks as many queries for one as for many', async () => {
  const count = async (): Promise<number> => {
    const query = vi.spyOn(app.get(DataSource).manager.constructor.prototype, 'query');
    const select = vi.spyOn(app.get(DataSource).driver, 'createQueryRunner');
    await compare();
    const calls = query.mock.calls.length + select.mock.calls.length;
    query.mockRestore();
    select.mockRestore();
    return calls;
  };
  await tradeShares(app, await bookOf(await open('First')), 'buy', '1');
  // Jobs of the application may ask something at the same time: they only add.
  const least = async (): Promise<number> => Math.min(await count(), await count(), await count());
  const one = await least();
  for (let index = 0; index < 5; index += 1) {
    const id = await open(`Further ${index}`, { amount: '1000.00', currency: index % 2 ? 'EUR' : 'USD' });
    if (index % 2 === 0) await tradeShares(app, await bookOf(id), 'buy', '1', index ? 'AMZN' : 'AAPL');
  }
  expect(one).toBeGreaterThan(0);
  // A query for each portfolio would be five more, however often it is looked at.
  await expect.poll(count).toBeLessThanOrEqual(one);
});

it('compares those that are named, archived ones too, and begins anew after a reset', async () => {
  const [first, second] = [await open('First'), await open('Second')];
  await tradeShares(app, await bookOf(first), 'buy', '10');
  quote(app, 'AAPL', '250.00', '250.00');
  expect((await compare([first])).items).toMatchObject([{ id: first, returnPercent: '5.00' }]);
  await ada.post(`/portfolios/${first}/reset`, {});
  await ada.delete(`/portfolios/${second}`);
  expect((await compare([second, first, second])).items).toMatchObject([
    { id: first, returnPercent: '0.00', best: null },
    { id: second, returnPercent: '0.00' },
  ]);
  expect((await compare([ada.user.id])).items).toMatchObject([{ id: ada.user.id }]);
});

it('finds no one’s but one’s own', async () => {
  const bob = await app.register();
  const theirs = await open('Theirs', usd('1.00'), bob);
  for (const ids of [[theirs], [ada.user.id, theirs], [bob.user.id]])
    expect(await compare(ids)).toMatchObject({ status: 404, code: 'portfolio_not_found' });
  for (const ids of ['x', '', `${ada.user.id},`, Array(52).fill(ada.user.id).join(',')])
    expect(await compare([ids])).toMatchObject({ status: 400, code: 'validation_failed' });
});
