import { expect, it } from 'vitest';
import { calculationOf, type CalculationRequest } from './calculation.js';

const sound: CalculationRequest = {
  currency: 'CHF',
  today: '2024-03-06',
  activities: [{ day: '2024-03-04', type: 'buy', symbol: 'A', quantity: '2', price: '10' }],
  assets: [{ symbol: 'A', currency: 'USD' }],
  prices: { A: { '2024-03-04': '11' } },
  rates: { USD: { '2024-03-01': '0.9' } },
};

/** The request with something else in the place that the path names. */
function withPart(path: string, value: unknown): CalculationRequest {
  const changed = structuredClone(sound) as unknown as Record<string, unknown>;
  const keys = path.split(/[.[\]]/).filter(Boolean);
  const last = keys.pop() ?? '';
  const holder = keys.reduce((part, key) => part[key] as Record<string, unknown>, changed);
  holder[last] = value;
  return changed as unknown as CalculationRequest;
}

it.each([
  ['activities', 'none', 'calculation_malformed'],
  ['activities[0]', 7, 'calculation_malformed'],
  ['activities[0].type', 'split', 'calculation_malformed'],
  ['activities[0].day', '2024-02-30', 'calculation_malformed'],
  ['activities[0].day', '1900-01-01', 'date_out_of_range', 'activities'],
  ['activities[0].symbol', 'B', 'calculation_malformed'],
  ['activities[0].price', 10, 'not_a_decimal'],
  ['activities[0].price', '1e3', 'not_a_decimal'],
  ['activities[0].price', '1'.repeat(61), 'not_a_decimal'],
  ['activities[0].at', 'noon', 'calculation_malformed'],
  ['assets', {}, 'calculation_malformed'],
  ['assets[0].kind', 'house', 'calculation_malformed'],
  ['assets[0].currency', '', 'calculation_malformed'],
  ['assets[1]', { symbol: 'A', currency: 'CHF' }, 'calculation_malformed', 'assets[1].symbol'],
  ['prices.A', [], 'calculation_malformed'],
  ['prices.A.2024-03-05', '', 'not_a_decimal'],
  ['prices.A.tomorrow', '1', 'calculation_malformed'],
  ['rates', {}, 'rate_unavailable', 'rates.USD'],
  ['rates.USD', { '2024-03-07': '1' }, 'rate_unavailable'],
  ['today', '6 March', 'calculation_malformed'],
  ['currency', undefined, 'calculation_malformed'],
  ['splits', [{ symbol: 'A', day: '2024-03-05', to: '0', from: '1' }], 'calculation_malformed', 'splits[0].to'], // prettier-ignore
  ['balanceDays', ['x'], 'calculation_malformed', 'balanceDays[0]'],
])('refuses %s as %j', (path, value, code, field = path) => {
  expect(() => calculationOf(withPart(path, value))).toThrow(expect.objectContaining({ code, field }));
});

it.each([
  // 2:1, then 1:3: ten are 20/3, with one rounding
  ['both', '2020-01-01', 20 / 3, 150],
  ['the later one', '2021-01-01', 10 / 3, 300],
  ['none: it is of the day itself', '2022-01-01', 10, 100],
])('counts what was bought before splits in units of today: %s', (_, day, quantity, averagePrice) => {
  const { positions } = calculationOf({
    ...sound,
    rates: { USD: { '2020-01-01': '1' } },
    activities: [{ day, type: 'buy', symbol: 'A', quantity: '10', price: '100' }],
    splits: [
      { symbol: 'A', day: '2021-01-01', to: '2', from: '1' },
      { symbol: 'A', day: '2022-01-01', to: '1', from: '3' },
      { symbol: 'B', day: '2022-01-01', to: '9', from: '1' },
    ],
  });
  expect(positions).toMatchObject([{ quantity, averagePrice }]);
});

it('takes activities of a day by their moments, and those without one first, as they are listed', () => {
  const day = '2024-03-04';
  const trade = (type: 'buy' | 'sell', price: string, at?: string) =>
    ({ day, type, symbol: 'A', quantity: '1', price, ...(at && { at }) }) as const;
  const activities = [
    trade('sell', '30', '2024-03-04T15:00:00Z'),
    trade('buy', '20', '2024-03-04T09:00:00Z'),
    trade('buy', '10'),
  ];
  const { positions } = calculationOf({ ...sound, activities });
  expect(positions).toMatchObject([{ quantity: 1, averagePrice: 15 }]);
});

it('holds a rate and a price until the next, and the first rate before it', () => {
  const { history } = calculationOf({
    ...sound,
    rates: { USD: { '2024-03-05': '0.5', '2024-03-06': '2' } },
    prices: { A: { '2024-03-01': '10', '2024-03-06': '20' } },
    history: 'days',
  });
  expect(history.map(({ value }) => value.withCurrency)).toEqual([0, 10, 10, 80]);
});
