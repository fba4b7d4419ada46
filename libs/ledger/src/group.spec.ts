import { DomainError, money } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { available, house, houseBookId, type Account } from './account.js';
import { decideGroup, type Command, type Idempotency, type Outcome, type StoredAnswer } from './command.js';
import type { Journal } from './journal.js';
import { deposit, transfer, withdrawal } from './movements.js';

const ada = 'ada';
const bob = 'bob';
const at = new Date('2026-05-04T10:00:00Z');
const euros = (minor: bigint) => money(minor, 'EUR');
const outside = house('outside', 'EUR');

const accounts: readonly Account[] = [
  { ...available(ada, 'EUR'), id: 'account-ada', balance: 100n, seq: 3n },
  { ...outside, id: 'account-outside', balance: -100n, seq: 3n },
];

const countUp = () => {
  let last = 0;
  return () => `new-${(last += 1)}`;
};

/** Books the journal; its answer is the balances that it left. */
const booking = (journal: Journal, extra: Partial<Command> = {}): Command => ({
  accounts: journal.lines.map(({ account }) => account),
  actor: ada,
  decide: ({ newId }) => ({
    journals: [{ ...journal, id: newId() }],
    rows: [{ table: 'note', values: { about: journal.kind } }],
    answer: (booked) =>
      booked.flatMap(({ postings }) => postings.map(({ account }) => Number(account.balance))),
  }),
  ...extra,
});

const keyed = (journal: Journal, idempotency: Idempotency, actor: string | null = ada): Command =>
  booking(journal, { idempotency, actor });

const decide = (commands: readonly Command[], stored: readonly StoredAnswer[] = []) =>
  decideGroup(commands, accounts, stored, at, countUp());

const codes = (outcomes: readonly Outcome[]): string[] =>
  outcomes.map((outcome) =>
    outcome.status === 'refused'
      ? outcome.error instanceof DomainError
        ? outcome.error.code
        : (outcome.error as Error).message
      : outcome.status,
  );

describe('a group', () => {
  it('decides each command on the balances that the one before it left', () => {
    const { outcomes } = decide([
      booking(transfer(ada, bob, euros(60n))),
      booking(transfer(bob, ada, euros(10n))),
      booking(withdrawal(ada, euros(50n))),
    ]);

    expect(outcomes).toEqual([
      { status: 'booked', answer: [40, 60] },
      { status: 'booked', answer: [50, 50] },
      { status: 'booked', answer: [0, -50] },
    ]);
  });

  it('counts the postings of each account on, and lists each account once as it is at the end', () => {
    const plan = decide([booking(deposit(ada, euros(1n))), booking(transfer(ada, bob, euros(2n)))]);

    const chain = plan.journals.flatMap(({ postings }) =>
      postings.map(({ account: { id, seq, balance }, amount }) => [id, seq, amount, balance]),
    );
    const bobs = plan.accounts.find(({ bookId }) => bookId === bob)?.id;
    expect(chain).toEqual([
      ['account-outside', 4n, -1n, -101n],
      ['account-ada', 4n, 1n, 101n],
      ['account-ada', 5n, -2n, 99n],
      [bobs, 1n, 2n, 2n],
    ]);
    expect(plan.accounts).toEqual([
      { bookId: houseBookId, asset: 'EUR', kind: 'outside', id: 'account-outside', balance: -101n, seq: 4n },
      { ...available(ada, 'EUR'), id: 'account-ada', balance: 99n, seq: 5n },
      { ...available(bob, 'EUR'), id: bobs, balance: 2n, seq: 1n },
    ]);
  });

  it('gives every journal and every new account an id of its own, and the moment of the group', () => {
    const plan = decide([booking(transfer(ada, bob, euros(1n))), booking(transfer(ada, 'eve', euros(1n)))]);

    const ids = [...plan.journals, ...plan.accounts].map(({ id }) => id);
    expect(new Set(ids).size).toBe(5); // two journals and three accounts
    expect(plan.journals.map((journal) => journal.at)).toEqual([at, at]);
  });

  it('names who did it and under which key', () => {
    const plan = decide([
      keyed(deposit(ada, euros(1n)), { key: 'k', fingerprint: 'f' }),
      booking(deposit(ada, euros(1n)), { actor: null }),
    ]);

    expect(plan.journals.map(({ actor, idempotencyKey }) => [actor, idempotencyKey])).toEqual([
      [ada, 'k'],
      [null, null],
    ]);
  });
});

describe('a refused command', () => {
  const broken = new Error('a bug');
  const firstOfTwo: Command = {
    accounts: [available(ada, 'EUR'), available(bob, 'EUR'), outside],
    actor: ada,
    idempotency: { key: 'half', fingerprint: 'f' },
    decide: ({ newId }) => ({
      journals: [transfer(ada, bob, euros(90n)), withdrawal(ada, euros(11n))].map((journal) => ({
        ...journal,
        id: newId(),
      })),
      rows: [{ table: 'note', values: {} }],
      answer: () => 'never',
    }),
  };

  it.each<[string, Command, string]>([
    ['by a rule', booking(withdrawal(ada, euros(101n))), 'insufficient_funds'],
    [
      'by its own rule',
      booking(deposit(ada, euros(1n)), {
        decide: () => {
          throw new DomainError('quote_unavailable', '');
        },
      }),
      'quote_unavailable',
    ],
    ['at its second journal', firstOfTwo, 'insufficient_funds'],
    [
      'by a bug in decide',
      booking(deposit(ada, euros(1n)), {
        decide: () => {
          throw broken;
        },
      }),
      'a bug',
    ],
    [
      'by a bug in its answer',
      booking(deposit(ada, euros(1n)), {
        decide: ({ newId }) => ({
          journals: [{ ...deposit(ada, euros(1n)), id: newId() }],
          answer: () => {
            throw broken;
          },
        }),
      }),
      'a bug',
    ],
    [
      'for an account it did not name',
      booking(transfer(ada, bob, euros(1n)), { accounts: [available(ada, 'EUR')] }),
      'The account bob available EUR is not among those of the command',
    ],
    [
      'for a look at an account it did not name',
      booking(deposit(ada, euros(1n)), {
        decide: ({ balance }) => {
          balance(available(bob, 'EUR'));
          throw broken;
        },
      }),
      'The account bob available EUR is not among those of the command',
    ],
    [
      'for rows without money',
      booking(deposit(ada, euros(1n)), {
        decide: () => ({ journals: [], rows: [{ table: 'note', values: {} }], answer: () => 1 }),
      }),
      'Rows are written together with money, and this command moves none',
    ],
  ])('%s leaves no trace, and the next sees the old balances', (_, refused, code) => {
    const plan = decide([refused, booking(withdrawal(ada, euros(100n)))]);

    expect(codes(plan.outcomes)).toEqual([code, 'booked']);
    expect(plan.outcomes[1]).toEqual({ status: 'booked', answer: [0, 0] });
    expect(plan.journals).toHaveLength(1);
    expect(plan.rows).toEqual([{ table: 'note', values: { about: 'withdrawal' } }]);
    expect(plan.accounts.map(({ seq }) => seq)).toEqual([4n, 4n]);
    expect(plan.answers).toEqual([]);
  });

  it('leaves its key free', () => {
    const idempotency = { key: 'k', fingerprint: 'f' };
    const plan = decide([
      keyed(withdrawal(ada, euros(150n)), idempotency),
      booking(deposit(ada, euros(50n))),
      keyed(withdrawal(ada, euros(150n)), idempotency),
    ]);

    expect(codes(plan.outcomes)).toEqual(['insufficient_funds', 'booked', 'booked']);
  });
});

describe('a key', () => {
  const first = { key: 'k', fingerprint: 'first' };
  const stored: StoredAnswer = { ...first, userId: ada, answer: 'what was said then' };
  const again = deposit(ada, euros(5n));

  it.each<[string, readonly Command[], readonly StoredAnswer[], readonly string[]]>([
    [
      'repeated in a group: booked once',
      [keyed(again, first), keyed(again, first)],
      [],
      ['booked', 'replayed'],
    ],
    [
      'repeated in a group with another request',
      [keyed(again, first), keyed(again, { key: 'k', fingerprint: 'second' })],
      [],
      ['booked', 'idempotency_key_reused'],
    ],
    ['that storage knows', [keyed(again, first)], [stored], ['replayed']],
    [
      'that storage knows with another request',
      [keyed(again, { key: 'k', fingerprint: 'second' })],
      [stored],
      ['idempotency_key_reused'],
    ],
    ['of somebody else', [keyed(again, first, bob)], [stored], ['booked']],
    ['with another name', [keyed(again, { key: 'K', fingerprint: 'first' })], [stored], ['booked']],
    // Keys belong to people: what the product does by itself has none.
    ['of nobody', [keyed(again, first, null), keyed(again, first, null)], [], ['booked', 'booked']],
  ])('%s', (_, commands, answers, expected) => {
    const plan = decide(commands, answers);

    const booked = expected.filter((status) => status === 'booked').length;
    expect(codes(plan.outcomes)).toEqual(expected);
    expect(plan.journals).toHaveLength(booked);
    expect(plan.answers).toHaveLength(commands[0]?.actor === null ? 0 : booked);
  });

  it('gets the first answer again, from the group as from storage', () => {
    const inGroup = decide([keyed(again, first), booking(again), keyed(again, first)]);
    const fromStorage = decide([keyed(again, first)], [stored]);

    expect(inGroup.outcomes[2]).toEqual({ status: 'replayed', answer: [-105, 105] });
    expect(inGroup.answers).toEqual([{ ...first, userId: ada, answer: [-105, 105] }]);
    expect(fromStorage.outcomes).toEqual([{ status: 'replayed', answer: 'what was said then' }]);
    expect(fromStorage.journals).toEqual([]);
  });
});
