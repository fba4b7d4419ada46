import { dayNumber } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { calculationOf, type CalculationRequest } from './calculation.js';

/** Four days in March: bought on the 4th, today is the 6th. */
function calculate(request: Partial<CalculationRequest>) {
  return calculationOf({
    ...{ currency: 'CHF', today: '2024-03-06', activities: [], assets: [], prices: {}, rates: {} },
    ...request,
  });
}

const asset = { symbol: 'A', currency: 'CHF' };
const buy = { day: '2024-03-04', type: 'buy', symbol: 'A', quantity: '2', price: '10' } as const;
const prices = { A: { '2024-03-04': '11', '2024-03-05': '12', '2024-03-06': '15' } };

describe('a position', () => {
  it('gained what it is worth more than it cost, and what was realised, less fees', () => {
    const sell = { day: '2024-03-05', type: 'sell', symbol: 'A', quantity: '1', price: '13', fee: '0.5' } as const; // prettier-ignore
    const { positions } = calculate({ assets: [asset], prices, activities: [{ ...buy, fee: '1' }, sell] });
    // one left: 15 - 10; one sold: 13 - 10; 20 for a day and 10 for another
    expect(positions).toMatchObject([
      {
        symbol: 'A',
        activitiesCount: 2,
        firstDay: '2024-03-04',
        quantity: 1,
        averagePrice: 10,
        marketPrice: 15,
        value: 15,
        fee: 1.5,
        invested: { flat: 10, withCurrency: 10 },
        averageInvested: { flat: 15, withCurrency: 15 },
        gross: { flat: 8, withCurrency: 8 },
        net: { flat: 6.5, withCurrency: 6.5 },
        grossPercent: { flat: 8 / 15 },
        netPercent: { flat: 6.5 / 15 },
        isUnpriced: false,
      },
    ]);
  });

  it('tells everything at the rate of today, and at the rates of the days', () => {
    const { positions, ranges } = calculate({
      assets: [{ symbol: 'A', currency: 'USD' }],
      activities: [
        { ...buy, fee: '1' },
        { day: '2024-03-05', type: 'dividend', symbol: 'A', amount: '3' },
      ],
      rates: { USD: { '2024-03-04': '1', '2024-03-05': '2', '2024-03-06': '4' } },
      prices,
    });
    expect(positions[0]).toMatchObject({
      value: 120,
      marketPriceInBase: 60,
      dividend: 3,
      dividendInBase: 6,
      feeInBase: 1,
      invested: { flat: 80, withCurrency: 20 },
      gross: { flat: 40, withCurrency: 100 },
      net: { flat: 36, withCurrency: 99 },
    });
    // at the end of yesterday: 24 x 2, bought for 20 and a fee of 1
    expect(ranges['1d']?.net).toEqual({ flat: 36 - (4 * 4 - 4), withCurrency: 99 - 27 });
  });

  it.each([
    // at stake in 1d: what was invested and what had been gained by its evening
    ['1d', 15 * 2 - 12 * 2, 6 / 24],
    ['wtd', 9, 9 / 20],
    ['max', 9, 9 / 20],
  ])('in %s', (key, net, percent) => {
    const { positions, ranges } = calculate({
      assets: [asset],
      prices,
      activities: [{ ...buy, fee: '1' }],
    });
    expect(positions[0]?.ranges[key]).toEqual({ net, percent });
    expect(ranges[key]).toEqual({
      net: { flat: net, withCurrency: net },
      percent: { flat: percent, withCurrency: percent },
    });
  });

  it('of a year counts from the evening of the year before', () => {
    const { positions } = calculate({
      assets: [asset],
      activities: [{ ...buy, day: '2022-06-01' }],
      prices: { A: { '2022-06-01': '10', '2022-12-31': '12', '2023-12-31': '15', '2024-03-06': '16' } },
    });
    expect(positions[0]?.ranges).toMatchObject({
      '2022': { net: 4, percent: 4 / 20 },
      '2023': { net: 6, percent: 6 / 24 },
      ytd: { net: 2, percent: 2 / 30 },
    });
  });

  it('that is short gains what its price falls', () => {
    const short = { ...buy, type: 'short' as const };
    const { positions, ranges } = calculate({ assets: [asset], prices, activities: [short] });
    expect(positions[0]).toMatchObject({
      quantity: -2,
      averagePrice: 10,
      value: -30,
      invested: { flat: -20 },
      gross: { flat: -10 },
      averageInvested: { flat: 20 },
      grossPercent: { flat: -0.5 },
    });
    expect(ranges['max']?.percent.flat).toBe(-0.5);
  });

  it('bought and sold in one moment was invested on average all the same', () => {
    const sell = { ...buy, type: 'sell' as const, price: '12' };
    const { positions } = calculate({ assets: [asset], prices, activities: [buy, sell] });
    expect(positions[0]).toMatchObject({
      averageInvested: { flat: 20 },
      gross: { flat: 4 },
      grossPercent: { flat: 0.2 },
    });
  });
});

describe('the portfolio', () => {
  const cash = { symbol: 'CHF', currency: 'CHF', kind: 'cash' } as const;
  const dollars = { symbol: 'USD', currency: 'USD', kind: 'cash' } as const;
  const deposit = (symbol: string) =>
    ({ day: '2024-03-04', type: 'deposit', symbol, amount: '100' }) as const;

  it('has its own currency as worth something, and other currencies as what can gain', () => {
    const snapshot = calculate({
      assets: [asset, cash, dollars],
      activities: [buy, deposit('CHF'), deposit('USD')],
      rates: { USD: { '2024-03-04': '1', '2024-03-06': '1.5' } },
      prices,
    });
    expect(snapshot).toMatchObject({
      value: 30 + 100 + 150,
      cash: 250,
      invested: { flat: 170, withCurrency: 120 },
      net: { flat: 10, withCurrency: 60 },
    });
    expect(snapshot.positions.map(({ symbol }) => symbol)).toEqual(['A', 'CHF', 'USD']);
    expect(snapshot.history.at(-1)).toEqual({
      day: '2024-03-06',
      value: { flat: 180, withCurrency: 180 },
      invested: { flat: 170, withCurrency: 120 },
      net: { flat: 10, withCurrency: 60 },
      netPercent: { flat: 10 / 170, withCurrency: 60 / 120 },
      investedChange: 0,
      netWorth: 280,
      cash: 250,
    });
  });

  it('owes what is owed, which is no part of its value', () => {
    const snapshot = calculate({
      assets: [cash, { symbol: 'Loan', currency: 'CHF', kind: 'liability' }],
      activities: [deposit('CHF'), { day: '2024-03-05', type: 'liability', symbol: 'Loan', amount: '30' }],
    });
    expect(snapshot).toMatchObject({ value: 100, liabilities: 30, net: { flat: 0 } });
    expect(snapshot.history.map(({ netWorth }) => netWorth)).toEqual([0, 100, 70, 70]);
    expect(snapshot.positions.map(({ symbol }) => symbol)).toEqual(['CHF']);
  });

  it('pays a fee that belongs to nothing, which no position is told of', () => {
    const fee = { day: '2024-03-04', type: 'fee', symbol: 'F', fee: '49' } as const;
    const snapshot = calculate({
      assets: [{ symbol: 'F', currency: 'CHF', isPricedByHand: true }],
      activities: [fee],
    });
    expect(snapshot).toMatchObject({ fees: 49, positions: [], unpriced: [], net: { flat: 0 } });
  });

  it('says what has no price, and leaves it out of what was gained', () => {
    const snapshot = calculate({ assets: [asset], activities: [buy] });
    expect(snapshot).toMatchObject({ value: 20, unpriced: ['A'], net: { flat: 0 }, invested: { flat: 0 } });
    expect(snapshot.positions).toMatchObject([{ marketPrice: null, isUnpriced: true, ranges: {} }]);
  });

  it('has by hand what was last paid where nobody says more', () => {
    const byHand = { ...asset, isPricedByHand: true };
    const snapshot = calculate({ assets: [byHand], activities: [buy, { ...buy, price: '14' }] });
    expect(snapshot).toMatchObject({ value: 56, unpriced: [], net: { flat: 8 } });
  });

  it('begins the day before a balance was noted, and looks at that day', () => {
    const snapshot = calculate({ assets: [cash], activities: [deposit('CHF')], balanceDays: ['2024-03-01'] });
    expect(snapshot).toMatchObject({ first: '2024-02-29' });
    expect(snapshot.history).toHaveLength(7);
  });

  it('was invested in so much by day, month and year', () => {
    const sell = { day: '2024-03-05', type: 'sell', symbol: 'A', quantity: '2', price: '1' } as const;
    const snapshot = calculate({
      assets: [asset],
      prices,
      activities: [{ ...buy, day: '2023-12-31' }, sell],
    });
    expect(snapshot.investments).toEqual([
      { day: '2023-12-31', invested: 20 },
      { day: '2024-03-05', invested: 0 },
    ]);
    expect(snapshot.investmentsByMonth).toEqual([
      { day: '2023-12-01', invested: 20 },
      { day: '2024-01-01', invested: 0 },
      { day: '2024-02-01', invested: 0 },
      { day: '2024-03-01', invested: -20 },
    ]);
    expect(snapshot.investmentsByYear).toEqual([
      { day: '2023-01-01', invested: 20 },
      { day: '2024-01-01', invested: -20 },
    ]);
  });

  it('that is empty is nothing', () => {
    expect(calculate({})).toMatchObject({
      ...{ value: 0, positions: [], history: [], investments: [], investmentsByMonth: [] },
      ranges: { max: { net: { flat: 0 }, percent: { flat: 0 } } },
    });
  });

  it('has a row for every day, or for those that are looked at', () => {
    const long = { assets: [asset], prices, activities: [{ ...buy, day: '2020-03-04' }] };
    const days = dayNumber('2024-03-06') - dayNumber('2020-03-03') + 1;
    const [rows, every] = [calculate(long), calculate({ ...long, history: 'days' })];
    expect(every.history).toHaveLength(days);
    expect(rows.history.length).toBeLessThan(500);
    expect(rows.ranges).toEqual(every.ranges);
    const found = rows.history.map(({ day }) => every.history.find((row) => row.day === day));
    expect(found).toEqual(rows.history);
  });
});
