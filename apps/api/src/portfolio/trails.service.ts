import { Injectable } from '@nestjs/common';
import { dayOfNumber, DomainError, getCurrency, type Day, type DayNumber } from '@tradeyard/kernel';
import {
  effectsTrail,
  gainTrail,
  moneyWeightedTrail,
  roaiStakesOf,
  riskTrail,
  roaiTrail,
  simpleTrail,
  timeWeighted,
  timeWeightedTrail,
  valueTrail,
  type DaySeries,
  type RiskFigure,
  type Trail,
  type ValueTrailRow,
} from '@tradeyard/portfolio';
import { BenchmarksService } from './benchmarks.service.js';
import { ComputedService, type Computed } from './computed.service.js';
import { effectsOfPositions, rangeDto } from './performance.service.js';
import { coursesOf, SeriesService, type AskedRange, type Part } from './series.service.js';
import { riskFigures, type AskedFigure, type TrailAnswerDto, type TrailQuery } from './trail.dto.js';

type Question = {
  readonly computed: Computed;
  readonly part: Part;
  readonly range: AskedRange;
  readonly query: TrailQuery;
};

/** Opens a figure into the flows, prices, rates and formula that made it. */
@Injectable()
export class TrailsService {
  constructor(
    private readonly computed: ComputedService,
    private readonly series: SeriesService,
    private readonly benchmarks: BenchmarksService,
  ) {}

  /** Throws `portfolio_not_found`, `date_out_of_range`, `part_not_found` for what is not in it, `instrument_not_found` at `benchmark`. */
  async get(userId: string, id: string, query: TrailQuery): Promise<TrailAnswerDto> {
    const computed = await this.computed.compute(userId, id);
    const range = this.series.range(query, computed);
    const part = this.partOf(computed, query);
    const question = { computed, part, range, query };
    const { figure } = query;
    const trail = isOfRisk(figure)
      ? await this.riskTrail(userId, figure, question)
      : this.trailOf(figure, question);
    return { currency: computed.scope.currency, range: rangeDto(range, computed), trail };
  }

  private async riskTrail(userId: string, figure: RiskFigure, question: Question): Promise<Trail> {
    const { computed, range, query } = question;
    const needsBenchmark = figure === 'beta' || figure === 'correlation';
    const benchmark = needsBenchmark ? await this.benchmarks.find(userId, computed, query.benchmark) : null;
    return riskTrail(figure, timeWeighted(this.seriesOf(question), range), {
      benchmark: benchmark?.prices.slice(range.start, range.end + 1) ?? null,
      riskFree: Number(query.riskFree) / 100,
    });
  }

  private trailOf(figure: Exclude<AskedFigure, RiskFigure>, question: Question): Trail {
    const { part, range } = question;
    if (figure === 'value') return valueTrail(valueRows(part, range));
    if (figure === 'effects') return effects(question);
    if (figure === 'roai') return roai(question);
    const trails = { gain: gainTrail, simple: simpleTrail, twr: timeWeightedTrail, mwr: moneyWeightedTrail };
    return trails[figure](this.seriesOf(question), range);
  }

  private seriesOf({ computed, part }: Question): DaySeries {
    const isWhole = part.positions === computed.positions;
    return (isWhole ? this.series.whole(computed) : this.series.part(part)) ?? noSeries(computed);
  }

  private partOf(computed: Computed, { of, by }: TrailQuery): Part {
    const { scope, positions } = computed;
    if (of === undefined) return { key: scope.id, name: scope.name, positions };
    const part = this.series.list(computed, by).find(({ key }) => key === of);
    if (part) return part;
    throw new DomainError('part_not_found', `There is no ${by} "${of.slice(0, 40)}" in it`, 'of');
  }
}

const isOfRisk = (figure: AskedFigure): figure is RiskFigure =>
  (riskFigures as readonly AskedFigure[]).includes(figure);

const effects = ({ computed, part, range }: Question): Trail => {
  const rounded = effectsOfPositions(computed, range).parts;
  const rows = part.positions.flatMap(({ key, symbol }) => {
    const own = rounded.get(key);
    return own ? [{ symbol, effects: own }] : [];
  });
  return effectsTrail(rows, getCurrency(computed.scope.currency).exponent);
};

const roai = ({ computed, part, range }: Question): Trail => {
  const { scope, first, today } = computed;
  const courses = coursesOf(computed.positions);
  const own = part.positions === computed.positions ? courses : coursesOf(part.positions);
  const span = { ...range, isWhole: range.key === 'max' };
  return roaiTrail(roaiStakesOf(courses, { currency: scope.currency, first, today }, span, own));
};

const noSeries = ({ first, today }: Computed): DaySeries => {
  const none = new Float64Array(today - first + 1);
  const unpriced = new Uint8Array(none.length);
  return {
    ...{ first, value: none, capital: none, inflow: none, outflow: none, priceEffect: none },
    ...{ currencyEffect: none, dividend: none, fee: none, paidOut: none, invested: none },
    unpriced,
  };
};

/** What was held at the end of the range. */
function valueRows({ positions }: Part, { end }: AskedRange): ValueTrailRow[] {
  return positions.flatMap(({ symbol, currency, course, input, kind }) => {
    const [price, rate] = [course.prices[end] ?? 0, course.rates[end] ?? 0];
    const worth = course.series.value[end] ?? 0;
    if (worth === 0) return [];
    return [
      {
        symbol,
        quantity: worth / (price * rate),
        price,
        priceDay: kind === 'asset' ? dayOfPrice(input.prices, end, course.first) : null,
        currency,
        rate,
        rateDay: dayOfNumber(course.first + end),
      },
    ];
  });
}

/** Where a day has no close the last one counts, and before the first one today's. */
function dayOfPrice(prices: Float64Array, index: number, first: DayNumber): Day | null {
  for (let place = index; place >= 0; place -= 1) {
    if (!Number.isNaN(prices[place])) return dayOfNumber(first + place);
  }
  const last = prices.findLastIndex((price) => !Number.isNaN(price));
  return last < 0 ? null : dayOfNumber(first + last);
}
