import { calculationOf, type CalculationRequest } from '@tradeyard/portfolio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp, TestPerson } from '../../test/app.js';
import { createFiguresApp } from '../../test/figures-scene.js';
import { bought, track } from '../../test/tracked.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
let path: string;
beforeAll(async () => {
  app = await createFiguresApp();
  [ada, bob] = [await app.register({ baseCurrency: 'USD' }), await app.register()];
  path = await track(ada);
  await ada.post(`${path}/activities`, bought({ day: '2025-03-03', price: '100' }));
});
afterAll(() => app.close());

const routes = [
  ...[
    'snapshot',
    'performance',
    'trail?figure=gain',
    'risk',
    'benchmark',
    'net-worth',
    'dividends',
    'lots',
    'gains',
  ],
  ...['projection?monthlySavings=1&yearlyExpenses=1', 'cost-basis-comparison', 'allocation'],
];

describe('figures', () => {
  it.each(routes)("are nobody else's: %s", async (route) => {
    expect((await ada.get(`${path}/${route}`)).status).toBe(200);
    const group = (
      await ada.post('/portfolio-groups', { name: 'G', currency: 'USD', portfolioIds: [path.split('/')[2]] })
    ).body;
    expect(group.id).toEqual(expect.any(String));
    expect((await ada.get(`/portfolios/${group.id}/${route}`)).status).toBe(200);
    for (const id of [path.split('/')[2], group.id, ada.user.id]) {
      const { status, body } = await bob.get(`/portfolios/${id}/${route}`);
      expect([status, body.code]).toEqual([404, 'portfolio_not_found']);
    }
  });

  it.each(routes)('are there where nothing ever happened: %s', async (route) => {
    const own = await track(bob);
    for (const id of [own.split('/')[2], bob.user.id, 'all']) {
      const { status, body } = await bob.get(`/portfolios/${id}/${route}`);
      expect([status, body.detail]).toEqual([200, undefined]);
    }
  });

  it('of a portfolio that trades come from the ledger, and its plan can be ordered', async () => {
    await ada.post('/wallet/deposits', { amount: { amount: '10000.00', currency: 'USD' } });
    const order = { symbol: 'AAPL', side: 'buy', quantity: '8' };
    expect((await ada.post('/orders', order)).body.status).toBe('filled');
    const main = `/portfolios/${ada.user.id}`;
    // Eight at 125.10 are worth 1,000 by the price of now.
    const snapshot = (await ada.get(`${main}/snapshot`)).body;
    expect(snapshot).toMatchObject({ value: { amount: '9999.20' }, cash: { amount: '8999.20' } });
    expect(snapshot.positions.map(({ symbol }: { symbol: string }) => symbol)).toEqual(['AAPL', 'USD']);

    await ada.patch(`${main}/settings`, { targets: { position: { AAPL: '5', TSLA: '10' } } });
    const { body } = await ada.post(`${main}/rebalance`, { wholeUnits: true });
    expect(body.trades.map(({ order: each }: { order: object }) => each)).toMatchObject([
      { symbol: 'AAPL', side: 'sell', quantity: '4', portfolioId: ada.user.id },
      { symbol: 'TSLA', side: 'buy', quantity: '5' },
    ]);
    for (const trade of body.trades) {
      expect((await ada.post('/orders/preview', trade.order)).status).toBe(200);
      expect((await ada.post('/orders', trade.order)).body.status).toBe('filled');
    }
    const after = (await ada.get(`${main}/snapshot`)).body;
    expect(
      after.positions.map(({ symbol, quantity }: Record<string, string>) => `${symbol} ${quantity}`),
    ).toEqual(expect.arrayContaining(['AAPL 4', 'TSLA 5']));
  });
});

describe('a calculation', () => {
  const request: CalculationRequest = {
    currency: 'CHF',
    today: '2023-07-10',
    activities: [
      { day: '2023-01-03', type: 'buy', symbol: 'GOOGL', quantity: '1', price: '89.12', fee: '1' },
      { day: '2023-03-03', type: 'dividend', symbol: 'GOOGL', amount: '3' },
    ],
    assets: [{ symbol: 'GOOGL', currency: 'USD' }],
    prices: { GOOGL: { '2023-01-03': '89.12', '2023-07-10': '116.45' } },
    rates: { USD: { '2023-01-03': '0.9238', '2023-07-10': '0.8854' } },
  };
  const calculate = (body: unknown) => bob.post('/portfolios/calculation', body);

  it('is read of people with a session only, and is JSON', async () => {
    const send = async (type: string, token?: string) => {
      const authorization = token && { authorization: `Bearer ${token}` };
      const headers = { 'content-type': type, ...authorization };
      const url = `${app.origin}/api/v1/portfolios/calculation`;
      const answer = await fetch(url, { method: 'POST', headers, body: '{"a":' });
      return ((await answer.json()) as { code: string }).code;
    };
    expect(await send('application/json')).toBe('unauthenticated');
    expect(await send('application/json', bob.accessToken)).toBe('malformed_json');
    expect(await send('text/csv', bob.accessToken)).toBe('unsupported_media_type');
  });

  it('is exactly what the rule makes of it, and stores nothing', async () => {
    const tables = `select sum(n_tup_ins)::int as count from pg_stat_user_tables where relname like '%portfolio%'`;
    const [before] = await app.query(tables);
    const { status, body } = await calculate(request);
    expect(status).toBe(200);
    expect(body).toEqual(JSON.parse(JSON.stringify(calculationOf(request))));
    expect(await app.query(tables)).toEqual([before]);
  });

  it('takes years of prices', async () => {
    const prices: Record<string, Record<string, string>> = {};
    for (let place = 0; place < 40; place += 1) {
      const own: Record<string, string> = {};
      for (let day = 0; day < 1_800; day += 1) {
        own[new Date(Date.UTC(2018, 6, 10) + day * 86_400_000).toISOString().slice(0, 10)] =
          `${100 + (day % 50)}.25`;
      }
      prices[`S${place}`] = own;
    }
    expect(JSON.stringify(prices).length).toBeGreaterThan(1_500_000);
    const assets = [...request.assets, ...Object.keys(prices).map((symbol) => ({ symbol, currency: 'USD' }))];
    const { status } = await calculate({ ...request, assets, prices: { ...request.prices, ...prices } });
    expect(status).toBe(200);
  });

  const many = (count: number) => Array.from({ length: count }, () => request.activities[0]);
  it.each([
    ['no object', [1], 'calculation_malformed'],
    ['no activities', { ...request, activities: 'all' }, 'calculation_malformed'],
    ['too many activities', { ...request, activities: many(20_001) }, 'calculation_too_large'],
    ['too many assets', { ...request, assets: Array.from({ length: 1_001 }, () => request.assets[0]) }, 'calculation_too_large'], // prettier-ignore
    [
      'too many days of them',
      {
        ...request,
        activities: [{ ...request.activities[0], day: '1930-01-01' }],
        assets: Array.from({ length: 200 }, (_, place) => ({ symbol: `S${place}`, currency: 'USD' })),
      },
      'calculation_too_large',
    ],
    ['no rate', { ...request, rates: {} }, 'rate_unavailable'],
  ])('is refused with %s', async (_, body, code) => {
    const answer = await calculate(body);
    expect(answer.body.code).toBe(code);
    expect(answer.status).toBe(422);
  });
});
