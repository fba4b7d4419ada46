import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { quote } from '../../test/market.js';

// One euro is 1.1684 dollars and 186.75 yen on the day that a new installation knows (2026-04-13).
let app: TestApp;
let ada: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

beforeEach(async () => {
  ada = await app.register({ baseCurrency: 'USD' });
  await deposit('10000.00', 'USD');
  quote(app, 'AAPL', '200.00', '200.00');
  quote(app, 'BTC-USD', '40000.00', '40000.00');
});

const deposit = (amount: string, currency: string) =>
  ada.post('/wallet/deposits', { amount: { amount, currency } });
const order = (side: string, quantity: string, symbol = 'AAPL') =>
  ada.post('/orders', { symbol, side, type: 'market', quantity });
const positions = async () => (await ada.get(`/portfolios/${ada.user.id}/positions`)).body;
const usd = (amount: string) => ({ amount, currency: 'USD' });
const eur = (amount: string) => ({ amount, currency: 'EUR' });

it('is empty without positions, and counts the cash', async () => {
  expect(await positions()).toEqual({
    items: [],
    next: null,
    total: { cost: usd('0.00'), value: usd('0.00'), gain: usd('0.00'), gainPercent: null },
    cash: usd('10000.00'),
    netWorth: usd('10000.00'),
    currency: 'USD',
    asOf: null,
  });
});

it('values a position at the market, against its average cost', async () => {
  await order('buy', '10'); // 2,000
  quote(app, 'AAPL', '260.00', '260.00');
  await order('buy', '5'); // 1,300, so 15 cost 3,300: 220 each
  quote(app, 'AAPL', '242.00', '242.10');

  const { items, total, cash, netWorth } = await positions();
  expect(items).toEqual([
    {
      symbol: 'AAPL',
      name: 'Apple Inc.',
      class: 'stock',
      quantity: '15.00000000',
      averageCost: usd('220'),
      price: usd('242'),
      cost: usd('3300.00'),
      value: usd('3630.00'),
      gain: usd('330.00'),
      gainPercent: '10.00',
      source: 'simulated',
    },
  ]);
  expect(total).toEqual({
    cost: usd('3300.00'),
    value: usd('3630.00'),
    gain: usd('330.00'),
    gainPercent: '10.00',
  });
  expect(cash).toEqual(usd('6700.00'));
  expect(netWorth).toEqual(usd('10330.00'));
});

it('selling half leaves half of the cost, selling all leaves no position', async () => {
  await order('buy', '10');
  quote(app, 'AAPL', '300.00', '300.00');
  await order('sell', '5');
  expect((await positions()).items[0]).toMatchObject({
    cost: usd('1000.00'),
    averageCost: usd('200'),
    value: usd('1500.00'),
  });
  await order('sell', '5');
  expect((await positions()).items).toEqual([]);
});

it('is told in the currency of the user, which may change', async () => {
  await order('buy', '10');
  quote(app, 'AAPL', '250.00', '250.00');
  await ada.patch('/me', { baseCurrency: 'EUR' });

  const { items, netWorth } = await positions();
  expect(items[0]).toMatchObject({
    averageCost: eur('171.174'), // 1,711.74 / 10: the cost as it was booked
    price: eur('213.96781924'), // 250 / 1.1684
    cost: eur('1711.74'), // 2,000 / 1.1684
    value: eur('2139.68'), // 2,500 / 1.1684
    gain: eur('427.94'),
    gainPercent: '25.00',
  });
  expect(netWorth).toEqual(eur('8986.65')); // 2,139.68 and 8,000 / 1.1684
});

it('counts a coin that was bought, converted or paid in, each at what it cost', async () => {
  await order('buy', '0.1', 'BTC-USD'); // 4,000
  await deposit('0.05', 'BTC'); // worth 2,000 on arrival
  await ada.post('/wallet/conversions', {
    from: { amount: '1000.00', currency: 'USD' },
    to: { currency: 'BTC' },
  });
  quote(app, 'BTC-USD', '50000.00', '50000.00');

  const { items, cash } = await positions();
  expect(items).toEqual([
    expect.objectContaining({
      symbol: 'BTC-USD',
      quantity: '0.17500000',
      cost: usd('7000.00'),
      value: usd('8750.00'),
      gainPercent: '25.00',
    }),
  ]);
  expect(cash).toEqual(usd('5000.00'));
});

it('belongs to its owner alone', async () => {
  const bob = await app.register();
  expect(await bob.get(`/portfolios/${ada.user.id}/positions`)).toMatchObject({
    status: 404,
    body: { code: 'portfolio_not_found' },
  });
  expect((await bob.get('/portfolios/nonsense/positions')).status).toBe(404);
});
