import { DomainError } from '@tradeyard/kernel';
import { accountKey, isSameAccount, type Account, type AccountRef } from './account.js';
import {
  answerKey,
  rowKey,
  sameRequest,
  type BookedJournal,
  type Command,
  type Row,
  type RowRef,
  type StoredAnswer,
  type Unit,
} from './command.js';
import { post, type Journal } from './journal.js';

export type Outcome =
  | { readonly status: 'booked' | 'replayed'; readonly answer: unknown }
  | { readonly status: 'refused'; readonly error: unknown };

/** What storage holds of the accounts, rows and answers that a group of commands names, or will when it is their turn. */
export type Stored = {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly rows: ReadonlyMap<string, Row>;
  readonly answers: ReadonlyMap<string, StoredAnswer>;
  /** Journals that are being taken back by others at this moment. */
  readonly reversed: ReadonlySet<string>;
};

/** An account or row as it is at the end, and as it was found; undefined when it is new. */
export type Change<T> = { readonly before: T | undefined; readonly after: T };
export type RowChange = Change<Row> & { readonly table: string };

export type JournalEntry = BookedJournal & {
  readonly actor: string | null;
  readonly origin: string;
  readonly idempotencyKey: string | null;
};

/** All that a group of commands comes to; nothing of it has been written yet. */
export type GroupPlan = {
  readonly at: Date;
  /** One per command, in order. */
  readonly outcomes: readonly Outcome[];
  readonly journals: readonly JournalEntry[];
  /** By account, each once. */
  readonly accounts: ReadonlyMap<string, Change<Account>>;
  /** By row, each once. */
  readonly rows: ReadonlyMap<string, RowChange>;
  /** By row, each once: those that go. */
  readonly removed: ReadonlyMap<string, RowRef>;
  readonly answers: ReadonlyMap<string, StoredAnswer>;
  /** The ids of the journals that are taken back. */
  readonly reversed: ReadonlySet<string>;
};

/** No journal has touched the account yet. */
export const noJournal = '00000000-0000-0000-0000-000000000000';

/**
 * Decides each command against what the one before it left. A command that is
 * refused leaves no trace and takes nobody with it. `at` and `newId` are passed
 * in; ids have to sort after each other and after those of the stored accounts'
 * journals, because they order the postings of an account.
 */
export function decideGroup(
  commands: readonly Command[],
  stored: Stored,
  at: Date,
  newId: () => string,
): GroupPlan {
  const plan = {
    at,
    journals: [] as JournalEntry[],
    accounts: new Map<string, Change<Account>>(),
    rows: new Map<string, RowChange>(),
    removed: new Map<string, RowRef>(),
    answers: new Map<string, StoredAnswer>(),
    reversed: new Set<string>(),
  };
  const outcomes = commands.map((command): Outcome => {
    try {
      const { actor, idempotency } = command;
      if (!idempotency || actor === null) return { status: 'booked', answer: carryOut(command) };
      const name = answerKey(actor, idempotency.key);
      const first = plan.answers.get(name) ?? stored.answers.get(name);
      if (first) return { status: 'replayed', answer: sameRequest(first, idempotency) };
      const answer = carryOut(command);
      plan.answers.set(name, { ...idempotency, userId: actor, answer });
      return { status: 'booked', answer };
    } catch (error) {
      return { status: 'refused', error };
    }
  });
  return { ...plan, outcomes };

  function carryOut(command: Command): unknown {
    const unit = new OpenUnit(command, stored, plan, at, newId);
    const answer = command.decide(unit);
    unit.close();
    return answer;
  }
}

type Plan = Pick<GroupPlan, 'at'> & {
  readonly journals: JournalEntry[];
  readonly accounts: Map<string, Change<Account>>;
  readonly rows: Map<string, RowChange>;
  readonly removed: Map<string, RowRef>;
  readonly reversed: Set<string>;
};

/** Changes gather here, beside the plan, until the command has ended well. */
class OpenUnit implements Unit {
  private readonly accounts = new Map<string, Account>();
  private readonly rows = new Map<string, { table: string; row: Row }>();
  private readonly removed = new Map<string, RowRef>();
  private readonly journals: JournalEntry[] = [];

  constructor(
    private readonly command: Command,
    private readonly stored: Stored,
    private readonly plan: Plan,
    readonly at: Date,
    readonly newId: () => string,
  ) {}

  readonly account = (ref: AccountRef): Account => {
    requireNamed(this.command, ref);
    const key = accountKey(ref);
    return (
      this.accounts.get(key) ??
      this.plan.accounts.get(key)?.after ??
      this.stored.accounts.get(key) ?? {
        bookId: ref.bookId,
        asset: ref.asset,
        kind: ref.kind,
        id: this.newId(),
        balance: 0n,
        held: 0n,
        lastJournalId: noJournal,
      }
    );
  };

  book(journal: Journal): BookedJournal {
    this.requireNotReversed(journal);
    const id = this.newId();
    const { actor, origin, idempotency } = this.command;
    const booked: JournalEntry = {
      ...journal,
      id,
      at: this.at,
      postings: post(id, journal, this.account),
      actor,
      origin,
      idempotencyKey: idempotency?.key ?? null,
    };
    for (const { account } of booked.postings) this.accounts.set(accountKey(account), account);
    this.journals.push(booked);
    return booked;
  }

  row(ref: RowRef): Row | undefined {
    const key = rowKey(ref);
    if (!this.command.rows?.some((named) => rowKey(named) === key)) {
      throw new Error(`The row ${key} is not among those of the command`);
    }
    return this.rows.get(key)?.row ?? this.plan.rows.get(key)?.after ?? this.stored.rows.get(key);
  }

  save(table: string, row: Row): void {
    this.rows.set(rowKey({ table, id: row.id }), { table, row });
  }

  remove(ref: RowRef): void {
    const key = rowKey(ref);
    // What was added by the same command was never there.
    if (!this.rows.delete(key)) this.removed.set(key, ref);
  }

  // Storage takes none back twice either, but refuses the whole group with it.
  private requireNotReversed({ reverses }: Journal): void {
    if (reverses === undefined) return;
    const isReversed =
      this.stored.reversed.has(reverses) ||
      this.plan.reversed.has(reverses) ||
      this.journals.some((journal) => journal.reverses === reverses);
    if (isReversed) throw new DomainError('already_reversed', 'This transaction was taken back before');
  }

  private addsRow(): boolean {
    return [...this.rows.keys()].some((key) => !this.plan.rows.has(key) && !this.stored.rows.has(key));
  }

  /** Hands everything over to the plan. */
  close(): void {
    // A journal or a new row is how storage tells, after a connection broke in the commit, whether a group was written.
    if (this.rows.size + this.removed.size > 0 && this.journals.length === 0 && !this.addsRow()) {
      throw new Error(
        'Rows are changed together with money or a row that tells it, and this command has neither',
      );
    }
    for (const journal of this.journals) {
      this.plan.journals.push(journal);
      if (journal.reverses !== undefined) this.plan.reversed.add(journal.reverses);
    }
    for (const [key, after] of this.accounts) {
      const before = this.plan.accounts.get(key);
      this.plan.accounts.set(key, { before: before ? before.before : this.stored.accounts.get(key), after });
    }
    for (const [key, ref] of this.removed) {
      const isNew = this.plan.rows.get(key)?.before === undefined && this.plan.rows.delete(key);
      if (!isNew) this.plan.removed.set(key, ref);
    }
    for (const [key, { table, row }] of this.rows) {
      const planned = this.plan.rows.get(key);
      const before = planned ? planned.before : this.stored.rows.get(key);
      const version = (planned?.after ?? before)?.version;
      const after = version === undefined ? row : { ...row, version: version + 1n };
      this.plan.rows.set(key, { table, before, after });
    }
  }
}

// Storage reads what a command names and nothing else: any other balance would be a guess. It is a mistake in the
// program, so it has no code.
function requireNamed({ accounts }: Command, ref: AccountRef): void {
  if (!accounts.some((named) => isSameAccount(named, ref))) {
    throw new Error(`The account ${accountKey(ref)} is not among those of the command`);
  }
}
