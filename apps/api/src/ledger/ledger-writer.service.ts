import { Injectable } from '@nestjs/common';
import {
  accountKey,
  answerKey,
  decideGroup,
  type Account,
  type Command,
  type GroupPlan,
  type Idempotency,
  type Outcome,
  type StoredAnswer,
} from '@tradeyard/ledger';
import { DatabaseError, type PoolClient } from 'pg';
import { DataSource, type EntityMetadata } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Clock } from '../platform/clock.js';

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

// Accounts are locked in the order of their ids by everybody, so that two
// processes that need the same ones wait for each other instead of deadlocking.
const lockAccounts = `
  select a.id, a.book_id, a.asset, a.kind, a.balance, a.seq
  from unnest($1::uuid[], $2::text[], $3::text[]) as wanted (book_id, asset, kind)
  join account a on a.book_id = wanted.book_id and a.asset = wanted.asset and a.kind = wanted.kind
  order by a.id
  for update of a`;

const findAnswers = `
  select i.user_id, i.key, i.fingerprint, i.answer
  from unnest($1::uuid[], $2::text[]) as wanted (user_id, key)
  join idempotency i on i.user_id = wanted.user_id and i.key = wanted.key`;

// One statement, so one round trip, for everything that a group of any size writes.
const writeGroup = `
  with
    booked as (
      insert into journal (id, kind, actor, at, memo, detail, idempotency_key)
      select id, kind, actor, $1, memo, detail::jsonb, idempotency_key
      from unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[])
        as t (id, kind, actor, memo, detail, idempotency_key)
    ),
    opened as (
      insert into account (id, book_id, asset, kind, balance, seq)
      select * from unnest($8::uuid[], $9::uuid[], $10::text[], $11::text[], $12::bigint[], $13::bigint[])
    ),
    moved as (
      update account set balance = t.balance, seq = t.seq
      from unnest($14::uuid[], $15::bigint[], $16::bigint[]) as t (id, balance, seq)
      where account.id = t.id
    ),
    posted as (
      insert into posting (book_id, journal_id, account_id, seq, amount, balance_after)
      select * from unnest($17::uuid[], $18::uuid[], $19::uuid[], $20::bigint[], $21::bigint[], $22::bigint[])
    )
  insert into idempotency (user_id, key, fingerprint, answer, at)
  select user_id, key, fingerprint, answer::jsonb, $1
  from unnest($23::uuid[], $24::text[], $25::text[], $26::text[]) as t (user_id, key, fingerprint, answer)`;

/** Writes one group of commands in one transaction. */
@Injectable()
export class LedgerWriter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Decides and writes the commands, and returns an outcome for each. Rejects
   * when nothing was written, or with `CommitUncertain`. `uncertain` is the
   * plan of an attempt that ended so: if it did reach storage, it stands.
   */
  async write(commands: readonly Command[], uncertain?: GroupPlan): Promise<readonly Outcome[]> {
    const runner = this.dataSource.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    // To end it politely would wait for the very answers that do not come.
    const silence = setTimeout(() => client.connection.stream.destroy(), silenceMaxMs);
    let unknown = uncertain;
    try {
      // One round trip: each statement begins when the one before it has ended, and sees what was committed by then.
      const [, accounts, remembered] = await Promise.all([
        client.query('begin isolation level read committed'),
        lock(client, commands),
        answersFor(client, commands),
      ]);
      // The locks make us wait for an attempt that is still committing; after that its journal is there or never will be.
      if (uncertain && (await isBooked(client, uncertain))) {
        await client.query('rollback');
        return uncertain.outcomes;
      }
      unknown = undefined;
      const plan = decideGroup(commands, accounts, remembered, this.clock.now(), uuid);
      if (plan.journals.length === 0 && plan.answers.length === 0) {
        await client.query('rollback');
        return plan.outcomes;
      }
      await this.writePlan(client, plan, new Set(accounts.map(({ id }) => id)));
      await commit(client, plan);
      return plan.outcomes;
    } catch (error) {
      if (!(error instanceof CommitUncertain)) await client.query('rollback').catch(() => undefined); // the first error says more
      throw unknown ? new CommitUncertain(unknown, error) : error;
    } finally {
      clearTimeout(silence);
      await runner.release();
    }
  }

  /** What a request under this key was answered first, if there was one. */
  async findAnswer(userId: string, idempotency: Idempotency): Promise<StoredAnswer | undefined> {
    const [row] = await this.dataSource.query<AnswerRow[]>(findAnswers, [[userId], [idempotency.key]]);
    return row && storedAnswer(row);
  }

  private async writePlan(client: PoolClient, plan: GroupPlan, existing: ReadonlySet<string>): Promise<void> {
    const { at, journals, accounts } = plan;
    // New rows have no lock that could be taken in order: whoever adds the same ones adds them in this order.
    const opened = inOrder(
      accounts.filter(({ id }) => !existing.has(id)),
      accountKey,
    );
    const answers = inOrder(plan.answers, ({ userId, key }) => answerKey(userId, key));
    const moved = accounts.filter(({ id }) => existing.has(id));
    const postings = journals.flatMap(({ id, postings }) =>
      postings.map((posting) => ({ ...posting, journalId: id })),
    );
    await client.query({
      name: 'write_group',
      text: writeGroup,
      values: [
        at,
        words(journals, ({ id }) => id),
        words(journals, ({ kind }) => kind),
        words(journals, ({ actor }) => actor ?? 'null'),
        journals.map(({ memo }) => memo ?? null),
        journals.map(({ detail }) => (detail ? JSON.stringify(detail) : null)),
        journals.map(({ idempotencyKey }) => idempotencyKey),
        words(opened, ({ id }) => id),
        words(opened, ({ bookId }) => bookId),
        opened.map(({ asset }) => asset),
        words(opened, ({ kind }) => kind),
        words(opened, ({ balance }) => balance),
        words(opened, ({ seq }) => seq),
        words(moved, ({ id }) => id),
        words(moved, ({ balance }) => balance),
        words(moved, ({ seq }) => seq),
        words(postings, ({ account }) => account.bookId),
        words(postings, ({ journalId }) => journalId),
        words(postings, ({ account }) => account.id),
        words(postings, ({ account }) => account.seq),
        words(postings, ({ amount }) => amount),
        words(postings, ({ account }) => account.balance),
        words(answers, ({ userId }) => userId),
        answers.map(({ key }) => key),
        answers.map(({ fingerprint }) => fingerprint),
        answers.map(({ answer }) => JSON.stringify(answer ?? null)),
      ],
    });
    for (const [table, rows] of Map.groupBy(plan.rows, (row) => row.table)) {
      await insertRows(
        client,
        this.dataSource.getMetadata(table),
        rows.map(({ values }) => values),
      );
    }
  }
}

async function lock(client: PoolClient, commands: readonly Command[]): Promise<Account[]> {
  const all = commands.flatMap(({ accounts }) => accounts);
  const wanted = [...new Map(all.map((account) => [accountKey(account), account])).values()];
  const { rows } = await client.query<
    Record<'id' | 'book_id' | 'asset' | 'kind' | 'balance' | 'seq', string>
  >({
    name: 'lock_accounts',
    text: lockAccounts,
    values: [
      words(wanted, ({ bookId }) => bookId),
      wanted.map(({ asset }) => asset),
      words(wanted, ({ kind }) => kind),
    ],
  });
  return rows.map(({ id, book_id, asset, kind, balance, seq }) => ({
    id,
    bookId: book_id,
    asset,
    kind: kind as Account['kind'],
    balance: BigInt(balance),
    seq: BigInt(seq),
  }));
}

async function answersFor(client: PoolClient, commands: readonly Command[]): Promise<StoredAnswer[]> {
  const keyed = commands.filter(({ actor, idempotency }) => actor !== null && idempotency);
  if (keyed.length === 0) return [];
  const { rows } = await client.query<AnswerRow>({
    name: 'find_answers',
    text: findAnswers,
    values: [keyed.map(({ actor }) => actor), keyed.map(({ idempotency }) => idempotency?.key)],
  });
  return rows.map(storedAnswer);
}

type AnswerRow = Omit<StoredAnswer, 'userId'> & { user_id: string };

const storedAnswer = ({ user_id, ...rest }: AnswerRow): StoredAnswer => ({ userId: user_id, ...rest });

async function isBooked(client: PoolClient, { journals }: GroupPlan): Promise<boolean> {
  const { rowCount } = await client.query('select from journal where id = $1', [journals[0]?.id]);
  return rowCount === 1;
}

async function commit(client: PoolClient, plan: GroupPlan): Promise<void> {
  try {
    await client.query('commit');
  } catch (error) {
    // A broken constraint or a conflict is a certain no. Silence is not, nor is a server that shuts down or cannot
    // reach its disk: it may find the commit in its log when it comes back.
    throw error instanceof DatabaseError && /^(23|40)/.test(error.code ?? '')
      ? error
      : new CommitUncertain(plan, error);
  }
}

/** Rows of any entity in one statement; Postgres reads each value by the type of its column. */
async function insertRows(
  client: PoolClient,
  { tableName, columns }: EntityMetadata,
  rows: readonly object[],
): Promise<void> {
  const names = columns.map(({ databaseName }) => `"${databaseName}"`).join(', ');
  const values = rows.map((row) =>
    Object.fromEntries(
      columns.map(({ databaseName, propertyName }) => [
        databaseName,
        (row as Record<string, unknown>)[propertyName] ?? null,
      ]),
    ),
  );
  const json = JSON.stringify(values, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  await client.query(
    `insert into "${tableName}" (${names}) select ${names} from jsonb_populate_recordset(null::"${tableName}", $1::jsonb)`,
    [json],
  );
}

const inOrder = <T>(items: readonly T[], key: (item: T) => string): readonly T[] =>
  items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));

/** A Postgres array of ids, numbers or names, none of which needs quotes; thousands of times a second this is worth it. */
const words = <T>(items: readonly T[], word: (item: T) => string | bigint): string =>
  `{${items.map(word).join(',')}}`;
