import { Injectable } from '@nestjs/common';
import { dayOfNumber } from '@tradeyard/kernel';
import {
  drawdownSeries,
  monthTable,
  riskOf,
  rollingReturns,
  timeWeighted,
  type Risk,
  type TimeWeighted,
} from '@tradeyard/portfolio';
import { BenchmarksService } from './benchmarks.service.js';
import { ComputedService } from './computed.service.js';
import { numberText, percentText } from './figures.dto.js';
import { rangeDto, thinned } from './performance.service.js';
import type { RiskDto, RiskQuery, ValueAtRiskDto } from './risk.dto.js';
import { SeriesService } from './series.service.js';
import { headOf } from './snapshots.service.js';

const ratioPlaces = 4;
const rollingDays = 365;

type Figures = Omit<
  RiskDto,
  'range' | 'benchmark' | 'id' | 'kind' | 'name' | 'currency' | 'firstDay' | 'today'
>;

/** How unsteady a portfolio was. */
@Injectable()
export class RisksService {
  constructor(
    private readonly computed: ComputedService,
    private readonly series: SeriesService,
    private readonly benchmarks: BenchmarksService,
  ) {}

  /** Throws `portfolio_not_found`, `date_out_of_range`, `instrument_not_found` at `benchmark`. */
  async get(userId: string, id: string, query: RiskQuery): Promise<RiskDto> {
    const computed = await this.computed.compute(userId, id);
    const range = this.series.range(query, computed);
    const benchmark = await this.benchmarks.find(userId, computed, query.benchmark);
    const whole = this.series.whole(computed);
    const prices = benchmark?.prices.slice(range.start, range.end + 1) ?? null;
    const weighted = whole && timeWeighted(whole, range);
    const risk = weighted && riskOf(weighted, { benchmark: prices, riskFree: Number(query.riskFree) / 100 });
    return {
      ...headOf(computed),
      range: rangeDto(range, computed),
      benchmark: benchmark?.symbol ?? null,
      ...(weighted && risk ? figuresOf(weighted, risk) : nothing),
    };
  }
}

const nothing: Figures = {
  returns: 0,
  ...{ volatility: null, sharpe: null, sortino: null, drawdown: null, valueAtRisk: [] },
  ...{ beta: null, correlation: null, alpha: null, trackingError: null, months: [] },
  rolling: { day: [], percent: [] },
  drawdowns: { day: [], percent: [] },
};

function figuresOf(weighted: TimeWeighted, risk: Risk): Figures {
  const { index, first } = weighted;
  const ratio = (value: number | null) => numberText(value, ratioPlaces);
  const falls = drawdownSeries(index);
  const shown = thinned(0, index.length - 1);
  const rolled = rollingReturns(index, rollingDays);
  const rolledShown = rolled.length > 0 ? thinned(0, rolled.length - 1) : [];
  return {
    returns: risk.returns,
    volatility: percentText(risk.volatility),
    sharpe: ratio(risk.sharpe),
    sortino: ratio(risk.sortino),
    drawdown: risk.drawdown && {
      percent: percentText(risk.drawdown.depth),
      peak: risk.drawdown.peak,
      trough: risk.drawdown.trough,
      recovery: risk.drawdown.recovery,
    },
    valueAtRisk: [...valueAtRisk(95, risk.valueAtRisk95), ...valueAtRisk(99, risk.valueAtRisk99)],
    beta: ratio(risk.beta),
    correlation: ratio(risk.correlation),
    alpha: percentText(risk.alpha),
    trackingError: percentText(risk.trackingError),
    months: monthTable(index, first).map(({ year, months, total }) => ({
      year,
      months: months.map((each) => percentText(each) ?? ''),
      total: percentText(total),
    })),
    rolling: {
      day: rolledShown.map((place) => dayOfNumber(first + rollingDays + place)),
      percent: rolledShown.map((place) => percentText(rolled[place] ?? 0) ?? ''),
    },
    drawdowns: {
      day: shown.map((place) => dayOfNumber(first + place)),
      percent: shown.map((place) => percentText(-(falls[place] ?? 0)) ?? ''),
    },
  };
}

const valueAtRisk = (confidence: number, found: Risk['valueAtRisk95']): ValueAtRiskDto[] =>
  found
    ? [
        {
          confidence,
          percent: percentText(found.valueAtRisk),
          expectedShortfall: percentText(found.expectedShortfall),
        },
      ]
    : [];
