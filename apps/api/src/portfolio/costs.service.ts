import { Injectable } from '@nestjs/common';
import { convert, dayOf, money, parseDecimal, type AssetCode, type ExchangeRate } from '@tradeyard/kernel';
import { worth, type HoldingChange } from '@tradeyard/portfolio';
import { DataSource } from 'typeorm';
import { RatesService, type RateQuestion } from '../currency/rates.service.js';

/** What a change of a holding was paid with, or what it was worth when nothing was paid. */
type Consideration = { readonly from: string; toBase(rate: ExchangeRate): bigint };

/** The assets of a book whose cost is asked for, in the currency that it is told in. */
export type CostQuestion = {
  readonly bookId: string;
  readonly assets: readonly AssetCode[];
  readonly currency: string;
};

/** The changes of each asset, oldest first. */
export type ChangesByAsset = ReadonlyMap<AssetCode, readonly HoldingChange[]>;

/** Finds out of the ledger what holdings cost. */
@Injectable()
export class CostsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rates: RatesService,
  ) {}

  /**
   * By book, with the same few queries however many there are: the changes of each asset with their cost in the
   * book's currency at the rate of their day. What came by a trade or a conversion cost what left in the same entry;
   * what came without (a deposit, a present) counts at its price on arrival.
   */
  async changesOf(asked: readonly CostQuestion[]): Promise<ReadonlyMap<string, ChangesByAsset>> {
    const questions = new Map(
      asked.filter(({ assets }) => assets.length > 0).map((each) => [each.bookId, each]),
    );
    if (questions.size === 0) return new Map();
    const changes = (await this.listJournals([...questions.values()])).flatMap((journal) => {
      const { assets = [], currency = '' } = questions.get(journal.bookId) ?? {};
      return journal.changes
        .filter(({ asset }) => assets.includes(asset))
        .map(({ asset, amount }) => ({
          bookId: journal.bookId,
          asset,
          amount,
          on: dayOf(journal.at),
          to: currency,
          isSplit: journal.kind === 'split',
          paid: amount > 0n ? considerations(journal, asset, amount) : [],
        }));
    });
    const rates = await this.rates.ratesByDate(
      changes.flatMap(({ paid, on, to }) => paid.map(({ from }): RateQuestion => ({ from, to, on }))),
    );
    let place = 0;
    const costed = changes.map(({ bookId, asset, amount, paid, isSplit }) => {
      const cost = paid.reduce((sum, part) => {
        const rate = rates[place++]?.rate;
        return rate ? sum + part.toBase(rate) : sum;
      }, 0n);
      return { bookId, asset, quantity: amount, cost, isSplit };
    });
    const byBook = [...Map.groupBy(costed, ({ bookId }) => bookId)];
    return new Map(byBook.map(([bookId, own]) => [bookId, Map.groupBy(own, ({ asset }) => asset)]));
  }

  /** All journals that moved one of the assets, oldest first, with all they did to the book. */
  private async listJournals(asked: readonly CostQuestion[]): Promise<JournalOfBook[]> {
    const pairs = asked.flatMap(({ bookId, assets }) => assets.map((asset) => ({ bookId, asset })));
    const rows = await this.dataSource.query<JournalRow[]>(
      `with held as (
         select a.id, a.book_id from unnest($1::uuid[], $2::text[]) as asked (book_id, asset)
         join account a on a.book_id = asked.book_id and a.asset = asked.asset and a.kind = 'customer'
       ),
       moved as (
         select distinct held.book_id, p.journal_id from held join posting p on p.account_id = held.id
       )
       select m.book_id as "bookId", j.kind, j.at, coalesce(j.detail, '{}') as detail,
         json_agg(json_build_object('asset', a.asset, 'amount', p.amount::text) order by p.amount, a.asset) as changes
       from moved m
         join account a on a.book_id = m.book_id and a.kind = 'customer'
         join posting p on p.account_id = a.id and p.journal_id = m.journal_id
         join journal j on j.id = m.journal_id
       group by m.book_id, j.id order by j.id`,
      [pairs.map(({ bookId }) => bookId), pairs.map(({ asset }) => asset)],
    );
    return rows.map(({ changes, ...journal }) => ({
      ...journal,
      changes: changes.map(({ asset, amount }) => ({ asset, amount: BigInt(amount) })),
    }));
  }
}

type JournalOfBook = {
  readonly kind: string;
  readonly bookId: string;
  readonly at: Date;
  readonly detail: Readonly<Record<string, string>>;
  readonly changes: readonly { readonly asset: AssetCode; readonly amount: bigint }[];
};

type JournalRow = Omit<JournalOfBook, 'changes'> & { changes: { asset: AssetCode; amount: string }[] };

function considerations(
  { changes, detail }: JournalOfBook,
  asset: AssetCode,
  quantity: bigint,
): Consideration[] {
  const given = changes.filter((change) => change.asset !== asset && change.amount < 0n);
  if (given.length > 0) {
    return given.map(({ asset: from, amount }) => ({
      from,
      toBase: (rate) => convert(money(-amount, from), rate, 'halfEven').minor,
    }));
  }
  const { price, priceCurrency } = detail;
  if (price === undefined || priceCurrency === undefined) return [];
  return [{ from: priceCurrency, toBase: (rate) => worth(quantity, parseDecimal(price), rate).minor }];
}
