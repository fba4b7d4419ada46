import { addCourse, emptySeries } from './course-series.js';
import type { DaySeries } from './day-series.js';
import type { PositionCourse } from './position-course.js';

export type PortfolioSeriesOptions = {
  /**
   * Flows are then only what crosses the portfolio's border (deposits, withdrawals, transfers and things that came in),
   * and its capital is its value: what a sale brings in stays in it as cash. Without, the portfolio is the sum of its
   * positions, and every purchase is money put in. With it the courses have to contain the cash (see `cashLegOf`).
   */
  readonly keepsCash: boolean;
};

/** All positions together; null where there are none. They are of the same days. */
export function portfolioSeries(
  courses: readonly PositionCourse[],
  { keepsCash }: PortfolioSeriesOptions,
): DaySeries | null {
  const [one] = courses;
  if (!one) return null;
  const total = emptySeries(one.first, one.rates.length);
  for (const course of courses) addCourse(total, course, keepsCash ? 'portfolio' : 'position');
  if (keepsCash) total.capital.set(total.value);
  return total;
}

/** Several series of the same days as one, for a class, a currency or a group; null where there are none. */
export function sumSeries(list: readonly DaySeries[]): DaySeries | null {
  const [one] = list;
  if (!one) return null;
  const total = emptySeries(one.first, one.value.length);
  for (const series of list) {
    addTo(total.value, series.value);
    addTo(total.capital, series.capital);
    addTo(total.inflow, series.inflow);
    addTo(total.outflow, series.outflow);
    addTo(total.priceEffect, series.priceEffect);
    addTo(total.currencyEffect, series.currencyEffect);
    addTo(total.dividend, series.dividend);
    addTo(total.fee, series.fee);
    addTo(total.paidOut, series.paidOut);
    addTo(total.invested, series.invested);
    for (let day = 0; day < total.unpriced.length; day++) {
      if (series.unpriced[day]) total.unpriced[day] = 1;
    }
  }
  return total;
}

function addTo(total: Float64Array, part: Float64Array): void {
  for (let day = 0; day < total.length; day++) total[day] = (total[day] ?? 0) + (part[day] ?? 0);
}
