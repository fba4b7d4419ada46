import { Injectable } from '@nestjs/common';
import {
  formatDecimal,
  formatMinor,
  getCurrency,
  money,
  multiplyRatios,
  parseDecimal,
  powerOfTen,
  ratio,
  ratioToDecimal,
  unitExponent,
  type Decimal,
  type ExchangeRate,
  type Ratio,
} from '@tradeyard/kernel';
import { holdingAfter, percentOf, worth, type Holding } from '@tradeyard/portfolio';
import { RatesAsOfDto } from '../currency/rates-as-of.dto.js';
import type { InstrumentEntity } from '../market-data/instrument.entity.js';
import { QuotesService } from '../market-data/quotes.service.js';
import { MoneyDto } from '../platform/money.dto.js';
import { BookValuesService, type Book } from '../paper/book-values.service.js';
import { PaperService } from '../paper/paper.service.js';
import { CostsService } from './costs.service.js';
import type { PositionDto, PositionsDto } from './portfolio.dto.js';

/** Places of a price per unit; amounts are computed from the exact one. */
const unitPricePlaces = 8;

@Injectable()
export class PortfolioService {
  constructor(
    private readonly paper: PaperService,
    private readonly values: BookValuesService,
    private readonly quotes: QuotesService,
    private readonly costs: CostsService,
  ) {}

  /** Also of an archived one. Throws `portfolio_not_found`, also for somebody else's. */
  async positions(userId: string, id: string): Promise<PositionsDto> {
    const { book } = await this.paper.getAnyBook(userId, id);
    return this.value(await this.readOne(book));
  }

  /** The user's main portfolio as `readHoldings` tells it. */
  async readMain(userId: string): Promise<PortfolioHoldings> {
    return this.readOne(await this.paper.getBook(userId));
  }

  /** All that the value of portfolios depends on but for prices, by book; the queries are as many for one as for all. */
  async readHoldings(books: readonly Book[]): Promise<ReadonlyMap<string, PortfolioHoldings>> {
    const holdings = await this.values.read(books);
    const costs = await this.costs.changesOf(
      [...holdings.values()].map(({ bookId, currency, held }) => ({
        bookId,
        currency,
        assets: held.map(({ asset }) => asset),
      })),
    );
    return new Map(
      [...holdings].map(([bookId, { currency, held, cash, rates }]) => [
        bookId,
        {
          currency,
          holdings: held
            .map(({ asset, instrument, rate }) => ({
              instrument,
              holding: holdingAfter(costs.get(bookId)?.get(asset) ?? []),
              rate,
            }))
            // It may have been sold between the two looks.
            .filter(({ holding }) => holding.quantity > 0n),
          cash,
          asOf: RatesAsOfDto.from(rates),
        },
      ]),
    );
  }

  /** What it is worth at the prices of this moment; waits for nothing. */
  value({ currency, holdings, cash, asOf }: PortfolioHoldings): PositionsDto {
    const positions = holdings.map(({ instrument, holding, rate }) =>
      this.position(instrument, holding, currency, rate),
    );
    return { ...summary(positions, cash, currency), asOf };
  }

  private async readOne(book: Book): Promise<PortfolioHoldings> {
    const holdings = (await this.readHoldings([book])).get(book.bookId);
    return holdings ?? { currency: book.currency, holdings: [], cash: 0n, asOf: null };
  }

  private position(
    instrument: InstrumentEntity,
    holding: Holding,
    currency: string,
    rate?: ExchangeRate,
  ): Valued {
    const { symbol, name, class: kind } = instrument;
    const quote = this.quotes.findQuote(symbol);
    const value = quote && rate ? worth(holding.quantity, quote.price, rate).minor : null;
    const gain = value === null ? null : value - holding.cost;
    const percent = gain === null ? null : percentOf(gain, holding.cost);
    return {
      cost: holding.cost,
      value,
      dto: {
        symbol,
        name,
        class: kind,
        quantity: formatMinor(holding.quantity, unitExponent),
        averageCost: unitPrice(averageCost(holding, currency), currency),
        price: quote && rate ? unitPrice(priceIn(quote.price, rate), currency) : null,
        cost: MoneyDto.from(money(holding.cost, currency)),
        value: value === null ? null : MoneyDto.from(money(value, currency)),
        gain: gain === null ? null : MoneyDto.from(money(gain, currency)),
        gainPercent: percent && formatMinor(percent.digits, percent.scale),
        source: quote?.source ?? null,
      },
    };
  }
}

/** `cash` is in minor units of `currency`; without a rate an instrument has no value in it. */
export type PortfolioHoldings = {
  readonly currency: string;
  readonly holdings: readonly {
    readonly instrument: InstrumentEntity;
    readonly holding: Holding;
    readonly rate: ExchangeRate | undefined;
  }[];
  readonly cash: bigint;
  readonly asOf: RatesAsOfDto | null;
};

type Valued = { readonly cost: bigint; readonly value: bigint | null; readonly dto: PositionDto };

function summary(positions: readonly Valued[], cash: bigint, currency: string): Omit<PositionsDto, 'asOf'> {
  const priced = positions.filter(({ value }) => value !== null);
  const cost = priced.reduce((sum, position) => sum + position.cost, 0n);
  const value = priced.reduce((sum, position) => sum + (position.value ?? 0n), 0n);
  const percent = percentOf(value - cost, cost);
  const amount = (minor: bigint): MoneyDto => MoneyDto.from(money(minor, currency));
  return {
    items: positions.map(({ dto }) => dto),
    next: null,
    total: {
      cost: amount(cost),
      value: amount(value),
      gain: amount(value - cost),
      gainPercent: percent && formatMinor(percent.digits, percent.scale),
    },
    cash: amount(cash),
    netWorth: amount(value + cash),
    currency,
  };
}

const one = parseDecimal('1');

const priceIn = (price: Decimal, { rate }: ExchangeRate): Ratio => multiplyRatios(ratio(price, one), rate);

/** Cost per whole unit, in whole units of the currency. */
const averageCost = ({ quantity, cost }: Holding, currency: string): Ratio => ({
  numerator: cost * powerOfTen(unitExponent),
  denominator: quantity * powerOfTen(getCurrency(currency).exponent),
});

const unitPrice = (price: Ratio, currency: string): MoneyDto => ({
  amount: formatDecimal(ratioToDecimal(price, unitPricePlaces)),
  currency,
});
