import { formatMinor, parseDecimal } from '@tradeyard/kernel';
import { expect, it } from 'vitest';
import { createSimulation, nextPoint, pathPrice, pathScale, tickOf, type PathPoint } from './simulate.js';

const still = {
  symbol: 'AAPL',
  tickSize: '0.01',
  yearlyDriftBp: 0,
  simulatedSessions: 'always' as const,
  yearlyVolatilityBp: 0,
  spreadBp: 2,
  dailyVolume: '86400000',
};
const yearMs = 365 * 86_400_000;

/** The price after a year from 100, in steps of so long. */
function afterYear(yearlyDriftBp: number, stepMs: number, speed = 1): number {
  const simulation = createSimulation({ ...still, yearlyDriftBp }, { seed: '1', stepMs, speed });
  let point: PathPoint = { step: 12_345, price: pathPrice(parseDecimal('100')) };
  const last = point.step + yearMs / (stepMs * speed);
  while (point.step < last) point = nextPoint(simulation, point);
  return Number(formatMinor(point.price, pathScale));
}

it.each([
  [800, 3_600_000, 1, 108],
  [1000, 3_600_000, 1, 110],
  [-5000, 3_600_000, 1, 50],
  [10_000, 3_600_000, 1, 200],
  [800, 600_000, 1, 108],
  [800, 1_000, 3_600, 108],
  [0, 3_600_000, 1, 100],
])(
  'a drift of %i basis points, in steps of %i ms at speed %i, takes 100 to %i in a year',
  (drift, stepMs, speed, end) => {
    // What a small step adds is a whole number of billionths, and all of them are there after a year.
    expect(Math.abs(afterYear(drift, stepMs, speed) / end - 1)).toBeLessThan(0.0005);
  },
);

it('does not lose the drift where a step has less than a billionth of it', () => {
  const simulation = createSimulation({ ...still, yearlyDriftBp: 10 }, { seed: '1', stepMs: 1000 });
  let point: PathPoint = { step: 0, price: pathPrice(parseDecimal('1000000')) };
  for (let count = 0; count < 100_000; count += 1) point = nextPoint(simulation, point);
  const grown = Number(point.price) / Number(pathPrice(parseDecimal('1000000'))) - 1;
  expect(grown / (Math.log(1.001) * (100_000_000 / yearMs))).toBeCloseTo(1, 2);
});

it('is, in a fast market, what it would be in longer steps, with stamps of ours', () => {
  const wild = { ...still, yearlyVolatilityBp: 2800, yearlyDriftBp: 800 };
  const fast = createSimulation(wild, { seed: '1', stepMs: 1000, speed: 60 });
  const slow = createSimulation(wild, { seed: '1', stepMs: 60_000 });
  let [one, other] = [fast, slow].map(() => ({ step: 100, price: pathPrice(parseDecimal('232.56')) })) as [
    PathPoint,
    PathPoint,
  ];
  for (let count = 0; count < 500; count += 1) {
    one = nextPoint(fast, one);
    other = nextPoint(slow, other);
  }

  expect(one).toEqual(other);
  expect(tickOf(fast, one)).toEqual({ ...tickOf(slow, other), atMs: one.step * 1000 });
});
