import { formatDay } from '@tradeyard/ui';
import type { QuarantinedRate, RateRun, SourceReport } from './rates.js';

export const reasonWords: Record<RateRun['reason'], string> = {
  schedule: 'Daily refresh',
  catch_up: 'Catching up',
  admin: 'Asked for',
};

/** What one source had to say, as a sentence that begins with its name. */
export function reportWords({ label, outcome, date, stored, quarantined, message }: SourceReport): string {
  const aside = quarantined > 0 ? `, ${quarantined} in quarantine` : '';
  switch (outcome) {
    case 'stored':
      return `${label}: ${stored} ${stored === 1 ? 'rate' : 'rates'}${date ? ` of ${formatDay(date)}` : ''}${aside}`;
    case 'up_to_date':
      return `${label}: nothing new${aside}`;
    case 'late':
      return `${label}: nothing after ${date ? formatDay(date) : 'what is here'} yet${aside}`;
    default:
      return `${label} ${message ?? 'gave nothing'}`;
  }
}

export const statusWords: Record<QuarantinedRate['status'], string> = {
  open: 'Waits for a decision',
  accepted: 'Accepted',
  dismissed: 'Dismissed',
  settled: 'Settled by a later rate',
};

export const doubtWords: Record<QuarantinedRate['reason'], string> = {
  jump: 'Further from the last rate than a market moves',
  swapped: 'It seems to have changed places with another currency',
};

export const daysWords = (days: number): string =>
  days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
