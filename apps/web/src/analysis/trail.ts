import { useSearchParams } from 'react-router';
import { useCallback } from 'react';
import { api } from '../api.js';
import { useParameter } from '../address-parameter.js';
import type { Breakdown } from './figures.js';
import { rangeQuery, type Range } from './range.js';
import { isTrailFigure, type TrailFigure } from './trail-figures.js';

/** A figure of a portfolio in a time, of all of it or of one position, class or currency. */
export type TrailQuestion = {
  readonly portfolioId: string;
  readonly figure: TrailFigure;
  readonly range: Range;
  /** A part of the portfolio, as `by` divides it; null for all of it. */
  readonly of: string | null;
  readonly by: Breakdown;
  /** What money earns without risk, a percentage a year, as ratios of risk take it; null for nothing. */
  readonly riskFree: string | null;
};

/** What made a figure. */
export const useTrail = ({ portfolioId, figure, range, of, by, riskFree }: TrailQuestion) =>
  api.useQuery('get', '/portfolios/{id}/trail', {
    params: {
      path: { id: portfolioId },
      query: { figure, ...rangeQuery(range), ...(of !== null && { of, by }), ...(riskFree && { riskFree }) },
    },
  });

type OpenTrail = {
  question: TrailQuestion | null;
  open: (figure: TrailFigure, of?: string) => void;
  close: () => void;
};

/** Which figure is open is part of the address: going back closes it, and a link opens it. */
export function useOpenTrail(portfolioId: string, range: Range, by: Breakdown = 'position'): OpenTrail {
  const [search, setSearch] = useSearchParams();
  const setParameter = useParameter();
  const figure = search.get('figure') ?? '';
  const open = useCallback(
    (name: TrailFigure, of?: string) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          next.set('figure', name);
          if (of === undefined) next.delete('of');
          else next.set('of', of);
          return next;
        },
        { preventScrollReset: true },
      ),
    [setSearch],
  );
  return {
    question: isTrailFigure(figure)
      ? { portfolioId, figure, range, by, of: search.get('of'), riskFree: search.get('riskFree') }
      : null,
    open,
    close: () => setParameter('figure', null),
  };
}
