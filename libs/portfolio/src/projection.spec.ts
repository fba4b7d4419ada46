import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capitalAfter, projectIndependence, type IndependenceInput } from './projection.js';

/** A month after the other: interest on what is there, then the savings. */
function loop({ capital, monthlySavings, realReturn }: IndependenceInput, months: number): number {
  const interest = (1 + realReturn) ** (1 / 12) - 1;
  let now = capital;
  for (let month = 0; month < months; month++) now = now * (1 + interest) + monthlySavings;
  return now;
}

const input = (more: Partial<IndependenceInput> = {}): IndependenceInput => ({
  capital: 100_000,
  monthlySavings: 2000,
  yearlyExpenses: 40_000,
  withdrawalRate: 0.04,
  realReturn: 0.05,
  ...more,
});

const any = fc.record({
  capital: fc.double({ min: 0, max: 2e6, noNaN: true }),
  monthlySavings: fc.double({ min: -3000, max: 10_000, noNaN: true }),
  yearlyExpenses: fc.double({ min: 1, max: 200_000, noNaN: true }),
  withdrawalRate: fc.double({ min: 0.01, max: 0.2, noNaN: true }),
  realReturn: fc.oneof(fc.double({ min: -0.1, max: 0.3, noNaN: true }), fc.constant(0)),
});

it('knows the capital after any months as a loop over them does', () => {
  fc.assert(
    fc.property(any, fc.integer({ min: 0, max: 600 }), (each, months) => {
      const expected = loop(each, months);
      expect(Math.abs(capitalAfter(months, each) - expected)).toBeLessThan(
        1e-8 * (1 + Math.abs(expected) + each.capital),
      );
    }),
  );
});

it('finds the first month on which a loop reaches the target', () => {
  fc.assert(
    fc.property(any, (each) => {
      const { target, base } = projectIndependence(each);
      if (base.months === null) {
        expect(loop(each, 1200)).toBeLessThan(target * (1 + 1e-9));
        return;
      }
      expect(loop(each, base.months)).toBeGreaterThan(target * (1 - 1e-9));
      if (base.months > 0) expect(loop(each, base.months - 1)).toBeLessThan(target * (1 + 1e-9));
    }),
    { numRuns: 300 },
  );
});

describe('by hand', () => {
  it.each([
    ['is there already', input({ capital: 1_000_000 }), 0],
    ['without a return: 900,000 at 2,000 a month', input({ realReturn: 0, monthlySavings: 2000 }), 450],
    ['without savings: 100,000 ten times at 5 %', input({ monthlySavings: 0 }), Math.ceil((Math.log(10) / Math.log(1.05)) * 12)], // prettier-ignore
    ['never, with less every month', input({ realReturn: 0, monthlySavings: -1 }), null],
    ['not within a hundred years', input({ realReturn: 0, monthlySavings: 1 }), null],
    ['with nothing to pay for', input({ yearlyExpenses: 0 }), 0],
  ])('%s', (_, each, months) => {
    const { base } = projectIndependence(each);
    expect(base.months).toBe(months);
    expect(base.years).toBe(months === null ? null : months / 12);
  });

  it('needs 25 times the expenses at 4 %, and two points of return change when', () => {
    const { target, base, lower, higher } = projectIndependence(input());
    expect(target).toBeCloseTo(1_000_000, 6);
    expect([lower.realReturn, base.realReturn, higher.realReturn].map((rate) => Math.round(rate * 100))).toEqual([3, 5, 7]); // prettier-ignore
    expect(lower.months).toBeGreaterThan(base.months ?? Infinity);
    expect(higher.months).toBeLessThan(base.months ?? 0);
    expect(base.path[0]).toEqual({ year: 0, capital: 100_000 });
    expect(base.path[1]?.capital).toBeCloseTo(loop(input(), 12), 6);
    expect(base.path.at(-1)?.capital).toBeGreaterThanOrEqual(target);
    expect(base.path.at(-2)?.capital).toBeLessThan(target);
    expect(projectIndependence(input({ realReturn: 0, monthlySavings: 0 })).base.path).toHaveLength(51);
  });
});

it.each([
  ['a withdrawal of nothing', { withdrawalRate: 0 }, 'percent_out_of_range', 'withdrawalRate'],
  ['a withdrawal of more than all', { withdrawalRate: 1.1 }, 'percent_out_of_range', 'withdrawalRate'],
  ['a return that loses all', { realReturn: -0.98 }, 'percent_out_of_range', 'realReturn'],
  ['a return beyond reason', { realReturn: 1.5 }, 'percent_out_of_range', 'realReturn'],
  ['no number', { realReturn: NaN }, 'percent_out_of_range', 'realReturn'],
  ['expenses below zero', { yearlyExpenses: -1 }, 'amount_must_be_positive', 'yearlyExpenses'],
])('refuses %s', (_, more, code, field) => {
  expect(() => projectIndependence(input(more))).toThrow(expect.objectContaining({ code, field }));
});
