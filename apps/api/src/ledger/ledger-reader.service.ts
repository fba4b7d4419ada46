import { Injectable } from '@nestjs/common';
import { money } from '@tradeyard/kernel';
import {
  accountKey,
  answerKey,
  rowKey,
  type Account,
  type AccountRef,
  type Command,
  type GroupPlan,
  type Idempotency,
  type Row,
  type RowRef,
  type Stored,
  type StoredAnswer,
} from '@tradeyard/ledger';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { readRows } from '../platform/entity-rows.js';
import { texts, uuids } from '../platform/postgres-array.js';

const findAccounts = `
  select a.id, a.book_id, a.asset, a.kind, a.balance, a.held, a.last_journal_id, a.cost, a.cost_currency
  from unnest($1::uuid[], $2::text[], $3::text[]) as wanted (book_id, asset, kind)
  join account a on a.book_id = wanted.book_id and a.asset = wanted.asset and a.kind = wanted.kind`;
// In the order of the ids, so that two processes that need the same accounts wait for each other instead of deadlocking.
const lockAccounts = `${findAccounts} order by a.id for update of a`;

const findAnswers = `
  select i.user_id, i.key, i.fingerprint, i.answer
  from unnest($1::uuid[], $2::text[]) as wanted (user_id, key)
  join idempotency i on i.user_id = wanted.user_id and i.key = wanted.key`;

type AccountRow = readonly [
  id: string,
  bookId: string,
  asset: string,
  kind: Account['kind'],
  balance: string,
  held: string,
  lastJournalId: string,
  cost: string | null,
  costCurrency: string | null,
];

type AnswerRow = Record<'user_id' | 'key' | 'fingerprint' | 'answer', string>;

/** Reads what the commands of a group look at. */
@Injectable()
export class LedgerReader {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Accounts, rows and answers that the commands name: as the groups `ahead`,
   * which are still being written, leave them, else as storage has them. With
   * `lock` nobody else can move the accounts until the transaction ends.
   */
  async read(
    client: PoolClient,
    commands: readonly Command[],
    ahead: readonly GroupPlan[],
    lock: boolean,
  ): Promise<Stored> {
    const accounts = new Map<string, Account>();
    const answers = new Map<string, StoredAnswer>();
    const rows = new Map<string, Row>();
    const latest = ahead.toReversed();
    const wanted = wantedAccounts(commands, accounts, latest);
    const keyed = wantedAnswers(commands, answers, latest);
    const named = wantedRows(commands, rows, latest);
    const ofTables = [...Map.groupBy(named, (ref) => ref.table)];
    // All are sent before the first is answered: each wait for an answer would be one more for the whole group.
    await Promise.all([
      this.readAccounts(client, [...wanted.values()], lock).then((found) => {
        for (const account of found) accounts.set(accountKey(account), account);
      }),
      readAnswers(client, keyed).then((found) => {
        for (const answer of found) answers.set(answerKey(answer.userId, answer.key), answer);
      }),
      ...ofTables.map(async ([table, refs]) => {
        const values = [uuids(refs, ({ id }) => id)];
        const asked = { name: `find_${table}`, condition: 'id = any ($1::uuid[])', values };
        for (const row of await readRows<Row>(this.dataSource, client, table, asked))
          rows.set(rowKey({ table, id: row.id }), row);
      }),
    ]);
    const reversed = new Set(ahead.flatMap((plan) => [...plan.reversed]));
    return { accounts, rows, answers, reversed };
  }

  /** What a request under this key was answered first, if there was one. */
  async findAnswer(userId: string, idempotency: Idempotency): Promise<StoredAnswer | undefined> {
    const [row] = await this.dataSource.query<AnswerRow[]>(findAnswers, [[userId], [idempotency.key]]);
    return row && storedAnswer(row);
  }

  private async readAccounts(
    client: PoolClient,
    wanted: readonly AccountRef[],
    lock: boolean,
  ): Promise<Account[]> {
    if (wanted.length === 0) return [];
    const { rows } = await client.query<AccountRow & unknown[]>({
      name: lock ? 'lock_accounts' : 'find_accounts',
      text: lock ? lockAccounts : findAccounts,
      rowMode: 'array',
      values: [
        uuids(wanted, ({ bookId }) => bookId),
        texts(wanted, ({ asset }) => asset),
        texts(wanted, ({ kind }) => kind),
      ],
    });
    return rows.map(([id, bookId, asset, kind, balance, held, lastJournalId, cost, costCurrency]) => ({
      bookId,
      asset,
      kind,
      id,
      balance: BigInt(balance),
      held: BigInt(held),
      lastJournalId,
      cost: cost === null || costCurrency === null ? undefined : money(BigInt(cost), costCurrency),
    }));
  }
}

/** Those that no group ahead has moved; the others are put into `known`. */
function wantedAccounts(
  commands: readonly Command[],
  known: Map<string, Account>,
  ahead: readonly GroupPlan[],
): Map<string, AccountRef> {
  const wanted = new Map<string, AccountRef>();
  for (const { accounts } of commands) {
    for (const ref of accounts) {
      const key = accountKey(ref);
      if (known.has(key) || wanted.has(key)) continue;
      const moved = find(ahead, (plan) => plan.accounts.get(key)?.after);
      if (moved) known.set(key, moved);
      else wanted.set(key, ref);
    }
  }
  return wanted;
}

type Keyed = { readonly userId: string; readonly key: string };

function wantedAnswers(
  commands: readonly Command[],
  known: Map<string, StoredAnswer>,
  ahead: readonly GroupPlan[],
): Keyed[] {
  const wanted: Keyed[] = [];
  for (const { actor, idempotency } of commands) {
    if (actor === null || !idempotency) continue;
    const name = answerKey(actor, idempotency.key);
    const given = find(ahead, (plan) => plan.answers.get(name));
    if (given) known.set(name, given);
    else wanted.push({ userId: actor, key: idempotency.key });
  }
  return wanted;
}

function wantedRows(
  commands: readonly Command[],
  known: Map<string, Row>,
  ahead: readonly GroupPlan[],
): RowRef[] {
  const wanted = new Map<string, RowRef>();
  for (const ref of commands.flatMap(({ rows = [] }) => rows)) {
    const key = rowKey(ref);
    const changed = find(ahead, (plan) => plan.rows.get(key)?.after);
    if (changed) known.set(key, changed);
    else wanted.set(key, ref);
  }
  return [...wanted.values()];
}

function find<T>(plans: readonly GroupPlan[], get: (plan: GroupPlan) => T | undefined): T | undefined {
  for (const plan of plans) {
    const found = get(plan);
    if (found) return found;
  }
  return undefined;
}

async function readAnswers(client: PoolClient, keyed: readonly Keyed[]): Promise<StoredAnswer[]> {
  if (keyed.length === 0) return [];
  const { rows } = await client.query<AnswerRow>({
    name: 'find_answers',
    text: findAnswers,
    values: [uuids(keyed, ({ userId }) => userId), texts(keyed, ({ key }) => key)],
  });
  return rows.map(storedAnswer);
}

const storedAnswer = ({ user_id, key, fingerprint, answer }: AnswerRow): StoredAnswer => ({
  userId: user_id,
  key,
  fingerprint,
  answer: JSON.parse(answer) as unknown,
});
