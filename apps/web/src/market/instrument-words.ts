import { formatMoment } from '@tradeyard/ui';
import type { Schemas } from '../api.js';

type Instrument = Schemas['InstrumentDto'];

export const classNames: Record<Instrument['class'], string> = {
  stock: 'Stock',
  etf: 'ETF',
  fund: 'Fund',
  crypto: 'Crypto',
};

/** As filters; the first means all. */
export const classOptions = [
  { value: 'all', label: 'All' },
  { value: 'stock', label: 'Stocks' },
  { value: 'etf', label: 'ETFs' },
  { value: 'fund', label: 'Funds' },
  { value: 'crypto', label: 'Crypto' },
] as const;

/** Whether it is traded now, and until when that holds, in the reader's own time: `Open until 10:00 PM`. */
export function sessionWords({ session: { isOpen, until }, calendar }: Instrument, now = new Date()): string {
  if (until === null) return isOpen ? (calendar === '24/7' ? 'Open day and night' : 'Open') : 'Closed';
  return `${isOpen ? 'Open' : 'Closed'} until ${nearMoment(until, now)}`;
}

/** Why nobody can trade it, or null. */
export function haltWords({ status, symbol }: Pick<Instrument, 'status' | 'symbol'>): string | null {
  switch (status) {
    case 'halted':
      return `Trading of ${symbol} is halted. The last price stands, and nothing can be bought or sold until it goes on.`;
    case 'delisted':
      return `${symbol} is not listed any more. Its history stays, and nothing can be bought or sold.`;
    case 'active':
      return null;
  }
}

const dayMs = 86_400_000;

/** A moment of the next days: the time alone where it is today, with the day of the week within one. */
function nearMoment(at: string, now: Date): string {
  const moment = new Date(at);
  const time = moment.toLocaleTimeString(undefined, { timeStyle: 'short' });
  if (moment.toDateString() === now.toDateString()) return time;
  if (moment.getTime() - now.getTime() > 6 * dayMs) return formatMoment(at);
  return `${moment.toLocaleDateString(undefined, { weekday: 'long' })}, ${time}`;
}

/** How long ago something was, roughly: `12 seconds ago`. */
export function ageWords(at: string, now = new Date()): string {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(at)) / 1000));
  const [size, unit] = ageUnits.find(([each]) => seconds >= each) ?? [1, 'second'];
  return ages.format(-Math.floor(seconds / size), unit);
}

const ages = new Intl.RelativeTimeFormat(undefined, { numeric: 'always' });
const ageUnits = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;
