import { Injectable } from '@nestjs/common';
import { dayOfNumber, getCurrency } from '@tradeyard/kernel';
import {
  effectsOf,
  gainOf,
  moneyWeightedOf,
  paidInOf,
  roaiOfRange,
  roundEffects,
  simpleReturn,
  takenOutOf,
  timeWeighted,
  type DaySeries,
  type Effects,
  type MoneyWeighted,
  type RangeGain,
} from '@tradeyard/portfolio';
import { ComputedService, type Computed, type ComputedPosition } from './computed.service.js';
import { amountText, exactMoney, moneyOf, percentText } from './figures.dto.js';
import type {
  EffectsDto,
  MoneyWeightedDto,
  PartPerformanceDto,
  PerformanceColumnsDto,
  PerformanceDto,
  PerformanceQuery,
} from './performance.dto.js';
import type { RangeDto } from './ranges.dto.js';
import { coursesOf, SeriesService, type AskedRange, type Part } from './series.service.js';
import { headOf } from './snapshots.service.js';

/** A chart of more points shows no more. */
export const pointsMax = 400;

/** What a portfolio and its parts gained in a range, by every method side by side. */
@Injectable()
export class PerformanceService {
  constructor(
    private readonly computed: ComputedService,
    private readonly series: SeriesService,
  ) {}

  /** Throws `portfolio_not_found` and `date_out_of_range`. */
  async get(userId: string, id: string, query: PerformanceQuery): Promise<PerformanceDto> {
    const computed = await this.computed.compute(userId, id);
    const range = this.series.range(query, computed);
    const { currency } = computed.scope;
    const whole = this.series.whole(computed);
    const effects = effectsOfPositions(computed, range);
    const courses = coursesOf(computed.positions);
    const roai = roaiOfRange(
      courses,
      { currency, first: computed.first, today: computed.today },
      { ...range, isWhole: range.key === 'max' },
    );
    const parts = this.series.list(computed, query.by).map((part) => {
      const gain = roai(coursesOf(part.positions));
      return partDto(part, this.series.part(part), {
        range,
        currency,
        gain,
        effects: sumOf(part, effects.parts),
      });
    });
    const all: Part = { key: computed.scope.id, name: computed.scope.name, positions: computed.positions };
    return {
      ...headOf(computed),
      range: rangeDto(range, computed),
      by: query.by,
      total: partDto(all, whole, { range, currency, gain: roai(courses), effects: effects.total }),
      parts,
      series: columns(whole, range, currency),
    };
  }
}

export const rangeDto = ({ key, start, end }: AskedRange, { first }: Computed): RangeDto => ({
  key,
  opening: dayOfNumber(first + start),
  to: dayOfNumber(first + end),
});

type RoundedEffects = {
  readonly parts: ReadonlyMap<string, Effects<bigint>>;
  readonly total: Effects<bigint>;
};

/** Rounded once, all positions together, so that whatever they are added up to agrees to the smallest unit. */
export function effectsOfPositions({ positions, scope }: Computed, range: AskedRange): RoundedEffects {
  const { exponent } = getCurrency(scope.currency);
  const { parts, total } = roundEffects(
    positions.map(({ course }) => effectsOf(course.series, range)),
    exponent,
  );
  return { parts: new Map(positions.map(({ key }, place) => [key, parts[place] ?? nothing])), total };
}

const nothing: Effects<bigint> = { price: 0n, dividend: 0n, currency: 0n, fee: 0n, total: 0n };

const sumOf = (
  { positions }: { readonly positions: readonly ComputedPosition[] },
  effects: ReadonlyMap<string, Effects<bigint>>,
): Effects<bigint> =>
  positions.reduce((sum, { key }) => {
    const own = effects.get(key) ?? nothing;
    return {
      price: sum.price + own.price,
      dividend: sum.dividend + own.dividend,
      currency: sum.currency + own.currency,
      fee: sum.fee + own.fee,
      total: sum.total + own.total,
    };
  }, nothing);

type Figures = {
  readonly range: AskedRange;
  readonly currency: string;
  readonly gain: RangeGain;
  readonly effects: Effects<bigint>;
};

function partDto(
  { key, name }: Part,
  series: DaySeries | null,
  { range, currency, gain, effects }: Figures,
): PartPerformanceDto {
  const { start, end } = range;
  const money = (value: number) => moneyOf(value, currency);
  const weighted = series && timeWeighted(series, range);
  let [paidIn, takenOut] = [0, 0];
  for (let index = start + 1; series && index <= end; index += 1) {
    paidIn += paidInOf(series, index);
    takenOut += takenOutOf(series, index);
  }
  return {
    key,
    name,
    opening: money(series?.value[start] ?? 0),
    closing: money(series?.value[end] ?? 0),
    paidIn: money(paidIn),
    takenOut: money(takenOut),
    effects: effectsDto(effects, currency),
    roaiNet: money(gain.net),
    methods: {
      roai: percentText(gain.percent),
      timeWeighted: percentText(weighted?.rate ?? null),
      timeWeightedYearly: percentText(weighted?.annual ?? null),
      bridgedDays: weighted?.bridged ?? 0,
      moneyWeighted: moneyWeightedDto(
        series ? moneyWeightedOf(series, range) : { kind: 'none', why: 'no_flows' },
      ),
      simple: percentText(series && simpleReturn(series, range)),
    },
  };
}

const effectsDto = (
  { price, dividend, currency, fee, total }: Effects<bigint>,
  code: string,
): EffectsDto => ({
  price: exactMoney(price, code),
  dividend: exactMoney(dividend, code),
  currency: exactMoney(currency, code),
  fee: exactMoney(fee, code),
  total: exactMoney(total, code),
});

export function moneyWeightedDto(found: MoneyWeighted): MoneyWeightedDto {
  const none = { kind: found.kind, percent: null, periodPercent: null, percents: [], why: null };
  if (found.kind === 'none') return { ...none, why: found.why };
  if (found.kind === 'several')
    return { ...none, percents: found.rates.map((rate) => percentText(rate) ?? '') };
  return { ...none, percent: percentText(found.rate), periodPercent: percentText(found.periodRate) };
}

/** Indexes of at most `pointsMax` days, evenly spread, the first and the last among them. */
export function thinned(start: number, end: number): number[] {
  const step = Math.max(1, Math.ceil((end - start) / (pointsMax - 1)));
  const indexes: number[] = [];
  // Counted back from the end, so that the newest days are there and only the opening may stand closer.
  for (let index = end; index > start; index -= step) indexes.push(index);
  return [...indexes, start].reverse();
}

function columns(series: DaySeries | null, range: AskedRange, currency: string): PerformanceColumnsDto {
  if (!series) return { day: [], value: [], gain: [], putIn: [], timeWeighted: [] };
  const { start, end } = range;
  const { index: growth } = timeWeighted(series, range);
  const gains = new Float64Array(end - start + 1);
  const putIn = new Float64Array(end - start + 1);
  putIn[0] = series.value[start] ?? 0;
  for (let index = start + 1; index <= end; index += 1) {
    const place = index - start;
    gains[place] = (gains[place - 1] ?? 0) + gainOf(series, index);
    putIn[place] = (putIn[place - 1] ?? 0) + paidInOf(series, index) - takenOutOf(series, index);
  }
  const shown = thinned(start, end);
  const amounts = (values: Float64Array, offset: number) =>
    shown.map((index) => amountText(values[index - offset] ?? 0, currency));
  return {
    day: shown.map((index) => dayOfNumber(series.first + index)),
    value: amounts(series.value, 0),
    gain: amounts(gains, start),
    putIn: amounts(putIn, start),
    timeWeighted: shown.map((index) => percentText((growth[index - start] ?? 1) - 1) ?? ''),
  };
}
