import { DomainError, money } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { accountKey, customer, house, houseBookId, type Account, type AccountRef } from './account.js';
import { answerKey, type Command, type Idempotency, type StoredAnswer } from './command.js';
import { decideGroup, noJournal, type Outcome, type Stored } from './group.js';
import { release, reserve } from './hold.js';
import type { Journal } from './journal.js';
import { deposit, transfer, withdrawal } from './movements.js';

const ada = 'ada';
const bob = 'bob';
const at = new Date('2026-05-04T10:00:00Z');
const euros = (minor: bigint) => money(minor, 'EUR');
const adas = customer(ada, 'EUR');
const outside = house('outside', 'EUR');

const open = (ref: AccountRef, balance: bigint): Account => ({
  ...ref,
  id: `account of ${ref.bookId === houseBookId ? 'the house' : ref.bookId}`,
  balance,
  held: 0n,
  lastJournalId: 'journal-0',
});
const accounts = new Map([open(adas, 100n), open(outside, -100n)].map((each) => [accountKey(each), each]));
const holding = (answers: readonly StoredAnswer[] = []): Stored => ({
  accounts,
  rows: new Map(),
  reversed: new Set(),
  answers: new Map(answers.map((each) => [answerKey(each.userId, each.key), each])),
});

const countUp = () => {
  let last = 0;
  return () => `new-${(last += 1)}`;
};

/** Books the journals; its answer is the balances that they left. */
const booking = (journals: Journal | readonly Journal[], extra: Partial<Command> = {}): Command => ({
  accounts: [journals].flat().flatMap(({ lines }) => lines.map(({ account }) => account)),
  actor: ada,
  origin: 'here',
  decide: (unit) =>
    [journals]
      .flat()
      .flatMap((journal) => unit.book(journal).postings.map(({ account }) => Number(account.balance))),
  ...extra,
});

const keyed = (journal: Journal, idempotency: Idempotency, actor: string | null = ada): Command =>
  booking(journal, { idempotency, actor });

const decide = (commands: readonly Command[], stored: readonly StoredAnswer[] = []) =>
  decideGroup(commands, holding(stored), at, countUp());

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

  it('decides each command on what the one before it holds', () => {
    const hold = { payeeBookId: bob, currency: 'EUR', captured: 0n, status: 'open', expiresAt: at } as const;
    const { outcomes, accounts: changed } = decide([
      booking(reserve(ada, euros(70n))),
      booking(reserve(ada, euros(31n))),
      booking(withdrawal(ada, euros(31n))),
      booking(release({ ...hold, bookId: ada, amount: 70n })),
      booking([reserve(ada, euros(20n)), withdrawal(ada, euros(80n))]),
    ]);

    expect(codes(outcomes)).toEqual([
      'booked',
      'insufficient_funds',
      'insufficient_funds',
      'booked',
      'booked',
    ]);
    expect(changed.get(accountKey(adas))?.after).toMatchObject({ balance: 20n, held: 20n });
  });

  it('gives each account as it was found and as it is at the end, and each posting the account after it', () => {
    const plan = decide([booking(deposit(ada, euros(1n))), booking(transfer(ada, bob, euros(2n)))]);

    const [first, second] = plan.journals.map(({ id }) => id);
    const bobs = plan.accounts.get(accountKey(customer(bob, 'EUR')))?.after;
    expect(
      plan.journals.flatMap(({ postings }) =>
        postings.map(({ account: { id, balance, lastJournalId }, amount }) => [
          id,
          amount,
          balance,
          lastJournalId,
        ]),
      ),
    ).toEqual([
      ['account of the house', -1n, -101n, first],
      ['account of ada', 1n, 101n, first],
      ['account of ada', -2n, 99n, second],
      [bobs?.id, 2n, 2n, second],
    ]);
    expect([...plan.accounts.values()]).toEqual([
      { before: open(outside, -100n), after: { ...open(outside, -101n), lastJournalId: first } },
      { before: open(adas, 100n), after: { ...open(adas, 99n), lastJournalId: second } },
      {
        before: undefined,
        after: { ...customer(bob, 'EUR'), id: bobs?.id, balance: 2n, held: 0n, lastJournalId: second },
      },
    ]);
  });

  it('gives every journal and every new account an id of its own, and the moment of the group', () => {
    const plan = decide([
      booking(transfer(ada, bob, euros(1n))),
      booking(transfer(ada, 'eve', euros(1n))),
      booking(transfer(bob, 'eve', euros(1n))),
    ]);

    const opened = [...plan.accounts.values()].filter(({ before }) => !before).map(({ after }) => after);
    expect(opened.map(({ bookId }) => bookId)).toEqual([bob, 'eve']); // each once, though moved twice
    expect(new Set([...plan.journals, ...opened].map(({ id }) => id)).size).toBe(5);
    expect(plan.journals.map((journal) => journal.at)).toEqual([at, at, at]);
  });

  it('names who did it, from where, and under which key', () => {
    const plan = decide([
      booking(deposit(ada, euros(1n)), {
        idempotency: { key: 'k', fingerprint: 'f' },
        origin: '192.0.2.1',
      }),
      booking(deposit(ada, euros(1n)), { actor: null, origin: 'a job' }),
    ]);

    expect(plan.journals.map(({ actor, origin, idempotencyKey }) => [actor, origin, idempotencyKey])).toEqual(
      [
        [ada, '192.0.2.1', 'k'],
        [null, 'a job', null],
      ],
    );
  });

  it('keeps what a journal says of itself', () => {
    const said = { memo: 'rent', detail: { rate: '1.1' }, valueDate: '2026-05-01', reverses: 'another' };
    const [journal] = decide([booking({ ...deposit(ada, euros(1n)), ...said })]).journals;

    expect(journal).toMatchObject({ kind: 'deposit', ...said });
  });

  it('shows an account that nobody opened as empty, and opens none that is only looked at', () => {
    const plan = decide([
      {
        accounts: [customer(bob, 'EUR')],
        actor: null,
        origin: 'here',
        decide: (unit) => {
          const { balance, held, lastJournalId } = unit.account(customer(bob, 'EUR'));
          return [Number(balance), Number(held), lastJournalId];
        },
      },
    ]);

    expect(plan.outcomes).toEqual([{ status: 'booked', answer: [0, 0, noJournal] }]);
    expect(plan.accounts.size + plan.journals.length).toBe(0);
  });

  it('of nothing comes to nothing', () => {
    const { outcomes, journals, accounts: changed, rows, answers } = decide([]);

    expect([outcomes.length, journals.length, changed.size, rows.size, answers.size]).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });
});

describe('a refused command', () => {
  const broken = new Error('a bug');
  const fails = (error: unknown, journals: readonly Journal[] = []): Command =>
    booking(deposit(ada, euros(1n)), {
      decide: (unit) => {
        for (const journal of journals) unit.book(journal);
        throw error;
      },
    });

  it.each<[string, Command, string]>([
    ['by a rule', booking(withdrawal(ada, euros(101n))), 'insufficient_funds'],
    ['by its own rule', fails(new DomainError('quote_unavailable', '')), 'quote_unavailable'],
    [
      'at its second journal',
      booking([transfer(ada, bob, euros(90n)), withdrawal(ada, euros(11n))], {
        idempotency: { key: 'half', fingerprint: 'f' },
      }),
      'insufficient_funds',
    ],
    ['by a bug', fails(broken), 'a bug'],
    ['by a bug after it booked', fails(broken, [deposit(ada, euros(1n))]), 'a bug'],
    [
      'for an account that it did not name',
      booking(transfer(ada, bob, euros(1n)), { accounts: [adas] }),
      'The account bob customer EUR is not among those of the command',
    ],
    [
      'for a look at an account that it did not name',
      booking(deposit(ada, euros(1n)), { decide: (unit) => unit.account(customer(bob, 'EUR')) }),
      'The account bob customer EUR is not among those of the command',
    ],
  ])('%s leaves no trace, and the next sees the old balances', (_, refused, code) => {
    const plan = decide([refused, booking(withdrawal(ada, euros(100n)))]);

    expect(codes(plan.outcomes)).toEqual([code, 'booked']);
    expect(plan.outcomes[1]).toEqual({ status: 'booked', answer: [0, 0] });
    expect(plan.journals.map(({ kind }) => kind)).toEqual(['withdrawal']);
    expect([...plan.accounts.keys()]).toEqual([accountKey(adas), accountKey(outside)]);
    expect(plan.answers.size).toBe(0);
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
    ['repeated in a group', [keyed(again, first), keyed(again, first)], [], ['booked', 'replayed']],
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
    [
      'that storage knows, of a command that could not be carried out again',
      [keyed(withdrawal(ada, euros(101n)), first)],
      [stored],
      ['replayed'],
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
    expect(plan.answers.size).toBe(commands[0]?.actor === null ? 0 : booked);
  });

  it('gets the first answer again, from the group as from storage', () => {
    const inGroup = decide([keyed(again, first), booking(again), keyed(again, first)]);
    const fromStorage = decide([keyed(again, first)], [stored]);

    expect(inGroup.outcomes[2]).toEqual({ status: 'replayed', answer: [-105, 105] });
    expect([...inGroup.answers]).toEqual([
      [answerKey(ada, 'k'), { ...first, userId: ada, answer: [-105, 105] }],
    ]);
    expect(fromStorage.outcomes).toEqual([{ status: 'replayed', answer: 'what was said then' }]);
    expect(fromStorage.journals).toEqual([]);
  });
});
