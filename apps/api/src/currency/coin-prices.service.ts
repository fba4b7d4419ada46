import { dayOf, getCurrency, parseDecimal, type Day, type Decimal } from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { CandlesService } from '../market-data/candles.service.js';
import { InstrumentsService } from '../market-data/instruments.service.js';
import { QuotesService } from '../market-data/quotes.service.js';
import { Clock } from '../platform/clock.js';
import type { DatedCode } from './reference-rates.service.js';

/** What one coin costs in a fiat currency, by the instrument that trades it. */
export type CoinPrice = {
  readonly symbol: string;
  readonly price: Decimal;
  readonly currency: string;
  readonly date: Day;
  readonly source: string;
  /** It should be a live price and is not one any more. */
  readonly stale: boolean;
};

/** Prices of crypto assets: no bank publishes a rate for them, the market does. */
@Injectable()
export class CoinPricesService {
  constructor(
    private readonly instruments: InstrumentsService,
    private readonly quotes: QuotesService,
    private readonly candles: CandlesService,
    private readonly clock: Clock,
  ) {}

  /**
   * For each coin and day its price, at the question's place: the newest quote
   * for today and later, the last close on or before any earlier day. Without a
   * quote (the market has just begun) today's is the last close too. Undefined where
   * there is no price, null for a coin that nobody trades here: what it is worth the
   * reference rates say, as of any currency.
   */
  async findPrices(asked: readonly DatedCode[]): Promise<(CoinPrice | null | undefined)[]> {
    if (asked.length === 0) return [];
    const today = dayOf(this.clock.now());
    const symbols = await this.findSymbols([...new Set(asked.map(({ currency }) => currency))]);
    const prices = asked.map(({ currency, on }) => {
      const instrument = symbols.get(currency);
      if (!instrument) return null;
      return on >= today ? this.findLivePrice(instrument.symbol) : undefined;
    });
    const missing = asked.flatMap(({ currency, on }, place) => {
      const instrument = symbols.get(currency);
      return instrument && !prices[place] ? [{ ...instrument, on, place }] : [];
    });
    const closes = await this.candles.findCloses(missing);
    missing.forEach(({ symbol, currency, on, place }, index) => {
      const found = closes[index];
      if (!found) return;
      const { close, day: date, source } = found;
      prices[place] = { symbol, price: parseDecimal(close), currency, date, source, stale: on >= today };
    });
    return prices;
  }

  /** The instrument of each coin; of several, the first by symbol that is traded for a fiat currency. */
  async findSymbols(
    coins: readonly string[],
  ): Promise<ReadonlyMap<string, { symbol: string; currency: string }>> {
    const instruments = await this.instruments.listByBases(coins);
    const inOrder = instruments
      .filter(({ currency }) => getCurrency(currency).kind === 'fiat')
      .sort((a, b) => (a.symbol > b.symbol ? -1 : 1)); // the map keeps the last
    return new Map(inOrder.map(({ base, symbol, currency }) => [base ?? '', { symbol, currency }]));
  }

  private findLivePrice(symbol: string): CoinPrice | undefined {
    const quote = this.quotes.findQuote(symbol);
    if (!quote) return undefined;
    const { price, currency, at, source, stale } = quote;
    return { symbol, price, currency, date: dayOf(at), source, stale };
  }
}
