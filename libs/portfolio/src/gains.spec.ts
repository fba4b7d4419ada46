import { describe, expect, it } from 'vitest';
import { activity, eurRules, euros, trade } from '../test/activities.js';
import { gainsByYear, type YearGains } from './gains.js';
import { followLots } from './lots.js';
import { calendarYear, taxYearOf } from './tax-year.js';

const dollars = { currency: 'USD' };
const rates = { USD: { numerator: 9n, denominator: 10n } };
const activities = [
  trade('b1', '2022-01-01', 'buy', '10 @ 10 - 1'),
  trade('b2', '2022-06-01', 'buy', '3 @ 30 - 2', { symbol: 'Y', ...dollars }),
  activity('d1', '2023-03-01', 'dividend', { amount: '10', fee: '1.50', ...dollars }),
  trade('s1', '2023-04-05', 'sell', '4 @ 15 - 1'),
  trade('s2', '2023-04-06', 'sell', '1 @ 20', { symbol: 'Y', ...dollars }),
  activity('i1', '2023-04-06', 'interest', { symbol: null, amount: '-3', fee: '0.25' }),
  activity('f1', '2023-12-31', 'fee', { symbol: null, amount: '12' }),
  trade('t1', '2024-01-01', 'transfer_out', '1', { fee: '4' }),
  activity('c1', '2024-01-02', 'deposit', { symbol: null, amount: '1000', fee: '0.50' }),
  trade('s3', '2024-04-05', 'sell', '5 @ 5'),
];
const rules = eurRules('fifo', rates);
const book = followLots(activities, rules);

const sums = ({ year, proceeds, cost, gain, shortTerm, longTerm, ...rest }: YearGains) => [
  year.label,
  [proceeds, cost, gain, shortTerm, longTerm].map(euros),
  [rest.dividends, rest.interest, rest.taxes, rest.fees, rest.tradeFees].map(euros),
];

it('tells every year what was realised and what came besides', () => {
  expect(gainsByYear(book, activities, rules).map(sums)).toEqual([
    // 1.00 and 2 USD x 0.9
    ['2022', ['0.00', '0.00', '0.00', '0.00', '0.00'], ['0.00', '0.00', '0.00', '0.00', '2.80']],
    // 59.00 - 40.40 = 18.60 after 459 days; 18.00 - 92 USD x 0.9 / 3 = 27.60 after 309
    ['2023', ['77.00', '68.00', '9.00', '-9.60', '18.60'], ['9.00', '-3.00', '1.60', '12.00', '1.00']],
    // the transfer took 10.10 along
    ['2024', ['25.00', '50.50', '-25.50', '0.00', '-25.50'], ['0.00', '0.00', '0.00', '4.50', '0.00']],
  ]);
});

it('cuts years where they begin', () => {
  const years = gainsByYear(book, activities, rules, { month: 4, day: 6 });
  expect(
    years.map(({ year, disposals, transfers }) => [year.label, disposals.length, transfers.length]),
  ).toEqual([
    ['2021/22', 0, 0],
    ['2022/23', 1, 0],
    ['2023/24', 2, 1],
  ]);
});

it('adds up: lots to disposals, disposals to symbols, symbols to years', () => {
  for (const year of gainsByYear(book, activities, rules)) {
    const lots = year.disposals.flatMap((disposal) => disposal.lots);
    const sum = (list: readonly { gain: bigint }[]) => list.reduce((total, { gain }) => total + gain, 0n);
    expect([sum(lots), sum(year.disposals), sum(year.symbols)]).toEqual([year.gain, year.gain, year.gain]);
  }
  expect(gainsByYear(book, activities, rules)[1]?.symbols).toMatchObject([
    { symbol: 'X', disposals: 1, gain: 18_60n },
    { symbol: 'Y', disposals: 1, gain: -9_60n },
  ]);
});

describe('taxYearOf', () => {
  it.each([
    ['2024-02-29', calendarYear, { label: '2024', first: '2024-01-01', last: '2024-12-31' }],
    ['2024-04-05', { month: 4, day: 6 }, { label: '2023/24', first: '2023-04-06', last: '2024-04-05' }],
    ['2024-04-06', { month: 4, day: 6 }, { label: '2024/25', first: '2024-04-06', last: '2025-04-05' }],
    ['1999-12-31', { month: 7, day: 1 }, { label: '1999/00', first: '1999-07-01', last: '2000-06-30' }],
    ['2024-02-29', { month: 3, day: 1 }, { label: '2023/24', first: '2023-03-01', last: '2024-02-29' }],
  ])('of %s with years from %o', (day, start, year) => {
    expect(taxYearOf(day, start)).toEqual(year);
  });

  it.each([
    [2, 29],
    [2, 30],
    [13, 1],
    [0, 1],
    [1.5, 1],
  ])('refuses month %s, day %s', (month, day) => {
    expect(() => taxYearOf('2024-01-01', { month, day })).toThrow(
      expect.objectContaining({ code: 'date_out_of_range', field: 'yearStart' }),
    );
  });
});
