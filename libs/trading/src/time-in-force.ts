import { DomainError } from '@tradeyard/kernel';
import type { OrderType, TimeInForce } from './order.js';

/** A trading day of an exchange. */
export type TradingSession = { readonly opensAt: Date; readonly closesAt: Date };

/** The session that runs, if one does, and the one that comes next; null for what is traded around the clock. */
export type Sessions = { readonly current: TradingSession | null; readonly next: TradingSession } | null;

/** When an order may be filled, and when it ends by itself. */
export type OrderSpan = { readonly activeFrom: Date | null; readonly expiresAt: Date | null };

/** An order for the opening takes part in so much of the session, and one for the close in so much before its end. */
export const auctionMs = 60_000;
const dayMs = 86_400_000;
/** A date further away than this is a mistake. */
const gtdMsMax = 370 * dayMs;

/**
 * The time that an order has. Where nothing ever closes, a day ends at midnight UTC. Throws `time_in_force_unavailable`
 * where there is no opening or close, or the type has no use for it, and `expiry_out_of_range`.
 */
export function spanOf(
  { type, timeInForce, until }: { type: OrderType; timeInForce: TimeInForce; until: Date | null },
  sessions: Sessions,
  at: Date,
): OrderSpan {
  if ((timeInForce === 'gtd') !== (until !== null)) {
    const message = until
      ? 'Only an order that is good till a date (gtd) has one'
      : 'Say until when the order is good';
    throw new DomainError('expiry_out_of_range', message, 'expiresAt');
  }
  switch (timeInForce) {
    case 'gtc':
    case 'ioc':
    case 'fok':
      requireKind(timeInForce, type);
      return always(null);
    case 'gtd':
      return always(requireSoon(until as Date, at));
    case 'day':
      return always(sessions ? (sessions.current ?? sessions.next).closesAt : endOfDay(at));
    case 'opg':
    case 'cls':
      requireKind(timeInForce, type);
      if (!sessions) throw unavailable(`This is traded around the clock: there is no ${wordOf(timeInForce)}`);
      return timeInForce === 'opg' ? opening(sessions.next) : closing(sessions, at);
  }
}

const always = (expiresAt: Date | null): OrderSpan => ({ activeFrom: null, expiresAt });

const opening = ({ opensAt }: TradingSession): OrderSpan => ({
  activeFrom: opensAt,
  expiresAt: new Date(opensAt.getTime() + auctionMs),
});

/** In the last minute it is for the next session's close: nobody could be sure of this one's any more. */
function closing({ current, next }: NonNullable<Sessions>, at: Date): OrderSpan {
  const startOf = ({ closesAt }: TradingSession): number => closesAt.getTime() - auctionMs;
  const session = current && at.getTime() < startOf(current) ? current : next;
  return { activeFrom: new Date(startOf(session)), expiresAt: session.closesAt };
}

function requireKind(timeInForce: 'gtc' | 'ioc' | 'fok' | 'opg' | 'cls', type: OrderType): void {
  const waits = type === 'stop' || type === 'stop_limit' || type === 'trailing_stop';
  if (!waits || timeInForce === 'gtc') return;
  throw unavailable(`A stop waits for its price: it cannot be ${timeInForce}`);
}

function requireSoon(until: Date, at: Date): Date {
  const ms = until.getTime() - at.getTime();
  if (ms > 0 && ms <= gtdMsMax) return until;
  throw new DomainError(
    'expiry_out_of_range',
    'The order can be good until a moment of the year to come',
    'expiresAt',
  );
}

const endOfDay = (at: Date): Date => new Date((Math.floor(at.getTime() / dayMs) + 1) * dayMs);

const wordOf = (timeInForce: 'opg' | 'cls'): string => (timeInForce === 'opg' ? 'opening' : 'close');

const unavailable = (message: string): DomainError =>
  new DomainError('time_in_force_unavailable', message, 'timeInForce');
