import { Injectable } from '@nestjs/common';
import {
  decideGroup,
  type Command,
  type GroupPlan,
  type JournalEntry,
  type Outcome,
  type RowChange,
} from '@tradeyard/ledger';
import { DatabaseError, type PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { EntriesWriter } from './entries-writer.service.js';
import { LedgerIds } from './ledger-ids.service.js';
import { LedgerReader } from './ledger-reader.service.js';
import { RowsWriter } from './rows-writer.service.js';

/**
 * A machine that has gone breaks no connection: without this, everybody would
 * wait for it until the network gives up, a quarter of an hour later.
 */
const silenceMaxMs = 10_000;

/** A commit was sent and not confirmed: storage alone knows whether it happened. */
export class CommitUncertain extends Error {
  constructor(
    readonly plan: GroupPlan,
    override readonly cause: unknown,
  ) {
    super('A commit was not confirmed');
  }
}

/** The group was decided on what another one would leave, and that one did not get there. */
export class AheadFailed extends Error {}

/** A group that was decided and is being written; `landed` rejects with `AheadFailed` when it will not be there. */
export type Flight = { readonly plan: GroupPlan; readonly landed: Promise<unknown> };

export type WriteOptions = {
  /** Groups that are still being written, in order: this one is decided on what they leave, and commits after them. */
  readonly ahead?: readonly Flight[];
  /** Nobody else can come in between, at the price of waiting for everybody else. */
  readonly lock?: boolean;
  /** Called once it is known what will be written. */
  readonly onDecided?: (plan: GroupPlan) => void;
};

/** Writes one group of commands in one transaction. */
@Injectable()
export class LedgerWriter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly ids: LedgerIds,
    private readonly reader: LedgerReader,
    private readonly entries: EntriesWriter,
    private readonly rows: RowsWriter,
  ) {}

  /**
   * Decides and writes the commands, and returns an outcome for each. Rejects
   * when nothing was written, or with `CommitUncertain`.
   */
  async write(commands: readonly Command[], options: WriteOptions = {}): Promise<readonly Outcome[]> {
    const { ahead = [], lock = false, onDecided } = options;
    return this.transact(async (client) => {
      const plans = ahead.map(({ plan }) => plan);
      const [, stored] = await Promise.all(
        together(client, () => [begin(client), this.reader.read(client, commands, plans, lock)] as const),
      );
      for (const { lastJournalId } of stored.accounts.values()) this.ids.follow(lastJournalId);
      const plan = decideGroup(commands, stored, this.clock.now(), this.ids.next);
      onDecided?.(plan);
      await this.writePlan(client, plan, ahead.at(-1)?.landed);
      return plan.outcomes;
    });
  }

  /** Decides a command on what storage has, and writes nothing. */
  async preview(command: Command): Promise<Outcome> {
    return this.transact(async (client) => {
      const stored = await this.reader.read(client, [command], [], false);
      const { outcomes } = decideGroup([command], stored, this.clock.now(), this.ids.next);
      return outcomes[0] as Outcome;
    });
  }

  /**
   * Writes again what may have been written: `CommitUncertain` told of it. Its
   * journals have ids, so that storage takes them once: it makes us wait for an
   * attempt that is still committing and then refuses ours, or takes it.
   * Undefined when neither is there, or such values cannot be there, and the
   * commands have to be decided anew.
   */
  async writeAgain(plan: GroupPlan): Promise<readonly Outcome[] | undefined> {
    try {
      return await this.transact(async (client) => {
        await begin(client);
        await this.writePlan(client, plan);
        return plan.outcomes;
      });
    } catch (error) {
      if (error instanceof DatabaseError && isLasting(error)) {
        return (await this.isBooked(plan)) ? plan.outcomes : undefined;
      }
      // It is no more certain than it was.
      throw error instanceof CommitUncertain ? error : new CommitUncertain(plan, error);
    }
  }

  /** By its first journal, or by its first row where it moves no money. */
  private async isBooked({ journals, rows }: GroupPlan): Promise<boolean> {
    const row = [...rows.values()].find(isNew);
    const [table, id] = journals[0] ? ['journal', journals[0].id] : [row?.table, row?.after.id];
    if (table === undefined) return false;
    const found = await this.dataSource.query<unknown[]>(`select from "${table}" where id = $1`, [id]);
    return found.length === 1;
  }

  private async transact<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    // To end it politely would wait for the very answers that do not come.
    const silence = setTimeout(() => client.connection.stream.destroy(), silenceMaxMs);
    try {
      return await work(client);
    } catch (error) {
      if (!(error instanceof CommitUncertain)) await client.query('rollback').catch(() => undefined); // the first error says more
      throw error;
    } finally {
      clearTimeout(silence);
      await runner.release();
    }
  }

  /**
   * Sends everything at once: statements run in order, and after one that fails
   * the commit does nothing. While the group waits for those ahead it has written
   * only what nobody else could wait for, because Postgres, which ends circles of
   * those who wait for each other, would not see one that goes through here.
   */
  private async writePlan(client: PoolClient, plan: GroupPlan, before?: Promise<unknown>): Promise<void> {
    if (plan.journals.length === 0 && plan.answers.size === 0 && plan.rows.size === 0) {
      await Promise.all([client.query('rollback'), before]);
      return;
    }
    const { at, journals } = plan;
    const accounts = [...plan.accounts.values()];
    const rows = [...plan.rows.values()];
    const sent: Promise<unknown>[] = [];
    const send = (statements: readonly Promise<unknown>[]): void => {
      for (const statement of statements) {
        statement.catch(() => undefined); // it is awaited below, with the commit
        sent.push(statement);
      }
    };
    const early = (): void => send(this.entries.add(client, at, journals.filter(isFirst)));
    const late = (): Promise<void> => {
      // Accounts that exist come first: whoever locks has locked them first.
      send(this.entries.move(client, accounts));
      send(this.entries.open(client, accounts));
      send(this.rows.change(client, rows.filter(isKnown)));
      send(this.rows.remove(client, [...plan.removed.values()]));
      send(this.entries.add(client, at, journals.filter(isReversal)));
      send(this.entries.remember(client, plan));
      send(this.rows.add(client, rows.filter(isNew)));
      return commit(client, plan, sent);
    };
    if (before) {
      early();
      await before;
      await together(client, late);
    } else {
      await together(client, () => {
        early();
        return late();
      });
    }
  }
}

/**
 * What stands in the way of this plan for ever: values that are none, rows that
 * are there, accounts that have moved on. The attempt before, if it still comes,
 * fails on them as well. A deadlock is no such thing: it may be with that attempt.
 */
const isLasting = ({ code = '' }: DatabaseError): boolean => code === '40001' || /^(22|23|42|54)/.test(code);

const isReversal = ({ reverses }: JournalEntry): boolean => reverses !== undefined;
const isFirst = (journal: JournalEntry): boolean => !isReversal(journal);
const isNew = ({ before }: RowChange): boolean => before === undefined;
const isKnown = (row: RowChange): boolean => !isNew(row);

/**
 * The plans of these connections' statements are kept, and may be made while the
 * tables are small: looking rows up one by one is right at every size, and
 * updates them in the order in which they are sent.
 */
function begin(client: PoolClient): Promise<unknown> {
  return Promise.all([
    client.query('begin isolation level read committed'),
    client.query({
      name: 'one_by_one',
      text: `select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
        set_config('enable_seqscan', 'off', true)`,
    }),
  ]);
}

/** What `send` sends goes to the network as one piece: each piece would wake the server by itself. */
function together<T>(client: PoolClient, send: () => T): T {
  const { stream } = client.connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}

async function commit(client: PoolClient, plan: GroupPlan, statements: Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled([...statements, client.query('commit')]);
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed?.status !== 'rejected') return;
  const error: unknown = failed.reason;
  const isOfCommit = results.indexOf(failed) === statements.length;
  // A statement that Postgres refuses is a certain no, and so are a broken constraint or a conflict in the commit.
  // Silence is not, nor is a server that shuts down or cannot reach its disk: it may find the commit in its log later.
  const isNo =
    error instanceof DatabaseError &&
    error.severity === 'ERROR' &&
    (!isOfCommit || /^(23|40)/.test(error.code ?? ''));
  throw isNo ? error : new CommitUncertain(plan, error);
}
