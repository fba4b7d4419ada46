import { DomainError } from '@tradeyard/kernel';
import { accountKey, isSameAccount, type Account, type AccountRef } from './account.js';
import { post, type Journal, type Posting } from './journal.js';

/** What a command may look at while it decides: the balances as they stand after the command before it. */
export type LedgerState = {
  /** When the group is booked. */
  readonly at: Date;
  /** A new id that sorts after all earlier ones. */
  readonly newId: () => string;
  /** In minor units; zero for an account that does not exist yet. Throws for an account that the command did not name. */
  readonly balance: (account: AccountRef) => bigint;
};

/** A journal with its name in storage. */
export type NamedJournal = Journal & { readonly id: string };

export type BookedJournal = NamedJournal & { readonly at: Date; readonly postings: readonly Posting[] };

/** A row of another module's table (an order, a fill) that is written together with money or not at all. */
export type NewRow = { readonly table: string; readonly values: object };

export type Decision<Answer> = {
  readonly journals: readonly NamedJournal[];
  readonly rows?: readonly NewRow[];
  /** What the caller gets, as plain JSON: it is kept under the idempotency key. */
  answer(booked: readonly BookedJournal[]): Answer;
};

/** `fingerprint` stands for the whole request: the same key with another one is a mistake of the caller. */
export type Idempotency = { readonly key: string; readonly fingerprint: string };

/**
 * The only way to change a balance. `accounts` are all that `decide` looks at
 * or moves; it is pure, because it is asked again when a group has to be retried.
 */
export type Command<Answer = unknown> = {
  readonly accounts: readonly AccountRef[];
  /** Whose doing it is; null for the product itself. */
  readonly actor: string | null;
  readonly idempotency?: Idempotency;
  decide(state: LedgerState): Decision<Answer>;
};

export type StoredAnswer = Idempotency & { readonly userId: string; readonly answer: unknown };

export type Outcome =
  | { readonly status: 'booked' | 'replayed'; readonly answer: unknown }
  | { readonly status: 'refused'; readonly error: unknown };

/** All that a group of commands comes to; nothing of it has been written yet. */
export type GroupPlan = {
  readonly at: Date;
  /** One per command, in order. */
  readonly outcomes: readonly Outcome[];
  readonly journals: readonly (BookedJournal & { actor: string | null; idempotencyKey: string | null })[];
  /** Every account that was posted to, as it is at the end, once. */
  readonly accounts: readonly Account[];
  readonly rows: readonly NewRow[];
  readonly answers: readonly StoredAnswer[];
};

/** Names a remembered answer: keys belong to the user who sent them. */
export const answerKey = (userId: string, key: string): string => `${userId} ${key}`;

/**
 * Decides each command against the balances that the one before it left. A
 * command that is refused leaves no trace and takes nobody with it. `accounts`
 * and `answers` are what storage holds; `newId` and `at` are passed in.
 */
export function decideGroup(
  commands: readonly Command[],
  accounts: readonly Account[],
  answers: readonly StoredAnswer[],
  at: Date,
  newId: () => string,
): GroupPlan {
  const balances = new Map(accounts.map((account) => [accountKey(account), account]));
  const remembered = new Map(answers.map((answer) => [answerKey(answer.userId, answer.key), answer]));
  const touched = new Set<string>();
  const plan = { journals: [], rows: [], answers: [] } as {
    journals: GroupPlan['journals'][number][];
    rows: NewRow[];
    answers: StoredAnswer[];
  };

  const book = (command: Command): unknown => {
    // Changes gather beside the balances, so that a refusal half-way leaves them as they were.
    const changed = new Map<string, Account>();
    const current = (ref: AccountRef): Account => {
      requireNamed(command, ref);
      const key = accountKey(ref);
      return changed.get(key) ?? balances.get(key) ?? { ...ref, id: newId(), balance: 0n, seq: 0n };
    };
    const decision = command.decide({ at, newId, balance: (ref) => current(ref).balance });
    requireMoney(decision);
    const booked = decision.journals.map((journal) => {
      const postings = post(journal, current);
      for (const { account } of postings) changed.set(accountKey(account), account);
      return { ...journal, at, postings };
    });
    const answer = decision.answer(booked);
    for (const [key, account] of changed) {
      balances.set(key, account);
      touched.add(key);
    }
    const { actor, idempotency } = command;
    for (const journal of booked)
      plan.journals.push({ ...journal, actor, idempotencyKey: idempotency?.key ?? null });
    plan.rows.push(...(decision.rows ?? []));
    return answer;
  };

  const outcomes = commands.map((command): Outcome => {
    try {
      const { actor, idempotency } = command;
      if (!idempotency || actor === null) return { status: 'booked', answer: book(command) };
      const first = remembered.get(answerKey(actor, idempotency.key));
      if (first) return { status: 'replayed', answer: sameRequest(first, idempotency) };
      const stored = { ...idempotency, userId: actor, answer: book(command) };
      remembered.set(answerKey(actor, idempotency.key), stored);
      plan.answers.push(stored);
      return { status: 'booked', answer: stored.answer };
    } catch (error) {
      return { status: 'refused', error };
    }
  });
  return { ...plan, at, outcomes, accounts: [...touched].map((key) => balances.get(key) as Account) };
}

// Storage locks and reads what a command names and nothing else: any other balance would be a guess. It is a
// mistake in the program, so it has no code.
function requireNamed({ accounts }: Command, ref: AccountRef): void {
  if (!accounts.some((named) => isSameAccount(named, ref))) {
    throw new Error(`The account ${accountKey(ref)} is not among those of the command`);
  }
}

// The journal is how storage tells, after a connection broke in the commit, whether a group was written.
function requireMoney({ journals, rows = [] }: Decision<unknown>): void {
  if (rows.length > 0 && journals.length === 0) {
    throw new Error('Rows are written together with money, and this command moves none');
  }
}

/** The answer that a request got first; throws `idempotency_key_reused` when the key came with another request. */
export function sameRequest(first: StoredAnswer, { key, fingerprint }: Idempotency): unknown {
  if (first.fingerprint !== fingerprint) {
    const message = `The key "${key}" was sent before with another request`;
    throw new DomainError('idempotency_key_reused', message, 'Idempotency-Key');
  }
  return first.answer;
}
