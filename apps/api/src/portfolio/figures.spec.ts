import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp, TestPerson } from '../../test/app.js';
import { createFiguresApp } from '../../test/figures-scene.js';
import { bought, track } from '../../test/tracked.js';

let app: TestApp;
let ada: TestPerson;
let path: string;
beforeAll(async () => {
  app = await createFiguresApp();
  ada = await app.register();
  path = await track(ada);
  await enter({ day: '2025-03-03', price: '100', fee: '5' });
});
afterAll(() => app.close());

async function enter(fields: object, into = path): Promise<string> {
  const { status, body } = await ada.post(`${into}/activities`, bought(fields));
  expect([status, body.detail]).toEqual([201, undefined]);
  return body.id;
}

const get = async (route: string, of = path) => {
  const { status, body } = await ada.get(`${of}/${route}`);
  expect([status, body.detail]).toEqual([200, undefined]);
  return body;
};

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('ten shares, bought for 1,000 dollars when a dollar was a euro, at 125 when it is 0.80', () => {
  it('have gained nothing in euros but the fee, and a quarter in dollars', async () => {
    const snapshot = await get('snapshot');

    expect(snapshot).toMatchObject({
      ...{ kind: 'portfolio', name: 'Depot', currency: 'EUR', firstDay: '2025-03-02', today: '2025-03-07' },
      ...{ value: eur('1000.00'), netWorth: eur('1000.00'), invested: eur('1000.00'), fees: eur('5.00') },
      // 1000 - 1000 - 5 of 1000; at 0.80 throughout: 250 x 0.8 - 4 of 800.
      gain: { net: eur('-5.00'), percent: '-0.5000', netFlat: eur('196.00'), percentFlat: '24.5000' },
      ...{ unpriced: [], unrated: [] },
    });
    expect(snapshot.positions).toMatchObject([
      {
        ...{ symbol: 'AAPL', name: 'Apple Inc.', class: 'stock', currency: 'USD', quantity: '10' },
        ...{ averagePrice: usd('100.00'), price: usd('125.00'), value: eur('1000.00'), weight: '100.0000' },
      },
    ]);
    expect(snapshot.history.day).toEqual(['2025-03-02', '2025-03-03', '2025-03-04', '2025-03-05', '2025-03-06', '2025-03-07']); // prettier-ignore
    expect(snapshot.history.netWorth).toEqual(['0.00', '1000.00', '1100.00', '880.00', '960.00', '1000.00']);
    expect(snapshot.history.net).toEqual(['0.00', '-5.00', '95.00', '-125.00', '-45.00', '-5.00']);
  });

  it('are told by every method, with effects that add up', async () => {
    const { total, parts, series } = await get('performance');

    expect(total).toMatchObject({
      ...{ opening: eur('0.00'), closing: eur('1000.00'), paidIn: eur('1005.00'), takenOut: eur('0.00') },
      // 100 at 1.00, then 100 and 50 at 0.80; 1,100 dollars lost a fifth.
      effects: {
        ...{ price: eur('220.00'), currency: eur('-220.00'), dividend: eur('0.00'), fee: eur('-5.00') },
        total: eur('-5.00'),
      },
      methods: {
        ...{ roai: '-0.5000', timeWeighted: '-0.4975', simple: '-0.4975', bridgedDays: 0 },
        moneyWeighted: { kind: 'one', periodPercent: '-0.4975' },
      },
    });
    expect(parts.map(({ key }: { key: string }) => key)).toEqual(['AAPL']);
    expect(series.value).toEqual(['0.00', '1000.00', '1100.00', '880.00', '960.00', '1000.00']);
    expect(series.gain).toEqual(['0.00', '-5.00', '95.00', '-125.00', '-45.00', '-5.00']);
    expect(series.timeWeighted.at(-1)).toBe('-0.4975');
  });

  it.each([
    ['range=1d', '2025-03-06', '40.00', '4.1667'],
    ['from=2025-03-04&to=2025-03-05', '2025-03-03', '-120.00', '-12.0000'],
  ])('in the range %s', async (query, opening, gain, percent) => {
    const { range, total } = await get(`performance?${query}`);
    expect(range.opening).toBe(opening);
    expect(total.effects.total).toEqual(eur(gain));
    expect(total.methods).toMatchObject({ timeWeighted: percent, simple: percent });
  });

  it.each([
    ['value', '1000'],
    ['gain', '-5'],
    ['effects', '-5'],
    ['simple', '-0.0049751'],
    ['twr', '-0.0049751'],
    ['roai', '-0.005'],
  ])('open into what made the figure %s', async (figure, value) => {
    const { trail } = await get(`trail?figure=${figure}`);
    expect(trail.value).toBeCloseTo(Number(value), 6);
    const one = await get(`trail?figure=${figure}&of=AAPL`);
    expect(one.trail.value).toBeCloseTo(Number(value), 6);
  });

  it('is one lot, of which nothing is realised', async () => {
    const { items, currency, next } = await get('lots');
    expect([currency, next]).toEqual(['EUR', null]);
    expect(items).toMatchObject([
      {
        ...{ symbol: 'AAPL', side: 'long', acquired: '2025-03-03', quantity: '10', costKnown: true },
        ...{ cost: eur('1005.00'), ownCost: usd('1005.00'), value: eur('1000.00'), gain: eur('-5.00') },
      },
    ]);
  });

  it('refuses what is no range, no part and no portfolio', async () => {
    expect((await ada.get(`${path}/performance?from=2025-03-05&to=2025-03-04`)).body.code).toBe(
      'date_out_of_range',
    );
    expect((await ada.get(`${path}/performance?from=2025-03-05`)).status).toBe(400);
    expect((await ada.get(`${path}/trail?figure=gain&of=MSFT`)).body.code).toBe('part_not_found');
    expect((await ada.get('/portfolios/nothing/snapshot')).body.code).toBe('portfolio_not_found');
  });
});

describe('a portfolio with sales, dividends and cash', () => {
  let own: string;
  beforeAll(async () => {
    own = await track(ada, { keepsCash: true, currency: 'USD' });
    const cash = { symbol: null, quantity: null, price: null };
    await enter({ type: 'deposit', day: '2025-03-03', amount: '5000', ...cash }, own);
    await enter({ day: '2025-03-03', quantity: '20', price: '100', fee: '10' }, own);
    await enter(
      { type: 'dividend', day: '2025-03-04', amount: '30', quantity: null, price: null, fee: '4' },
      own,
    );
    await enter({ type: 'sell', day: '2025-03-05', quantity: '5', price: '110', fee: '2' }, own);
    await ada.patch(`${own}/settings`, {
      targets: { position: { AAPL: '50', TSLA: '20' } },
      benchmark: 'TSLA',
    });
  });

  it('counts cash as its own, and only deposits as paid in', async () => {
    const { value, cash, dividend } = await get('snapshot', own);
    // 5000 - 2010 + 26 + 548, and 15 shares at 125.
    expect([cash, value]).toEqual([usd('3564.00'), usd('5439.00')]);
    expect(dividend).toEqual(usd('30.00'));
    const { total } = await get('performance', own);
    expect([total.paidIn, total.takenOut]).toEqual([usd('5000.00'), usd('0.00')]);
    // 20 x 10, 15 x 10 and 15 x 5; fees 10, 4 and 2.
    expect(total.effects).toMatchObject({ price: usd('425.00'), dividend: usd('30.00'), fee: usd('-16.00'), total: usd('439.00') }); // prettier-ignore
    expect(total.methods.simple).toBe('8.7800');
  });

  it.each(['range=max', 'range=1d', 'from=2025-03-05&to=2025-03-05'])(
    'opens every method into the same figure, %s',
    async (range) => {
      const { methods, effects } = (await get(`performance?${range}`, own)).total;
      const told = { roai: methods.roai, twr: methods.timeWeighted, simple: methods.simple };
      for (const [figure, percent] of Object.entries(told)) {
        const { trail } = await get(`trail?figure=${figure}&${range}`, own);
        expect(trail.value * 100).toBeCloseTo(Number(percent), 3);
      }
      const { trail } = await get(`trail?figure=gain&${range}`, own);
      expect(trail.value).toBeCloseTo(Number(effects.total.amount), 2);
    },
  );

  it('realises gains by tax year, with every lot', async () => {
    const { portfolios } = await get('gains?year=2025', own);
    // 550 - 2 less 5 x 100.50
    expect(portfolios[0].years).toMatchObject([
      {
        ...{
          year: '2025',
          gain: usd('45.50'),
          shortTerm: usd('45.50'),
          dividends: usd('30.00'),
          taxes: usd('4.00'),
        },
        disposals: [{ symbol: 'AAPL', quantity: '5', cost: usd('502.50'), proceeds: usd('548.00') }],
      },
    ]);
    expect((await get('gains?year=2024', own)).portfolios[0].years).toEqual([]);
    const { portfolios: methods } = await get('cost-basis-comparison', own);
    expect(methods[0].outcomes.map(({ method }: { method: string }) => method)).toEqual(['fifo', 'lifo', 'hifo', 'average', 'chosen']); // prettier-ignore
    expect(
      new Set(methods[0].outcomes.map(({ total }: { total: object }) => JSON.stringify(total))).size,
    ).toBe(1);
  });

  it('has weights that are a whole, and drifts from its targets', async () => {
    const { slices, total } = await get('allocation', own);
    expect(total).toEqual(usd('5439.00'));
    expect(slices).toMatchObject([
      { key: 'USD', weight: '65.53', target: null },
      { key: 'AAPL', weight: '34.47', target: '50.00', drift: '-15.53' },
      { key: 'TSLA', weight: '0.00', target: '20.00', drift: '-20.00' },
    ]);
    const sectors = await get('allocation?by=sector', own);
    expect(sectors.slices.map(({ key }: { key: string }) => key)).toEqual(['Technology', null]);
  });

  it('plans what brings it to its targets, of all that it has', async () => {
    const { status, body } = await ada.post(`${own}/rebalance`, { wholeUnits: true });
    expect(status).toBe(200);
    // Half of 5,439 is 21.8 shares at 125, a fifth 5.7 at 190; 3,564 - 875 - 1,140 are left.
    expect(body.trades).toMatchObject([
      { symbol: 'AAPL', side: 'buy', quantity: '7', amount: usd('875.00'), order: null },
      { symbol: 'TSLA', side: 'buy', quantity: '6', amount: usd('1140.00'), order: null },
    ]);
    expect(body.residual).toEqual(usd('1549.00'));
    expect((await ada.post(`${path}/rebalance`, {})).body.code).toBe('targets_missing');
  });

  it('is compared with its benchmark', async () => {
    const { symbol, benchmarkPercent, sameMoneyValue } = await get('benchmark', own);
    // 200 to 190; the deposit would have bought 25 shares.
    expect([symbol, benchmarkPercent, sameMoneyValue]).toEqual(['TSLA', '-5.0000', usd('4750.00')]);
    expect(await get('risk', own)).toMatchObject({ returns: 5, benchmark: 'TSLA', months: [{ year: 2025 }] });
  });

  it.each(['range=max', 'from=2025-03-04&to=2025-03-07&benchmark=AAPL&riskFree=2.5'])(
    'opens every figure of risk into the same figure, %s',
    async (query) => {
      const { volatility, drawdown, sharpe, sortino, beta, correlation } = await get(`risk?${query}`, own);
      const percents = { volatility, drawdown: drawdown.percent };
      for (const [figure, percent] of Object.entries(percents)) {
        const { trail } = await get(`trail?figure=${figure}&${query}`, own);
        expect(trail.value * 100).toBeCloseTo(Number(percent), 3);
      }
      for (const [figure, ratio] of Object.entries({ sharpe, sortino, beta, correlation })) {
        const { trail } = await get(`trail?figure=${figure}&${query}`, own);
        if (ratio === null) expect(trail).toMatchObject({ value: null, note: 'no_return_below' });
        else expect(trail.value).toBeCloseTo(Number(ratio), 3);
      }
      const { trail } = await get(`trail?figure=valueAtRisk95&${query}`, own);
      expect(trail).toMatchObject({ value: null, note: 'too_few_returns' });
    },
  );

  it('tells dividends received and what it is worth over time', async () => {
    const { received } = await get('dividends', own);
    expect(received).toMatchObject({
      total: usd('30.00'),
      byMonth: [{ month: '2025-03', amount: usd('30.00') }],
      bySymbol: [{ symbol: 'AAPL', amount: usd('30.00') }],
    });
    const { netWorth, classes, total } = await get('net-worth', own);
    expect(netWorth).toEqual(usd('5439.00'));
    expect(total.at(-1)).toBe('5439.00');
    expect(classes.map((each: { class: string }) => each.class)).toEqual(['cash', 'stock']);
    // 25 x 12,000 are 300,000.
    const projection = await get('projection?monthlySavings=1000&yearlyExpenses=12000', own);
    expect(projection).toMatchObject({ capital: usd('5439.00'), target: usd('300000.00') });
  });

  it('is part of all portfolios together, in the base currency', async () => {
    const all = await get('snapshot', '/portfolios/all');
    expect(all).toMatchObject({ kind: 'all', currency: 'EUR' });
    // 1000 and 5439 x 0.8
    expect(all.value).toEqual(eur('5351.20'));
    expect(all.positions.filter(({ symbol }: { symbol: string }) => symbol === 'AAPL')).toHaveLength(2);
  });
});
