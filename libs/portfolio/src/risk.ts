import { type DayNumber } from '@tradeyard/kernel';
import { maximumDrawdown, type Drawdown } from './drawdown.js';
import { covariance, mean, quotient, standardDeviation } from './statistics.js';
import { type TimeWeighted } from './time-weighted.js';

/**
 * Weekdays of a year: 365 x 5 / 7. Volatility is told per trading day and scaled by the square root of their number
 * (J. Hull, "Options, Futures, and Other Derivatives", 10th ed., 15.4). Markets do not agree on the others' holidays, so
 * ours are all weekdays, holidays with their return of zero among them, rather than the 252 days of one exchange.
 */
export const weekdaysPerYear = 261;

/** Returns, and the day that each of them ends with. */
export type DatedReturns = { readonly days: readonly DayNumber[]; readonly returns: Float64Array };

/**
 * Returns from each weekday of an index to the next, `index[0]` being of the day `first`: what happens on a weekend
 * (coins are traded) is part of Monday's. Only of days with something at stake, where `exposed` says which: those before
 * the first purchase would water down every figure of risk.
 */
export function datedReturns(index: Float64Array, first: DayNumber, exposed?: Uint8Array): DatedReturns {
  const days: DayNumber[] = [];
  const returns: number[] = [];
  let opening = index[0] ?? 1;
  let isExposed = exposed === undefined;
  // 1970-01-01 was a Thursday: of 0 to 6 from Monday on, 5 and 6 are the weekend.
  let weekday = (((first + 3) % 7) + 7) % 7;
  for (let at = 1; at < index.length; at++) {
    weekday = (weekday + 1) % 7;
    if (exposed?.[at] === 1) isExposed = true;
    if (weekday > 4) continue;
    const closing = index[at] ?? opening;
    if (isExposed && opening > 0) {
      days.push(first + at);
      returns.push(closing / opening - 1);
    }
    opening = closing;
    isExposed = exposed === undefined;
  }
  return { days, returns: Float64Array.from(returns) };
}

/** As `datedReturns`, without their days. */
export const weekdayReturns = (index: Float64Array, first: DayNumber, exposed?: Uint8Array): Float64Array =>
  datedReturns(index, first, exposed).returns;

/** The rate of one of `perYear` periods that compounds to `rate` a year. */
export const ratePerPeriod = (rate: number, perYear: number): number => (1 + rate) ** (1 / perYear) - 1;

/**
 * The sample standard deviation of returns, per year: s x sqrt(periods a year). (C. Bacon, "Practical Portfolio
 * Performance Measurement and Attribution", 2nd ed. 2008, p. 64.) Null for fewer than two returns.
 */
export function volatility(returns: Float64Array, perYear = weekdaysPerYear): number | null {
  const deviation = standardDeviation(returns);
  return deviation === null ? null : deviation * Math.sqrt(perYear);
}

/**
 * The Sharpe ratio, per year: mean of returns above the risk-free rate / their sample standard deviation x sqrt(periods
 * a year). (W. Sharpe, "The Sharpe Ratio", Journal of Portfolio Management, 1994, eq. 3 to 6.) `riskFree` is per year.
 * Null for fewer than two returns, or ones that are all the same.
 */
export function sharpeRatio(
  returns: Float64Array,
  riskFree: number,
  perYear = weekdaysPerYear,
): number | null {
  const average = mean(returns);
  const excess = average === null ? null : average - ratePerPeriod(riskFree, perYear);
  const ratio = quotient(excess, standardDeviation(returns));
  return ratio === null ? null : ratio * Math.sqrt(perYear);
}

/**
 * The downside deviation of a period: sqrt(sum of min(return - target, 0)^2 / all returns). (F. Sortino and L. Price,
 * "Performance Measurement in a Downside Risk Framework", Journal of Investing, 1994; Bacon 2008, p. 92.) `target` is
 * per period. Null for fewer than two returns.
 */
export function downsideDeviation(returns: Float64Array, target: number): number | null {
  if (returns.length < 2) return null;
  let sum = 0;
  for (const each of returns) sum += Math.min(each - target, 0) ** 2;
  return Math.sqrt(sum / returns.length);
}

/**
 * The Sortino ratio, per year: mean of returns above the target / downside deviation x sqrt(periods a year); the target
 * is the risk-free rate, per year. (Sortino and Price, 1994.) Null for fewer than two returns, or none below the target.
 */
export function sortinoRatio(
  returns: Float64Array,
  riskFree: number,
  perYear = weekdaysPerYear,
): number | null {
  const target = ratePerPeriod(riskFree, perYear);
  const average = mean(returns);
  const ratio = quotient(average === null ? null : average - target, downsideDeviation(returns, target));
  return ratio === null ? null : ratio * Math.sqrt(perYear);
}

/**
 * Beta: covariance with the benchmark / variance of the benchmark. (Sharpe, "Capital Asset Prices", 1964; Bacon 2008,
 * p. 71.) Both have a return for each of the same periods. Null for fewer than two, or a benchmark that does not move.
 */
export function beta(returns: Float64Array, benchmark: Float64Array): number | null {
  const deviation = standardDeviation(benchmark);
  const ratio = quotient(covariance(returns, benchmark), deviation);
  return quotient(ratio, deviation);
}

/** Pearson's correlation: covariance / (deviation x deviation), from -1 to 1 (Bacon 2008, regression analysis). Null as `beta`, or without moves. */
export function correlation(returns: Float64Array, benchmark: Float64Array): number | null {
  const ratio = quotient(covariance(returns, benchmark), standardDeviation(returns));
  const result = quotient(ratio, standardDeviation(benchmark));
  return result === null ? null : Math.min(1, Math.max(-1, result));
}

/** What returns compound to in a year: (their linked product) ^ (periods a year / their number) - 1. */
function annualised(returns: Float64Array, perYear: number): number | null {
  if (returns.length === 0) return null;
  let level = 1;
  for (const each of returns) level *= 1 + each;
  return level ** (perYear / returns.length) - 1;
}

/**
 * Jensen's alpha, per year: return - risk-free - beta x (benchmark's return - risk-free), of returns compounded to a
 * year. (M. Jensen, "The Performance of Mutual Funds", 1968; Bacon 2008, p. 72.) Null where there is no beta.
 */
export function jensenAlpha(
  returns: Float64Array,
  benchmark: Float64Array,
  { riskFree, perYear = weekdaysPerYear }: { riskFree: number; perYear?: number },
): number | null {
  const slope = beta(returns, benchmark);
  const own = annualised(returns, perYear);
  const theirs = annualised(benchmark, perYear);
  if (slope === null || own === null || theirs === null) return null;
  return own - riskFree - slope * (theirs - riskFree);
}

/**
 * The tracking error, per year: sample standard deviation of the differences of returns x sqrt(periods a year). (Sharpe,
 * 1994; Bacon 2008, p. 78.) Null for fewer than two, or returns of different periods.
 */
export function trackingError(
  returns: Float64Array,
  benchmark: Float64Array,
  perYear = weekdaysPerYear,
): number | null {
  if (returns.length !== benchmark.length) return null;
  return volatility(
    returns.map((each, index) => each - (benchmark[index] ?? 0)),
    perYear,
  );
}

/** Losses as parts of the value: 0.02 is 2 %, and below zero a gain. */
export type ValueAtRisk = { readonly valueAtRisk: number; readonly expectedShortfall: number };

/**
 * Historical value at risk of one period: of n returns, ordered, the loss with the number n x (100 - confidence) / 100,
 * rounded up, from the worst (P. Jorion, "Value at Risk", 3rd ed. 2006, historical simulation; of 500 days at 99 % the fifth worst, as Hull,
 * 22.2). The expected shortfall is the mean of the losses up to it (C. Acerbi and D. Tasche, "On the Coherence of Expected
 * Shortfall", 2002). Null with fewer returns than it takes to have one beyond: 20 for 95, 100 for 99.
 */
export function valueAtRisk(returns: Float64Array, confidence: 95 | 99): ValueAtRisk | null {
  const tail = 100 - confidence;
  if (returns.length * tail < 100) return null;
  const worst = Math.ceil((returns.length * tail) / 100);
  // 0 less a return of 0 is 0; its opposite were -0.
  const losses = [...returns.toSorted().subarray(0, worst)].map((each) => 0 - each);
  return {
    valueAtRisk: losses[worst - 1] ?? 0,
    expectedShortfall: losses.reduce((sum, loss) => sum + loss, 0) / worst,
  };
}

/** All figures of risk; what there are not enough days for is null. */
export type Risk = {
  /** Returns that went into it, a weekday each. */
  readonly returns: number;
  readonly volatility: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly drawdown: Drawdown | null;
  readonly valueAtRisk95: ValueAtRisk | null;
  readonly valueAtRisk99: ValueAtRisk | null;
  readonly beta: number | null;
  readonly correlation: number | null;
  readonly alpha: number | null;
  readonly trackingError: number | null;
};

/**
 * The risk of a portfolio from its time-weighted index. `benchmark` has prices or levels of the same days; `riskFree` is a
 * rate per year. The benchmark counts on the days on which the portfolio had something at stake.
 */
export function riskOf(
  { index, first, exposed, days }: Pick<TimeWeighted, 'index' | 'first' | 'exposed' | 'days'>,
  { benchmark = null, riskFree = 0 }: { benchmark?: Float64Array | null; riskFree?: number } = {},
): Risk {
  const returns = weekdayReturns(index, first, exposed);
  const other = benchmark ? weekdayReturns(benchmark, first, exposed) : new Float64Array();
  // Before the first purchase the index is flat: a height it fell from is never there but on the eve.
  const start = Math.max(0, index.length - 1 - days);
  const isComparable = other.length === returns.length && returns.length > 1;
  return {
    returns: returns.length,
    volatility: volatility(returns),
    sharpe: sharpeRatio(returns, riskFree),
    sortino: sortinoRatio(returns, riskFree),
    drawdown: maximumDrawdown(index.subarray(start), first + start),
    valueAtRisk95: valueAtRisk(returns, 95),
    valueAtRisk99: valueAtRisk(returns, 99),
    beta: isComparable ? beta(returns, other) : null,
    correlation: isComparable ? correlation(returns, other) : null,
    alpha: isComparable ? jensenAlpha(returns, other, { riskFree }) : null,
    trackingError: isComparable ? trackingError(returns, other) : null,
  };
}
