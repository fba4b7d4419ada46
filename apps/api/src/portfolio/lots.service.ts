import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { dayOfNumber, formatDecimal, multiplyDecimals, parseDecimal, type Decimal } from '@tradeyard/kernel';
import {
  booksByMethod,
  compareBooks,
  findWashSales,
  followLots,
  gainsByYear,
  valueIn,
  withMarketSplits,
  type Activity,
  type Conversion,
  type Lot,
  type LotBook,
  type LotRules,
  type TaxYearStart,
} from '@tradeyard/portfolio';
import { PortfolioSettingsService } from '../activities/portfolio-settings.service.js';
import { MoneyDto } from '../platform/money.dto.js';
import { page } from '../platform/page.dto.js';
import { ComputedService, type Computed } from './computed.service.js';
import { ExactRatesService } from './exact-rates.service.js';
import { exactMoney, numberText } from './figures.dto.js';
import { gainsDto, methodsDto } from './gain-answers.service.js';
import type { HeldPortfolio } from './held-activities.service.js';
import type {
  ComparisonOfMethodsQuery,
  GainsQuery,
  GainsReportDto,
  LotDto,
  LotPageDto,
  LotsQuery,
  MethodComparisonDto,
  PortfolioMethodsDto,
} from './lots.dto.js';
import { PositionPlansService } from './position-plans.service.js';
import { headOf } from './snapshots.service.js';

type Book = {
  readonly portfolio: HeldPortfolio;
  readonly activities: readonly Activity[];
  readonly rules: LotRules;
};

/** Prices that were computed have so many places. */
const pricePlaces = 8;

/** What was bought when and for how much, what of it was sold, and what that gained: exact. */
@Injectable()
export class LotsService {
  private readonly books = new WeakMap<HeldPortfolio, { key: string; book: LotBook }>();

  constructor(
    private readonly computed: ComputedService,
    private readonly settings: PortfolioSettingsService,
    private readonly plans: PositionPlansService,
    private readonly rates: ExactRatesService,
  ) {}

  /** Throws `portfolio_not_found`. */
  async list(userId: string, id: string, { symbol, limit, cursor = '0' }: LotsQuery): Promise<LotPageDto> {
    const computed = await this.computed.compute(userId, id);
    const prices = pricesOf(computed);
    const found = (await this.rulesOf(userId, computed)).flatMap(({ portfolio, activities, rules }) =>
      this.follow(portfolio, activities, rules, computed)
        .lots.filter((lot) => symbol === undefined || lot.symbol === symbol)
        .map((lot) => ({ lot, id: portfolio.ref.id, rules })),
    );
    const start = Number(cursor);
    const rows = found
      .slice(start, start + limit + 1)
      .map(({ lot, id: portfolioId, rules }) => lotDto(lot, portfolioId, { rules, prices, computed }));
    return { currency: computed.scope.currency, ...page(rows, limit, () => `${start + limit}`) };
  }

  /** Realised gains by tax year. Throws `portfolio_not_found` and `date_out_of_range` at `yearStart`. */
  async gains(userId: string, id: string, { year, yearStart }: GainsQuery): Promise<GainsReportDto> {
    const computed = await this.computed.compute(userId, id);
    const start = readYearStart(yearStart);
    const portfolios = (await this.rulesOf(userId, computed)).map(({ portfolio, activities, rules }) => {
      const book = this.follow(portfolio, activities, rules, computed);
      const years = gainsByYear(book, activities, rules, start);
      const { id: portfolioId, name } = portfolio.ref;
      const washSales = findWashSales(book, activities);
      return { portfolioId, name, ...gainsDto(book, { years, washSales, year }) };
    });
    return { ...headOf(computed), portfolios };
  }

  /** Throws `portfolio_not_found` and `date_out_of_range` at `yearStart`. */
  async compare(
    userId: string,
    id: string,
    { method, yearStart }: ComparisonOfMethodsQuery,
  ): Promise<MethodComparisonDto> {
    const computed = await this.computed.compute(userId, id);
    const prices = pricesOf(computed);
    const start = readYearStart(yearStart);
    const day = dayOfNumber(computed.today);
    const portfolios: PortfolioMethodsDto[] = [];
    for (const { portfolio, activities, rules } of await this.rulesOf(userId, computed)) {
      const today = todayRules(rules, computed);
      const books: LotBook[] = [];
      for (const book of booksByMethod(activities, today)) {
        books.push(book);
        await nextTurn(); // others are not kept waiting for all five
      }
      const priceOf = (symbol: string) => prices.get(`${portfolio.ref.id} ${symbol}`) ?? null;
      const compared = compareBooks(books, today, { day, priceOf }, start);
      const { id: portfolioId, name } = portfolio.ref;
      portfolios.push({ portfolioId, name, ...methodsDto(compared, rules.currency, method) });
    }
    return { ...headOf(computed), portfolios };
  }

  private rulesOf(userId: string, computed: Computed): Promise<Book[]> {
    return Promise.all(
      computed.portfolios.map(async (portfolio) => {
        const [{ costBasis }, conversion] = await Promise.all([
          this.settings.find(userId, portfolio.ref.id),
          this.rates.conversionOf(portfolio, computed),
        ]);
        const splits = this.plans.marketSplitsOf(portfolio, computed.market.splits);
        const activities = withMarketSplits(
          portfolio.activities.map(({ activity }) => activity),
          splits,
        );
        return { portfolio, activities, rules: { ...conversion, method: costBasis, forgivesLots: true } };
      }),
    );
  }

  private follow(
    portfolio: HeldPortfolio,
    activities: readonly Activity[],
    rules: LotRules,
    { market, scope }: Computed,
  ): LotBook {
    const key = `${rules.method} ${scope.currency} ${[...market.versions.values()].join(' ')}`;
    const known = this.books.get(portfolio);
    if (known?.key === key) return known.book;
    const book = followLots(activities, rules);
    this.books.set(portfolio, { key, book });
    return book;
  }
}

type Price = { readonly price: Decimal; readonly currency: string };

/** Of today, by the portfolio's id and the symbol. */
function pricesOf({ positions }: Computed): ReadonlyMap<string, Price> {
  return new Map(
    positions.flatMap(({ portfolioId, symbol, kind, currency, course }) => {
      const isPriced = kind === 'asset' && course.firstPriced < course.rates.length;
      const text = isPriced ? numberText(course.prices.at(-1) ?? null, pricePlaces) : null;
      return text === null ? [] : [[`${portfolioId} ${symbol}`, { price: parseDecimal(text), currency }]];
    }),
  );
}

/** What is held is worth what today's rates say. */
const todayRules = (rules: LotRules, { market, today }: Computed): LotRules => ({
  ...rules,
  rateOf: (currency, day) =>
    day === dayOfNumber(today) ? rateOfToday(market.rates.get(currency)) : rules.rateOf(currency, day),
});

function rateOfToday(rates: Float64Array | undefined): ReturnType<Conversion['rateOf']> {
  const { digits, scale } = parseDecimal(numberText(rates?.at(-1) ?? 0, 12) ?? '0');
  return { numerator: digits, denominator: 10n ** BigInt(scale) };
}

type Valuation = {
  readonly rules: LotRules;
  readonly prices: ReadonlyMap<string, Price>;
  readonly computed: Computed;
};

function lotDto(lot: Lot, portfolioId: string, { rules, prices, computed }: Valuation): LotDto {
  const { currency } = rules;
  const found = prices.get(`${portfolioId} ${lot.symbol}`);
  const worth =
    found &&
    valueIn(
      todayRules(rules, computed),
      multiplyDecimals(lot.quantity, found.price),
      found.currency,
      dayOfNumber(computed.today),
    );
  const isShort = lot.side === 'short';
  return {
    portfolioId,
    symbol: lot.symbol,
    side: lot.side,
    activityId: lot.id,
    acquired: lot.acquired,
    quantity: formatDecimal(lot.quantity),
    cost: exactMoney(lot.cost, currency),
    ownCost: MoneyDto.from(lot.ownCost),
    costKnown: lot.isCostKnown,
    value: worth === undefined ? null : exactMoney(isShort ? -worth : worth, currency),
    gain: worth === undefined ? null : exactMoney(isShort ? lot.cost - worth : worth - lot.cost, currency),
  };
}

function readYearStart(text: string): TaxYearStart {
  const [month, day] = text.split('-').map(Number);
  return { month: month ?? 1, day: day ?? 1 };
}
