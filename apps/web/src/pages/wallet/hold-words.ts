import { formatMoney } from '@tradeyard/ui';
import type { Hold } from '../../account/account.js';

export const holdStatusWords: Record<Hold['status'], string> = {
  open: 'Open',
  captured: 'Taken',
  released: 'Released',
  expired: 'Expired',
};

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** About how far away a moment is, in the largest unit of which there is a whole one: `in 6 days`. */
export function relativeTime(at: string, now: number): string {
  const awayMs = Date.parse(at) - now;
  const [unit, unitMs] = units.find(([, lengthMs]) => Math.abs(awayMs) >= lengthMs) ?? units[2];
  return relative.format(Math.round(awayMs / unitMs), unit);
}

/** Whom it is between, as the reader sees it. */
export const holdTitle = ({ payer, payee }: Hold, isMine: boolean): string =>
  isMine ? `For ${payee.displayName}` : `From ${payer.displayName}`;

/** What became of it in the end; nothing while it is open. */
export function holdEnd({ status, amount, captured, payee }: Hold, isMine: boolean): string | null {
  const money = ({ amount: text, currency }: Hold['amount']) => formatMoney(text, currency);
  switch (status) {
    case 'open':
      return null;
    case 'captured':
      return `${isMine ? payee.displayName : 'You'} took ${
        captured.amount === amount.amount ? 'all of it' : `${money(captured)} of ${money(amount)}`
      }`;
    case 'released':
      return isMine ? 'It is yours to spend again' : `You gave it back`;
    case 'expired':
      return 'Nobody took it in time';
  }
}
