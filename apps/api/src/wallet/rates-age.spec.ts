import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { RatesService } from '../currency/rates.service.js';

// The first start brings the rates of 2026-04-13, a Monday. Those of the pound are a day older here.

const clock = new TestClock();
let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  clock.set('2026-04-15T12:00:00Z');
  app = await createTestApp({ clock, env: { RATE_AGE_DAYS_MAX: '3' } });
  await app.query(`update rate set date = '2026-04-12' where currency = 'GBP' and date = '2026-04-13'`);
  ada = await app.register();
  bob = await app.register();
  for (const currency of ['EUR', 'GBP']) {
    await ada.post('/wallet/deposits', { amount: money('100.00', currency) });
  }
});
afterAll(() => app.close());

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const pounds = { currency: 'GBP' };
const dollars = { currency: 'USD' };
const euro = { currency: 'EUR' };

type Ask = [string, string, () => object, string];
const asks: Ask[] = [
  ['a conversion into', 'conversions', () => ({ from: money('1.00'), to: pounds }), 'to.currency'],
  ['a conversion from', 'conversions', () => ({ from: money('1.00', 'GBP'), to: dollars }), 'from.currency'],
  ['a quote into', 'quotes', () => ({ from: euro, to: money('1.00', 'GBP') }), 'to.currency'],
  ['a quote from', 'quotes', () => ({ from: money('1.00', 'GBP'), to: euro }), 'from.currency'],
  [
    'a transfer paid with',
    'transfers',
    () => ({ to: bob.user.handle, amount: money('1.00', 'USD'), from: pounds }),
    'from.currency',
  ],
  [
    'a preview of a transfer in',
    'transfers/preview',
    () => ({ to: bob.user.handle, amount: money('1.00', 'GBP'), from: euro }),
    'amount.currency',
  ],
];

describe('a rate of three days ago', () => {
  it.each(asks)('is good for %s it', async (_, path, body) => {
    expect((await ada.post(`/wallet/${path}`, body())).status).toBeLessThan(300);
  });
});

describe('a rate of four days ago', () => {
  beforeAll(() => clock.set('2026-04-16T12:00:00Z'));

  it.each(asks)('is too old for %s it', async (_, path, body, field) => {
    const answer = await ada.post(`/wallet/${path}`, body());

    expect([answer.status, answer.body.code, answer.body.errors[0].field]).toEqual([
      422,
      'rate_too_old',
      field,
    ]);
    expect(answer.body.detail).toMatch(/of 2026-04-12, and none older than 3 days/);
    expect(answer.body.detail).toMatch(/administrator can refresh/);
  });

  it('is not suggested to pay with', async () => {
    const { body } = await ada.post('/wallet/transfers/preview', {
      to: bob.user.handle,
      amount: money('110.00', 'USD'),
    });

    // In pounds there is more, by their worth.
    expect(body.cost).toEqual(money('94.15'));
  });

  it('leaves newer ones in use', async () => {
    expect((await ada.post('/wallet/quotes', { from: money('1.00'), to: dollars })).status).toBe(201);
  });

  it('still shows, with its date', async () => {
    const rates = await ada.get('/rates?base=GBP');
    const balances = await ada.get('/wallet/balances');
    const { body: portfolios } = await ada.get('/portfolios');
    const positions = await ada.get(`/portfolios/${portfolios.items[0].id}/positions`);

    expect(rates.body.items.find(({ currency }: { currency: string }) => currency === 'EUR')).toMatchObject({
      date: '2026-04-12',
    });
    expect(balances.body.asOf).toEqual({ date: '2026-04-12', source: 'ECB' });
    expect(balances.body.items[1].value).not.toBe(null);
    expect(positions.body.asOf).toEqual({ date: '2026-04-12', source: 'ECB' });
    expect(positions.body.cash).toEqual(balances.body.total);
  });

  it('was good on an earlier day', async () => {
    const rates = app.get(RatesService);

    await expect(rates.getRate('EUR', 'GBP', '2026-04-15')).resolves.toMatchObject({ date: '2026-04-12' });
    await expect(rates.getRate('EUR', 'GBP', '2026-04-16')).rejects.toMatchObject({ code: 'rate_too_old' });
  });
});
