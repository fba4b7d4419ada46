import { dayNumber } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seriesOf } from '../test/series.js';
import { rangeOfSeries } from './ranges.js';
import { riskOf } from './risk.js';
import { riskTrail, type RiskContext } from './risk-trails.js';
import { timeWeighted, type TimeWeighted } from './time-weighted.js';
import { evaluateTrail, type RiskFigure, type Trail } from './trail.js';

/** Puts the trail's numbers into its formula, from its JSON as a browser has it. */
function follow(trail: Trail): void {
  const read = JSON.parse(JSON.stringify(trail)) as Trail;
  expect(read).toEqual(trail);
  for (const row of read.rows) expect(Object.keys(row)).toEqual(read.columns.map(({ name }) => name));
  if (read.value === null) expect(read.note).not.toBeNull();
  else expect(Math.abs(evaluateTrail(read) - read.value)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(read.value))); // prettier-ignore
}

// 2024-05-10 is a Friday
const friday = dayNumber('2024-05-10');

/** What 100 at the opening became by these percentages of it, from a day on. */
function weightedOf(moves: readonly number[], first = friday): TimeWeighted {
  const days = moves.map((price, at) => (at === 0 ? { inflow: 100, price } : { price }));
  const series = seriesOf(days, { first });
  return timeWeighted(series, rangeOfSeries('max', series));
}

const figures = ['volatility', 'drawdown', 'sharpe', 'sortino', 'valueAtRisk95', 'valueAtRisk99', 'beta', 'correlation'] as const satisfies RiskFigure[]; // prettier-ignore
const anyMoves = fc.array(fc.integer({ min: -500, max: 500 }).map((minor) => minor / 100), { minLength: 1, maxLength: 200 }); // prettier-ignore

it.each(figures)('any trail of %s gives the figure of risk again', (figure) => {
  const anyPrice = fc.integer({ min: 1, max: 10_000 });
  fc.assert(
    fc.property(
      anyMoves,
      fc.infiniteStream(anyPrice),
      fc.constantFrom(0, 0.025),
      (moves, prices, riskFree) => {
        const weighted = weightedOf(moves);
        const benchmark = weighted.index.map(() => prices.next().value as number);
        const found = riskOf(weighted, { benchmark, riskFree })[figure];
        const value = typeof found === 'object' && found ? ('depth' in found ? found.depth : found.valueAtRisk) : found; // prettier-ignore
        const trail = riskTrail(figure, weighted, { benchmark, riskFree });
        expect(trail.value).toBe(value);
        follow(trail);
      },
    ),
    { numRuns: 100 },
  );
});

it('has a return of each weekday, with that of the benchmark', () => {
  const trail = riskTrail('beta', weightedOf([0, 10, 0, 11]), {
    benchmark: Float64Array.of(50, 50, 60, 60, 45),
  });
  expect(trail.rows).toEqual([
    { day: '2024-05-13', return: expect.closeTo(0.1, 12), benchmarkReturn: expect.closeTo(0.2, 12) },
    { day: '2024-05-14', return: expect.closeTo(0.1, 12), benchmarkReturn: expect.closeTo(-0.25, 12) },
  ]);
});

it('shows where it fell from, to and came back to', () => {
  const trail = riskTrail('drawdown', weightedOf([0, 10, -22, 3, 30], friday));
  expect(trail.rows).toEqual([
    { moment: 'peak', day: '2024-05-12', index: expect.closeTo(1.1, 12) },
    { moment: 'trough', day: '2024-05-13', index: expect.closeTo(0.88, 12) },
    { moment: 'recovery', day: '2024-05-15', index: expect.closeTo(1.21, 12) },
  ]);
  expect(trail.value).toBeCloseTo(0.2, 12);
});

it('shows the worst returns up to the value at risk, the worst first', () => {
  // 40 weekdays of eight weeks: 5 % are two
  const moves = Array.from({ length: 54 }, (_, at) => (at === 10 ? -4 : at === 25 ? -7 : at === 31 ? -2 : 0));
  const { rows, value, inputs } = riskTrail('valueAtRisk95', weightedOf(moves, friday + 2));
  expect(rows.map(({ rank, day }) => [rank, day])).toEqual([
    [1, '2024-06-07'],
    [2, '2024-05-23'],
  ]);
  expect(value).toBeCloseTo(0.04, 12);
  expect(inputs).toContainEqual({ name: 'worstReturns', value: 2, unit: 'count', source: 'formula' });
});

describe('says why there is no figure', () => {
  const still = Float64Array.of(5, 5, 5, 5, 5, 5);
  const rising = [0, 1, 1, 1, 1];
  it.each<[RiskFigure, readonly number[], RiskContext, string]>([
    ['volatility', [1], {}, 'too_few_returns'],
    ['sharpe', [0, 0, 0, 0, 0], {}, 'returns_all_the_same'],
    ['sharpe', [1], {}, 'too_few_returns'],
    ['sortino', rising, {}, 'no_return_below'],
    ['valueAtRisk95', rising, {}, 'too_few_returns'],
    ['beta', rising, {}, 'no_benchmark'],
    ['correlation', rising, { benchmark: still }, 'returns_all_the_same'],
  ])('%s of %j with %j: %s', (figure, moves, context, note) => {
    expect(riskTrail(figure, weightedOf(moves), context)).toMatchObject({ value: null, note });
  });

  it('beside a benchmark, where all was lost before more came in', () => {
    const again = seriesOf([{ inflow: 100 }, { price: -100 }, { inflow: 100 }, { price: 5 }], {
      first: friday,
    });
    const weighted = timeWeighted(again, rangeOfSeries('max', again));
    const benchmark = Float64Array.of(5, 6, 5, 6, 5);
    expect(riskTrail('beta', weighted, { benchmark })).toMatchObject({ value: null, note: 'worth_nothing' });
  });

  it('of a fall, where nothing was held; and that there was none', () => {
    const nothing = seriesOf([{}, {}], { first: friday });
    const weighted = timeWeighted(nothing, rangeOfSeries('max', nothing));
    expect(riskTrail('drawdown', weighted)).toMatchObject({ value: null, note: 'nothing_held' });
    const never = riskTrail('drawdown', weightedOf(rising));
    expect(never).toMatchObject({ value: 0, note: 'never_fell', rows: [] });
    follow(never);
  });
});
