import { apply, cashMoved, releaseAll, type Change } from './change.js';
import { isCommandName, type Command } from './command.js';
import { decide, fillAt, fillResult, type Fill, type Turn, type Waiting } from './decide.js';
import { dollars } from './dollars.js';
import type { Happening } from './happening.js';
import { remember } from './movement.js';
import { each, type Reservation, type Trader } from './trader.js';

/** What became of a trader: what changed, in order, and what is to be told of it. */
export type Course = {
  readonly trader: Trader;
  readonly changes: readonly Change[];
  readonly happenings: readonly Happening[];
};

/**
 * Carries out one command, or refuses it, which changes nothing but is told as well (section 5 of the day-trading
 * specification has the table). Whoever calls it has let expire what had to: see `expire`.
 */
export function carryOut(
  trader: Trader,
  command: Command,
  turn: Turn,
  receivedAtMs = turn.atMs,
): Course | Waiting {
  const decision = decide(trader, command, turn);
  if ('waitsFor' in decision) return decision;
  const { changes = [], hit, refusal, result, fired } = decision;
  const { transaction, symbol, amountText, filename, name } = command;
  const happening: Happening = {
    kind: 'command',
    transaction,
    atMs: turn.atMs,
    ...(receivedAtMs !== turn.atMs && { receivedAtMs }),
    ...(isCommandName(name) ? { command: name } : { command: null, name }),
    ...(symbol !== '' && { symbol }),
    ...(amountText !== '' && { funds: amountText }),
    ...(filename !== '' && { filename }),
    ...(hit && { hits: [hit] }),
    ...moves(fired ? changes.slice(0, -1) : changes),
    ...(refusal && { refusal }),
    ...(result && { result }),
  };
  const happenings = fired ? [happening, firing(fired, turn.atMs)] : [happening];
  const after = { ...changes.reduce(apply, trader), transaction };
  return { trader: happenings.reduce(remember, after), changes, happenings };
}

/** Gives back what was not committed in time: `windowMs` after a BUY or SELL it still is, a millisecond later not. */
export function expire(trader: Trader, { atMs, windowMs }: Pick<Turn, 'atMs' | 'windowMs'>): Course {
  const over = windowMs === null ? [] : overdue(trader, atMs - windowMs);
  if (over.length === 0) return { trader, changes: [], happenings: [] };
  const happenings = over.map((of) => expiry(of, atMs));
  return {
    trader: happenings.reduce(remember, releaseAll(trader, over)),
    changes: over.map((of) => ({ kind: 'release', of })),
    happenings,
  };
}

const overdue = ({ pending }: Trader, sinceMs: number): readonly Reservation[] =>
  [...each(pending.buy), ...each(pending.sell)].filter(({ atMs }) => atMs < sinceMs);

/** What a fresh quote does to what the trader has armed on its symbol. */
export function meetQuote(
  trader: Trader,
  { symbol, price }: { readonly symbol: string; readonly price: bigint },
  atMs: number,
): Course {
  const nothing: Course = { trader, changes: [], happenings: [] };
  return [trader.standing.buy.get(symbol), trader.standing.sell.get(symbol)].reduce((course, standing) => {
    const fill = standing && fillAt(standing, price);
    return fill ? goOn(course, fill, firing(fill, atMs)) : course;
  }, nothing);
}

const goOn = (course: Course, change: Change, happening: Happening): Course => ({
  trader: remember(apply(course.trader, change), happening),
  changes: [...course.changes, change],
  happenings: [...course.happenings, happening],
});

// What happens to a reservation by itself is told under the number of the command that made it.

const expiry = (of: Reservation, atMs: number): Happening => ({
  kind: 'expired',
  transaction: of.transaction,
  atMs,
  command: of.side === 'buy' ? 'BUY' : 'SELL',
  symbol: of.symbol,
  funds: dollars(of.cash),
  ...moves([{ kind: 'release', of }]),
});

const firing = (fill: Fill, atMs: number): Happening => ({
  kind: 'fired',
  transaction: fill.of.transaction,
  atMs,
  command: fill.of.side === 'buy' ? 'SET_BUY_TRIGGER' : 'SET_SELL_TRIGGER',
  symbol: fill.of.symbol,
  funds: dollars(fill.cash),
  ...moves([fill]),
  result: fillResult(fill),
});

function moves(changes: readonly Change[]): Pick<Happening, 'moved'> {
  const moved = changes.map(cashMoved).filter((funds) => funds !== 0n);
  return moved.length === 0 ? {} : { moved: moved.map(dollars) };
}
