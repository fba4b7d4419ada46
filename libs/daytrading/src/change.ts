import {
  cashOf,
  each,
  push,
  sharesOf,
  type Reservation,
  type Side,
  type Stack,
  type Trader,
} from './trader.js';

/** All that can happen to what a trader has. Cash is in cents. */
export type Change =
  | { readonly kind: 'deposit'; readonly cash: bigint }
  | { readonly kind: 'reserve'; readonly by: Reservation }
  | { readonly kind: 'release'; readonly of: Reservation }
  | { readonly kind: 'replace'; readonly of: Reservation; readonly by: Reservation }
  /** What was reserved is traded: `shares` for `cash`. */
  | { readonly kind: 'fill'; readonly of: Reservation; readonly shares: bigint; readonly cash: bigint };

/** The trader after the change. Only the newest of a stack, or all of it from one on, can go. */
export function apply(trader: Trader, change: Change): Trader {
  switch (change.kind) {
    case 'deposit':
      return { ...trader, isKnown: true, balance: trader.balance + change.cash };
    case 'reserve':
      return put(give(trader, change.by, -1n), change.by);
    case 'release':
      return give(drop(trader, change.of), change.of, 1n);
    case 'replace':
      return put(give(give(drop(trader, change.of), change.of, 1n), change.by, -1n), change.by);
    case 'fill': {
      const { of, shares, cash } = change;
      const rest = drop(trader, of);
      if (of.side === 'sell') return { ...rest, balance: rest.balance + cash };
      const holdings = withShares(rest.holdings, of.symbol, shares);
      const balance = rest.balance + of.cash - cash;
      return { ...rest, balance, reserved: rest.reserved - of.cash, holdings };
    }
  }
}

/** The trader after all of these, which are pending, went back. However many wait, each stack is gone through once. */
export function releaseAll(trader: Trader, all: readonly Reservation[]): Trader {
  const gone = new Set(all.map(({ id }) => id));
  const rest = (stack: Stack): Stack =>
    [...each(stack)].filter(({ id }) => !gone.has(id)).reduceRight<Stack>(push, null);
  const { buy, sell } = trader.pending;
  const left = { ...trader, pending: { buy: rest(buy), sell: rest(sell) } };
  return all.reduce((now, of) => give(now, of, 1n), left);
}

/** What the change does to the cash that is available, in cents. */
export function cashMoved(change: Change): bigint {
  switch (change.kind) {
    case 'deposit':
      return change.cash;
    case 'reserve':
      return -cashOf(change.by);
    case 'release':
      return cashOf(change.of);
    case 'replace':
      return cashOf(change.of) - cashOf(change.by);
    case 'fill':
      return change.of.side === 'buy' ? change.of.cash - change.cash : change.cash;
  }
}

/** Gives back what a reservation holds, or takes it (`sign` is -1). */
function give(trader: Trader, reservation: Reservation, sign: 1n | -1n): Trader {
  const { side, symbol } = reservation;
  if (side === 'buy') {
    const cash = sign * cashOf(reservation);
    return { ...trader, balance: trader.balance + cash, reserved: trader.reserved - cash };
  }
  const shares = sharesOf(reservation);
  if (shares === 0n) return trader;
  return { ...trader, holdings: withShares(trader.holdings, symbol, sign * shares) };
}

function withShares(holdings: Trader['holdings'], symbol: string, more: bigint): Trader['holdings'] {
  const shares = (holdings.get(symbol) ?? 0n) + more;
  const changed = new Map(holdings);
  if (shares === 0n) changed.delete(symbol);
  else changed.set(symbol, shares);
  return changed;
}

function put(trader: Trader, reservation: Reservation): Trader {
  const { form, side, symbol } = reservation;
  if (form === 'pending') return withPending(trader, side, push(trader.pending[side], reservation));
  return withStanding(trader, side, new Map(trader.standing[side]).set(symbol, reservation));
}

function drop(trader: Trader, reservation: Reservation): Trader {
  const { form, side, symbol } = reservation;
  if (form === 'pending') return withPending(trader, side, without(trader.pending[side], reservation));
  const others = new Map(trader.standing[side]);
  others.delete(symbol);
  return withStanding(trader, side, others);
}

const withPending = (trader: Trader, side: Side, stack: Stack): Trader => ({
  ...trader,
  pending: { ...trader.pending, [side]: stack },
});

const withStanding = (trader: Trader, side: Side, standing: ReadonlyMap<string, Reservation>): Trader => ({
  ...trader,
  standing: { ...trader.standing, [side]: standing },
});

/** The newest is the usual one; one that expires may lie below others. */
function without(stack: Stack, reservation: Reservation): Stack {
  if (!stack) return null;
  if (stack.newest.id === reservation.id) return stack.older;
  const above: Reservation[] = [];
  let at: Stack = stack;
  for (; at && at.newest.id !== reservation.id; at = at.older) above.push(at.newest);
  return above.reduceRight<Stack>(push, at?.older ?? null);
}
