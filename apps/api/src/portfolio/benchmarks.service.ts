import { Injectable } from '@nestjs/common';
import { dayOfNumber } from '@tradeyard/kernel';
import { benchmarkIndex, benchmarkPrices, sameMoneyIn, timeWeighted } from '@tradeyard/portfolio';
import { PortfolioSettingsService } from '../activities/portfolio-settings.service.js';
import { DayRatesService } from '../currency/day-rates.service.js';
import { ClosesService } from '../market-data/closes.service.js';
import { InstrumentsService } from '../market-data/instruments.service.js';
import type { BenchmarkDto, BenchmarkQuery } from './risk.dto.js';
import { ComputedService, type Computed } from './computed.service.js';
import { amountText, moneyOf, percentText } from './figures.dto.js';
import { MarketSeriesService } from './market-series.service.js';
import { rangeDto, thinned } from './performance.service.js';
import { SeriesService } from './series.service.js';
import { headOf } from './snapshots.service.js';

/** An instrument that a portfolio is compared with, and its prices in the portfolio's currency, one for each day. */
export type Benchmark = { readonly symbol: string; readonly name: string; readonly prices: Float64Array };

/** What a portfolio is measured by. */
@Injectable()
export class BenchmarksService {
  constructor(
    private readonly computed: ComputedService,
    private readonly series: SeriesService,
    private readonly settings: PortfolioSettingsService,
    private readonly instruments: InstrumentsService,
    private readonly closes: ClosesService,
    private readonly rates: DayRatesService,
    private readonly markets: MarketSeriesService,
  ) {}

  /** Throws `portfolio_not_found`, `date_out_of_range`, `instrument_not_found` at `benchmark`. */
  async compare(userId: string, id: string, query: BenchmarkQuery): Promise<BenchmarkDto> {
    const computed = await this.computed.compute(userId, id);
    const range = this.series.range(query, computed);
    const benchmark = await this.find(userId, computed, query.benchmark);
    const whole = this.series.whole(computed);
    const head = { ...headOf(computed), range: rangeDto(range, computed) };
    const symbol = benchmark?.symbol ?? null;
    if (!benchmark || !whole) return { ...head, ...nothing, symbol, benchmarkName: benchmark?.name ?? null };
    const { start, end } = range;
    const { currency } = computed.scope;
    const weighted = timeWeighted(whole, range);
    const index = benchmarkIndex(benchmark.prices, range);
    const same = sameMoneyIn(whole, benchmark.prices, range);
    const shown = thinned(start, end);
    const percents = (levels: Float64Array) =>
      shown.map((at) => percentText((levels[at - start] ?? 1) - 1) ?? '');
    return {
      ...head,
      symbol,
      benchmarkName: benchmark.name,
      percent: percentText(weighted.rate),
      benchmarkPercent: percentText((index.at(-1) ?? 1) - 1),
      sameMoneyValue: moneyOf(same.value.at(-1) ?? 0, currency),
      sameMoneyGain: moneyOf(same.gain, currency),
      series: {
        day: shown.map((at) => dayOfNumber(whole.first + at)),
        percent: percents(weighted.index),
        benchmarkPercent: percents(index),
        value: shown.map((at) => amountText(whole.value[at] ?? 0, currency)),
        sameMoneyValue: shown.map((at) => amountText(same.value[at - start] ?? 0, currency)),
      },
    };
  }

  /**
   * The one that is asked for, else that of the portfolio's settings, of `all` that of the main one's; null where there
   * is none, or no price of it. Throws `instrument_not_found` at `benchmark`.
   */
  async find(userId: string, computed: Computed, asked?: string): Promise<Benchmark | null> {
    const symbol = asked ?? (await this.ofSettings(userId, computed));
    if (symbol === null) return null;
    const { name, currency } = await this.instruments.getInstrument(symbol, 'benchmark');
    const { first, today, scope } = computed;
    const range = { first, last: today };
    const [closes, rates] = await Promise.all([
      this.closes.load([symbol], range),
      this.rates.load([currency], scope.currency, range),
    ]);
    const own = closes.get(symbol)?.slice() ?? new Float64Array(today - first + 1).fill(NaN);
    const live = this.markets.livePrice(symbol);
    if (live !== null) own[today - first] = live;
    const prices = benchmarkPrices(own, rates.get(currency) ?? new Float64Array(own.length).fill(1));
    return prices && { symbol, name, prices };
  }

  private async ofSettings(userId: string, { scope }: Computed): Promise<string | null> {
    if (scope.kind === 'group') return null;
    const { benchmark } = await this.settings.find(userId, scope.kind === 'all' ? userId : scope.id);
    return benchmark;
  }
}

const nothing = {
  percent: null,
  benchmarkPercent: null,
  sameMoneyValue: null,
  sameMoneyGain: null,
  series: { day: [], percent: [], benchmarkPercent: [], value: [], sameMoneyValue: [] },
};
