import { keepPreviousData } from '@tanstack/react-query';
import { api, type Schemas } from '../../api.js';
import { clean, numberFault } from '../../forms/amount.js';
import { percentFault } from '../../analysis/percent-field.js';

export type Projection = Schemas['ProjectionDto'];

/** What a plan assumes, as it is typed; money is a month's and a year's. */
export type Assumptions = {
  readonly savings: string;
  readonly expenses: string;
  readonly withdrawal: string;
  readonly growth: string;
};

export const usualAssumptions: Assumptions = {
  savings: '500',
  expenses: '30000',
  withdrawal: '4',
  growth: '5',
};

const names = ['savings', 'expenses', 'withdrawal', 'growth'] as const;

export const assumptionFaults = {
  savings: (typed: string) => (typed.trim() === '0' ? null : numberFault(typed, 'Enter an amount, or 0')),
  expenses: (typed: string) => numberFault(typed, 'Enter what a year costs'),
  withdrawal: (typed: string) => percentFault(typed, { least: '0.1', most: '20' }),
  growth: (typed: string) => percentFault(typed, { least: '-20', most: '30' }),
};

/** Those of an address; what is missing or wrong in it is as usual. */
export function readAssumptions(search: URLSearchParams): Assumptions {
  const read = (name: keyof Assumptions): string => {
    const typed = search.get(name);
    return typed === null || assumptionFaults[name](typed) !== null ? usualAssumptions[name] : clean(typed);
  };
  return {
    savings: read('savings'),
    expenses: read('expenses'),
    withdrawal: read('withdrawal'),
    growth: read('growth'),
  };
}

/** An address that has them, without those that are as usual. */
export function withAssumptions(before: URLSearchParams, assumptions: Assumptions): URLSearchParams {
  const next = new URLSearchParams(before);
  for (const name of names) {
    const value = clean(assumptions[name]);
    if (value === usualAssumptions[name]) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

export const useProjection = (id: string, { savings, expenses, withdrawal, growth }: Assumptions) =>
  api.useQuery(
    'get',
    '/portfolios/{id}/projection',
    {
      params: {
        path: { id },
        query: {
          monthlySavings: savings,
          yearlyExpenses: expenses,
          withdrawalRate: withdrawal,
          realReturn: growth,
        },
      },
    },
    { placeholderData: keepPreviousData },
  );

const monthsOfYear = 12;

/** `2 years and 3 months`. */
export function durationWords(months: number): string {
  const [years, rest] = [Math.floor(months / monthsOfYear), months % monthsOfYear];
  const parts = [
    ...(years > 0 ? [years === 1 ? 'one year' : `${years} years`] : []),
    ...(rest > 0 ? [rest === 1 ? 'one month' : `${rest} months`] : []),
  ];
  return parts.join(' and ') || 'no time';
}
