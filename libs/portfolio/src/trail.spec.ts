import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seriesOf, type SeriesDay } from '../test/series.js';
import { effectsOf, roundEffects } from './effects.js';
import { effectsTrail, gainTrail, roaiTrail, simpleTrail } from './gain-trails.js';
import { moneyWeightedTrail, timeWeightedTrail } from './rate-trails.js';
import { rangeOfSeries } from './ranges.js';
import { evaluateFormula } from './trail-formula.js';
import { evaluateRows, evaluateTrail, valueTrail, type Trail } from './trail.js';

/** Puts the trail's numbers into its formula, from its JSON as a browser has it, and its rows' into theirs. */
function follow(trail: Trail, tolerance = 1e-9): void {
  const read = JSON.parse(JSON.stringify(trail)) as Trail;
  expect(read).toEqual(trail);
  const { rowFormula, rows, columns } = read;
  for (const row of rows) expect(Object.keys(row)).toEqual(columns.map(({ name }) => name));
  if (rowFormula) {
    evaluateRows(read).forEach((value, index) => {
      const cell = rows[index]?.[rowFormula.column] as number;
      expect(Math.abs(value - cell)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(cell)));
    });
  }
  if (read.value === null) {
    expect(read.note).not.toBeNull();
    return;
  }
  const size = rows.reduce(
    (sum, row) => sum + Math.abs(Number(row.presentValue ?? row.amount ?? row.paidIn ?? 0)),
    1,
  );
  const expected = read.formula.gives === 'zero' ? 0 : read.value;
  expect(Math.abs(evaluateTrail(read) - expected)).toBeLessThanOrEqual(
    tolerance * (size + Math.abs(read.value)),
  );
}

const cents = (min: number, max: number) => fc.integer({ min, max }).map((minor) => minor / 100);
const day = fc.record({
  inflow: fc.oneof(fc.constant(0), cents(0, 100_000)),
  price: cents(-3000, 3000),
  currency: cents(-500, 500),
  dividend: fc.oneof(fc.constant(0), cents(0, 500)),
  fee: fc.oneof(fc.constant(0), cents(0, 100)),
  part: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.5, noNaN: true })),
  isUnpriced: fc.integer({ min: 0, max: 5 }).map((of) => of === 0),
});

/** Any days of a portfolio that takes out no more than it has. */
const anyDays = fc.array(day, { minLength: 1, maxLength: 40 }).map((days) => {
  let value = 0;
  return days.map(({ part, ...rest }): SeriesDay => {
    const start = value + rest.inflow;
    const outflow = start > 0 ? part * start : 0;
    value = start - outflow + rest.price + rest.currency + rest.dividend - rest.fee;
    return { ...rest, outflow };
  });
});

describe('any trail gives its figure again', () => {
  it.each([
    ['gain', gainTrail],
    ['simple', simpleTrail],
    ['twr', timeWeightedTrail],
    ['mwr', moneyWeightedTrail],
  ] as const)('%s', (_, trailOf) => {
    fc.assert(
      fc.property(anyDays, fc.boolean(), fc.nat(20), (days, keepsCash, start) => {
        const series = seriesOf(days, { keepsCash, first: 19_000 });
        const all = rangeOfSeries('max', series);
        follow(trailOf(series, all), 1e-7);
        follow(trailOf(series, { start: Math.min(start, all.end), end: all.end }), 1e-7);
      }),
      { numRuns: 200 },
    );
  });

  it('effects', () => {
    fc.assert(
      fc.property(fc.array(anyDays, { minLength: 1, maxLength: 6 }), (portfolio) => {
        const effects = portfolio.map((days) => {
          const series = seriesOf(days);
          return effectsOf(series, rangeOfSeries('max', series));
        });
        const { parts, total } = roundEffects(effects, 2);
        const trail = effectsTrail(parts.map((part, index) => ({ symbol: `S${index}`, effects: part })), 2); // prettier-ignore
        expect(trail.value).toBe(Number(total.total) / 100);
        follow(trail);
      }),
      { numRuns: 50 },
    );
  });

  it('value', () => {
    const trail = valueTrail([
      { symbol: 'AAPL', quantity: 10, price: 190.5, priceDay: '2024-05-14', currency: 'USD', rate: 0.92, rateDay: '2024-05-15' }, // prettier-ignore
      {
        symbol: 'Flat',
        quantity: 1,
        price: 200_000,
        priceDay: null,
        currency: 'EUR',
        rate: 1,
        rateDay: null,
      },
    ]);
    expect(trail.value).toBeCloseTo(10 * 190.5 * 0.92 + 200_000, 9);
    follow(trail);
    follow(valueTrail([]));
  });

  it('roai', () => {
    const stakes = [
      { day: '2024-01-01', invested: 100 },
      { day: '2024-01-11', invested: 300 },
    ];
    const trail = roaiTrail({ net: 50, gainedBefore: 50, stakes });
    expect(trail.value).toBeCloseTo(50 / 250, 12);
    follow(trail);
    expect(roaiTrail({ net: 0, gainedBefore: 0, stakes: [] })).toMatchObject({
      value: null,
      note: 'nothing_invested',
    });
    expect(roaiTrail({ net: 9, gainedBefore: -200, stakes })).toMatchObject({ value: null });
  });
});

it('tells the parts between flows of a time-weighted return', () => {
  const series = seriesOf(
    [{ inflow: 100 }, { price: 4 }, { price: 6 }, { inflow: 20, price: 1 }, { price: 5.5 }, { outflow: 30, price: 0 }, { price: 10.65 }], // prettier-ignore
    { first: 19_000 },
  );
  const { rows } = timeWeightedTrail(series, rangeOfSeries('max', series));
  // Portfolio Performance manual, figure 1: 10 %, 5 % and 10 % with 20 in and 30 out between them
  expect(
    rows.map(({ opening, paidIn, gain, takenOut, closing }) => [opening, paidIn, gain, takenOut, closing]),
  ).toEqual([
    [0, 100, 10, 0, 110],
    [110, 20, 6.5, 30, 106.5],
    [106.5, 0, 10.65, 0, 117.15],
  ]);
  expect(rows.map(({ factor }) => factor)).toEqual(
    [1.1, 1.05, 1.1].map((factor) => expect.closeTo(factor, 12)),
  );
  expect(rows.map(({ from, to }) => [from, to])).toEqual([
    ['2022-01-09', '2022-01-11'],
    ['2022-01-12', '2022-01-14'],
    ['2022-01-15', '2022-01-15'],
  ]);
});

it('tells apart what a gap lies between, and days without a price', () => {
  const rowsOf = (days: readonly SeriesDay[]) => {
    const series = seriesOf(days, { first: 19_000 });
    const { rows } = timeWeightedTrail(series, rangeOfSeries('max', series));
    return rows.map(({ from, to, method }) => [from, to, method]);
  };
  expect(rowsOf([{ inflow: 100, price: 10, outflow: 110 }, {}, { inflow: 110, price: 11 }])).toEqual([
    ['2022-01-09', '2022-01-09', 'daily'],
    ['2022-01-11', '2022-01-11', 'daily'],
  ]);
  expect(rowsOf([{ inflow: 100 }, { isUnpriced: true }, { price: 10 }, { price: 1 }, { price: 1 }])).toEqual([
    ['2022-01-09', '2022-01-09', 'daily'],
    ['2022-01-10', '2022-01-11', 'modified_dietz'],
    ['2022-01-12', '2022-01-13', 'daily'],
  ]);
});

it('tells each of several rates, and why there is none', () => {
  const oilPump = seriesOf([{ inflow: 1600 }, ...Array.from({ length: 364 }, () => ({})), { outflow: 10_000 }, ...Array.from({ length: 364 }, () => ({})), { inflow: 10_000, price: -1600 }]); // prettier-ignore
  const all = rangeOfSeries('max', oilPump);
  for (const [which, rate] of [0.25, 4].entries()) {
    const trail = moneyWeightedTrail(oilPump, all, which);
    expect(trail).toMatchObject({ value: null, note: 'several' });
    expect(trail.inputs[0]).toMatchObject({ name: 'rate', value: expect.closeTo(rate, 9) });
    expect(evaluateTrail(trail)).toBeCloseTo(0, 6);
  }
  const lost = seriesOf([{ inflow: 100 }, { price: -100 }]);
  expect(moneyWeightedTrail(lost, rangeOfSeries('max', lost))).toMatchObject({
    value: null,
    note: 'one_sign',
  });
});

describe('a formula', () => {
  const rows = [{ a: 2, b: 3, name: 'x' }, { a: 4, b: 5, name: 'y' }]; // prettier-ignore

  it.each([
    ['1 + 2 * 3 ^ 2', 19],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['2 ^ 3 ^ 2', 512],
    ['-rate ^ 2', -0.25],
    ['1.5 / rate', 3],
    ['sum(a * b) + sum(a)', 32],
    ['product(1 + a / b) - 1', 2],
    ['max(0, 1 - 3)', 0],
    ['sum(max(a, rate))', 6],
    ['sqrt(4 * 4) - exp(0)', 3],
    ['highest(a - b * 2)', -4],
  ])('%s is %d', (text, value) => {
    expect(evaluateFormula(text, { rate: 0.5 }, rows)).toBeCloseTo(value, 12);
  });

  it.each(['a +', '1 2', 'sum(a', 'nobody', 'sum(name)', 'constructor', 'log(2)', '(1'])(
    '%s is none',
    (text) => {
      expect(() => evaluateFormula(text, { rate: 0.5 }, rows)).toThrow();
    },
  );

  it('of no rows is that of nothing', () => {
    expect(evaluateFormula('sum((a + 1) * 2) + product(a)', {}, [])).toBe(1);
  });
});
