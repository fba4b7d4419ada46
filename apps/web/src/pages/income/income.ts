import type { BarPoint } from '@tradeyard/ui';
import { api, type Schemas } from '../../api.js';

export type Dividends = Schemas['DividendsDto'];
export type IncomePart = 'received' | 'expected';

export const useDividends = (id: string) =>
  api.useQuery('get', '/portfolios/{id}/dividends', { params: { path: { id } } });

const monthName = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** Months of what was received that are shown; all of them stand in the years. */
const monthsBack = 24;
const monthsAhead = 12;

/** The month so many after another, both as `2026-03`. */
export function monthAfter(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 'YYYY-MM'.length);
}

/** A bar for every month from the first payment, or two years ago, to a year from now. */
export function monthBars({ received, expected, today }: Dividends): BarPoint<IncomePart>[] {
  const now = today.slice(0, 'YYYY-MM'.length);
  const earliest = monthAfter(now, -monthsBack);
  const first = received.byMonth.find(({ month }) => month >= earliest)?.month ?? now;
  const amounts = (list: Dividends['received']['byMonth']) =>
    new Map(list.map(({ month, amount }) => [month, Number(amount.amount)]));
  const [had, will] = [amounts(received.byMonth), amounts(expected.byMonth)];
  const last = monthAfter(now, monthsAhead);
  const bars: BarPoint<IncomePart>[] = [];
  for (let month = first; month <= last; month = monthAfter(month, 1)) {
    bars.push({
      key: month,
      label: monthName.format(new Date(`${month}-01`)),
      received: month > now ? null : (had.get(month) ?? 0),
      expected: month < now ? null : (will.get(month) ?? 0),
    });
  }
  return bars;
}

/** A bar for every year from the first payment on. */
export function yearBars({ received, today }: Dividends): BarPoint<'received'>[] {
  const thisYear = Number(today.slice(0, 4));
  const amounts = new Map(received.byYear.map(({ year, amount }) => [year, Number(amount.amount)]));
  const first = received.byYear[0]?.year ?? thisYear;
  return Array.from({ length: thisYear - first + 1 }, (_, index) => {
    const year = first + index;
    return { key: String(year), label: String(year), received: amounts.get(year) ?? 0 };
  });
}
