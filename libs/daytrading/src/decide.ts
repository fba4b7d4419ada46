import { divide } from '@tradeyard/kernel';
import type { Change } from './change.js';
import { isCommandName, type Command, type Refusal } from './command.js';
import { dollars } from './dollars.js';
import type { Hit, Result } from './happening.js';
import { sharesOf, type Reservation, type Side, type Trader } from './trader.js';

/** The price of a symbol in cents, with the hit if this command caused one; or why there is none. */
export type Quoted = { readonly price: bigint; readonly hit?: Hit } | { readonly refusal: Refusal };

/** What the rules are told of the world when a trader's turn has come. */
export type Turn = {
  readonly atMs: number;
  /** How long a BUY or SELL can be committed; null for ever, as in comparison mode. */
  readonly windowMs: number | null;
  newId(): string;
  /** Undefined while it is not known yet. */
  quote(symbol: string): Quoted | undefined;
};

/** The command has to wait for a quote; nothing has happened yet. */
export type Waiting = { readonly waitsFor: string };

export type Fill = Extract<Change, { kind: 'fill' }>;

/** What a command comes to: changes, or a refusal, and what is answered. */
export type Decision = {
  readonly changes?: readonly Change[];
  readonly hit?: Hit | undefined;
  readonly refusal?: Refusal;
  readonly result?: Result;
  /** The last of the changes, where a trigger was reached at once. */
  readonly fired?: Fill;
};

const refuse = (code: Refusal['code'], message: string, hit?: Hit): Decision => ({
  refusal: { code, message },
  hit,
});

/** The rules of section 5 of the day-trading specification, a function for each command. */
export function decide(trader: Trader, command: Command, turn: Turn): Decision | Waiting {
  const { name, flaw } = command;
  if (flaw || !isCommandName(name)) return { refusal: flaw ?? { code: 'unknown_command', message: name } };
  if (name === 'ADD') return add(trader, command);
  if (name === 'QUOTE') return quote(command, turn);
  if (name === 'DISPLAY_SUMMARY' || name === 'DUMPLOG') return {};
  if (!trader.isKnown)
    return refuse('trader_unknown', `There is no user ${command.user}: the first ADD makes one`);
  switch (name) {
    case 'BUY':
      return buy(trader, command, turn);
    case 'SELL':
      return sell(trader, command, turn);
    case 'COMMIT_BUY':
    case 'COMMIT_SELL':
      return commit(trader, name === 'COMMIT_BUY' ? 'buy' : 'sell');
    case 'CANCEL_BUY':
    case 'CANCEL_SELL':
      return cancel(trader, name === 'CANCEL_BUY' ? 'buy' : 'sell');
    case 'SET_BUY_AMOUNT':
      return setBuyAmount(trader, command, turn);
    case 'SET_SELL_AMOUNT':
      return setSellAmount(trader, command, turn);
    case 'SET_BUY_TRIGGER':
    case 'SET_SELL_TRIGGER':
      return setTrigger(trader, command, turn, name === 'SET_BUY_TRIGGER' ? 'buy' : 'sell');
    case 'CANCEL_SET_BUY':
    case 'CANCEL_SET_SELL':
      return cancelStanding(trader, command, name === 'CANCEL_SET_BUY' ? 'buy' : 'sell');
  }
}

/** Nobody has more: a hundred billion dollars, so that the sum of many of them does not outgrow what an account can hold. */
const cashMax = 10n ** 13n;

function add({ balance, reserved }: Trader, { amount }: Command): Decision {
  if (balance + reserved + amount > cashMax)
    return refuse('balance_too_large', `Nobody can have more than ${dollars(cashMax)}`);
  return { changes: [{ kind: 'deposit', cash: amount }] };
}

function quote({ symbol }: Command, turn: Turn): Decision | Waiting {
  const quoted = turn.quote(symbol);
  if (!quoted) return { waitsFor: symbol };
  if ('refusal' in quoted) return { refusal: quoted.refusal };
  return { hit: quoted.hit, result: { symbol, price: dollars(quoted.price) } };
}

function buy(trader: Trader, command: Command, turn: Turn): Decision | Waiting {
  const { symbol, amount } = command;
  if (trader.balance < amount) return tooLittleCash(trader.balance, amount);
  const quoted = turn.quote(symbol);
  if (!quoted) return { waitsFor: symbol };
  if ('refusal' in quoted) return { refusal: quoted.refusal };
  const { price, hit } = quoted;
  const shares = sharesFor(amount, price);
  if (shares === 0n) return tooLittleForOne(amount, symbol, price, hit);
  const by = pendingOf(command, turn, 'buy', shares, shares * price);
  return { hit, changes: [{ kind: 'reserve', by }], result: resultOf(by, price) };
}

function sell(trader: Trader, command: Command, turn: Turn): Decision | Waiting {
  const { symbol, amount } = command;
  const held = trader.holdings.get(symbol) ?? 0n;
  if (held === 0n) return tooFewShares(symbol, held, amount);
  const quoted = turn.quote(symbol);
  if (!quoted) return { waitsFor: symbol };
  if ('refusal' in quoted) return { refusal: quoted.refusal };
  const { price, hit } = quoted;
  if (held * price < amount) return tooFewShares(symbol, held, amount, hit);
  const shares = sharesFor(amount, price);
  if (shares === 0n) return tooLittleForOne(amount, symbol, price, hit);
  const by = pendingOf(command, turn, 'sell', shares, shares * price);
  return { hit, changes: [{ kind: 'reserve', by }], result: resultOf(by, price) };
}

function commit({ pending }: Trader, side: Side): Decision {
  const of = pending[side]?.newest;
  if (!of) return nothingPending(side);
  return { changes: [{ kind: 'fill', of, shares: of.shares, cash: of.cash }], result: resultOf(of) };
}

function cancel({ pending }: Trader, side: Side): Decision {
  const of = pending[side]?.newest;
  if (!of) return nothingPending(side);
  return { changes: [{ kind: 'release', of }], result: resultOf(of) };
}

/** Reserves the amount at once. One that was there before goes back, and its trigger with it. */
function setBuyAmount({ balance, standing }: Trader, command: Command, turn: Turn): Decision {
  const { symbol, amount } = command;
  const of = standing.buy.get(symbol);
  if (balance + (of?.cash ?? 0n) < amount) return tooLittleCash(balance + (of?.cash ?? 0n), amount);
  const by = { ...standingOf(command, turn, 'buy'), cash: amount };
  return { changes: [...(of ? [{ kind: 'release', of } as const] : []), { kind: 'reserve', by }] };
}

/** Nothing is reserved before the trigger says how many shares the amount will take. */
function setSellAmount({ holdings, standing }: Trader, command: Command, turn: Turn): Decision | Waiting {
  const { symbol, amount } = command;
  const of = standing.sell.get(symbol);
  const held = (holdings.get(symbol) ?? 0n) + (of?.shares ?? 0n);
  if (held === 0n) return tooFewShares(symbol, held, amount);
  const quoted = turn.quote(symbol);
  if (!quoted) return { waitsFor: symbol };
  if ('refusal' in quoted) return { refusal: quoted.refusal };
  const { price, hit } = quoted;
  if (held * price < amount) return tooFewShares(symbol, held, amount, hit);
  const by = standingOf(command, turn, 'sell');
  return { hit, changes: [...(of ? [{ kind: 'release', of } as const] : []), { kind: 'reserve', by }] };
}

/** Arms what was set, and meets the price of now. Without one it is armed all the same, and meets the next. */
function setTrigger(trader: Trader, command: Command, turn: Turn, side: Side): Decision | Waiting {
  const { symbol, amount: trigger, transaction } = command;
  const of = trader.standing[side].get(symbol);
  if (!of) return nothingSet(side, symbol);
  const shares = side === 'sell' ? sharesFor(of.amount, trigger) : 0n;
  if (side === 'sell') {
    if (shares === 0n) return tooLittleForOne(of.amount, symbol, trigger);
    const held = (trader.holdings.get(symbol) ?? 0n) + sharesOf(of);
    if (held < shares) return tooFewShares(symbol, held, shares * trigger);
  }
  const quoted = turn.quote(symbol);
  if (!quoted) return { waitsFor: symbol };
  const by = { ...of, id: turn.newId(), shares, trigger, transaction, atMs: turn.atMs };
  const armed: Change = { kind: 'replace', of, by };
  if ('refusal' in quoted) return { changes: [armed] };
  const { price, hit } = quoted;
  const fired = fillAt(by, price);
  if (!fired) return { hit, changes: [armed] };
  return { hit, changes: [armed, fired], fired, result: { ...fillResult(fired, price), fired: true } };
}

function cancelStanding({ standing }: Trader, { symbol }: Command, side: Side): Decision {
  const of = standing[side].get(symbol);
  if (!of) return nothingSet(side, symbol);
  return { changes: [{ kind: 'release', of }] };
}

/**
 * The fill of an armed one at a price that reaches its trigger: at or below it for a purchase, at or above for a sale, at
 * the price itself. Null otherwise, and where the amount does not buy a single share: that one stays armed.
 */
export function fillAt(of: Reservation, price: bigint): Fill | null {
  if (of.trigger === null) return null;
  if (of.side === 'sell')
    return price >= of.trigger ? { kind: 'fill', of, shares: of.shares, cash: of.shares * price } : null;
  const shares = sharesFor(of.amount, price);
  return price <= of.trigger && shares > 0n ? { kind: 'fill', of, shares, cash: shares * price } : null;
}

/** Whole shares; the rest of the amount stays where it is. */
const sharesFor = (amount: bigint, price: bigint): bigint => divide(amount, price, 'down');

const pendingOf = (
  { symbol, amount, transaction }: Command,
  turn: Turn,
  side: Side,
  shares: bigint,
  cash: bigint,
): Reservation => ({
  id: turn.newId(),
  form: 'pending',
  side,
  symbol,
  amount,
  cash,
  shares,
  trigger: null,
  transaction,
  atMs: turn.atMs,
});

const standingOf = (command: Command, turn: Turn, side: Side): Reservation => ({
  ...pendingOf(command, turn, side, 0n, 0n),
  form: 'standing',
});

const resultOf = ({ symbol, shares, cash }: Reservation, price?: bigint): Result => ({
  symbol,
  shares: Number(shares),
  cash: dollars(cash),
  ...(price !== undefined && { price: dollars(price) }),
});

/** What a fill is told as. */
export const fillResult = ({ of, shares, cash }: Fill, price?: bigint): Result =>
  resultOf({ ...of, shares, cash }, price);

const tooLittleCash = (balance: bigint, amount: bigint): Decision =>
  refuse('insufficient_funds', `${dollars(balance)} is available, ${dollars(amount)} was asked`);

const tooFewShares = (symbol: string, held: bigint, amount: bigint, hit?: Hit): Decision =>
  refuse(
    'insufficient_shares',
    `${held} of ${symbol} are available, which is less than ${dollars(amount)} takes`,
    hit,
  );

const tooLittleForOne = (amount: bigint, symbol: string, price: bigint, hit?: Hit): Decision =>
  refuse(
    'order_too_small',
    `${dollars(amount)} is less than one share of ${symbol} at ${dollars(price)}`,
    hit,
  );

const nothingPending = (side: Side): Decision =>
  refuse('nothing_pending', `No ${side === 'buy' ? 'BUY' : 'SELL'} waits to be committed`);

const nothingSet = (side: Side, symbol: string): Decision =>
  refuse('nothing_set', `No amount is set for ${side === 'buy' ? 'buying' : 'selling'} ${symbol}`);
