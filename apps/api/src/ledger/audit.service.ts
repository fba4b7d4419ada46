import { Injectable } from '@nestjs/common';
import { addDays, type AssetCode, type Day } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { page } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { highestId, lowestIdOf } from './ledger-ids.service.js';

export type AuditOutcome = 'booked' | 'refused';

/** The names are null for a book that is nobody's any more. */
export type AuditPerson = {
  readonly id: string;
  readonly handle: string | null;
  readonly displayName: string | null;
};

/** What a journal did to one account, in minor units; the house's accounts have no owner. */
export type AuditAmount = {
  readonly bookId: string;
  readonly owner: AuditPerson | null;
  readonly asset: AssetCode;
  readonly amount: bigint;
  readonly held: bigint;
};

/** One money command: who asked for it, when, from where, and what became of it. */
export type AuditEntry = {
  readonly id: string;
  readonly at: Date;
  readonly outcome: AuditOutcome;
  /** Null for the product itself. */
  readonly actor: AuditPerson | null;
  readonly origin: string;
  /** The kind of the journal that was booked, or the route that was refused. */
  readonly action: string;
  readonly code: string | null;
  readonly message: string | null;
  readonly memo: string | null;
  readonly idempotencyKey: string | null;
  /** The beginning of the body of what was refused. */
  readonly request: string | null;
  readonly amounts: readonly AuditAmount[];
};

/** `from` and `to` are the first and the last day, in UTC; `cursor` is the id of the entry before. */
export type AuditFilter = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
};

export type AuditPage = { readonly items: readonly AuditEntry[]; readonly next: string | null };

/**
 * Reads who did what, when and from where. What was booked is in the journals,
 * what was refused in its own table; the ids of both grow together.
 */
@Injectable()
export class AuditService {
  constructor(private readonly dataSource: DataSource) {}

  /** What the person sent, and what touched their money, newest first; amounts are of their own accounts only. */
  async listOf(userId: string, filter: AuditFilter): Promise<AuditPage> {
    const entries = await this.entries(journalsOf(filter), filter, userId);
    return this.withAmounts(entries, filter, ownAmounts, userId);
  }

  /** What everybody sent, or one person as above, newest first and with all amounts. */
  async listAll(filter: AuditFilter & { readonly userId?: string | undefined }): Promise<AuditPage> {
    const { userId } = filter;
    const journals = userId === undefined ? allJournals(filter) : journalsOf(filter);
    return this.withAmounts(await this.entries(journals, filter, userId), filter, allAmounts);
  }

  /** One more than the limit, if there are so many. */
  private entries(journals: string, filter: AuditFilter, userId?: string): Promise<EntryRow[]> {
    const { before, from, until } = bounds(filter);
    return this.dataSource.query<EntryRow[]>(
      `with booked as (${filter.outcome === 'refused' ? nothing : journals}),
       refused as (${filter.outcome === 'booked' ? nothing : refusals(filter, userId)}),
       entry as (
         select j.id, j.at, 'booked' as outcome, j.actor, j.origin, j.kind as action, null as code, null as message,
           j.memo, j.idempotency_key as "idempotencyKey", null as request
         from booked join journal j using (id)
         union all
         select r.id, r.at, 'refused', r.actor, r.origin, r.action, r.code, r.message, null, null, r.request
         from refused join refusal r using (id)
         order by id desc limit $4
       )
       select entry.*, u.handle, u.display_name as "displayName"
       from entry left join "user" u on u.id = entry.actor order by entry.id desc`,
      [before, from, until, filter.limit + 1, ...(userId === undefined ? [] : [userId])],
    );
  }

  private async withAmounts(
    rows: readonly EntryRow[],
    { limit }: AuditFilter,
    amounts: string,
    ...parameters: readonly unknown[]
  ): Promise<AuditPage> {
    const { items, next } = page(rows, limit, ({ id }) => id);
    const booked = items.filter(({ outcome }) => outcome === 'booked').map(({ id }) => id);
    const found = booked.length
      ? await this.dataSource.query<AmountRow[]>(amounts, [booked, ...parameters])
      : [];
    const byJournal = Map.groupBy(found, ({ journalId }) => journalId);
    return { next, items: items.map((row) => entry(row, byJournal.get(row.id) ?? [])) };
  }
}

/** Stands where a part of the union is not asked for; it names the parameters, which Postgres wants to see used. */
const nothing =
  'select null::uuid as id where $1::uuid is null and $2::timestamptz is null and $3::timestamptz is null';

const dayMs = 86_400_000;

/**
 * Where to look, by id and by moment. An id is made when its journal is, or has
 * the time of an earlier one that another process's clock gave: it is never much
 * before `at`, and a day after it only where clocks differ by a day.
 */
function bounds({ cursor, from, to }: AuditFilter): { before: string; from: string; until: string } {
  if (cursor !== undefined && !isUuid(cursor)) {
    throw new Problem('validation_failed', 'The cursor is not one of ours', [
      { field: 'cursor', message: 'Send `next` of the page before, as it is' },
    ]);
  }
  const until = to === undefined ? 'infinity' : `${addDays(to, 1)}T00:00:00Z`;
  const last = to === undefined ? highestId : lowestIdOf(new Date(Date.parse(until) + dayMs));
  const before = cursor !== undefined && cursor.toLowerCase() < last ? cursor : last;
  return { before, from: from === undefined ? '-infinity' : `${from}T00:00:00Z`, until };
}

/** The condition on `at`, where days are asked for at all; ids of the days before them need no look. */
function inTime(filter: AuditFilter, id: string, at: string): string {
  const known = '$2::timestamptz is not null and $3::timestamptz is not null';
  if (filter.from === undefined && filter.to === undefined) return known;
  const first =
    filter.from === undefined
      ? ''
      : `and ${id} >= '${lowestIdOf(new Date(Date.parse(filter.from) - dayMs))}'`;
  return `${at} >= $2::timestamptz and ${at} < $3::timestamptz ${first}`;
}

const allJournals = (filter: AuditFilter): string => `
  select id from journal where id < $1 and ${inTime(filter, 'id', 'at')} order by id desc limit $4`;

// A person has few accounts, and the newest of all are among the newest of each. Almost all that people send touches
// their own money; what may not has an index of its own.
const journalsOf = (filter: AuditFilter): string => `
  select id from (
    select p.journal_id as id from account a cross join lateral (
      select journal_id from posting
      where account_id = a.id and journal_id < $1
        and exists (select from journal j where j.id = journal_id and ${inTime(filter, 'journal_id', 'j.at')})
      order by journal_id desc limit $4
    ) p
    where a.book_id in (${booksOf('$5')}) and a.kind = 'customer'
    union
    (select id from journal
     where actor = $5 and kind in ('release', 'reversal') and id < $1 and ${inTime(filter, 'id', 'at')}
     order by id desc limit $4)
  ) own order by id desc limit $4`;

const refusals = (filter: AuditFilter, userId?: string): string => `
  select id from refusal
  where id < $1 ${userId === undefined ? '' : 'and actor = $5'} and ${inTime(filter, 'id', 'at')}
  order by id desc limit $4`;

/** The person whose book the account `a` is in: their own, or a run of one of their paper portfolios. */
export const ownerOfBook = `left join paper_run run on run.id = a.book_id left join paper_portfolio paper on paper.id = run.portfolio_id
  left join "user" u on u.id = coalesce(paper.user_id, a.book_id)`;

/** Of the wallet and main portfolio, and of every run of a paper portfolio. */
const booksOf = (userId: string): string => `
  select ${userId}::uuid union all
  select run.id from paper_portfolio paper join paper_run run on run.portfolio_id = paper.id where paper.user_id = ${userId}`;

const ownAmounts = `
  select p.journal_id as "journalId", a.book_id as "bookId", a.asset, p.amount, p.held,
    u.id as "userId", u.handle, u.display_name as "displayName"
  from account a join posting p on p.account_id = a.id and p.journal_id = any ($1)
  ${ownerOfBook}
  where a.book_id in (${booksOf('$2')}) and a.kind = 'customer' order by p.journal_id, p.amount, a.asset`;

const allAmounts = `
  select p.journal_id as "journalId", a.book_id as "bookId", a.asset, p.amount, p.held,
    u.id as "userId", u.handle, u.display_name as "displayName"
  from posting p join account a on a.id = p.account_id
  ${ownerOfBook}
  where p.journal_id = any ($1) order by p.journal_id, p.amount, a.asset`;

type Named = { handle: string | null; displayName: string | null };
type EntryRow = Omit<AuditEntry, 'actor' | 'amounts'> & Named & { actor: string | null };
type AmountRow = Named & {
  userId: string | null;
  journalId: string;
  bookId: string;
  asset: AssetCode;
  amount: string;
  held: string;
};

const entry = (
  { actor, handle, displayName, ...row }: EntryRow,
  amounts: readonly AmountRow[],
): AuditEntry => ({
  ...row,
  actor: actor === null ? null : { id: actor, handle, displayName },
  amounts: amounts.map(({ bookId, userId, asset, amount, held, ...owner }) => ({
    bookId,
    owner: userId === null ? null : { id: userId, ...named(owner) },
    asset,
    amount: BigInt(amount),
    held: BigInt(held),
  })),
});

const named = ({ handle, displayName }: Named): Named => ({ handle, displayName });
