import * as at from './course-steps.js';
import type { DaySeries } from './day-series.js';
import { difference } from './noise.js';
import type { PositionCourse } from './position-course.js';

/** Whose border the flows of a series cross: the position's own, or that of a portfolio that keeps its cash. */
export type FlowBorder = 'position' | 'portfolio';

/** A series in which nothing happened, to add others to. */
export function emptySeries(first: number, days: number): DaySeries {
  const zeros = () => new Float64Array(days);
  return {
    first,
    value: zeros(),
    capital: zeros(),
    inflow: zeros(),
    outflow: zeros(),
    priceEffect: zeros(),
    currencyEffect: zeros(),
    dividend: zeros(),
    fee: zeros(),
    paidOut: zeros(),
    invested: zeros(),
    unpriced: new Uint8Array(days),
  };
}

/** The course of one position, day by day. */
export function seriesOf(course: PositionCourse): DaySeries {
  const series = emptySeries(course.first, course.rates.length);
  addCourse(series, course, 'position');
  return series;
}

/**
 * Adds a position to a series of the same days. The effects of a day: what it was worth yesterday times the change of
 * the rate is currency, and all else that did not flow is price, at the rate of the day. On a day with trades it counts
 * from their prices to the close.
 */
export function addCourse(series: DaySeries, course: PositionCourse, border: FlowBorder): void {
  const { steps, stepDays, stepCount } = course;
  const days = course.rates.length;
  const inflow = border === 'position' ? at.stepInflow : at.stepBorderIn;
  const outflow = border === 'position' ? at.stepOutflow : at.stepBorderOut;
  for (let step = 0; step < stepCount; step++) {
    const row = step * at.stepSize;
    const from = stepDays[step] ?? 0;
    const before = step > 0 ? (steps[row - at.stepSize + at.stepQuantity] ?? 0) : 0;
    series.inflow[from] = (series.inflow[from] ?? 0) + (steps[row + inflow] ?? 0);
    series.outflow[from] = (series.outflow[from] ?? 0) + (steps[row + outflow] ?? 0);
    series.dividend[from] = (series.dividend[from] ?? 0) + (steps[row + at.stepDividend] ?? 0);
    series.fee[from] = (series.fee[from] ?? 0) + (steps[row + at.stepFee] ?? 0);
    if (border === 'position') {
      const paid = (steps[row + at.stepDividend] ?? 0) - (steps[row + at.stepFee] ?? 0);
      series.paidOut[from] = (series.paidOut[from] ?? 0) + paid;
    }
    addStepDay(series, course, from, before, row);
    const end = step + 1 < stepCount ? (stepDays[step + 1] ?? days) : days;
    const quantity = steps[row + at.stepQuantity] ?? 0;
    if (quantity === 0) continue;
    addHeldDays(series, course, from, end, row);
    if (course.firstPriced > from) series.unpriced.fill(1, from, Math.min(end, course.firstPriced));
  }
}

/** What a day with activities gained on what was held the evening before, and on what was traded, to the close. */
function addStepDay(
  series: DaySeries,
  course: PositionCourse,
  day: number,
  before: number,
  row: number,
): void {
  const { steps, prices, rates } = course;
  const rate = rates[day] ?? 1;
  const value = (steps[row + at.stepQuantity] ?? 0) * (prices[day] ?? 0);
  const yesterday = day > 0 ? before * (prices[day - 1] ?? 0) : 0;
  const gained = difference(difference(value, yesterday), steps[row + at.stepFlow] ?? 0);
  series.priceEffect[day] = (series.priceEffect[day] ?? 0) + gained * rate;
  const move = day > 0 ? rate - (rates[day - 1] ?? rate) : 0;
  series.currencyEffect[day] = (series.currencyEffect[day] ?? 0) + yesterday * move;
}

/** From the evening of a step to the day before the next one, or today. */
function addHeldDays(
  series: DaySeries,
  course: PositionCourse,
  from: number,
  end: number,
  row: number,
): void {
  const { kind, steps, prices, rates } = course;
  const { value, capital, invested, priceEffect, currencyEffect } = series;
  const quantity = steps[row + at.stepQuantity] ?? 0;
  const cost = steps[row + at.stepInvestedInBase] ?? 0;
  // A debt is nothing that can be lost.
  const exposure = kind === 'liability' ? 0 : quantity < 0 ? -1 : 1;
  let price = prices[from] ?? 0;
  let rate = rates[from] ?? 1;
  for (let day = from; day < end; day++) {
    if (day > from) {
      const yesterday = quantity * price;
      const rateBefore = rate;
      const priceBefore = price;
      price = prices[day] ?? 0;
      rate = rates[day] ?? 1;
      priceEffect[day] = (priceEffect[day] ?? 0) + quantity * (price - priceBefore) * rate;
      currencyEffect[day] = (currencyEffect[day] ?? 0) + yesterday * (rate - rateBefore);
    }
    const worth = quantity * price * rate;
    value[day] = (value[day] ?? 0) + worth;
    capital[day] = (capital[day] ?? 0) + worth * exposure;
    invested[day] = (invested[day] ?? 0) + cost;
  }
}
