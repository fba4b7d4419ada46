import * as at from './course-steps.js';
import { settled } from './noise.js';
import { momentDays } from './position-book.js';
import type { PositionCourse } from './position-course.js';

/**
 * Sums over positions for every day, in the portfolio's currency. Each twice: with the currency effect, where every
 * flow and every value is at its own day's rate, and `…Flat` without, where all are at today's.
 */
export type RoaiDays = {
  readonly value: Float64Array;
  readonly valueFlat: Float64Array;
  readonly invested: Float64Array;
  readonly investedFlat: Float64Array;
  /** Gained since the beginning, after fees. */
  readonly net: Float64Array;
  readonly netFlat: Float64Array;
  /** What was invested on average until the day, over the days on which something was held. */
  readonly weighed: Float64Array;
  readonly weighedFlat: Float64Array;
  /** Of `invested`, what is short, as a number above zero. */
  readonly short: Float64Array;
  readonly shortFlat: Float64Array;
  /** By how much `invested` changed on the day. */
  readonly investedChange: Float64Array;
};

/** Nothing on any of so many days, to add positions to. */
export function emptyRoaiDays(days: number): RoaiDays {
  const zeros = () => new Float64Array(days);
  return {
    value: zeros(),
    valueFlat: zeros(),
    invested: zeros(),
    investedFlat: zeros(),
    net: zeros(),
    netFlat: zeros(),
    weighed: zeros(),
    weighedFlat: zeros(),
    short: zeros(),
    shortFlat: zeros(),
    investedChange: zeros(),
  };
}

/** What one position was on each day with the currency effect: filled anew for each, to tell its ranges. */
export type RoaiScratch = {
  readonly value: Float64Array;
  readonly invested: Float64Array;
  readonly net: Float64Array;
};

export const emptyScratch = (days: number): RoaiScratch => ({
  value: new Float64Array(days),
  invested: new Float64Array(days),
  net: new Float64Array(days),
});

/** Adds a position to the sums, and leaves its own days in `scratch`. */
export function addRoaiDays(days: RoaiDays, scratch: RoaiScratch, course: PositionCourse): void {
  const { steps, stepDays, stepCount, rates } = course;
  const begin = stepCount > 0 ? (stepDays[0] ?? 0) : rates.length;
  scratch.value.fill(0, 0, begin);
  scratch.invested.fill(0, 0, begin);
  scratch.net.fill(0, 0, begin);
  for (let step = 0; step < stepCount; step++) {
    const row = step * at.stepSize;
    const from = stepDays[step] ?? 0;
    const end = step + 1 < stepCount ? (stepDays[step + 1] ?? 0) : rates.length;
    days.investedChange[from] = (days.investedChange[from] ?? 0) + (steps[row + at.stepInvestedChange] ?? 0);
    if (steps[row + at.stepQuantity] === 0) addFlatDays(days, scratch, course, from, end, row);
    else addHeldDays(days, scratch, course, from, end, row);
    if ((steps[row + at.stepInvested] ?? 0) < 0) addShortDays(days, course, from, end, row);
  }
}

function addHeldDays(
  days: RoaiDays,
  scratch: RoaiScratch,
  course: PositionCourse,
  from: number,
  end: number,
  row: number,
): void {
  const { steps, prices, rates } = course;
  const { value, valueFlat, invested, investedFlat, net, netFlat, weighed, weighedFlat } = days;
  const { value: ownValue, invested: ownInvested, net: ownNet } = scratch;
  const rateToday = rates[rates.length - 1] ?? 1;
  const quantity = steps[row + at.stepQuantity] ?? 0;
  const cost = steps[row + at.stepInvested] ?? 0;
  const costInBase = steps[row + at.stepInvestedInBase] ?? 0;
  const earned = steps[row + at.stepEarned] ?? 0;
  const earnedInBase = steps[row + at.stepEarnedInBase] ?? 0;
  const costFlat = cost * rateToday;
  const [stake, stakeInBase] = [Math.abs(cost), Math.abs(costInBase)];
  let heldDays = steps[row + at.stepWeighedDays] ?? 0;
  let sum = steps[row + at.stepWeighed] ?? 0;
  let sumInBase = steps[row + at.stepWeighedInBase] ?? 0;
  for (let day = from; day < end; day++) {
    const worth = quantity * (prices[day] ?? 0);
    const worthInBase = worth * (rates[day] ?? 1);
    const isMoment = heldDays <= momentDays;
    const gained = settled(worthInBase - costInBase, stakeInBase) + earnedInBase;
    value[day] = (value[day] ?? 0) + worthInBase;
    valueFlat[day] = (valueFlat[day] ?? 0) + worth * rateToday;
    invested[day] = (invested[day] ?? 0) + costInBase;
    investedFlat[day] = (investedFlat[day] ?? 0) + costFlat;
    net[day] = (net[day] ?? 0) + gained;
    netFlat[day] = (netFlat[day] ?? 0) + (settled(worth - cost, stake) + earned) * rateToday;
    weighed[day] = (weighed[day] ?? 0) + (isMoment ? stakeInBase : sumInBase / heldDays);
    weighedFlat[day] = (weighedFlat[day] ?? 0) + (isMoment ? stake : sum / heldDays) * rateToday;
    ownValue[day] = worthInBase;
    ownInvested[day] = costInBase;
    ownNet[day] = gained;
    heldDays += 1;
    sum += stake;
    sumInBase += stakeInBase;
  }
}

/** Nothing is held: what was earned stays, and what it is measured by. */
function addFlatDays(
  days: RoaiDays,
  scratch: RoaiScratch,
  course: PositionCourse,
  from: number,
  end: number,
  row: number,
): void {
  const { steps, rates } = course;
  const { net, netFlat, weighed, weighedFlat } = days;
  const rateToday = rates[rates.length - 1] ?? 1;
  const earnedFlat = (steps[row + at.stepEarned] ?? 0) * rateToday;
  const earned = steps[row + at.stepEarnedInBase] ?? 0;
  const heldDays = steps[row + at.stepWeighedDays] ?? 0;
  const isMoment = heldDays <= momentDays;
  const averageFlat = isMoment ? 0 : ((steps[row + at.stepWeighed] ?? 0) / heldDays) * rateToday;
  const average = isMoment ? 0 : (steps[row + at.stepWeighedInBase] ?? 0) / heldDays;
  for (let day = from; day < end; day++) {
    net[day] = (net[day] ?? 0) + earned;
    netFlat[day] = (netFlat[day] ?? 0) + earnedFlat;
    weighed[day] = (weighed[day] ?? 0) + average;
    weighedFlat[day] = (weighedFlat[day] ?? 0) + averageFlat;
  }
  scratch.value.fill(0, from, end);
  scratch.invested.fill(0, from, end);
  scratch.net.fill(earned, from, end);
}

function addShortDays(days: RoaiDays, course: PositionCourse, from: number, end: number, row: number): void {
  const { steps, rates } = course;
  const rateToday = rates[rates.length - 1] ?? 1;
  const flat = (steps[row + at.stepInvested] ?? 0) * rateToday;
  const own = steps[row + at.stepInvestedInBase] ?? 0;
  for (let day = from; day < end; day++) {
    days.short[day] = (days.short[day] ?? 0) - own;
    days.shortFlat[day] = (days.shortFlat[day] ?? 0) - flat;
  }
}

/** Adds what a position is worth on each day, in the portfolio's currency. */
export function addWorth(
  total: Float64Array,
  { steps, stepDays, stepCount, prices, rates }: PositionCourse,
): void {
  for (let step = 0; step < stepCount; step++) {
    const row = step * at.stepSize;
    const from = stepDays[step] ?? 0;
    const end = step + 1 < stepCount ? (stepDays[step + 1] ?? 0) : rates.length;
    const quantity = steps[row + at.stepQuantity] ?? 0;
    for (let day = from; day < end; day++) {
      total[day] = (total[day] ?? 0) + quantity * (prices[day] ?? 0) * (rates[day] ?? 1);
    }
  }
}
