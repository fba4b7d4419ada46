import { Injectable } from '@nestjs/common';
import { getCurrency } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { ClosesService, type DayRange } from '../market-data/closes.service.js';
import { QuotesService } from '../market-data/quotes.service.js';
import { CoinPricesService } from './coin-prices.service.js';

/** Rates of one currency: days since 1970-01-01 and units for one euro, in no order, between spaces. */
type PackedRates = { readonly currency: string; readonly days: string; readonly values: string };

type Coin = { readonly symbol: string; readonly currency: string };

/** Rates of each day over years as floats, for statistics. What is owned or owed asks RatesService. */
@Injectable()
export class DayRatesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly closes: ClosesService,
    private readonly coins: CoinPricesService,
    private readonly quotes: QuotesService,
  ) {}

  /**
   * By currency the units of `to` for one unit of it on each day of the range, index 0 being the first: as last known on
   * that day, before the first known rate as that. The last day has the newest price of a coin. A currency that nobody
   * has ever told a rate of is not there. One statement for reference rates, and two more where coins are among them.
   * Throws `unknown_currency`.
   */
  async load(
    currencies: readonly string[],
    to: string,
    range: DayRange,
  ): Promise<ReadonlyMap<string, Float64Array>> {
    const others = [...new Set(currencies)].filter((currency) => currency !== to);
    const perEuro = await this.loadPerEuro(others.length > 0 ? [...others, to] : [], range);
    const length = range.last - range.first + 1;
    const rates = new Map([[to, new Float64Array(length).fill(1)]]);
    const target = perEuro.get(to);
    for (const currency of others) {
      const own = perEuro.get(currency);
      if (own && target)
        rates.set(
          currency,
          target.map((value, index) => value / (own[index] ?? NaN)),
        );
    }
    return rates;
  }

  private async loadPerEuro(
    currencies: readonly string[],
    range: DayRange,
  ): Promise<ReadonlyMap<string, Float64Array>> {
    const asked = currencies.filter((code) => getCurrency(code).kind === 'crypto');
    const coins: ReadonlyMap<string, Coin> =
      asked.length > 0 ? await this.coins.findSymbols(asked) : new Map();
    const references = currencies.map((code) => coins.get(code)?.currency ?? code);
    const [perEuro, closes] = await Promise.all([
      this.loadReferences([...new Set(references)], range),
      this.closes.load(
        [...coins.values()].map(({ symbol }) => symbol),
        range,
      ),
    ]);
    for (const [code, coin] of coins) {
      const prices = this.withLive(coin, closes.get(coin.symbol), range);
      const priced = perEuro.get(coin.currency);
      // A euro buys as many coins as it buys of the coin's price.
      if (prices && priced)
        perEuro.set(
          code,
          priced.map((value, index) => value / (prices[index] ?? NaN)),
        );
    }
    return perEuro;
  }

  /** All with one statement, and for each a text: as rows they would take the driver longer to read than Postgres. */
  private async loadReferences(
    codes: readonly string[],
    { first, last }: DayRange,
  ): Promise<Map<string, Float64Array>> {
    const length = last - first + 1;
    const perEuro = new Map<string, Float64Array>();
    const stored = codes.filter((code) => code !== 'EUR');
    if (stored.length < codes.length) perEuro.set('EUR', new Float64Array(length).fill(1));
    if (stored.length === 0) return perEuro;
    const rows: PackedRates[] = await this.dataSource.query(
      `select asked.currency, string_agg((rate.date - date '1970-01-01')::text, ' ') as days,
         string_agg(rate.per_euro::text, ' ') as values
       from unnest($1::text[]) as asked (currency)
       cross join lateral (
         select max(date) as date from rate where rate.currency = asked.currency and rate.date <= date '1970-01-01' + $2::int
       ) as before
       join rate on rate.currency = asked.currency
         and rate.date >= coalesce(before.date, date '1970-01-01' + $2::int) and rate.date <= date '1970-01-01' + $3::int
       group by asked.currency`,
      [stored, first, last],
    );
    for (const { currency, days, values } of rows) {
      const series = new Float64Array(length).fill(NaN);
      const texts = values.split(' ');
      days.split(' ').forEach((day, place) => {
        series[Math.max(Number(day) - first, 0)] = Number(texts[place]);
      });
      perEuro.set(currency, filled(series));
    }
    return perEuro;
  }

  private withLive(
    { symbol }: Coin,
    closes: Float64Array | undefined,
    { first, last }: DayRange,
  ): Float64Array | undefined {
    const quote = this.quotes.findQuote(symbol);
    if (!closes && !quote) return undefined;
    const prices = closes ?? new Float64Array(last - first + 1).fill(NaN);
    if (quote) prices[last - first] = Number(quote.price.digits) / 10 ** quote.price.scale;
    return filled(prices);
  }
}

/** As last known, and before the first that is known as that. */
function filled(series: Float64Array): Float64Array {
  let known = series.find((value) => !Number.isNaN(value)) ?? NaN;
  for (let index = 0; index < series.length; index += 1) {
    const value = series[index] ?? NaN;
    if (Number.isNaN(value)) series[index] = known;
    else known = value;
  }
  return series;
}
