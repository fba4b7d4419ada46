import { Injectable } from '@nestjs/common';
import { convert, dayOf, money, parseDecimal, type AssetCode, type ExchangeRate } from '@tradeyard/kernel';
import { worth, type HoldingChange } from '@tradeyard/portfolio';
import { RatesService, type RateQuestion } from '../currency/rates.service.js';
import { BalancesService, type JournalOfBook } from '../ledger/balances.service.js';

/** What a change of a holding was paid with, or what it was worth when nothing was paid. */
type Consideration = { readonly from: string; toBase(rate: ExchangeRate): bigint };

/** Finds out of the ledger what holdings cost. */
@Injectable()
export class CostsService {
  constructor(
    private readonly balances: BalancesService,
    private readonly rates: RatesService,
  ) {}

  /**
   * The changes of each asset of a book, oldest first, with their cost in
   * `currency` at the rate of their day. What came by a trade or a conversion
   * cost what left in the same entry; what came without (a deposit, a present)
   * counts at its price on arrival.
   */
  async changesByAsset(
    bookId: string,
    assets: readonly AssetCode[],
    currency: string,
  ): Promise<ReadonlyMap<AssetCode, readonly HoldingChange[]>> {
    if (assets.length === 0) return new Map();
    const journals = await this.balances.listJournalsOf(bookId, assets);
    const changes = journals.flatMap((journal) =>
      journal.changes
        .filter(({ asset }) => assets.includes(asset))
        .map(({ asset, amount }) => ({
          asset,
          amount,
          on: dayOf(journal.at),
          paid: amount > 0n ? considerations(journal, asset, amount) : [],
        })),
    );
    const questions = changes.flatMap(({ paid, on }) =>
      paid.map(({ from }): RateQuestion => ({ from, to: currency, on })),
    );
    const rates = await this.rates.ratesByDate(questions);
    let place = 0;
    const costed = changes.map(({ asset, amount, paid }) => {
      const cost = paid.reduce((sum, part) => {
        const rate = rates[place++]?.rate;
        return rate ? sum + part.toBase(rate) : sum;
      }, 0n);
      return { asset, quantity: amount, cost };
    });
    return Map.groupBy(costed, ({ asset }) => asset);
  }
}

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
