import { DomainError } from '@tradeyard/kernel';
import type { Account, AccountRef } from './account.js';
import type { Journal, Posting } from './journal.js';

export type BookedJournal = Journal & {
  readonly id: string;
  readonly at: Date;
  readonly postings: readonly Posting[];
};

/** Names a row of another module's table (an order, a hold). */
export type RowRef = { readonly table: string; readonly id: string };

/** `version` counts the changes of a row that commands look at; a row that is only ever added has none. */
export type Row = { readonly id: string; readonly version?: bigint };

/**
 * What a command sees and does: balances and rows as they stand after the
 * command before it, and everything it books and saves happens together or, if
 * it throws, not at all.
 */
export type Unit = {
  /** When the group is booked. */
  readonly at: Date;
  /** A new id that sorts after all earlier ones. */
  newId(): string;
  /** Throws for an account that the command did not name. */
  account(ref: AccountRef): Account;
  /** Throws what the ledger's rules do. */
  book(journal: Journal): BookedJournal;
  /** Undefined when there is no such row. Throws for one that the command did not name. */
  row(ref: RowRef): Row | undefined;
  /** Adds the row, or changes the one of that id that `row` gave. */
  save(table: string, row: Row): void;
  /**
   * Takes away a row that has no version and that no command looks at: another one that has a version, and that the
   * command changes, stands for it. Fails the group when it is not there.
   */
  remove(ref: RowRef): void;
};

/** `fingerprint` stands for the whole request: the same key with another one is a mistake of the caller. */
export type Idempotency = { readonly key: string; readonly fingerprint: string };

/**
 * The only way to change a balance. `accounts` and `rows` are all that `decide`
 * looks at, moves or changes; only what it moves or changes is sure to be as it
 * was seen when it is written. It touches nothing but the unit, because it is
 * asked again when a group has to be retried. What it returns is the caller's
 * answer, plain JSON that is kept under the idempotency key.
 */
export type Command<Answer = unknown> = {
  readonly accounts: readonly AccountRef[];
  readonly rows?: readonly RowRef[];
  /** Whose doing it is; null for the product itself. */
  readonly actor: string | null;
  /** Where it came from: a caller's address, or the job that did it. */
  readonly origin: string;
  readonly idempotency?: Idempotency;
  decide(unit: Unit): Answer;
};

/**
 * Several commands as one: all of them happen, each on what the one before it
 * left, or none. Who does it, from where and under which key are the first one's.
 * `tell` names the one that failed in its error.
 */
export function linked<Answer>(
  commands: readonly [Command<Answer>, ...Command<Answer>[]],
  tell: (error: unknown, index: number) => unknown,
): Command<Answer[]> {
  const [{ actor, origin, idempotency }] = commands;
  return {
    accounts: commands.flatMap(({ accounts }) => accounts),
    rows: commands.flatMap(({ rows = [] }) => rows),
    actor,
    origin,
    ...(idempotency && { idempotency }),
    decide: (unit) =>
      commands.map((command, index) => {
        try {
          return command.decide(unit);
        } catch (error) {
          throw tell(error, index);
        }
      }),
  };
}

export type StoredAnswer = Idempotency & { readonly userId: string; readonly answer: unknown };

/** Names a remembered answer: keys belong to the user who sent them. */
export const answerKey = (userId: string, key: string): string => `${userId} ${key}`;

/** One string per row, for maps. */
export const rowKey = ({ table, id }: RowRef): string => `${table} ${id}`;

/** The answer that a request got first; throws `idempotency_key_reused` when the key came with another request. */
export function sameRequest(first: StoredAnswer, { key, fingerprint }: Idempotency): unknown {
  if (first.fingerprint !== fingerprint) {
    const message = `The key "${key}" was sent before with another request`;
    throw new DomainError('idempotency_key_reused', message, 'Idempotency-Key');
  }
  return first.answer;
}
