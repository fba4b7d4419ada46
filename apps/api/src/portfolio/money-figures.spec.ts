import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestApp, TestPerson } from '../../test/app.js';
import { setRates } from '../../test/euro-rates.js';
import { createFiguresApp } from '../../test/figures-scene.js';
import { bought, track } from '../../test/tracked.js';

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createFiguresApp();
  ada = await app.register();
});
afterAll(() => app.close());

const totalOf = async (path: string) => (await ada.get(`${path}/performance`)).body.total;
const eur = (amount: string) => ({ amount, currency: 'EUR' });

it('a conversion that was better than the rate of its day is a gain, and nothing that was paid in', async () => {
  await ada.post('/wallet/deposits', { amount: eur('1000.00') });
  await ada.post('/wallet/conversions', { from: eur('100.00'), to: { currency: 'USD' } });
  await setRates(app, '2025-03-07', { USD: '1.20' });

  const total = await totalOf(`/portfolios/${ada.user.id}`);

  // 125 dollars at 1.25 are 104.17 at 1.20.
  expect(total).toMatchObject({
    ...{ paidIn: eur('1000.00'), takenOut: eur('0.00'), closing: eur('1004.17') },
    effects: { price: eur('4.17'), total: eur('4.17') },
    methods: { timeWeighted: '0.4167', simple: '0.4167' },
  });
});

it('what merged was worth what it became, though nobody priced it before: nothing was paid in by it', async () => {
  const path = await track(ada, { keepsCash: true, currency: 'USD' });
  const none = { quantity: null, price: null };
  for (const fields of [
    { type: 'deposit', day: '2025-03-03', symbol: null, amount: '500', ...none },
    { day: '2025-03-03', symbol: 'OLD', quantity: '10', price: '50' },
    {
      type: 'merger',
      day: '2025-03-04',
      symbol: 'OLD',
      target: 'AAPL',
      ratioTo: '1',
      ratioFrom: '1',
      ...none,
    },
  ]) {
    const { status, body } = await ada.post(`${path}/activities`, bought(fields));
    expect([status, body.detail]).toEqual([201, undefined]);
  }
  const usd = (amount: string) => ({ amount, currency: 'USD' });

  // 500 to 1,100 on the day, and 1,250 now.
  expect(await totalOf(path)).toMatchObject({
    ...{ paidIn: usd('500.00'), takenOut: usd('0.00'), closing: usd('1250.00') },
    effects: { price: usd('750.00'), total: usd('750.00') },
    methods: { simple: '150.0000' },
  });
});

it('money that came in for an asset is money, and none of its units; fees of it are paid from it', async () => {
  const path = await track(ada, { keepsCash: true, currency: 'USD' });
  const deposit = { ...bought({}), type: 'deposit', quantity: null, price: null };
  const fields = { day: '2025-03-03', symbol: 'AAPL', amount: '5000', fee: '10' };
  const { status } = await ada.post(`${path}/activities`, { ...deposit, ...fields });
  expect(status).toBe(201);

  const snapshot = (await ada.get(`${path}/snapshot`)).body;
  const total = await totalOf(path);

  expect([snapshot.cash.amount, snapshot.value.amount]).toEqual(['4990.00', '4990.00']);
  expect([total.paidIn.amount, total.effects.fee.amount, total.effects.total.amount]).toEqual([
    ...['5000.00', '-10.00', '-10.00'],
  ]);
});
