import { dayNumber } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawdownSeries, maximumDrawdown } from './drawdown.js';
import { monthTable } from './month-table.js';
import { rollingReturns } from './rolling.js';

const first = dayNumber('2024-01-01');
const index = (...levels: number[]): Float64Array => Float64Array.from(levels);

describe('the maximum drawdown', () => {
  it.each([
    ['rises', index(1, 2, 3), { depth: 0, peak: null, trough: null, recovery: null }],
    ['is flat', index(1, 1), { depth: 0, peak: null, trough: null, recovery: null }],
    ['falls and comes back', index(1, 2, 1, 2, 3), { depth: 0.5, peak: '2024-01-02', trough: '2024-01-03', recovery: '2024-01-04' }], // prettier-ignore
    ['falls and stays', index(1, 2, 1, 1.5), { depth: 0.5, peak: '2024-01-02', trough: '2024-01-03', recovery: null }], // prettier-ignore
    ['was at its height for days', index(2, 2, 2, 1), { depth: 0.5, peak: '2024-01-03', trough: '2024-01-04', recovery: null }], // prettier-ignore
    ['falls twice, the second time deeper', index(4, 3, 5, 2, 5), { depth: 0.6, peak: '2024-01-03', trough: '2024-01-04', recovery: '2024-01-05' }], // prettier-ignore
    ['falls twice as deep', index(4, 2, 8, 4), { depth: 0.5, peak: '2024-01-01', trough: '2024-01-02', recovery: '2024-01-03' }], // prettier-ignore
    ['is lost', index(1, 0, 0), { depth: 1, peak: '2024-01-01', trough: '2024-01-02', recovery: null }],
    ['is a day', index(1), null],
    ['is none', index(), null],
  ])('of what %s', (_, levels, expected) => {
    expect(maximumDrawdown(levels, first)).toEqual(expected);
  });

  it('is the deepest of all pairs of days', () => {
    const levels = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(levels, (values) => {
        const falls = values.flatMap((high, at) => values.slice(at).map((low) => 1 - low / high));
        const { depth } = maximumDrawdown(index(...values), first) ?? {};
        expect(depth).toBeCloseTo(Math.max(...falls), 12);
        expect(Math.max(...drawdownSeries(index(...values)))).toBeCloseTo(depth ?? NaN, 12);
      }),
    );
  });
});

it('tells each day how far it is below the height so far', () => {
  expect([...drawdownSeries(index(1, 2, 1, 4, 3))]).toEqual([0, 0, 0.5, 0, 0.25]);
  expect([...drawdownSeries(index(0, 0))]).toEqual([0, 0]);
});

describe('rolling returns', () => {
  it.each([
    [index(1, 2, 3, 6), 1, [1, 0.5, 1]],
    [index(1, 2, 3, 6), 2, [2, 2]],
    [index(1, 2, 3, 6), 4, []],
    [index(1, 0, 0), 1, [-1, 0]],
  ])('%#', (levels, windowDays, expected) => {
    expect([...rollingReturns(levels, windowDays)]).toEqual(expected.map((each) => expect.closeTo(each, 12)));
  });

  it('of a year and longer are per year', () => {
    const doubling = Float64Array.from({ length: 731 }, (_, day) => 4 ** (day / 730));
    expect([...rollingReturns(doubling, 730)]).toEqual([expect.closeTo(1, 12)]);
    expect(rollingReturns(doubling, 365)[0]).toBeCloseTo(1, 12);
    expect(rollingReturns(doubling, 364)[0]).toBeCloseTo(2 ** (364 / 365) - 1, 12);
  });
});

describe('the month table', () => {
  const from = (day: string, levels: readonly (readonly [number, number])[]) => {
    const days = levels.flatMap(([count, level]) => Array.from({ length: count }, () => level));
    return monthTable(index(1, ...days), dayNumber(day));
  };
  const close = (value: number) => expect.closeTo(value, 12);

  it('cuts at the ends of months and links them to years', () => {
    // opens on 20 November; 10 days of it, all December and January, 5 days of February
    const table = from('2023-11-20', [[10, 1.1], [31, 1.21], [31, 1.21], [5, 0.605]]); // prettier-ignore
    expect(table).toEqual([
      { year: 2023, months: [...Array.from({ length: 10 }, () => null), close(0.1), close(0.1)], total: close(0.21) }, // prettier-ignore
      { year: 2024, months: [close(0), close(-0.5), ...Array.from({ length: 10 }, () => null)], total: close(-0.5) }, // prettier-ignore
    ]);
  });

  it('opens on the evening before a month, in which nothing happens any more', () => {
    const [row] = from('2024-04-30', [[31, 2]]);
    expect(row?.months.indexOf(1)).toBe(4);
    expect(row?.months.filter((month) => month !== null)).toHaveLength(1);
  });

  it('is empty of a single day, and knows a total loss', () => {
    expect(monthTable(index(1), first)).toEqual([]);
    expect(from('2023-12-31', [[31, 0], [29, 0]])[0]).toMatchObject({ months: expect.arrayContaining([-1, 0]), total: -1 }); // prettier-ignore
  });

  it('has all that the index has, whatever it does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 1, maxLength: 900 }),
        (levels) => {
          const table = monthTable(index(1, ...levels), first);
          const product = table.reduce((level, { total }) => level * (1 + total), 1);
          expect(product).toBeCloseTo(levels.at(-1) ?? NaN, 9);
          const months = table.flatMap((row) => row.months.filter((month) => month !== null));
          expect(months.reduce((level, month) => level * (1 + month), 1)).toBeCloseTo(product, 9);
        },
      ),
      { numRuns: 30 },
    );
  });
});
