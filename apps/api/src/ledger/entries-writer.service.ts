import { Injectable } from '@nestjs/common';
import {
  accountKey,
  noJournal,
  type Account,
  type Change,
  type Counted,
  type GroupPlan,
  type JournalEntry,
  type Posting,
} from '@tradeyard/ledger';
import type { PoolClient } from 'pg';
import { bigints, texts, uuids } from '../platform/postgres-array.js';

const addEntries = `
  with booked as (
    insert into journal (id, kind, actor, at, memo, detail, idempotency_key, origin, value_date, reverses)
    select id, kind, actor, $1, memo, detail::jsonb, idempotency_key, origin, value_date::date, reverses
    from unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::uuid[])
      as t (id, kind, actor, memo, detail, idempotency_key, origin, value_date, reverses)
  )
  insert into posting (account_id, journal_id, amount, held, balance_after, held_after)
  select * from unnest($11::uuid[], $12::uuid[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[])`;

const addCosts = `
  insert into posting_cost (account_id, journal_id, currency, cost, cost_after, gain)
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[])`;

const addAnswers = `
  insert into idempotency (user_id, key, fingerprint, answer, at)
  select user_id, key, fingerprint, answer, $1
  from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as t (user_id, key, fingerprint, answer)`;

// Only accounts that are as they were when the group was decided.
const moveAccounts = `
  with moved as (
    update account set balance = t.balance, held = t.held, last_journal_id = t.last_journal_id
    from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::uuid[])
      as t (id, last_before, balance, held, last_journal_id)
    where account.id = t.id and account.last_journal_id = t.last_before
    returning 1
  )
  select require_unchanged((select count(*) from moved), $6)`;

// As above, where costs have changed as well.
const moveCounted = `
  with moved as (
    update account set balance = t.balance, held = t.held, last_journal_id = t.last_journal_id,
      cost = t.cost, cost_currency = t.cost_currency
    from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::uuid[], $7::bigint[], $8::text[])
      as t (id, last_before, balance, held, last_journal_id, cost, cost_currency)
    where account.id = t.id and account.last_journal_id = t.last_before
    returning 1
  )
  select require_unchanged((select count(*) from moved), $6)`;

const openAccounts = `
  insert into account (id, book_id, asset, kind, balance, held, last_journal_id)
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::uuid[])`;

const openCounted = `
  insert into account (id, book_id, asset, kind, balance, held, last_journal_id, cost, cost_currency)
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::uuid[],
    $8::bigint[], $9::text[])`;

type CountedPosting = Posting & { readonly counted: Counted };

/** The ledger's own tables, one statement for any number of rows and none for no row. */
@Injectable()
export class EntriesWriter {
  add(client: PoolClient, at: Date, journals: readonly JournalEntry[]): Promise<unknown>[] {
    if (journals.length === 0) return [];
    const postings = journals.flatMap((journal) => journal.postings);
    const added = client.query({
      name: 'add_entries',
      text: addEntries,
      values: [
        at,
        uuids(journals, ({ id }) => id),
        texts(journals, ({ kind }) => kind),
        uuids(journals, ({ actor }) => actor),
        texts(journals, ({ memo }) => memo ?? null),
        texts(journals, ({ detail }) => (detail ? JSON.stringify(detail) : null)),
        texts(journals, ({ idempotencyKey }) => idempotencyKey),
        texts(journals, ({ origin }) => origin),
        texts(journals, ({ valueDate }) => valueDate ?? null),
        uuids(journals, ({ reverses }) => reverses ?? null),
        uuids(postings, ({ account }) => account.id),
        uuids(postings, ({ account }) => account.lastJournalId),
        bigints(postings, ({ amount }) => amount),
        bigints(postings, ({ held }) => held),
        bigints(postings, ({ account }) => account.balance),
        bigints(postings, ({ account }) => account.held),
      ],
    });
    return [added, ...this.addCosts(client, postings)];
  }

  private addCosts(client: PoolClient, postings: readonly Posting[]): Promise<unknown>[] {
    const counted = postings.filter((posting): posting is CountedPosting => posting.counted !== undefined);
    if (counted.length === 0) return [];
    const added = client.query({
      name: 'add_costs',
      text: addCosts,
      values: [
        uuids(counted, ({ account }) => account.id),
        uuids(counted, ({ account }) => account.lastJournalId),
        texts(counted, ({ counted: { currency } }) => currency),
        bigints(counted, ({ counted: { cost } }) => cost),
        bigints(counted, ({ counted: { costAfter } }) => costAfter),
        bigints(counted, ({ counted: { gain } }) => gain),
      ],
    });
    return [added];
  }

  /** The balances as they are now; fails when one is not as it was when the group was decided. */
  move(client: PoolClient, accounts: readonly Change<Account>[]): Promise<unknown>[] {
    // The order in which others lock them.
    const moved = accounts
      .filter(({ before }) => before !== undefined)
      .sort((a, b) => (a.after.id < b.after.id ? -1 : 1));
    if (moved.length === 0) return [];
    const isCounted = moved.some(({ before, after }) => before?.cost !== after.cost);
    const updated = client.query({
      name: isCounted ? 'move_counted' : 'move_accounts',
      text: isCounted ? moveCounted : moveAccounts,
      values: [
        uuids(moved, ({ after }) => after.id),
        uuids(moved, ({ before }) => before?.lastJournalId ?? noJournal),
        bigints(moved, ({ after }) => after.balance),
        bigints(moved, ({ after }) => after.held),
        uuids(moved, ({ after }) => after.lastJournalId),
        moved.length,
        ...(isCounted ? costs(moved.map(({ after }) => after)) : []),
      ],
    });
    return [updated];
  }

  open(client: PoolClient, accounts: readonly Change<Account>[]): Promise<unknown>[] {
    // New rows have no lock that could be taken in order: whoever adds the same ones adds them in this order.
    const opened = accounts
      .filter(({ before }) => before === undefined)
      .map(({ after }): [string, Account] => [accountKey(after), after])
      .sort(byName)
      .map(([, account]) => account);
    if (opened.length === 0) return [];
    const isCounted = opened.some(({ cost }) => cost !== undefined);
    const added = client.query({
      name: isCounted ? 'open_counted' : 'open_accounts',
      text: isCounted ? openCounted : openAccounts,
      values: [
        uuids(opened, ({ id }) => id),
        uuids(opened, ({ bookId }) => bookId),
        texts(opened, ({ asset }) => asset),
        texts(opened, ({ kind }) => kind),
        bigints(opened, ({ balance }) => balance),
        bigints(opened, ({ held }) => held),
        uuids(opened, ({ lastJournalId }) => lastJournalId),
        ...(isCounted ? costs(opened) : []),
      ],
    });
    return [added];
  }

  /** Keeps what each key was answered. */
  remember(client: PoolClient, plan: GroupPlan): Promise<unknown>[] {
    // Whoever uses the same keys adds them in this order.
    const answers = [...plan.answers].sort(byName).map(([, answer]) => answer);
    if (answers.length === 0) return [];
    const added = client.query({
      name: 'add_answers',
      text: addAnswers,
      values: [
        plan.at,
        uuids(answers, ({ userId }) => userId),
        texts(answers, ({ key }) => key),
        texts(answers, ({ fingerprint }) => fingerprint),
        texts(answers, ({ answer }) => JSON.stringify(answer ?? null)),
      ],
    });
    return [added];
  }
}

const costs = (accounts: readonly Account[]): Buffer[] => [
  bigints(accounts, ({ cost }) => cost?.minor ?? null),
  texts(accounts, ({ cost }) => cost?.currency ?? null),
];

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
