import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seriesOf } from '../test/series.js';
import { controlledRounding, roundParts } from './controlled-rounding.js';
import { effectsOf, roundEffects, type Effects } from './effects.js';
import { gainOfRange } from './simple-return.js';

const amount = fc.oneof(
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.integer({ min: -100_000, max: 100_000 }).map((thousandths) => thousandths / 1000),
);
const add = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);
/** Whether it is the number, or one of the whole numbers next to it. A millionth of a unit is what floats may hide. */
const isNextTo = (rounded: bigint, value: number): boolean => Math.abs(Number(rounded) - value) < 1 + 1e-5;

describe('a table, rounded', () => {
  const table = fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 }))
    .chain(([height, width]) =>
      fc.array(fc.array(amount, { minLength: width, maxLength: width }), {
        minLength: height,
        maxLength: height,
      }),
    );

  it('adds up both ways, moves nothing by a whole unit, and its total is the nearest', () => {
    fc.assert(
      fc.property(table, (cells) => {
        const rounded = controlledRounding(cells);
        const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
        cells.forEach((row, index) => {
          row.forEach((cell, at) => expect(isNextTo(rounded.cells[index]?.[at] ?? 0n, cell)).toBe(true));
          expect(rounded.rows[index]).toBe(add(rounded.cells[index] ?? []));
          expect(isNextTo(rounded.rows[index] ?? 0n, sum(row))).toBe(true);
        });
        rounded.columns.forEach((column, at) => {
          expect(column).toBe(add(rounded.cells.map((row) => row[at] ?? 0n)));
          expect(isNextTo(column, sum(cells.map((row) => row[at] ?? 0)))).toBe(true);
        });
        expect(rounded.total).toBe(add(rounded.rows));
        expect(rounded.total).toBe(add(rounded.columns));
        expect(Math.abs(Number(rounded.total) - sum(cells.map(sum)))).toBeLessThan(0.5 + 1e-4);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['what is whole stays', [[1, -2], [0, 3]], [[1n, -2n], [0n, 3n]]], // prettier-ignore
    ['a half on each side of the diagonal', [[0.5, 0], [0, 0.5]], [[1n, 0n], [0n, 0n]]], // prettier-ignore
    ['a third each', [[1 / 3, 1 / 3, 1 / 3]], [[0n, 0n, 1n]]],
    ['below zero', [[-0.6], [-0.6]], [[-1n], [0n]]],
    ['nothing', [], []],
  ] as const)('%s', (_, cells, expected) => {
    const rounded = controlledRounding(cells);
    expect(add(rounded.cells.flat())).toBe(add(expected.flat()));
    if (cells.flat().every(Number.isInteger)) expect(rounded.cells).toEqual(expected);
  });

  it('takes 500 positions in no time', () => {
    const cells = Array.from({ length: 500 }, (_, row) => [row / 7, row / 11, row / 13, -row / 17]);
    let ms = Infinity;
    for (let run = 0; run < 8; run++) {
      const before = performance.now();
      controlledRounding(cells);
      ms = Math.min(ms, performance.now() - before);
    }
    expect(ms).toBeLessThan(50); // 3 on a quiet machine
  });
});

describe('parts, rounded', () => {
  it.each([
    [
      [0.4, 0.4, 0.4],
      [1n, 0n, 0n],
    ],
    [
      [1 / 3, 1 / 3, 1 / 3],
      [1n, 0n, 0n],
    ],
    [
      [0.2, 0.9, 0.9],
      [0n, 1n, 1n],
    ],
    [
      [-0.4, -0.4, -0.4],
      [0n, 0n, -1n],
    ],
    [[], []],
  ])('%s are %s', (parts, rounded) => {
    expect(roundParts(parts)).toEqual(rounded);
  });

  it('add up to the rounded sum', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 20 }), (parts) => {
        const rounded = roundParts(parts);
        parts.forEach((part, index) => expect(isNextTo(rounded[index] ?? 0n, part)).toBe(true));
        const sum = parts.reduce((total, part) => total + part, 0);
        expect(Math.abs(Number(add(rounded)) - sum)).toBeLessThan(0.5 + 1e-4);
      }),
    );
  });
});

it('finds the effects of a range, which are its gain', () => {
  const series = seriesOf([
    { inflow: 100, fee: 1 },
    { price: 5, currency: -2 },
    { dividend: 3 },
    { price: 100 },
  ]);
  expect(effectsOf(series, { start: 0, end: 3 })).toEqual({
    price: 5,
    dividend: 3,
    currency: -2,
    fee: -1,
    total: 5,
  });
  expect(effectsOf(series, { start: 2, end: 4 })).toMatchObject({ price: 100, dividend: 3, total: 103 });
  expect(effectsOf(series, { start: 1, end: 4 }).total).toBe(gainOfRange(series, { start: 1, end: 4 }));
});

describe('effects of positions, to the cent', () => {
  const effects = fc
    .tuple(amount, amount, amount, amount)
    .map(([price, dividend, currency, fee]) => ({ price, dividend, currency, fee, total: price + dividend + currency + fee })); // prettier-ignore
  const names = ['price', 'dividend', 'currency', 'fee'] as const;

  it('add up across and down', () => {
    fc.assert(
      fc.property(fc.array(effects, { maxLength: 15 }), fc.constantFrom(0, 2, 3, 8), (parts, exponent) => {
        const rounded = roundEffects(parts, exponent);
        const across = (each: Effects<bigint>): bigint => add(names.map((name) => each[name]));
        for (const part of [...rounded.parts, rounded.total]) expect(part.total).toBe(across(part));
        for (const name of [...names, 'total'] as const) {
          expect(rounded.total[name]).toBe(add(rounded.parts.map((part) => part[name])));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are cents of a gain that is rounded itself', () => {
    const third = { price: 1 / 3, dividend: 1 / 3, currency: 1 / 3, fee: 0, total: 1 };
    const { parts, total } = roundEffects([third, third, third], 2);
    expect(total.total).toBe(300n);
    expect(parts.map((part) => part.total)).toEqual([100n, 100n, 100n]);
    expect([total.price, total.dividend, total.currency, total.fee]).toEqual([100n, 100n, 100n, 0n]);
  });
});
