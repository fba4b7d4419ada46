import { Injectable } from '@nestjs/common';
import { isShare, type AssetCode } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { Problem } from '../platform/problem.js';

/** In minor units of the asset. */
export type Balance = { readonly asset: AssetCode; readonly available: bigint; readonly held: bigint };

/** A journal with what it did to one book. */
export type JournalOfBook = {
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  readonly memo: string | null;
  readonly detail: Readonly<Record<string, string>>;
  readonly changes: readonly { asset: AssetCode; amount: bigint; balanceAfter: bigint }[];
};

/** Reads what the ledger holds; changes nothing. */
@Injectable()
export class BalancesService {
  constructor(private readonly dataSource: DataSource) {}

  /** All assets of a book that were ever in it, by code. */
  async list(bookId: string): Promise<Balance[]> {
    const rows = await this.dataSource.query<{ asset: AssetCode; available: string; held: string }[]>(
      `select asset,
         coalesce(sum(balance) filter (where kind = 'available'), 0) as available,
         coalesce(sum(balance) filter (where kind = 'held'), 0) as held
       from account where book_id = $1 group by asset order by asset`,
      [bookId],
    );
    return rows.map(({ asset, available, held }) => ({
      asset,
      available: BigInt(available),
      held: BigInt(held),
    }));
  }

  /** The book's currencies without its shares. */
  async listMoney(bookId: string): Promise<{ currency: string; available: bigint; held: bigint }[]> {
    const balances = await this.list(bookId);
    return balances
      .filter(({ asset }) => !isShare(asset))
      .map(({ asset, available, held }) => ({ currency: asset, available, held }));
  }

  /** The newest `limit` journals of a book, or those before the journal `before`. */
  async listJournals(bookId: string, limit: number, before?: string): Promise<JournalOfBook[]> {
    if (before !== undefined && !isUuid(before)) {
      throw new Problem('validation_failed', 'The cursor is not one of ours', [
        { field: 'cursor', message: 'Send `next` of the page before, as it is' },
      ]);
    }
    return this.journals(
      `select distinct journal_id from posting
       where book_id = $1 and ($2::uuid is null or journal_id < $2)
       order by journal_id desc limit $3`,
      [bookId, before ?? null, limit],
    );
  }

  /** All journals of a book that moved one of the assets, oldest first. */
  async listJournalsOf(bookId: string, assets: readonly AssetCode[]): Promise<JournalOfBook[]> {
    const newestFirst = await this.journals(
      `select distinct p.journal_id from account a
       join posting p on p.account_id = a.id
       where a.book_id = $1 and a.asset = any ($2)`,
      [bookId, assets],
    );
    return newestFirst.reverse();
  }

  /** Newest first. The balance after a change is the available one, or the held one where only that changed. */
  private async journals(ids: string, parameters: readonly unknown[]): Promise<JournalOfBook[]> {
    const rows = await this.dataSource.query<JournalRow[]>(
      `with wanted as (${ids}),
       change as (
         select p.journal_id, a.asset, sum(p.amount) as amount,
           coalesce(max(p.balance_after) filter (where a.kind = 'available'), max(p.balance_after)) as balance_after
         from wanted
         join posting p on p.book_id = $1 and p.journal_id = wanted.journal_id
         join account a on a.id = p.account_id
         group by p.journal_id, a.asset
       )
       select j.id, j.kind, j.at, j.memo, coalesce(j.detail, '{}') as detail,
         json_agg(json_build_object('asset', c.asset, 'amount', c.amount::text, 'balanceAfter', c.balance_after::text)
           order by c.amount) as changes
       from change c join journal j on j.id = c.journal_id
       group by j.id order by j.id desc`,
      [...parameters],
    );
    return rows.map(({ changes, ...journal }) => ({
      ...journal,
      changes: changes.map(({ asset, amount, balanceAfter }) => ({
        asset,
        amount: BigInt(amount),
        balanceAfter: BigInt(balanceAfter),
      })),
    }));
  }
}

type JournalRow = Omit<JournalOfBook, 'changes'> & {
  changes: { asset: AssetCode; amount: string; balanceAfter: string }[];
};
