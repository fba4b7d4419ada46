import { divide, parseDecimal, roundToMinor, type Decimal } from '@tradeyard/kernel';
import { roundToTick } from './instrument.js';
import type { Tick } from './tick.js';

/** What an instrument's simulated prices are like. */
export type SimulatedInstrument = {
  readonly symbol: string;
  /** Decimal text. */
  readonly tickSize: string;
  /** What a year brings on average, in basis points: 800 is 8 %. Above -10,000. */
  readonly yearlyDriftBp: number;
  /** Whether it ticks all the time, or only while its trading calendar says that it is traded. */
  readonly simulatedSessions: 'always' | 'calendar';
  /** One standard deviation of a year's return, in basis points: 2800 is 28 %. */
  readonly yearlyVolatilityBp: number;
  /** Between bid and ask, in basis points of the price. */
  readonly spreadBp: number;
  /** Usual volume of a day, as decimal text. */
  readonly dailyVolume: string;
};

/** An instrument made ready for stepping at one speed. */
export type Simulation = {
  readonly symbol: string;
  /** Chooses the instrument's own path among all paths. */
  readonly key: bigint;
  readonly tickSize: Decimal;
  readonly spreadBp: bigint;
  readonly stepMs: number;
  /** How much of the market's time a step is, in milliseconds: more than it takes, where the market is fast. */
  readonly lengthMs: bigint;
  /** What a year adds to the logarithm of the price, in parts per billion. */
  readonly yearlyDriftPpb: bigint;
  /** One standard deviation of a step's return, in parts per billion. */
  readonly deviationPpb: bigint;
  readonly volumePerStep: bigint;
};

/**
 * A point of a path: the price after step `step` (steps are counted from 1970)
 * in units of `10^-pathScale`. It is finer than the tick size, because a move of
 * a second is often smaller than one tick and would be rounded away.
 */
export type PathPoint = { readonly step: number; readonly price: bigint };

export const pathScale = 12;

const billion = 1_000_000_000n;
const dayMs = 86_400_000;
const yearMs = 365 * dayMs;

/** With `speed` a step is as one that is so many times as long: its moves, its drift and its volume. Stamps stay ours. */
export function createSimulation(
  { symbol, tickSize, yearlyDriftBp, yearlyVolatilityBp, spreadBp, dailyVolume }: SimulatedInstrument,
  { seed, stepMs, speed = 1 }: { seed: string; stepMs: number; speed?: number },
): Simulation {
  const lengthMs = stepMs * speed;
  const volume = roundToMinor(parseDecimal(dailyVolume), 0, 'down');
  return {
    symbol,
    key: pathKey(`${seed}/${symbol}`),
    tickSize: parseDecimal(tickSize),
    spreadBp: BigInt(spreadBp),
    stepMs,
    lengthMs: BigInt(lengthMs),
    yearlyDriftPpb: logarithmPpb(yearlyDriftBp),
    // Variance grows with time, so the deviation grows with its square root. IEEE 754 rounds each of these
    // operations exactly, hence every machine gets the same whole number.
    deviationPpb: BigInt(Math.round(yearlyVolatilityBp * 100_000 * Math.sqrt(lengthMs / yearMs))),
    volumePerStep: (volume * BigInt(lengthMs)) / BigInt(dayMs),
  };
}

/** The number of the step that the moment is in. */
export const stepAt = (atMs: number, stepMs: number): number => Math.floor(atMs / stepMs);

/**
 * The next point. The return of a step follows from seed, symbol and the step's
 * number alone, so whoever starts from a point of the path stays on it.
 */
export function nextPoint(simulation: Simulation, { step, price }: PathPoint): PathPoint {
  const next = step + 1;
  const grown = divide(price * (billion + stepReturn(simulation, next)), billion, 'halfEven');
  const least = roundToMinor(simulation.tickSize, pathScale, 'up');
  return { step: next, price: grown < least ? least : grown };
}

/** What people see of a point: prices on the tick grid, bid <= price <= ask, none below one tick. */
export function tickOf(simulation: Simulation, { step, price }: PathPoint): Tick {
  const { symbol, tickSize, spreadBp, stepMs } = simulation;
  const exact = { digits: price, scale: pathScale };
  const half = divide(price * spreadBp, 20_000n, 'halfEven');
  return {
    symbol,
    bid: atLeast(tickSize, roundToTick({ ...exact, digits: price - half }, tickSize, 'down')),
    ask: atLeast(tickSize, roundToTick({ ...exact, digits: price + half }, tickSize, 'up')),
    price: atLeast(tickSize, roundToTick(exact, tickSize, 'halfEven')),
    volume: { digits: stepVolume(simulation, step), scale: 0 },
    atMs: step * stepMs,
    source: 'simulated',
  };
}

const atLeast = (least: Decimal, price: Decimal): Decimal => (price.digits < least.digits ? least : price);

/** A price as a point's price. */
export const pathPrice = (price: Decimal): bigint => roundToMinor(price, pathScale, 'halfEven');

const stepReturn = (simulation: Simulation, step: number): bigint =>
  scaledNormal(simulation.key, step, simulation.deviationPpb) + stepDrift(simulation, step);

/**
 * A step's part of the drift. It is mostly less than a billionth, so it is the
 * difference of two rounded sums: all steps of a year together have all of it.
 */
function stepDrift({ yearlyDriftPpb, lengthMs }: Simulation, step: number): bigint {
  if (yearlyDriftPpb === 0n) return 0n;
  const sum = (steps: number): bigint => (yearlyDriftPpb * lengthMs * BigInt(steps)) / BigInt(yearMs);
  return sum(step) - sum(step - 1);
}

/**
 * The natural logarithm of one and so many basis points, in parts per billion, by
 * the series of the inverse hyperbolic tangent: ln(1 + x) = 2 artanh(x / (2 + x)).
 * Whole numbers, because `Math.log` may differ between machines.
 */
function logarithmPpb(basisPoints: number): bigint {
  const one = 10n ** 18n;
  const ratio = (BigInt(basisPoints) * one) / BigInt(20_000 + basisPoints);
  const square = (ratio * ratio) / one;
  let sum = 0n;
  let power = ratio;
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += power / odd;
    power = (power * square) / one;
  }
  return (2n * sum) / billion;
}

/** Between nothing and twice the usual, even on average. */
const stepVolume = ({ key, volumePerStep }: Simulation, step: number): bigint =>
  (volumePerStep * (word(key, step, 3) & 0x7ffn)) >> 10n;

/**
 * A normal number of the given deviation for `index`: the sum of twelve uniform
 * ones (Irwin-Hall), whose variance is 1 and which never leaves six deviations.
 * It is made of whole numbers only, unlike a logarithm, which may differ in its
 * last digit from one machine to another.
 */
export function scaledNormal(key: bigint, index: number, deviation: bigint): bigint {
  let sum = 0n;
  for (let part = 0; part < 3; part += 1) {
    const bits = word(key, index, part);
    sum += (bits & 0xffffn) + ((bits >> 16n) & 0xffffn) + ((bits >> 32n) & 0xffffn) + (bits >> 48n);
  }
  // The mean of the sum is 12 * 65535 / 2, its deviation 65536.
  return divide((sum - 393_210n) * deviation, 65_536n, 'halfEven');
}

/** The `part`th of four random 64-bit words that belong to `index`: outputs of SplitMix64 with the key as its seed. */
export const word = (key: bigint, index: number, part: number): bigint =>
  mix(key + BigInt(index * 4 + part) * golden);

const golden = 0x9e37_79b9_7f4a_7c15n;

/** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
function mix(value: bigint): bigint {
  let mixed = BigInt.asUintN(64, value);
  mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58_476d_1ce4_e5b9n);
  mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d0_49bb_1331_11ebn);
  return mixed ^ (mixed >> 31n);
}

/** A 64-bit key for a name: FNV-1a, mixed so that similar names are far apart. */
export function pathKey(name: string): bigint {
  let hash = 0xcbf2_9ce4_8422_2325n;
  for (let index = 0; index < name.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(name.charCodeAt(index))) * 0x100_0000_01b3n);
  }
  return mix(hash);
}
