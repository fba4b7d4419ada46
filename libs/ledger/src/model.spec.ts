import { DomainError, money } from '@tradeyard/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accountKey, available, house, isCustomer, type Account, type AccountRef } from './account.js';
import { decideGroup, type Command, type StoredAnswer } from './command.js';
import type { Journal } from './journal.js';
import { conversion, deposit, transfer, withdrawal } from './movements.js';

// The ledger against something too simple to be wrong: numbers in a map, changed one command at a time.

const books = ['ada', 'bob', 'eve'];
const currencies = ['EUR', 'USD', 'JPY'];

type Ask = {
  readonly kind: 'deposit' | 'withdrawal' | 'transfer' | 'conversion';
  readonly book: number;
  /** Steps to the recipient's book, or to the currency that is bought. */
  readonly step: 1 | 2;
  readonly currency: number;
  readonly amount: number;
  readonly bought: number;
  /** Few, so that some are used again. */
  readonly key: string | null;
  readonly endsGroup: boolean;
};

const asks: fc.Arbitrary<Ask[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('deposit', 'withdrawal', 'transfer', 'conversion'),
    book: fc.nat(2),
    step: fc.constantFrom(1 as const, 2 as const),
    currency: fc.nat(2),
    amount: fc.integer({ min: -1, max: 50 }),
    bought: fc.integer({ min: 0, max: 50 }),
    key: fc.option(fc.constantFrom('k1', 'k2', 'k3', 'k4')),
    endsGroup: fc.boolean(),
  }),
  { maxLength: 60 },
);

const pick = (list: readonly string[], index: number): string => list[index % list.length] as string;

/** What is asked, in words of the test: the two sides of each movement as names in a map. */
type Effect = readonly (readonly [account: AccountRef, amount: number])[];

function effect({ kind, book, step, currency, amount, bought }: Ask): Effect {
  const mine = available(pick(books, book), pick(currencies, currency));
  const { bookId, asset } = mine;
  const other = pick(currencies, currency + step);
  switch (kind) {
    case 'deposit':
      return [
        [mine, amount],
        [house('outside', asset), -amount],
      ];
    case 'withdrawal':
      return [
        [mine, -amount],
        [house('outside', asset), amount],
      ];
    case 'transfer':
      return [
        [mine, -amount],
        [available(pick(books, book + step), asset), amount],
      ];
    case 'conversion':
      return [
        [mine, -amount],
        [house('fx', asset), amount],
        [available(bookId, other), bought],
        [house('fx', other), -bought],
      ];
  }
}

/** One by one on plain numbers; true where the ledger should book. */
function runModel(list: readonly Ask[]): { balances: Map<string, number>; booked: string[] } {
  const balances = new Map<string, number>();
  const seen = new Map<string, string>();
  const booked = list.map((ask) => {
    const request = JSON.stringify({ ...ask, endsGroup: undefined });
    const name = ask.key && `${ask.book} ${ask.key}`;
    const first = name ? seen.get(name) : undefined;
    if (first !== undefined) return first === request ? 'replayed' : 'refused';
    if (ask.amount <= 0 || (ask.kind === 'conversion' && ask.bought <= 0)) return 'refused';
    const after = effect(ask).map(
      ([account, amount]) => [account, (balances.get(accountKey(account)) ?? 0) + amount] as const,
    );
    if (after.some(([account, balance]) => isCustomer(account) && balance < 0)) return 'refused';
    for (const [account, balance] of after) balances.set(accountKey(account), balance);
    if (name) seen.set(name, request);
    return 'booked';
  });
  return { balances, booked };
}

function journalOf(ask: Ask): Journal {
  const book = pick(books, ask.book);
  const amount = money(BigInt(ask.amount), pick(currencies, ask.currency));
  switch (ask.kind) {
    case 'deposit':
      return deposit(book, amount);
    case 'withdrawal':
      return withdrawal(book, amount);
    case 'transfer':
      return transfer(book, pick(books, ask.book + ask.step), amount);
    case 'conversion':
      return conversion(book, amount, money(BigInt(ask.bought), pick(currencies, ask.currency + ask.step)));
  }
}

const commandOf = (ask: Ask): Command => ({
  accounts: effect(ask).map(([account]) => account),
  actor: pick(books, ask.book),
  ...(ask.key && {
    idempotency: { key: ask.key, fingerprint: JSON.stringify({ ...ask, endsGroup: undefined }) },
  }),
  decide: ({ newId }) => ({
    journals: [{ ...journalOf(ask), id: newId() }],
    answer: ([booked]) => booked?.id,
  }),
});

/** Groups as the test says, and between them only what storage keeps. */
function runLedger(list: readonly Ask[]) {
  const accounts = new Map<string, Account>();
  const answers: StoredAnswer[] = [];
  const plans = [];
  let group: Ask[] = [];
  let ids = 0;
  for (const [index, ask] of list.entries()) {
    group.push(ask);
    if (!ask.endsGroup && index < list.length - 1) continue;
    const commands = group.map(commandOf);
    const named = new Set(commands.flatMap((command) => command.accounts.map(accountKey)));
    const locked = [...accounts.values()].filter((account) => named.has(accountKey(account)));
    const plan = decideGroup(commands, locked, answers, new Date(0), () => `id-${(ids += 1)}`);
    for (const account of plan.accounts) accounts.set(accountKey(account), account);
    answers.push(...plan.answers);
    plans.push(plan);
    group = [];
  }
  return { accounts, plans };
}

it('comes to the same as a naive model, whatever is asked and however it is grouped', () => {
  fc.assert(
    fc.property(asks, (list) => {
      const expected = runModel(list);
      const { accounts, plans } = runLedger(list);
      const outcomes = plans.flatMap((plan) => plan.outcomes);
      const postings = plans.flatMap((plan) => plan.journals.flatMap((journal) => journal.postings));

      expect(outcomes.map(({ status }) => status)).toEqual(expected.booked);
      for (const outcome of outcomes) {
        if (outcome.status === 'refused') expect(outcome.error).toBeInstanceOf(DomainError);
      }
      expect(new Map([...accounts].map(([key, { balance }]) => [key, Number(balance)]))).toEqual(
        expected.balances,
      );

      for (const asset of currencies) {
        const ofAsset = [...accounts.values()].filter((account) => account.asset === asset);
        expect(ofAsset.reduce((sum, { balance }) => sum + balance, 0n)).toBe(0n);
      }
      for (const account of accounts.values()) {
        const own = postings.filter((posting) => posting.account.id === account.id);
        let balance = 0n;
        for (const [index, posting] of own.entries()) {
          balance += posting.amount;
          expect(posting.account).toMatchObject({ balance, seq: BigInt(index + 1) });
        }
        expect(account).toMatchObject({ balance, seq: BigInt(own.length) });
      }
    }),
    { numRuns: 300 },
  );
});
