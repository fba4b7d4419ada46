import { Injectable } from '@nestjs/common';
import { noJournal, type JournalKind } from '@tradeyard/ledger';
import { DataSource } from 'typeorm';
import { NIL } from 'uuid';
import { changeOf, type Change, type ChangeRow, type JournalOfBook } from '../ledger/balances.service.js';
import { highestId, lowestIdOf } from '../ledger/ledger-ids.service.js';

/** `from` belongs to it, `to` does not any more; `text` is searched for in the memo and the other person's names. */
export type EntryFilter = {
  readonly kinds?: readonly JournalKind[] | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly text?: string | undefined;
};

/** A journal with what it did to one account. */
export type Entry = Omit<JournalOfBook, 'actor' | 'changes'> & { readonly change: Change };

/**
 * A stretch of an account's entries in the order in which they were booked:
 * those after the journal `after`, to the journal `last`. Balances are in minor units.
 */
export type Period = {
  readonly accountId: string;
  readonly asset: string;
  readonly after: string;
  readonly last: string;
  readonly opening: bigint;
  readonly closing: bigint;
};

/** In minor units; both are positive. */
export type Totals = { readonly in: bigint; readonly out: bigint };

/** Where to go on after a batch; undefined when there is no more. */
export type Batch = { readonly entries: readonly Entry[]; readonly rest: string | undefined };

/**
 * How many entries one statement looks through for those that a filter asks
 * for. What is rare may take several: none keeps the database for long.
 */
const searchedMax = 20_000;

/** How many entries are added up for the totals of a period: a year with 270 a day. It takes a tenth of a second. */
const summedMax = 100_000;

/** Reads the postings of one account with their journals, always along the index that orders them. */
@Injectable()
export class StatementEntries {
  constructor(private readonly dataSource: DataSource) {}

  /** The entries of a book in a currency from `from` until `to`; none, with zero balances, where it never had any. */
  async findPeriod(bookId: string, currency: string, { from, to }: EntryFilter): Promise<Period> {
    const [account] = await this.dataSource.query<{ id: string }[]>(
      `select id from account where book_id = $1 and asset = $2 and kind = 'customer'`,
      [bookId, currency],
    );
    const accountId = account?.id ?? NIL; // which is nobody's
    // One after the other: what is booked meanwhile must not make the period begin behind its end.
    const before = from ? await this.positionBefore(accountId, from) : start;
    const last = await this.positionBefore(accountId, to);
    return {
      accountId,
      asset: currency,
      after: before.id,
      last: last.id,
      opening: before.balance,
      closing: last.balance,
    };
  }

  /**
   * The last entry that was booked before the first one of the moment or later;
   * without a moment, the last of all. An id never has an earlier time than its
   * journal's `at`, and a later one only by the time a group takes or by as much
   * as the clocks of several processes differ: few are looked at.
   */
  private async positionBefore(accountId: string, at?: Date): Promise<{ id: string; balance: bigint }> {
    const [last] = await this.dataSource.query<{ id: string; balance: string }[]>(
      `select journal_id as id, balance_after as balance from posting
       where account_id = $1 and journal_id < coalesce((
         select journal_id from posting
         where account_id = $1 and journal_id >= $3
           and (select j.at from journal j where j.id = journal_id) >= $2
         order by journal_id limit 1
       ), '${highestId}')
       order by journal_id desc limit 1`,
      [accountId, at ?? 'infinity', at ? lowestIdOf(at) : highestId],
    );
    return last ? { id: last.id, balance: BigInt(last.balance) } : start;
  }

  /** Null for a period of more entries than are added up while somebody waits. */
  async sumPeriod({ accountId, after, last }: Period): Promise<Totals | null> {
    const [sums] = await this.dataSource.query<{ count: string; in: string; out: string }[]>(
      // The order makes Postgres go along the index instead of through the whole table.
      `select count(*) as count, coalesce(sum(amount) filter (where amount > 0), 0) as in,
         coalesce(-sum(amount) filter (where amount < 0), 0) as out
       from (
         select amount from posting where account_id = $1 and journal_id > $2 and journal_id <= $3
         order by journal_id limit $4
       ) period`,
      [accountId, after, last, summedMax + 1],
    );
    if (!sums || Number(sums.count) > summedMax) return null;
    return { in: BigInt(sums.in), out: BigInt(sums.out) };
  }

  /** At most `limit` entries that the filter asks for, newest first, of those before the journal `before`. */
  async listBefore(period: Period, filter: EntryFilter, limit: number, before = highestId): Promise<Batch> {
    return this.list(period, filter, limit, 'desc', { after: period.after, before });
  }

  /** At most `limit` entries that the filter asks for, oldest first, of those after the journal `after`. */
  async listAfter(period: Period, filter: EntryFilter, limit: number, after = period.after): Promise<Batch> {
    return this.list(period, filter, limit, 'asc', { after, before: highestId });
  }

  private async list(
    { accountId, asset, last }: Period,
    { kinds, text }: EntryFilter,
    limit: number,
    order: 'asc' | 'desc',
    { after, before }: { after: string; before: string },
  ): Promise<Batch> {
    const range = `from posting where account_id = $1 and journal_id > $2 and journal_id < $3 and journal_id <= $4`;
    const place = [accountId, after, before, last];
    const rows = await this.dataSource.query<EntryRow[]>(
      // `offset 0` keeps Postgres from joining in an order of its own: it finds the journals one by one and stops when there are enough.
      `select j.*, (select r.id from journal r where r.reverses = j.id) as "reversedBy",
         p.amount, p.held, p.balance_after as "balanceAfter", p.held_after as "heldAfter",
         c.currency, c.cost_after as "costAfter", c.gain
       from (select * ${range} order by journal_id ${order} limit ${searchedMax}) p
       cross join lateral (
         select id, kind, at, memo, coalesce(detail, '{}') as detail, value_date::text as "valueDate", reverses
         from journal
         where id = p.journal_id and ($5::text[] is null or kind = any ($5))
           and ($6::text is null or memo ilike $6 or ${theOther('Name')} ilike $6 or ${theOther('Handle')} ilike $6)
         offset 0
       ) j
       left join posting_cost c on c.account_id = p.account_id and c.journal_id = p.journal_id
       order by p.journal_id ${order} limit $7`,
      [...place, kinds?.length ? kinds : null, text === undefined ? null : containing(text), limit],
    );
    const entries = rows.map((row) => entry(row, asset));
    if (rows.length === limit) return { entries, rest: rows.at(-1)?.id };
    const [searched] = await this.dataSource.query<{ id: string }[]>(
      `select journal_id as id ${range} order by journal_id ${order} offset ${searchedMax - 1} limit 1`,
      place,
    );
    return { entries, rest: searched?.id };
  }
}

type EntryRow = Omit<Entry, 'change'> & Omit<ChangeRow, 'asset'>;

const start = { id: noJournal, balance: 0n };

const entry = (
  { amount, held, balanceAfter, heldAfter, currency, costAfter, gain, ...journal }: EntryRow,
  asset: string,
): Entry => ({
  ...journal,
  change: changeOf({ asset, amount, held, balanceAfter, heldAfter, currency, costAfter, gain }),
});

/** Who pays, or lets something be held, deals with who gets it, and the other way round. */
const theOther = (name: 'Name' | 'Handle'): string =>
  `detail ->> case when p.amount < 0 or (p.amount = 0 and p.held <> 0) then 'to${name}' else 'from${name}' end`;

/** The pattern of all that has the text in it; a person's own wildcards are text like any other. */
const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
