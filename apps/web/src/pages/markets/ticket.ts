import type { Order } from '../../account/account.js';
import { amountFault, clean, numberFault, quantityFault } from '../../forms/amount.js';
import { exitFaults, exitFieldOf, exitsBody, noExits, type Exits } from '../../orders/exits.js';
import type { PlaceOrder } from '../../orders/orders.js';
import { momentOf, timesInForce, untilFault } from '../../orders/time-in-force.js';
import type { Instrument } from './markets.js';
import type { SizeKind } from './part.js';

export type OrderType = Order['type'];

/** What stands in the ticket. */
export type Ticket = Exits & {
  side: Order['side'];
  kind: SizeKind;
  size: string;
  type: OrderType;
  limitPrice: string;
  stopPrice: string;
  trailKind: 'percent' | 'amount';
  trail: string;
  timeInForce: Order['timeInForce'];
  /** In the time of the reader. */
  until: string;
  isProtected: boolean;
  /** Empty for the main portfolio. */
  portfolioId: string;
};

/** Most people buy for an amount of cash and sell a number of shares. */
export const usualKind: Record<Ticket['side'], SizeKind> = { buy: 'notional', sell: 'quantity' };

/** All that only a few want to say. */
export const simple = {
  type: 'market',
  limitPrice: '',
  stopPrice: '',
  trailKind: 'percent',
  trail: '',
  timeInForce: 'day',
  until: '',
  isProtected: false,
  portfolioId: '',
  ...noExits,
} as const satisfies Partial<Ticket>;

export const emptyTicket: Ticket = { side: 'buy', kind: 'notional', size: '', ...simple };

export const hasLimit = (type: OrderType): boolean => type === 'limit' || type === 'stop_limit';
export const hasStop = (type: OrderType): boolean => type === 'stop' || type === 'stop_limit';

/** Exits protect what is bought. */
export const isProtectedBuy = ({ side, isProtected }: Ticket): boolean => side === 'buy' && isProtected;

/** Whether it is traded day and night, without an opening or a close. */
export const isAroundTheClock = ({ session }: Instrument): boolean =>
  session.isOpen && session.until === null;

/** The rules of the ticket's fields, for an instrument in `currency`. */
export const ticketRules = (currency: string) => ({
  size: (size: string, { kind }: Ticket) =>
    kind === 'notional' ? amountFault(size, currency) : quantityFault(size),
  limitPrice: (price: string, { type }: Ticket) =>
    hasLimit(type) ? numberFault(price, 'Enter a limit price') : null,
  stopPrice: (price: string, { type }: Ticket) =>
    hasStop(type) ? numberFault(price, 'Enter a stop price') : null,
  trail: (trail: string, { type, trailKind }: Ticket) =>
    type === 'trailing_stop'
      ? numberFault(trail, trailKind === 'percent' ? 'Enter a percentage' : 'Enter an amount')
      : null,
  until: (until: string, { timeInForce }: Ticket) => untilFault(timeInForce, until),
  takeProfit: (_: string, ticket: Ticket) => (isProtectedBuy(ticket) ? exitFaults.takeProfit(ticket) : null),
  stopLoss: (_: string, ticket: Ticket) => (isProtectedBuy(ticket) ? exitFaults.stopLoss(ticket) : null),
});

/** Whether all that is typed can be sent. */
export const isComplete = (ticket: Ticket, currency: string): boolean =>
  Object.entries(ticketRules(currency)).every(
    ([field, rule]) => rule(String(ticket[field as keyof Ticket]), ticket) === null,
  );

/** The order of a ticket. */
export function orderOf(ticket: Ticket, { symbol, currency }: Instrument): PlaceOrder {
  const { side, type, kind, timeInForce, until, portfolioId } = ticket;
  const size = clean(ticket.size);
  return {
    ...{ symbol, side, type, timeInForce },
    ...(kind === 'notional' ? { notional: { amount: size, currency } } : { quantity: size }),
    ...(hasLimit(type) && { limitPrice: clean(ticket.limitPrice) }),
    ...(hasStop(type) && { stopPrice: clean(ticket.stopPrice) }),
    ...(type === 'trailing_stop' && trailOf(ticket)),
    ...(timeInForce === 'gtd' && { expiresAt: momentOf(until) }),
    ...(portfolioId && { portfolioId }),
    ...(isProtectedBuy(ticket) && {
      ...exitsBody(ticket),
      orderClass: ticket.takeProfit.trim() && ticket.stopLoss.trim() ? 'bracket' : 'oto',
    }),
  };
}

const trailOf = ({ trailKind, trail }: Ticket) =>
  trailKind === 'percent' ? { trailPercent: clean(trail) } : { trailAmount: clean(trail) };

/** A plain market order is looked at once more, at a price that is kept meanwhile. */
export const isReviewed = (ticket: Ticket): boolean => ticket.type === 'market' && !isProtectedBuy(ticket);

/** Another type has its own times in force. */
export const withType = (ticket: Ticket, type: OrderType, instrument: Instrument): Partial<Ticket> => ({
  type,
  ...(timesInForce({ type, isAroundTheClock: isAroundTheClock(instrument) }).some(
    ({ value }) => value === ticket.timeInForce,
  )
    ? {}
    : { timeInForce: 'day' as const }),
});

/** Which field of the ticket a path into the order belongs to. */
export function ticketField(path: string): string {
  const exit = exitFieldOf(path);
  if (exit) return exit;
  const field = path.split('.')[0] ?? path;
  return fields[field] ?? field;
}

const fields: Record<string, string> = {
  notional: 'size',
  quantity: 'size',
  trailAmount: 'trail',
  trailPercent: 'trail',
  expiresAt: 'until',
};
