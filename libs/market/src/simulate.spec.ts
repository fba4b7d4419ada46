import { compareDecimals, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPrice } from './instrument.js';
import {
  createSimulation,
  nextPoint,
  pathKey,
  pathPrice,
  scaledNormal,
  stepAt,
  tickOf,
  word,
  type PathPoint,
  type Simulation,
} from './simulate.js';

const apple = {
  symbol: 'AAPL',
  tickSize: '0.01',
  yearlyDriftBp: 0,
  simulatedSessions: 'always' as const,
  yearlyVolatilityBp: 2800,
  spreadBp: 2,
  dailyVolume: '50000000',
};

const speed = { seed: '1', stepMs: 1000 };
const simulation = createSimulation(apple, speed);
const start: PathPoint = { step: 1_756_391_400, price: pathPrice(parseDecimal('232.56')) };

function walk(along: Simulation, from: PathPoint, steps: number): PathPoint[] {
  const points = [from];
  let reached = from;
  for (let count = 0; count < steps; count += 1) {
    reached = nextPoint(along, reached);
    points.push(reached);
  }
  return points;
}

describe('random numbers', () => {
  // The reference implementation's first outputs for the seed 0 (https://prng.di.unimi.it/splitmix64.c).
  it.each([
    [0, 1, 0xe220_a839_7b1d_cdafn],
    [0, 2, 0x6e78_9e6a_a1b9_65f4n],
    [0, 3, 0x06c4_5d18_8009_454fn],
    [1, 0, 0xf88b_b8a8_724c_81ecn],
  ])('are those of SplitMix64: index %i, part %i', (index, part, expected) => {
    expect(word(0n, index, part)).toBe(expected);
  });

  it('have the mean 0 and the deviation that was asked for', () => {
    const key = pathKey('a long run');
    const draws = Array.from(
      { length: 20_000 },
      (_, index) => Number(scaledNormal(key, index, 1_000_000n)) / 1e6,
    );
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const deviation = Math.sqrt(draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length);
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(deviation - 1)).toBeLessThan(0.02);
    // A twentieth of a normal distribution is beyond two deviations.
    expect(draws.filter((draw) => Math.abs(draw) > 2).length / draws.length).toBeLessThan(0.05);
  });

  it('differ between names that are alike', () => {
    const names = ['1/AAPL', '1/AAPM', '2/AAPL', '1/AAP', '1/LPAA', ''];
    expect(new Set(names.map(pathKey)).size).toBe(names.length);
  });
});

describe('a path', () => {
  // Processes of two versions of the program run side by side during an upgrade. The numbers were computed by another
  // program, written for this test in another language.
  it('never changes for a given seed, symbol and step', () => {
    expect(walk(simulation, start, 8).map(({ price }) => price)).toEqual([
      232_560000000000n,
      232_567630061040n,
      232_540340807896n,
      232_550971157036n,
      232_551862757459n,
      232_553225046271n,
      232_545536604098n,
      232_554057072559n,
      232_534967640230n,
    ]);
  });

  it('is the same wherever the walk is interrupted', () => {
    const whole = walk(simulation, start, 200);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), (stop) => {
        const stoppedAt = whole[stop] ?? start;
        expect(walk(createSimulation(apple, speed), stoppedAt, 200 - stop)).toEqual(whole.slice(stop));
      }),
    );
  });

  it.each([
    ['seed', createSimulation(apple, { seed: '2', stepMs: 1000 })],
    ['symbol', createSimulation({ ...apple, symbol: 'AMZN' }, speed)],
  ])('is another one for another %s', (_, other) => {
    expect(walk(other, start, 50).at(-1)).not.toEqual(walk(simulation, start, 50).at(-1));
  });

  it('moves as much in a day as the volatility says, however small the steps are', () => {
    for (const stepMs of [50, 1000, 60_000]) {
      const along = createSimulation(apple, { seed: '3', stepMs });
      const points = walk(along, { ...start, step: 0 }, 4000);
      let squares = 0;
      let previous = start.price;
      for (const { price } of points) {
        squares += Math.log(Number(price) / Number(previous)) ** 2;
        previous = price;
      }
      const yearly = Math.sqrt((squares / 4000) * ((365 * 86_400_000) / stepMs));
      expect(yearly, `in steps of ${stepMs} ms`).toBeCloseTo(0.28, 1);
    }
  });

  it('stays at one tick and above, and can rise again', () => {
    const wild = createSimulation({ ...apple, yearlyVolatilityBp: 3_000_000 }, { seed: '1', stepMs: 60_000 });
    const points = walk(wild, { step: 0, price: pathPrice(parseDecimal('0.02')) }, 500);
    const least = pathPrice(parseDecimal('0.01'));
    expect(points.every(({ price }) => price >= least)).toBe(true);
    expect(points.some(({ price }) => price === least)).toBe(true);
    expect(
      points.slice(points.findIndex(({ price }) => price === least)).some(({ price }) => price > least),
    ).toBe(true);
  });
});

describe('a tick', () => {
  it.each([
    ['232.56', '0.01', 2, '232.53 232.56 232.59'],
    ['232.564', '0.01', 0, '232.56 232.56 232.57'],
    ['1.0476', '0.0001', 10, '1.0470 1.0476 1.0482'],
    ['42618.63671875', '0.01', 2, '42614.37 42618.64 42622.90'],
    ['0.01', '0.01', 50, '0.01 0.01 0.02'],
    ['0.004', '0.01', 50, '0.01 0.01 0.01'],
  ])('of %s, in steps of %s with %i bp between, is %s', (price, tickSize, spreadBp, expected) => {
    const along = createSimulation({ ...apple, tickSize, spreadBp }, speed);
    const tick = tickOf(along, { step: 5, price: pathPrice(parseDecimal(price)) });
    expect([tick.bid, tick.price, tick.ask].map(formatPrice).join(' ')).toBe(expected);
    expect(tick.atMs).toBe(5000);
  });

  it('has bid <= price <= ask on the grid, whatever the price', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 20n }),
        fc.constantFrom('0.01', '0.05', '0.0001', '1', '0.25'),
        fc.integer({ min: 0, max: 500 }),
        (price, tickSize, spreadBp) => {
          const along = createSimulation({ ...apple, tickSize, spreadBp }, speed);
          const { bid, price: shown, ask, volume } = tickOf(along, { step: 7, price });
          const size = parseDecimal(tickSize).digits;
          expect(compareDecimals(bid, shown)).toBeLessThanOrEqual(0);
          expect(compareDecimals(shown, ask)).toBeLessThanOrEqual(0);
          for (const { digits } of [bid, shown, ask]) {
            expect(digits % size).toBe(0n);
            expect(digits).toBeGreaterThanOrEqual(size);
          }
          expect(volume.digits).toBeGreaterThanOrEqual(0n);
        },
      ),
    );
  });
});

it.each([
  [0, 1000, 0],
  [999, 1000, 0],
  [1000, 1000, 1],
  [1_756_391_400_123, 50, 35_127_828_002],
])('%i ms is in step %i of %i', (atMs, stepMs, step) => {
  expect(stepAt(atMs, stepMs)).toBe(step);
});
