import { Injectable } from '@nestjs/common';
import { assetName, convert, isShare, money, type AssetCode, type ExchangeRate } from '@tradeyard/kernel';
import { tradedAsset } from '@tradeyard/market';
import { worth } from '@tradeyard/portfolio';
import { DataSource } from 'typeorm';
import { RatesService, type DatedRate } from '../currency/rates.service.js';
import type { InstrumentEntity } from '../market-data/instrument.entity.js';
import { InstrumentsService } from '../market-data/instruments.service.js';
import { QuotesService } from '../market-data/quotes.service.js';

/** A book of the ledger and the currency that it is valued in. */
export type Book = { readonly bookId: string; readonly currency: string };

/** Units in hundred-millionths; without a rate the instrument has no value in the book's currency. */
export type HeldInstrument = {
  readonly asset: AssetCode;
  readonly instrument: InstrumentEntity;
  readonly quantity: bigint;
  readonly rate: ExchangeRate | undefined;
};

/** All that a book's value depends on but for prices; `cash` is in minor units of its currency. */
export type BookHoldings = Book & {
  readonly held: readonly HeldInstrument[];
  readonly cash: bigint;
  /** How many assets have no rate, and are left out. */
  readonly unrated: number;
  /** Those that went into it. */
  readonly rates: readonly DatedRate[];
};

type BalanceRow = { bookId: string; asset: AssetCode; balance: string };
type Rates = ReadonlyMap<string, DatedRate>;

/** What books hold and are worth, with the same few queries however many they are. */
@Injectable()
export class BookValuesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly instruments: InstrumentsService,
    private readonly quotes: QuotesService,
    private readonly rates: RatesService,
  ) {}

  /** By the book's id; each that was asked for is there. */
  async read(books: readonly Book[]): Promise<ReadonlyMap<string, BookHoldings>> {
    const balances = await this.dataSource.query<BalanceRow[]>(
      `select book_id as "bookId", asset, balance from account
       where book_id = any ($1::uuid[]) and kind = 'customer' and balance > 0 order by asset`,
      [books.map(({ bookId }) => bookId)],
    );
    const instruments = await this.instrumentsOf([...new Set(balances.map(({ asset }) => asset))]);
    const byBook = Map.groupBy(balances, ({ bookId }) => bookId);
    const rates = await this.ratesOf(
      books.flatMap(({ bookId, currency }) =>
        (byBook.get(bookId) ?? []).flatMap(({ asset }) => {
          const from = instrumentOf(asset, currency, instruments)?.currency ?? asset;
          return isShare(from) ? [] : [{ from, to: currency }];
        }),
      ),
    );
    return new Map(
      books.map((book) => [book.bookId, holdingsOf(book, byBook.get(book.bookId) ?? [], instruments, rates)]),
    );
  }

  /** In minor units of the book's currency, at the prices of this moment; what has no price counts as nothing. */
  value({ held, cash }: BookHoldings): bigint {
    return held.reduce((sum, { instrument, quantity, rate }) => {
      const quote = this.quotes.findQuote(instrument.symbol);
      return quote && rate ? sum + worth(quantity, quote.price, rate).minor : sum;
    }, cash);
  }

  /** Whether everything in it has a price and a rate, so that its value is all of it. */
  isPriced({ held, unrated }: BookHoldings): boolean {
    return (
      unrated === 0 &&
      held.every(({ instrument, rate }) => rate !== undefined && this.quotes.findQuote(instrument.symbol))
    );
  }

  /** What one book is worth at this moment. */
  async valueOf(book: Book): Promise<bigint> {
    const holdings = (await this.read([book])).get(book.bookId);
    return holdings ? this.value(holdings) : 0n;
  }

  private async instrumentsOf(assets: readonly AssetCode[]): Promise<Map<AssetCode, InstrumentEntity>> {
    const [shares, coins] = await Promise.all([
      this.instruments.listBySymbols(assets.filter(isShare).map(assetName)),
      this.instruments.listByBases(assets.filter((asset) => !isShare(asset))),
    ]);
    return new Map([...shares, ...coins].map((instrument) => [tradedAsset(instrument), instrument]));
  }

  /** By `pair`. */
  private async ratesOf(asked: readonly Pair[]): Promise<Rates> {
    const questions = [...new Map(asked.map((each) => [pair(each), each])).values()];
    const answers = await this.rates.ratesByDate(questions);
    return new Map(
      questions.flatMap((question, place) => {
        const dated = answers[place];
        return dated ? [[pair(question), dated]] : [];
      }),
    );
  }
}

type Pair = { readonly from: string; readonly to: string };

const pair = ({ from, to }: Pair): string => `${from} ${to}`;

/** Coins are a position, but where everything is counted in them: there they are cash. */
const instrumentOf = (
  asset: AssetCode,
  currency: string,
  instruments: ReadonlyMap<AssetCode, InstrumentEntity>,
): InstrumentEntity | undefined => (asset === currency ? undefined : instruments.get(asset));

function holdingsOf(
  book: Book,
  balances: readonly BalanceRow[],
  instruments: ReadonlyMap<AssetCode, InstrumentEntity>,
  rates: Rates,
): BookHoldings {
  const to = book.currency;
  const used: DatedRate[] = [];
  const held: HeldInstrument[] = [];
  let [cash, unrated] = [0n, 0];
  for (const { asset, balance } of balances) {
    const instrument = instrumentOf(asset, to, instruments);
    const dated = rates.get(pair({ from: instrument?.currency ?? asset, to }));
    if (dated) used.push(dated);
    if (instrument) held.push({ asset, instrument, quantity: BigInt(balance), rate: dated?.rate });
    else if (dated) cash += convert(money(BigInt(balance), asset), dated.rate, 'halfEven').minor;
    else unrated += 1;
  }
  return { bookId: book.bookId, currency: to, held, cash, unrated, rates: used };
}
