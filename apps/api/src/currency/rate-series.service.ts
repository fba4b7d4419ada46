import {
  dayNumber,
  parseDecimal,
  type Currency,
  type DatedValue,
  type Day,
  type RateFactor,
} from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CandlesService } from '../market-data/candles.service.js';
import { CoinPricesService } from './coin-prices.service.js';

/** A series with a name, by which it is recognised on the other side of a rate. */
export type NamedFactor = RateFactor & { readonly name: string };

type Range = { readonly from: Day; readonly to: Day };

/** Rates of one currency from one source: days since 1970-01-01 and units for one euro, in no order, between spaces. */
type PackedRates = {
  readonly currency: string;
  readonly source: string;
  readonly days: string;
  readonly values: string;
};

/** What was published of currencies over time: reference rates, and the daily closes of coins. */
@Injectable()
export class RateSeriesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly coins: CoinPricesService,
    private readonly candles: CandlesService,
  ) {}

  /**
   * For each of two currencies the series whose product is its units for one euro. A coin is known by its instrument
   * and the currency that this is priced in, one without an instrument by its reference rates.
   */
  async loadPair(first: Currency, second: Currency, range: Range): Promise<[NamedFactor[], NamedFactor[]]> {
    const coins = [first, second].filter(({ kind }) => kind === 'crypto').map(({ code }) => code);
    const instruments =
      coins.length > 0 ? await this.coins.findSymbols(coins) : new Map<string, Instrument>();
    const referenceOf = ({ code }: Currency) => instruments.get(code)?.currency ?? code;
    const references = await this.loadReferences([referenceOf(first), referenceOf(second)], range);
    const factorsOf = async (currency: Currency): Promise<NamedFactor[]> => {
      const instrument = instruments.get(currency.code);
      const reference = references.get(referenceOf(currency));
      return [
        ...(reference ? [reference] : []),
        ...(instrument ? [await this.loadPrices(instrument, range)] : []),
      ];
    };
    return Promise.all([factorsOf(first), factorsOf(second)]);
  }

  /**
   * All with one statement, and for each a text: as rows they would take the driver longer to read than Postgres, and
   * Postgres longer to sort than to find. The euro has none.
   */
  private async loadReferences(
    codes: readonly string[],
    { from, to }: Range,
  ): Promise<ReadonlyMap<string, NamedFactor>> {
    const stored = codes.filter((code) => code !== 'EUR');
    const rows: PackedRates[] = await this.dataSource.query(
      `select currency, source, string_agg((date - date '1970-01-01')::text, ' ') as days,
         string_agg(per_euro::text, ' ') as values
       from rate where currency = any($1) and date between $2 and $3
       group by currency, source`,
      [stored, from, to],
    );
    return new Map(
      stored.map((name) => {
        const values = rows.filter(({ currency }) => currency === name).flatMap(unpack);
        return [name, { name, values: values.sort((a, b) => a.day - b.day), divides: false }];
      }),
    );
  }

  private async loadPrices({ symbol }: Instrument, { from, to }: Range): Promise<NamedFactor> {
    const closes = await this.candles.listCloses(symbol, from, to);
    const values = closes.map(({ day, close, source }) => ({
      day: dayNumber(day),
      value: parseDecimal(close),
      source,
    }));
    return { name: symbol, values, divides: true };
  }
}

type Instrument = { readonly symbol: string; readonly currency: string };

function unpack({ days, values, source }: PackedRates): DatedValue[] {
  const texts = values.split(' ');
  return days
    .split(' ')
    .map((day, place) => ({ day: Number(day), value: parseDecimal(texts[place] ?? ''), source }));
}
