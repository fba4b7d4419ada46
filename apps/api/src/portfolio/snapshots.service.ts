import { Injectable } from '@nestjs/common';
import { dayOfNumber } from '@tradeyard/kernel';
import { snapshotOf, type RoaiPosition, type Snapshot, type TwoViews } from '@tradeyard/portfolio';
import { ComputedService, type Computed, type ComputedPosition } from './computed.service.js';
import { amountText, moneyOf, percentText, unitPriceOf, unitsText, type FiguresHead } from './figures.dto.js';
import type {
  GainDto,
  HistoryColumnsDto,
  InvestedColumnsDto,
  SnapshotDto,
  SnapshotPositionDto,
} from './snapshot.dto.js';

/** A portfolio as it stands, by the return on average investment. */
@Injectable()
export class SnapshotsService {
  /** Nothing of a computed scope ever changes, so what follows from it does not either. */
  private readonly snapshots = new WeakMap<Computed, Snapshot>();
  private readonly answers = new WeakMap<Computed, SnapshotDto>();

  constructor(private readonly computed: ComputedService) {}

  /** Throws `portfolio_not_found`. */
  async get(userId: string, id: string): Promise<SnapshotDto> {
    const computed = await this.computed.compute(userId, id);
    const known = this.answers.get(computed);
    if (known) return known;
    const answer = snapshotDto(computed, this.of(computed));
    this.answers.set(computed, answer);
    return answer;
  }

  /** As numbers. Positions have the keys of the computed ones as their symbols. */
  of(computed: Computed): Snapshot {
    const known = this.snapshots.get(computed);
    if (known) return known;
    const { first, today, scope } = computed;
    const courses = computed.positions.map(({ course }) => course);
    const snapshot = snapshotOf(courses, { currency: scope.currency, first, today });
    this.snapshots.set(computed, snapshot);
    return snapshot;
  }
}

/** Whose figures these are. */
export const headOf = ({ scope, first, today }: Computed): FiguresHead => ({
  id: scope.id,
  kind: scope.kind,
  name: scope.name,
  currency: scope.currency,
  firstDay: dayOfNumber(first),
  today: dayOfNumber(today),
});

/** Currencies that nobody has told any rate of. */
export const unratedOf = ({ market }: Computed): string[] =>
  [...market.rates].filter(([, rates]) => rates.at(-1) === 0).map(([currency]) => currency);

function snapshotDto(computed: Computed, snapshot: Snapshot): SnapshotDto {
  const { currency, value, cash, liabilities, ranges, history } = snapshot;
  const amount = (each: number) => moneyOf(each, currency);
  const byKey = new Map(computed.positions.map((position) => [position.key, position]));
  const keys = Object.keys(ranges);
  const symbolOf = (key: string) => byKey.get(key)?.symbol ?? key;
  return {
    ...headOf(computed),
    value: amount(value),
    netWorth: amount(history.at(-1)?.netWorth ?? 0),
    cash: amount(cash),
    liabilities: amount(liabilities),
    invested: amount(snapshot.invested.withCurrency),
    gain: gainDto(snapshot.net, snapshot.netPercent, currency),
    fees: amount(snapshot.fees),
    interest: amount(snapshot.interest),
    dividend: amount(computed.positions.reduce((sum, { course }) => sum + course.totals.dividendInBase, 0)),
    ranges: Object.entries(ranges).map(([key, { net, percent }]) => ({
      key,
      ...gainDto(net, percent, currency),
    })),
    positions: snapshot.positions.flatMap((position) => {
      const planned = byKey.get(position.symbol);
      return planned ? [positionDto(planned, position, { keys, total: value, currency })] : [];
    }),
    history: historyColumns(history, currency),
    investmentsByMonth: investedColumns(snapshot.investmentsByMonth, currency),
    investmentsByYear: investedColumns(snapshot.investmentsByYear, currency),
    unpriced: snapshot.unpriced.map(symbolOf),
    unrated: unratedOf(computed),
  };
}

/** As plain data, to be part of an answer. */
type Gain = Pick<GainDto, keyof GainDto>;

export const gainDto = (net: TwoViews, percent: TwoViews, currency: string): Gain => ({
  net: moneyOf(net.withCurrency, currency),
  percent: percentText(percent.withCurrency),
  netFlat: moneyOf(net.flat, currency),
  percentFlat: percentText(percent.flat),
});

type Frame = { readonly keys: readonly string[]; readonly total: number; readonly currency: string };

function positionDto(planned: ComputedPosition, position: RoaiPosition, frame: Frame): SnapshotPositionDto {
  const { keys, total, currency } = frame;
  const { value, marketPrice, averagePrice, isUnpriced: unpriced, ranges } = position;
  return {
    portfolioId: planned.portfolioId,
    symbol: planned.symbol,
    name: planned.title,
    class: planned.assetClass,
    currency: planned.currency,
    sector: planned.sector,
    country: planned.country,
    quantity: unitsText(position.quantity),
    averagePrice: unitPriceOf(averagePrice, planned.currency),
    price: marketPrice === null ? null : unitPriceOf(marketPrice, planned.currency),
    value: moneyOf(value, currency),
    weight: total > 0 ? percentText(value / total) : null,
    invested: moneyOf(position.invested.withCurrency, currency),
    gain: gainDto(position.net, position.netPercent, currency),
    gross: moneyOf(position.gross.withCurrency, currency),
    dividend: moneyOf(position.dividendInBase, currency),
    fee: moneyOf(position.feeInBase, currency),
    activities: position.activitiesCount,
    firstDay: position.firstDay,
    unpriced,
    rangeNet: keys.map((key) => amountText(ranges[key]?.net ?? 0, currency)),
    rangePercent: keys.map((key) => percentText(ranges[key]?.percent ?? 0) ?? ''),
  };
}

function historyColumns(history: Snapshot['history'], currency: string): HistoryColumnsDto {
  const amounts = (read: (row: Snapshot['history'][number]) => number) =>
    history.map((row) => amountText(read(row), currency));
  return {
    day: history.map(({ day }) => day),
    value: amounts(({ value }) => value.withCurrency),
    netWorth: amounts(({ netWorth }) => netWorth),
    invested: amounts(({ invested }) => invested.withCurrency),
    net: amounts(({ net }) => net.withCurrency),
    netPercent: history.map(({ netPercent }) => percentText(netPercent.withCurrency) ?? ''),
    netPercentFlat: history.map(({ netPercent }) => percentText(netPercent.flat) ?? ''),
  };
}

const investedColumns = (rows: Snapshot['investmentsByMonth'], currency: string): InvestedColumnsDto => ({
  day: rows.map(({ day }) => day),
  invested: rows.map(({ invested }) => amountText(invested, currency)),
});
