import { Injectable } from '@nestjs/common';
import { isShare, money, type AssetCode, type Money } from '@tradeyard/kernel';
import { accountKey, noJournal, type AccountRef, type Counted, type Line } from '@tradeyard/ledger';
import { DataSource } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { Problem } from '../platform/problem.js';
import { highestId, lowestIdOf } from './ledger-ids.service.js';

/** In minor units of the asset; `cost` is what all of it cost its owner, null where nobody counts. */
export type Balance = {
  readonly asset: AssetCode;
  readonly available: bigint;
  readonly held: bigint;
  readonly cost: Money | null;
};

/**
 * What a journal did to one asset of a book, in minor units; `held` is part of
 * the balance. `costAfter` is what the balance cost after it, where the journal
 * changed that, and `gain` what it realised; null where nobody counts.
 */
export type Change = {
  readonly asset: AssetCode;
  readonly amount: bigint;
  readonly held: bigint;
  readonly balanceAfter: bigint;
  readonly heldAfter: bigint;
  readonly costAfter: Money | null;
  readonly gain: Money | null;
};

export type MoneyBalance = Omit<Balance, 'asset'> & { readonly currency: string };

export type RealisedGain = { readonly asset: AssetCode; readonly gain: Money };

/** A journal with what it did to one book. */
export type JournalOfBook = {
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  readonly actor: string | null;
  readonly memo: string | null;
  readonly detail: Readonly<Record<string, string>>;
  readonly valueDate: string | null;
  readonly reverses: string | null;
  readonly reversedBy: string | null;
  readonly changes: readonly Change[];
};

/** Reads what the ledger holds; changes nothing. */
@Injectable()
export class BalancesService {
  constructor(private readonly dataSource: DataSource) {}

  /** For each of the books that has any account a text that differs as soon as anything was booked in it; one statement. */
  async listVersions(bookIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.dataSource.query<{ bookId: string; version: string }[]>(
      `select book_id as "bookId", md5(string_agg(last_journal_id::text, ',' order by id)) as version from account
       where book_id = any ($1::uuid[]) and kind = 'customer' group by book_id`,
      [bookIds],
    );
    return new Map(rows.map(({ bookId, version }) => [bookId, version]));
  }

  /** All assets of a book that were ever in it, by code. */
  async list(bookId: string): Promise<Balance[]> {
    const rows = await this.dataSource.query<BalanceRow[]>(
      `select asset, balance - held as available, held, cost, cost_currency as "costCurrency" from account
       where book_id = $1 and kind = 'customer' order by asset`,
      [bookId],
    );
    return rows.map(({ asset, available, held, cost, costCurrency }) => ({
      asset,
      available: BigInt(available),
      held: BigInt(held),
      cost: amountIn(costCurrency, cost),
    }));
  }

  /** The book's currencies without its shares. */
  async listMoney(bookId: string): Promise<MoneyBalance[]> {
    const balances = await this.list(bookId);
    return balances
      .filter(({ asset }) => !isShare(asset))
      .map(({ asset, ...balance }) => ({ currency: asset, ...balance }));
  }

  /**
   * The currency that each account's cost is counted in, at the account's place;
   * null where nobody counted what is there, undefined where nothing is there.
   */
  async findCostCurrencies(accounts: readonly AccountRef[]): Promise<(string | null | undefined)[]> {
    const rows = await this.dataSource.query<{ currency: string | null; isEmpty: boolean }[]>(
      `select a.cost_currency as currency, coalesce(a.balance, 0) = 0 as "isEmpty"
       from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality as asked (book_id, asset, kind, place)
       left join account a on a.book_id = asked.book_id and a.asset = asked.asset and a.kind = asked.kind
       order by asked.place`,
      [
        accounts.map(({ bookId }) => bookId),
        accounts.map(({ asset }) => asset),
        accounts.map(({ kind }) => kind),
      ],
    );
    return rows.map(({ currency, isEmpty }) => currency ?? (isEmpty ? undefined : null));
  }

  /**
   * What movements of the book's money realised that were booked from one moment
   * until before another, by asset and the currency that was counted in. An id
   * never has an earlier time than its journal's `at`, and hardly a later one.
   */
  async sumGains(bookId: string, from?: Date, to?: Date): Promise<RealisedGain[]> {
    const firstSince = (at: string, id: string): string => `coalesce((
      select journal_id from posting_cost
      where account_id = a.id and journal_id >= ${id} and (select j.at from journal j where j.id = journal_id) >= ${at}
      order by journal_id limit 1
    ), '${highestId}')`;
    const rows = await this.dataSource.query<{ asset: AssetCode; currency: string; gain: string }[]>(
      `select a.asset, g.currency, g.gain
       from account a cross join lateral (
         select currency, sum(gain) as gain from posting_cost
         where account_id = a.id and gain is not null
           and journal_id >= ${firstSince('$2', '$3')} and journal_id < ${firstSince('$4', '$5')}
         group by currency
       ) g
       where a.book_id = $1 and a.kind = 'customer' order by a.asset, g.currency`,
      [
        bookId,
        from ?? '-infinity',
        from ? lowestIdOf(from) : noJournal,
        to ?? 'infinity',
        to ? lowestIdOf(to) : highestId,
      ],
    );
    return rows.map(({ asset, currency, gain }) => ({ asset, gain: money(BigInt(gain), currency) }));
  }

  /** What a journal did to the cost of accounts, by `accountKey`; nothing for those that nobody counted. */
  async findCosts(journalId: string): Promise<Map<string, Counted>> {
    const rows = await this.dataSource.query<(AccountRef & CountedRow)[]>(
      `select a.book_id as "bookId", a.asset, a.kind, c.currency, c.cost, c.cost_after as "costAfter", c.gain
       from posting p join posting_cost c using (account_id, journal_id) join account a on a.id = p.account_id
       where p.journal_id = $1`,
      [journalId],
    );
    return new Map(
      rows.map(({ currency, cost, costAfter, gain, ...account }) => [
        accountKey(account),
        { currency, cost: BigInt(cost), costAfter: minorOf(costAfter), gain: minorOf(gain) },
      ]),
    );
  }

  /** The newest `limit` journals of a book, or those before the journal `before`. */
  async listJournals(bookId: string, limit: number, before?: string): Promise<JournalOfBook[]> {
    if (before !== undefined && !isUuid(before)) {
      throw new Problem('validation_failed', 'The cursor is not one of ours', [
        { field: 'cursor', message: 'Send `next` of the page before, as it is' },
      ]);
    }
    // The newest of the book are among the newest of each of its accounts.
    return this.journals(
      `recent as (
         select p.*, a.asset from account a cross join lateral (
           select * from posting where account_id = a.id and ($2::uuid is null or journal_id < $2)
           order by journal_id desc limit $3
         ) p
         where a.book_id = $1 and a.kind = 'customer'
       ),
       change as (
         select * from recent
         where journal_id in (select distinct journal_id from recent order by journal_id desc limit $3)
       )`,
      [bookId, before ?? null, limit],
    );
  }

  /** All journals of a book that moved one of the assets, oldest first, with all they did to the book. */
  async listJournalsOf(bookId: string, assets: readonly AssetCode[]): Promise<JournalOfBook[]> {
    const newestFirst = await this.journals(
      `own as (select id, asset from account where book_id = $1 and kind = 'customer'),
       change as (
         select p.*, own.asset from own join posting p on p.account_id = own.id
         where p.journal_id in (
           select journal_id from own moved join posting on account_id = moved.id where moved.asset = any ($2))
       )`,
      [bookId, assets],
    );
    return newestFirst.reverse();
  }

  /** Undefined for a journal that did nothing to the book. */
  async findJournal(bookId: string, id: string): Promise<JournalOfBook | undefined> {
    const [journal] = await this.journals(
      `change as (
         select p.*, a.asset from account a join posting p on p.account_id = a.id and p.journal_id = $2
         where a.book_id = $1 and a.kind = 'customer'
       )`,
      [bookId, id],
    );
    return journal;
  }

  /** All that a journal did, to the house too; nothing for one that does not exist. */
  async findLines(journalId: string): Promise<Line[]> {
    const rows = await this.dataSource.query<(AccountRef & { amount: string; held: string })[]>(
      `select a.book_id as "bookId", a.asset, a.kind, p.amount, p.held
       from posting p join account a on a.id = p.account_id
       where p.journal_id = $1 order by p.amount desc, a.asset`,
      [journalId],
    );
    return rows.map(({ amount, held, ...account }) => ({
      account,
      amount: BigInt(amount),
      held: BigInt(held),
    }));
  }

  /** Newest first. `changes` are the queries before `with`'s end, of which `change` gives the postings. */
  private async journals(changes: string, parameters: readonly unknown[]): Promise<JournalOfBook[]> {
    const rows = await this.dataSource.query<JournalRow[]>(
      `with ${changes}
       select j.id, j.kind, j.at, j.actor, j.memo, coalesce(j.detail, '{}') as detail,
         j.value_date::text as "valueDate", j.reverses,
         (select r.id from journal r where r.reverses = j.id) as "reversedBy",
         json_agg(json_build_object('asset', c.asset, 'amount', c.amount::text, 'held', c.held::text,
             'balanceAfter', c.balance_after::text, 'heldAfter', c.held_after::text, 'currency', k.currency,
             'costAfter', k.cost_after::text, 'gain', k.gain::text)
           order by c.amount, c.asset) as changes
       from change c join journal j on j.id = c.journal_id
         left join posting_cost k on k.account_id = c.account_id and k.journal_id = c.journal_id
       group by j.id order by j.id desc`,
      [...parameters],
    );
    return rows.map(({ changes, ...journal }) => ({
      ...journal,
      changes: changes.map(changeOf),
    }));
  }
}

type BalanceRow = { asset: AssetCode; available: string; held: string } & Record<
  'cost' | 'costCurrency',
  string | null
>;

type CountedRow = { currency: string; cost: string } & Record<'costAfter' | 'gain', string | null>;

/** As the database tells a change, with what became of the cost where that is counted. */
export type ChangeRow = Record<'asset' | 'amount' | 'held' | 'balanceAfter' | 'heldAfter', string> &
  Record<'currency' | 'costAfter' | 'gain', string | null>;

type JournalRow = Omit<JournalOfBook, 'changes'> & { changes: ChangeRow[] };

export const changeOf = ({ currency, costAfter, gain, ...change }: ChangeRow): Change => ({
  asset: change.asset,
  amount: BigInt(change.amount),
  held: BigInt(change.held),
  balanceAfter: BigInt(change.balanceAfter),
  heldAfter: BigInt(change.heldAfter),
  costAfter: amountIn(currency, costAfter),
  gain: amountIn(currency, gain),
});

const minorOf = (text: string | null): bigint | null => (text === null ? null : BigInt(text));

const amountIn = (currency: string | null, minor: string | null): Money | null =>
  currency === null || minor === null ? null : money(BigInt(minor), currency);
