import { netShare, rootsAtMost, type DayFlow } from './present-value.js';

type Point = { readonly force: number; readonly net: number };

/** A present value below this part of the flows is zero where it turns back before it crosses. */
const touching = 1e-13;

/** Points of the grid: many, but for so many flows that valuing them would take long. */
const pointsMax = 400;
const pointsMin = 100;
const flowsValuedMax = 1_000_000;

/** Half of the grid lies between -2 % and 2 % a year and its tens of multiples: it is of even steps in `asinh` of that. */
const forceUnit = 0.02 / 365;
const toGrid = (force: number): number => Math.asinh(force / forceUnit);
/** About 10 % a year. */
const firstStep = 0.1 / 365;
const fromGrid = (step: number): number => Math.sinh(step) * forceUnit;

/** Halves a range, on the grid's scale, until its side that has what is looked for is known to a hundredth of a step. */
function narrow(outer: number, inner: number, isOutside: (force: number) => boolean): number {
  let [a, b] = [toGrid(outer), toGrid(inner)];
  for (let step = 0; step < 12; step++) {
    const middle = (a + b) / 2;
    if (isOutside(fromGrid(middle))) a = middle;
    else b = middle;
  }
  return fromGrid(a);
}

/** The root between two points of different signs, by the Illinois method with a halving every third step. */
function refine(flows: readonly DayFlow[], low: Point, high: Point): number {
  if (low.net === 0) return low.force;
  let [a, b] = [low.force, high.force];
  let [left, right] = [low.net, high.net];
  let kept: 'a' | 'b' | null = null;
  for (let step = 0; step < 200; step++) {
    const secant = a - (left * (b - a)) / (right - left);
    const middle = step % 3 === 2 || !(secant > a && secant < b) ? a + (b - a) / 2 : secant;
    if (middle <= a || middle >= b) break;
    const net = netShare(flows, middle);
    if (net === 0) return middle;
    if (net > 0 === low.net > 0) {
      [a, left] = [middle, net];
      if (kept === 'b') right /= 2;
      kept = 'b';
    } else {
      [b, right] = [middle, net];
      if (kept === 'a') left /= 2;
      kept = 'a';
    }
    if (b - a <= 4 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b))) break;
  }
  return Math.abs(left) < Math.abs(right) ? a : b;
}

/** Where the net value comes nearest to zero between two points: by the golden section. */
function nearest(flows: readonly DayFlow[], low: Point, high: Point): Point {
  const golden = (Math.sqrt(5) - 1) / 2;
  const sign = Math.sign(low.net);
  const at = (force: number): Point => ({ force, net: netShare(flows, force) });
  let [a, b] = [low.force, high.force];
  let left = at(b - golden * (b - a));
  let right = at(a + golden * (b - a));
  for (let step = 0; step < 60; step++) {
    const best = left.net * sign < right.net * sign ? left : right;
    // It crosses: there is a root on either side.
    if (best.net * sign < 0) return best;
    if (best === left) [b, right, left] = [right.force, left, at(right.force - golden * (right.force - a))];
    else [a, left, right] = [left.force, right, at(left.force + golden * (b - left.force))];
  }
  return left.net * sign < right.net * sign ? left : right;
}

/** Looks at a grid of points for changes of sign, and between three of one sign for a dip that reaches zero. */
function scan(flows: readonly DayFlow[], low: number, high: number): number[] {
  const count = Math.min(pointsMax, Math.max(pointsMin, Math.floor(flowsValuedMax / flows.length)));
  const [from, to] = [toGrid(low), toGrid(high)];
  const points = Array.from({ length: count + 1 }, (_, index): Point => {
    const force = fromGrid(from + ((to - from) * index) / count);
    return { force, net: netShare(flows, force) };
  });
  const found: number[] = [];
  for (let index = 0; index < count; index++) {
    const [before, point, after] = [points[index - 1], points[index], points[index + 1]];
    if (!point || !after) break;
    if (point.net === 0) found.push(point.force);
    else if (point.net * after.net < 0) found.push(refine(flows, point, after));
    else if (before && isDip(before, point, after)) {
      const lowest = nearest(flows, before, after);
      if (Math.abs(lowest.net) <= touching) found.push(lowest.force);
      else if (lowest.net * point.net < 0) {
        found.push(refine(flows, before, lowest), refine(flows, lowest, after));
      }
    }
  }
  return found;
}

const isDip = (before: Point, point: Point, after: Point): boolean =>
  before.net * point.net > 0 &&
  point.net * after.net > 0 &&
  Math.abs(point.net) <= Math.abs(before.net) &&
  Math.abs(point.net) <= Math.abs(after.net);

/** The one root there can be between zero and `end`: looked for in steps that double, as most rates are small. */
function findOnly(flows: readonly DayFlow[], zero: Point, end: number): number[] {
  let near = zero;
  for (let force = Math.sign(end) * firstStep; ; force *= 2) {
    const far = Math.abs(force) < Math.abs(end) ? force : end;
    const point: Point = { force: far, net: netShare(flows, far) };
    // Its sign says whether the root was passed: there is no other that could have turned it back.
    if (point.net > 0 !== near.net > 0) {
      return [far < 0 ? refine(flows, point, near) : refine(flows, near, point)];
    }
    if (far === end) return [];
    near = point;
  }
}

/**
 * All rates between `-forceMax` and `forceMax`, as forces per day and ascending, at which flows of both signs, ordered
 * and one per day, are worth nothing. Where the counts of sign changes leave room for one root only it is taken from
 * between two points; otherwise they narrow the range, and a grid of it is searched.
 */
export function findRateRoots(flows: readonly DayFlow[], forceMax: number): number[] {
  const aboveZero = rootsAtMost(flows, 0, 'above');
  const belowZero = rootsAtMost(flows, 0, 'below');
  const zero: Point = { force: 0, net: netShare(flows, 0) };
  const isRootAtZero = Math.abs(zero.net) <= 2 * Number.EPSILON;
  if (isRootAtZero && aboveZero + belowZero === 0) return [0];
  if (!isRootAtZero && aboveZero + belowZero <= 1) {
    return findOnly(flows, zero, belowZero === 1 ? -forceMax : forceMax);
  }
  const low = narrow(-forceMax, 0, (force) => rootsAtMost(flows, force, 'below') === 0);
  const high = narrow(forceMax, 0, (force) => rootsAtMost(flows, force, 'above') === 0);
  if (!isRootAtZero) return scan(flows, low, high);
  const near = forceUnit * 1e-9;
  return [...scan(flows, Math.min(low, -2 * near), -near), 0, ...scan(flows, near, Math.max(high, 2 * near))];
}
