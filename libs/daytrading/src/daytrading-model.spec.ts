import { dayShareOf, formatMinor } from '@tradeyard/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Day, quoteUnavailable } from '../test/day.js';
import { NaiveTrader, type Step } from '../test/naive-trader.js';
import {
  cashOf,
  entriesOf,
  isCommandName,
  journalOf,
  reservations,
  sharesOf,
  tradingCurrency,
  type Change,
} from './index.js';

const symbols = ['A', 'B'];
const userOnly = ['COMMIT_BUY', 'CANCEL_BUY', 'COMMIT_SELL', 'CANCEL_SELL', 'DISPLAY_SUMMARY'];
const withSymbol = ['QUOTE', 'CANCEL_SET_BUY', 'CANCEL_SET_SELL'];
const withAmount = [
  'BUY',
  'SELL',
  'SET_BUY_AMOUNT',
  'SET_BUY_TRIGGER',
  'SET_SELL_AMOUNT',
  'SET_SELL_TRIGGER',
];

/** Mostly the same, so that one command meets what another left. */
const symbol = fc.constantFrom('A', 'A', 'A', 'B');
/** Many meet a price or a balance exactly, some miss it by a cent. */
const amount = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 50 }).map((dollars) => dollars * 100) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 9_99 }) },
);
const price = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 15 }).map((dollars) => dollars * 100) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 15_00 }) },
);
const command = fc.record({
  kind: fc.constant('command' as const),
  name: fc.oneof(
    { weight: 2, arbitrary: fc.constant('ADD') },
    { weight: 5, arbitrary: fc.constantFrom(...userOnly) },
    { weight: 2, arbitrary: fc.constantFrom(...withSymbol) },
    { weight: 12, arbitrary: fc.constantFrom(...withAmount) },
  ),
  symbol,
  amount,
});
const wait = fc.record({
  kind: fc.constant('wait' as const),
  ms: fc.constantFrom(1, 10_000, 20_000, 30_000, 59_999, 60_000, 60_001),
});
const change = fc.record({
  kind: fc.constant('price' as const),
  symbol,
  price: fc.option(price, { freq: 4 }),
});
const quote = fc.record({ kind: fc.constant('quote' as const), symbol, price });

/** A group of commands is booked as one journal; `endsGroup` says where one ends. */
type Move = { readonly step: Step; readonly endsGroup: boolean };
const moves = (...others: readonly fc.Arbitrary<Step>[]) =>
  fc.array(
    fc.record<Move>({
      step: fc.oneof(
        { weight: 10, arbitrary: command },
        ...others.map((arbitrary) => ({ weight: 1, arbitrary })),
      ),
      endsGroup: fc.boolean(),
    }),
    { minLength: 1, maxLength: 120, size: 'max' },
  );
const windowMs = fc.constantFrom(60_000, null);

function lineOf({ name, symbol: of, amount: cents }: Step & { kind: 'command' }): string {
  const dollars = formatMinor(BigInt(cents), 2);
  if (name === 'ADD') return `ADD,ada,${dollars}`;
  if (userOnly.includes(name)) return `${name},ada`;
  return withSymbol.includes(name) ? `${name},ada,${of}` : `${name},ada,${of},${dollars}`;
}

/** Does the step, and says what came of a command. */
function take(day: Day, step: Step): string {
  if (step.kind === 'command') return day.ask(lineOf(step));
  if (step.kind === 'wait') day.after(step.ms);
  else if (step.kind === 'quote') day.meet(step.symbol, BigInt(step.price));
  else if (step.price === null) day.prices.set(step.symbol, { refusal: quoteUnavailable });
  else day.price(step.symbol, BigInt(step.price));
  return 'ok';
}

/** Accounts of the trader and of the house, as journals move them. */
class Accounts {
  readonly balances = new Map<string, bigint>();
  readonly held = new Map<string, bigint>();

  book(changes: readonly Change[]): void {
    const journal = journalOf({ trader: 'ada', house: 'house' }, changes, { workload: 'w' });
    const sums = new Map<string, bigint>();
    const names = new Set<string>();
    for (const { account, amount: moved, held = 0n } of journal?.lines ?? []) {
      expect(moved !== 0n || held !== 0n).toBe(true);
      const name = `${account.bookId} ${account.kind} ${account.asset}`;
      expect(names.has(name)).toBe(false);
      names.add(name);
      sums.set(account.asset, (sums.get(account.asset) ?? 0n) + moved);
      const [balance, reserved] = [
        (this.balances.get(name) ?? 0n) + moved,
        (this.held.get(name) ?? 0n) + held,
      ];
      this.balances.set(name, balance);
      this.held.set(name, reserved);
      if (account.kind === 'customer') expect(balance >= reserved && reserved >= 0n).toBe(true);
      else expect(reserved).toBe(0n);
    }
    expect([...sums.values()].filter((sum) => sum !== 0n)).toEqual([]);
  }

  /** Of one asset of the trader: the balance and what of it is held. */
  of(asset: string): readonly bigint[] {
    const name = `ada customer ${asset}`;
    return [this.balances.get(name) ?? 0n, this.held.get(name) ?? 0n];
  }
}

const total = (values: Iterable<bigint>): bigint => [...values].reduce((sum, each) => sum + each, 0n);

/** What the library says there is: free, reserved, then of each symbol. */
const toldBy = ({ trader }: Day): number[] =>
  [
    trader.balance,
    total([...reservations(trader)].map(cashOf)),
    ...symbols.flatMap((of) => [
      trader.holdings.get(of) ?? 0n,
      total([...reservations(trader)].filter((each) => each.symbol === of).map(sharesOf)),
    ]),
  ].map(Number);

const toldPlainly = (naive: NaiveTrader): number[] => [
  ...[naive.cash, naive.reservedCash],
  ...symbols.flatMap((of) => [naive.shares[of] ?? 0, naive.reservedShares(of)]),
];

function requireBooked(accounts: Accounts, naive: NaiveTrader): void {
  const { cash, reservedCash } = naive;
  expect(accounts.of(tradingCurrency)).toEqual([BigInt(cash + reservedCash), BigInt(reservedCash)]);
  for (const of of symbols) {
    const [free, reserved] = [naive.shares[of] ?? 0, naive.reservedShares(of)];
    expect(accounts.of(dayShareOf(of))).toEqual([free + reserved, reserved].map((shares) => BigInt(shares)));
  }
}

/** Section 6 of the specification: nothing is below zero, no money is made or lost, and the log adds up. */
function requireSound(day: Day, naive: NaiveTrader): void {
  const [balance = 0, reserved = 0, ...shares] = toldBy(day);
  expect([...day.trader.holdings.values()]).not.toContain(0n);
  expect([balance, reserved, ...shares].filter((each) => each < 0)).toEqual([]);
  expect(balance + reserved).toBe(naive.earned);
  const logged = day.happenings
    .flatMap((happening) => entriesOf(happening, { user: 'ada', server: 's' }))
    .filter(({ kind }) => kind === 'accountTransaction')
    .map(({ fields }) => new Map(fields))
    .map((of) => Number(of.get('funds')?.replace('.', '')) * (of.get('action') === 'add' ? 1 : -1));
  expect(logged.reduce((sum, each) => sum + each, 0)).toBe(balance);
}

it(
  'any sequence of commands, waits, prices and quotes comes to what plain rules come to, and so do the books',
  { timeout: 30_000 },
  () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(moves(wait, change, quote, quote), windowMs, (list, window) => {
        const [day, naive, accounts] = [new Day(), new NaiveTrader(window), new Accounts()];
        day.windowMs = window;
        let booked = 0;
        list.forEach(({ step, endsGroup }, index) => {
          const told = take(day, step);
          const isOk = naive.do(step);
          expect([told === 'ok', ...toldBy(day)]).toEqual([isOk, ...toldPlainly(naive)]);
          if (step.kind === 'command') seen.add(told === 'ok' ? step.name : told);
          if (!endsGroup && index < list.length - 1) return;
          accounts.book(day.changes.slice(booked));
          booked = day.changes.length;
          requireBooked(accounts, naive);
        });
        requireSound(day, naive);
        const kinds = day.happenings.map(({ kind }) => kind);
        expect(kinds.filter((kind) => kind === 'fired')).toHaveLength(naive.fired);
        expect(kinds.filter((kind) => kind === 'expired')).toHaveLength(naive.expired);
        for (const { kind, command: name } of day.happenings)
          if (kind !== 'command') seen.add(`${name ?? ''} ${kind}`);
      }),
      { numRuns: 400 },
    );
    // A model that is never asked for something says nothing about it.
    expect([...seen].filter((each) => !isCommandName(each)).sort()).toEqual(everythingTold);
    expect([...seen].filter(isCommandName).sort()).toEqual(
      ['ADD', ...userOnly, ...withSymbol, ...withAmount].sort(),
    );
  },
);

const everythingTold = [
  ...['BUY expired', 'SELL expired', 'SET_BUY_TRIGGER fired', 'SET_SELL_TRIGGER fired', 'amount_malformed'],
  ...['insufficient_funds', 'insufficient_shares', 'nothing_pending', 'nothing_set', 'order_too_small'],
  ...['quote_unavailable', 'trader_unknown'],
];

it('at constant prices nobody gains or loses a cent', () => {
  fc.assert(
    fc.property(moves(wait), windowMs, (list, window) => {
      const day = new Day();
      day.windowMs = window;
      let added = 0n;
      for (const { step } of list) {
        if (take(day, step) === 'ok' && step.kind === 'command' && step.name === 'ADD')
          added += BigInt(step.amount);
        const [balance = 0, reserved = 0, a = 0, reservedA = 0, b = 0, reservedB = 0] = toldBy(day);
        const worth = balance + reserved + (a + reservedA) * 10_00 + (b + reservedB) * 3_00;
        expect(BigInt(worth)).toBe(added);
      }
    }),
    { numRuns: 100 },
  );
});
