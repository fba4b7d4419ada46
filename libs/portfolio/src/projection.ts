import { DomainError } from '@tradeyard/kernel';

export type IndependenceInput = {
  /** Whole units, today. */
  readonly capital: number;
  /** Saved at the end of every month, in today's money; below zero is spent. */
  readonly monthlySavings: number;
  readonly yearlyExpenses: number;
  /** The part of the capital that may be spent a year, above 0: 0.04. */
  readonly withdrawalRate: number;
  /** Return a year above inflation, above -1: 0.05. */
  readonly realReturn: number;
};

export type IndependenceCourse = {
  readonly realReturn: number;
  /** Months until the capital reaches the target, 0 when it has; null when it does not within a hundred years. */
  readonly months: number | null;
  readonly years: number | null;
  /** The capital today and after each year, until the target is reached or for fifty years. */
  readonly path: readonly { readonly year: number; readonly capital: number }[];
};

export type Independence = {
  /** Yearly expenses / withdrawal rate. */
  readonly target: number;
  readonly base: IndependenceCourse;
  /** With two percent points of return less, and more. */
  readonly lower: IndependenceCourse;
  readonly higher: IndependenceCourse;
};

const monthsOfYear = 12;
const monthsMax = 100 * monthsOfYear;
const pathYearsMax = 50;
const returnStep = 0.02;

/**
 * The capital after so many months: C x q^n + S x (q^n - 1) / (q - 1), the future value of a sum and of payments at the
 * end of each month (the annuity formula of any textbook, such as Brealey, Myers and Allen, "Principles of Corporate
 * Finance", chapter 2), q being a twelfth root of 1 + the yearly return.
 */
export function capitalAfter(
  months: number,
  {
    capital,
    monthlySavings,
    realReturn,
  }: Pick<IndependenceInput, 'capital' | 'monthlySavings' | 'realReturn'>,
): number {
  const growth = Math.log1p(realReturn) / monthsOfYear;
  const interest = Math.expm1(growth);
  const grown = Math.expm1(growth * months);
  return capital * (1 + grown) + monthlySavings * (interest === 0 ? months : grown / interest);
}

function courseOf(input: IndependenceInput, target: number): IndependenceCourse {
  const at = (months: number): number => capitalAfter(months, input);
  const isReached = (months: number): boolean => at(months) >= target;
  let months: number | null = null;
  // Which way the capital goes it goes all the time: it is monotonic, so halving finds the first month.
  if (isReached(0)) months = 0;
  else if (isReached(monthsMax)) {
    let [before, after] = [0, monthsMax];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (isReached(middle)) after = middle;
      else before = middle;
    }
    months = after;
  }
  const pathYears = months === null ? pathYearsMax : Math.ceil(months / monthsOfYear);
  return {
    realReturn: input.realReturn,
    months,
    years: months === null ? null : months / monthsOfYear,
    path: Array.from({ length: pathYears + 1 }, (_, year) => ({ year, capital: at(year * monthsOfYear) })),
  };
}

/**
 * How long until the capital pays for one's life: until it reaches yearly expenses / withdrawal rate (P. Cooley, C.
 * Hubbard and D. Walz, "Retirement Savings: Choosing a Withdrawal Rate That Is Sustainable", 1998: 4 %). All in today's
 * money. Throws `percent_out_of_range` for a withdrawal rate that is not above 0 or a return not above -100 % (less two
 * points), `amount_must_be_positive` for expenses below zero.
 */
export function projectIndependence(input: IndependenceInput): Independence {
  const { yearlyExpenses, withdrawalRate, realReturn } = input;
  if (!(withdrawalRate > 0 && withdrawalRate <= 1)) {
    throw new DomainError(
      'percent_out_of_range',
      'The withdrawal rate is above 0 and 100 % at most',
      'withdrawalRate',
    );
  }
  if (!(realReturn - returnStep > -1 && realReturn <= 1)) {
    throw new DomainError(
      'percent_out_of_range',
      'The return is above -98 % and 100 % at most',
      'realReturn',
    );
  }
  if (!(yearlyExpenses >= 0)) {
    throw new DomainError('amount_must_be_positive', 'Expenses are zero or more', 'yearlyExpenses');
  }
  const target = yearlyExpenses / withdrawalRate;
  const withReturn = (rate: number): IndependenceCourse => courseOf({ ...input, realReturn: rate }, target);
  return {
    target,
    base: withReturn(realReturn),
    lower: withReturn(realReturn - returnStep),
    higher: withReturn(realReturn + returnStep),
  };
}
