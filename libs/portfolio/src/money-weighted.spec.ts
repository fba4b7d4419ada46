import { dayNumber } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DatedFlow } from './flows.js';
import { moneyWeighted } from './money-weighted.js';

const dated = (flows: readonly (readonly [string, number])[]): DatedFlow[] =>
  flows.map(([day, amount]) => ({ day: dayNumber(day), amount }));

/** Amounts a year of 365 days apart. */
const yearly = (...amounts: number[]): DatedFlow[] =>
  amounts.map((amount, year) => ({ day: year * 365, amount }));

/** As written in a textbook: each flow over (1 + rate) to the power of its years. */
const presentValue = (flows: readonly DatedFlow[], rate: number): number => {
  const first = Math.min(...flows.map(({ day }) => day));
  return flows.reduce((sum, { day, amount }) => sum + amount / (1 + rate) ** ((day - first) / 365), 0);
};

describe('one rate, as published', () => {
  it.each([
    [
      'Microsoft, XIRR function (support.microsoft.com), 37.34 %',
      dated([
        ['2008-01-01', -10_000],
        ['2008-03-01', 2750],
        ['2008-10-30', 4250],
        ['2009-02-15', 3250],
        ['2009-04-01', 2750],
      ]),
      0.373362535,
      1e-8,
    ],
    [
      'Portfolio Performance manual, Money-weighted rate of return, example 1: one deposit, 8.85 %',
      [
        { day: 0, amount: -155 },
        { day: 878, amount: 190.06 },
      ],
      0.0885,
      5e-5,
    ],
    [
      'the same, example 2: three deposits, 15.60 %',
      [
        { day: 0, amount: -155 },
        { day: 878 - 514, amount: -84 },
        { day: 878 - 255, amount: -67 },
        { day: 878, amount: 396.85 },
      ],
      0.156,
      5e-5,
    ],
    [
      'the same, example 3: with a sale and a dividend, 20.28 %',
      [
        { day: 0, amount: -155 },
        { day: 878 - 514, amount: -84 },
        { day: 878 - 255, amount: -67 },
        { day: 878, amount: 426.82 },
      ],
      0.2028,
      5e-5,
    ],
    [
      'Wikipedia, Modified Dietz method: 100, then 50, worth 300 after two years',
      yearly(-100, -50, 300),
      // 100 q^2 + 50 q = 300
      (-50 + Math.sqrt(2500 + 4 * 100 * 300)) / 200 - 1,
      1e-12,
    ],
  ] as const)('%s', (_, flows, rate, tolerance) => {
    const found = moneyWeighted(flows);
    expect(found.kind).toBe('one');
    expect(Math.abs((found.kind === 'one' ? found.rate : NaN) - rate)).toBeLessThan(tolerance);
  });
});

describe('several rates, as published', () => {
  it.each([
    // J. Lorie and L. Savage, "Three Problems in Rationing Capital", 1955: the oil pump
    ['an oil pump that empties the field sooner', yearly(-1600, 10_000, -10_000), [0.25, 4]],
    // S. Ross, R. Westerfield, B. Jordan, "Fundamentals of Corporate Finance", chapter 9: a problem for calculators
    ['four rates', yearly(-252, 1431, -3035, 2850, -1000), [1 / 4, 1 / 3, 3 / 7, 2 / 3]],
    ['one below zero, one above', yearly(-100, 210, -55), [(210 - Math.sqrt(22_100)) / 200 - 1, (210 + Math.sqrt(22_100)) / 200 - 1]], // prettier-ignore
    ['zero and another', yearly(-1, 3, -2), [0, 1]],
    ['very near to each other', yearly(-1, 2.2001, -1.21011), [0.1, 0.1001]],
  ])('%s', (_, flows, rates) => {
    const found = moneyWeighted(flows);
    expect(found).toMatchObject({ kind: 'several' });
    const got = found.kind === 'several' ? found.rates : [];
    expect(got).toHaveLength(rates.length);
    rates.forEach((rate, index) => expect(got[index]).toBeCloseTo(rate, 9));
  });
});

describe('no rate', () => {
  it.each([
    ['nothing', [], 'no_flows'],
    ['nothing but zeros', yearly(0, 0), 'no_flows'],
    ['money put in only', yearly(-100, -50), 'one_sign'],
    ['money got only', yearly(100, 50), 'one_sign'],
    ['a single payment', yearly(-100), 'one_sign'],
    ['bought and sold on a day', [{ day: 7, amount: -100 }, { day: 7, amount: 110 }], 'one_day'], // prettier-ignore
    ['bought and sold on a day for the same', [{ day: 7, amount: -100 }, { day: 7, amount: 100 }], 'one_day'], // prettier-ignore
    // 1000 q^2 - 3000 q + 2500 has the discriminant 9 - 10 millions: no real root
    ['never worth nothing', yearly(1000, -3000, 2500), 'no_rate'],
  ] as const)('%s', (_, flows, why) => {
    expect(moneyWeighted(flows)).toEqual({ kind: 'none', why });
  });
});

it.each([
  ['that touches zero and turns', yearly(-1, 2.2, -1.21), 0.1],
  ['borrowed', yearly(100, -110), 0.1],
  ['of nothing gained', yearly(-100, 40, 60), 0],
  ['of a loss', yearly(-100, 50), -0.5],
  ['of nearly all lost', yearly(-1e9, 1), 1e-9 - 1],
])('one rate %s', (_, flows, rate) => {
  expect(moneyWeighted(flows)).toMatchObject({ kind: 'one', rate: expect.closeTo(rate, 6) });
});

it('tells the rate of the span beside, which a few days make a better figure of', () => {
  const found = moneyWeighted([
    { day: 0, amount: -100 },
    { day: 1, amount: 200 },
  ]);
  expect(found).toMatchObject({ kind: 'one', periodRate: expect.closeTo(1, 12) });
  expect(found.kind === 'one' && found.rate / 2 ** 365).toBeCloseTo(1, 9);
});

it.each([
  [1e6, 3],
  [-1e6, 3],
])('has no overflow over 200 years (%s at the end)', (last, years) => {
  const flows = [
    ...yearly(-1, ...Array.from({ length: 200 * years }, () => 0.001)),
    { day: 73_000, amount: last },
  ];
  const found = moneyWeighted(flows);
  expect(JSON.stringify(found)).not.toContain('null');
});

describe('any flows', () => {
  const step = fc.record({
    gap: fc.integer({ min: 1, max: 900 }),
    amount: fc.integer({ min: -1000, max: 1000 }),
  });
  const any = fc.array(step, { minLength: 2, maxLength: 9 }).map((steps) => {
    let day = 0;
    return steps.map(({ gap, amount }) => ({ day: (day += gap), amount }));
  });

  it('are worth nothing at each rate that is found', () => {
    fc.assert(
      fc.property(any, (flows) => {
        const found = moneyWeighted(flows);
        const rates = found.kind === 'one' ? [found.rate] : found.kind === 'several' ? found.rates : [];
        for (const rate of rates.filter((each) => each > -0.99 && each < 100)) {
          const size = flows.reduce((sum, flow) => sum + Math.abs(presentValue([flow, { ...flow, day: flows[0]?.day ?? 0, amount: 0 }], rate)), 0); // prettier-ignore
          expect(Math.abs(presentValue(flows, rate))).toBeLessThan(1e-9 * size);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('cross zero nowhere else, as a fine grid shows', () => {
    fc.assert(
      fc.property(any, (flows) => {
        const found = moneyWeighted(flows);
        const rates = found.kind === 'one' ? [found.rate] : found.kind === 'several' ? found.rates : [];
        let before = presentValue(flows, Math.expm1(-3));
        for (let x = -3; x < 3; x += 0.01) {
          const after = presentValue(flows, Math.expm1(x + 0.01));
          if (before * after < 0) {
            const inside = rates.filter(
              (rate) => Math.log1p(rate) > x - 1e-6 && Math.log1p(rate) < x + 0.01 + 1e-6,
            );
            expect(inside.length).toBeGreaterThan(0);
          }
          before = after;
        }
      }),
      { numRuns: 200 },
    );
  });
});

it('makes no rate of what floats leave of nothing', () => {
  const flows = [
    { day: 0, amount: -0.3 },
    { day: 0, amount: 0.1 },
    { day: 0, amount: 0.2 },
    ...yearly(0, -100, 110),
    { day: 9999, amount: -1e-15 },
  ];
  expect(moneyWeighted(flows)).toMatchObject({ kind: 'one', rate: expect.closeTo(0.1, 12) });
});

describe('10,000 flows', () => {
  let seed = 7;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;

  it('of a saver who also sells have one', () => {
    const flows = Array.from({ length: 10_000 }, (_, index) => ({
      day: Math.floor(index / 2),
      amount: index === 0 ? -5000 : index % 7 === 3 ? 100 * random() : -100 * random(),
    }));
    flows.push({ day: 5000, amount: 900_000 });
    expect(moneyWeighted(flows).kind).toBe('one');
  });

  it('of all signs have several', () => {
    const flows = Array.from({ length: 10_000 }, (_, day) => ({ day, amount: random() - 0.5 }));
    expect(moneyWeighted(flows).kind).toBe('several');
  });
});
