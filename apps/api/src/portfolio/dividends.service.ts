import { Injectable } from '@nestjs/common';
import { dayNumber, dayOfNumber, multiplyDecimals, type Day } from '@tradeyard/kernel';
import {
  adjustForSplits,
  dividendsReceived,
  forecastDividends,
  valueIn,
  type DividendAsset,
} from '@tradeyard/portfolio';
import { DataSource } from 'typeorm';
import { ComputedService, type Computed, type ComputedPosition } from './computed.service.js';
import type { DividendsDto, ReceivedDividendsDto } from './dividends.dto.js';
import { ExactRatesService } from './exact-rates.service.js';
import { exactMoney, moneyOf, unitPriceOf } from './figures.dto.js';
import { PositionPlansService } from './position-plans.service.js';
import { headOf } from './snapshots.service.js';

/** How far back payments tell how often, and how much, something pays. */
const lookBackDays = 800;

type Paid = { readonly symbol: string; readonly day: Day; readonly amount: number };

/** What was paid out, and what can be expected to be. */
@Injectable()
export class DividendsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly computed: ComputedService,
    private readonly rates: ExactRatesService,
    private readonly plans: PositionPlansService,
  ) {}

  /** Throws `portfolio_not_found`. */
  async get(userId: string, id: string): Promise<DividendsDto> {
    const computed = await this.computed.compute(userId, id);
    const { currency } = computed.scope;
    const [received, assets] = await Promise.all([this.received(computed), this.assetsOf(computed)]);
    const { payments, byMonth, total } = forecastDividends(assets, dayOfNumber(computed.today));
    return {
      ...headOf(computed),
      received,
      expected: {
        total: moneyOf(total, currency),
        payments: payments.map(({ symbol, day, perUnit, amount }) => ({
          symbol,
          day,
          perUnit: unitPriceOf(perUnit, currency),
          amount: moneyOf(amount, currency),
        })),
        byMonth: byMonth.map(({ month, amount }) => ({ month, amount: moneyOf(amount, currency) })),
      },
    };
  }

  /** Exact: each payment rounded once, at the rate of its day. */
  private async received(computed: Computed): Promise<ReceivedDividendsDto> {
    const payments: { symbol: string; day: Day; minor: bigint }[] = [];
    for (const portfolio of computed.portfolios) {
      const paid = portfolio.activities.filter(({ row }) => row.type === 'dividend');
      if (paid.length === 0) continue;
      const conversion = await this.rates.conversionOf(portfolio, computed);
      for (const { activity } of paid) {
        const { symbol, day, quantity, price, currency } = activity;
        const amount = activity.amount ?? (quantity && price ? multiplyDecimals(quantity, price) : null);
        const minor = amount ? valueIn(conversion, amount, currency, day) : 0n;
        payments.push({ symbol: symbol ?? currency, day, minor });
      }
    }
    const { currency } = computed.scope;
    const { byMonth, byYear, total } = dividendsReceived(payments);
    const bySymbol = [...Map.groupBy(payments, ({ symbol }) => symbol)].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      total: exactMoney(total, currency),
      byMonth: byMonth.map(({ month, minor }) => ({ month, amount: exactMoney(minor, currency) })),
      byYear: byYear.map(({ year, minor }) => ({ year, amount: exactMoney(minor, currency) })),
      bySymbol: bySymbol.map(([symbol, own]) => ({
        symbol,
        amount: exactMoney(
          own.reduce((sum, { minor }) => sum + minor, 0n),
          currency,
        ),
      })),
    };
  }

  /** What is held, each with what a unit of today was paid: as the market tells it, else as it was received. */
  private async assetsOf(computed: Computed): Promise<DividendAsset[]> {
    const held = computed.positions.filter(
      ({ kind, course }) => kind === 'asset' && course.book.quantity > 0,
    );
    const since = dayOfNumber(computed.today - lookBackDays);
    const paid = await this.listPaid(
      held.flatMap(({ instrument }) => instrument ?? []),
      since,
    );
    return held.map((position) => {
      const rate = position.course.rates.at(-1) ?? 0;
      const told = paid.get(position.instrument ?? '');
      const payments = told
        ? this.inUnitsOfToday(computed, position, told)
        : ownPayments(position, computed, since);
      return {
        symbol: position.symbol,
        quantity: position.course.book.quantity,
        payments: payments.map(({ day, amount }) => ({ day, perUnit: amount * rate })),
      };
    });
  }

  private async listPaid(instruments: readonly string[], since: Day): Promise<ReadonlyMap<string, Paid[]>> {
    const rows: { symbol: string; day: Day; amount: string }[] = await this.dataSource.query(
      `select symbol, day::text as day, amount from instrument_event
       where kind = 'dividend' and symbol = any ($1::text[]) and day >= $2 order by symbol, day`,
      [instruments, since],
    );
    return Map.groupBy(
      rows.map(({ symbol, day, amount }) => ({ symbol, day, amount: Number(amount) })),
      ({ symbol }) => symbol,
    );
  }

  private inUnitsOfToday(
    { portfolios, market }: Computed,
    position: ComputedPosition,
    paid: readonly Paid[],
  ): Paid[] {
    const portfolio = portfolios.find(({ ref }) => ref.id === position.portfolioId);
    const splits = portfolio ? (this.plans.splitsOf(portfolio, market.splits).get(position.name) ?? []) : [];
    return paid.map((each) => {
      const day = dayNumber(each.day);
      return { ...each, amount: adjustForSplits({ day, quantity: 1, price: each.amount }, splits).price };
    });
  }
}

/** In the asset's currency, for each unit of today that was held when it was paid. */
function ownPayments({ symbol, input, course }: ComputedPosition, { first }: Computed, since: Day): Paid[] {
  return input.activities.flatMap(({ type, day, amount }) => {
    const index = Math.min(Math.max(day - first, 0), course.rates.length - 1);
    const worth = (course.prices[index] ?? 0) * (course.rates[index] ?? 0);
    const units = worth === 0 ? 0 : (course.series.value[index] ?? 0) / worth;
    const on = dayOfNumber(day);
    return type === 'dividend' && units > 0 && on >= since
      ? [{ symbol, day: on, amount: amount / units }]
      : [];
  });
}
