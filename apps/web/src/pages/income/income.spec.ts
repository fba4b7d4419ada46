import { describe, expect, it } from 'vitest';
import { monthAfter, monthBars, yearBars, type Dividends } from './income.js';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const dividends = (given: Partial<Dividends['received']> = {}): Dividends => ({
  ...{
    id: 'p1',
    kind: 'portfolio',
    name: 'Main',
    currency: 'EUR',
    firstDay: '2023-01-01',
    today: '2026-03-15',
  },
  received: { total: euros('0'), byMonth: [], byYear: [], bySymbol: [], ...given },
  expected: {
    total: euros('5'),
    payments: [],
    byMonth: [
      { month: '2026-03', amount: euros('2') },
      { month: '2027-03', amount: euros('3') },
    ],
  },
});

it('counts months across years', () => {
  expect([monthAfter('2026-03', -3), monthAfter('2025-12', 1), monthAfter('2026-01', 12)]).toEqual([
    '2025-12',
    '2026-01',
    '2027-01',
  ]);
});

describe('the bars of an income', () => {
  it('begin with the first month of two years, and have those without any', () => {
    const bars = monthBars(
      dividends({
        byMonth: [
          { month: '2023-05', amount: euros('9') },
          { month: '2026-01', amount: euros('4') },
          { month: '2026-03', amount: euros('1') },
        ],
      }),
    );
    expect(bars.map(({ key }) => key)).toEqual([
      ...['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08'],
      ...['2026-09', '2026-10', '2026-11', '2026-12', '2027-01', '2027-02', '2027-03'],
    ]);
    expect(bars.slice(0, 4).map(({ received, expected }) => [received, expected])).toEqual([
      [4, null],
      [0, null],
      [1, 2],
      [null, 0],
    ]);
    expect(bars.at(-1)?.expected).toBe(3);
  });

  it('have every year up to this one', () => {
    const bars = yearBars(dividends({ byYear: [{ year: 2023, amount: euros('9') }] }));
    expect(bars.map(({ label, received }) => [label, received])).toEqual([
      ['2023', 9],
      ['2024', 0],
      ['2025', 0],
      ['2026', 0],
    ]);
  });
});
