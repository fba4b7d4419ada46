import { Injectable } from '@nestjs/common';
import {
  DomainError,
  formatDecimal,
  formatMinor,
  getCurrency,
  money,
  parseDecimal,
  powerOfTen,
  type Decimal,
} from '@tradeyard/kernel';
import { planRebalance, type RebalanceHolding, type RebalanceOrder } from '@tradeyard/portfolio';
import { DayRatesService } from '../currency/day-rates.service.js';
import { InstrumentsService } from '../market-data/instruments.service.js';
import { atField, MoneyDto } from '../platform/money.dto.js';
import type { PlannedTradeDto, RebalanceDto, RebalanceQueryDto } from './allocation.dto.js';
import { AllocationsService, valueOf } from './allocations.service.js';
import { ComputedService, type Computed } from './computed.service.js';
import { exactMoney, numberText, weightText } from './figures.dto.js';
import { MarketSeriesService } from './market-series.service.js';
import { headOf } from './snapshots.service.js';

/** Units and prices have so many places. */
const places = 8;
const smallestStep: Decimal = { digits: 1n, scale: places };
const wholeStep: Decimal = { digits: 1n, scale: 0 };

type Target = { readonly symbol: string; readonly targetBp: number };
type Priced = { readonly price: number; readonly isCoin: boolean; readonly instrument: string | null };

/** What to buy and sell for a portfolio to be what it should. */
@Injectable()
export class RebalancesService {
  constructor(
    private readonly computed: ComputedService,
    private readonly allocations: AllocationsService,
    private readonly instruments: InstrumentsService,
    private readonly markets: MarketSeriesService,
    private readonly rates: DayRatesService,
  ) {}

  /** Throws `portfolio_not_found`, `targets_missing`, `currency_mismatch`, and what `planRebalance` throws. */
  async plan(userId: string, id: string, query: RebalanceQueryDto): Promise<RebalanceDto> {
    const computed = await this.computed.compute(userId, id);
    const { currency } = computed.scope;
    const { exponent } = getCurrency(currency);
    const byName = await this.allocations.targetsOf(userId, computed, 'position');
    const targets = [...byName].map(([symbol, targetBp]) => ({ symbol, targetBp }));
    if (targets.length === 0) {
      throw new DomainError('targets_missing', 'Say first how much of it each position should be');
    }
    const priced = await this.pricesOf(computed, targets);
    const holdings = targets.flatMap((target) => holdingOf(computed, target, priced, query.wholeUnits));
    const plan = planRebalance({
      holdings,
      cash: query.cash ? readMinor(query.cash, currency, 'cash') : cashOf(computed, exponent),
      exponent,
      minimumOrder: query.minimumOrder
        ? readMinor(query.minimumOrder, currency, 'minimumOrder')
        : powerOfTen(exponent),
      maySell: query.maySell,
    });
    return {
      ...headOf(computed),
      trades: plan.orders.map((order) => tradeOf(computed, order, priced)),
      residual: exactMoney(plan.residual, currency),
      after: plan.after.map(({ symbol, value, weightBp, targetBp, driftBp }) => ({
        symbol,
        value: exactMoney(value, currency),
        weight: weightText(weightBp),
        target: weightText(targetBp),
        drift: weightText(driftBp),
      })),
      unpriced: targets.filter(({ symbol }) => !priced.has(symbol)).map(({ symbol }) => symbol),
    };
  }

  /** Of one unit, in the currency of the scope; also of what is not held yet. Without a price it is not there. */
  private async pricesOf(
    computed: Computed,
    targets: readonly Target[],
  ): Promise<ReadonlyMap<string, Priced>> {
    const { positions, scope, today } = computed;
    const prices = new Map<string, Priced>();
    for (const { symbol, course, kind, assetClass, instrument } of positions) {
      const last = course.rates.length - 1;
      const price = (course.prices[last] ?? 0) * (course.rates[last] ?? 0);
      if (kind === 'asset' && price > 0)
        prices.set(symbol, { price, isCoin: assetClass === 'crypto', instrument });
    }
    const missing = targets.flatMap(({ symbol }) => (prices.has(symbol) ? [] : [symbol]));
    const instruments = await this.instruments.listBySymbols(missing);
    const rates = await this.rates.load(
      instruments.map(({ currency }) => currency),
      scope.currency,
      { first: today, last: today },
    );
    for (const { symbol, currency, class: kind } of instruments) {
      const price = (this.markets.livePrice(symbol) ?? 0) * (rates.get(currency)?.[0] ?? 0);
      if (price > 0) prices.set(symbol, { price, isCoin: kind === 'crypto', instrument: symbol });
    }
    return prices;
  }
}

function holdingOf(
  { positions }: Computed,
  { symbol, targetBp }: Target,
  priced: ReadonlyMap<string, Priced>,
  wholeUnits: boolean,
): RebalanceHolding[] {
  const found = priced.get(symbol);
  if (!found) return [];
  const held = positions
    .filter((position) => position.symbol === symbol && position.kind === 'asset')
    .reduce((sum, { course }) => sum + course.book.quantity, 0);
  return [
    {
      symbol,
      targetBp,
      quantity: decimalOf(Math.max(held, 0)),
      price: decimalOf(found.price),
      step: wholeUnits && !found.isCoin ? wholeStep : smallestStep,
    },
  ];
}

const decimalOf = (value: number): Decimal => parseDecimal(numberText(value, places) ?? '0');

/** What it keeps, in all currencies. */
function cashOf({ positions, portfolios }: Computed, exponent: number): bigint {
  const keeping = new Set(portfolios.filter(({ keepsCash }) => keepsCash).map(({ ref }) => ref.id));
  const cash = positions
    .filter(({ kind, portfolioId }) => kind === 'cash' && keeping.has(portfolioId))
    .reduce((sum, position) => sum + valueOf(position), 0);
  return BigInt(Math.max(0, Math.floor(cash * 10 ** exponent)));
}

function readMinor(sent: MoneyDto, currency: string, field: string): bigint {
  const read = MoneyDto.readPositive(sent, field);
  return atField(`${field}.currency`, () => {
    if (read.currency === currency) return money(read.minor, currency).minor;
    throw new DomainError('currency_mismatch', `It is in the currency of the figures, ${currency}`);
  });
}

/** An order can be placed in a portfolio that trades, of what is traded here. */
function tradeOf(
  { scope, portfolios }: Computed,
  { symbol, side, quantity, amount }: RebalanceOrder,
  priced: ReadonlyMap<string, Priced>,
): PlannedTradeDto {
  const [portfolio] = portfolios;
  const instrument = priced.get(symbol)?.instrument ?? null;
  const isTraded =
    scope.kind === 'portfolio' &&
    portfolio !== undefined &&
    portfolio.ref.bookId !== null &&
    instrument !== null;
  const units = formatDecimal(parseDecimal(formatMinor(quantity.digits, quantity.scale)));
  return {
    symbol,
    side,
    quantity: units,
    amount: exactMoney(amount, scope.currency),
    order: isTraded
      ? {
          symbol: instrument,
          side,
          type: 'market',
          timeInForce: 'day',
          quantity: units,
          portfolioId: scope.id,
        }
      : null,
  };
}
