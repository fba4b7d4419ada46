import { Injectable } from '@nestjs/common';
import {
  adjustCandles,
  candleIntervalMs,
  candlesOfMinutes,
  cutPacked,
  findStepMs,
  firstPacked,
  joinPacked,
  packCandles,
  rollUp,
  timeZoneOf,
  unpackCandles,
  type AdjustMode,
  type CandleInterval,
  type Instrument,
  type PackedCandles,
} from '@tradeyard/market';
import { DataSource } from 'typeorm';
import { packedColumns, packedUntil, packMs } from './candle-packs.service.js';
import { InstrumentEventsService } from './instrument-events.service.js';
import { LiveCandlesService } from './live-candles.service.js';

/** Of an instrument's candles those of a range; both ends, moments, are part of it. */
export type CandleRange = {
  readonly symbol: string;
  readonly interval: CandleInterval;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly adjust: AdjustMode;
  /** Of the exchange, in whose time zone a split's day begins. */
  readonly calendar: Instrument['calendar'];
};

/** `after` is the last candle of the page before. */
export type CandlePageQuestion = CandleRange & { readonly after?: Date | undefined; readonly limit: number };

export type CandleSeries = {
  readonly candles: PackedCandles;
  /** Cursor of the next page. */
  readonly next: string | null;
  readonly stepMs: number;
};

/** Joined to fewer in memory, and so many at most. */
const rowsReadMax = 20_000;
/** Hours of ten years are the most that even the longest interval has. */
const rowsEverMax = 100_000;
/** More rows than points let the step be chosen to fit. */
const rowsPerPoint = 4;

/** Candles over time, for charts and programs. */
@Injectable()
export class CandleSeriesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly live: LiveCandlesService,
    private readonly events: InstrumentEventsService,
  ) {}

  /** One page. */
  async listPage(question: CandlePageQuestion): Promise<CandleSeries> {
    const { interval, limit } = question;
    const stepMs = candleIntervalMs[interval];
    const candles = await this.load({ ...question, limit: limit + 1 });
    if (candles.count <= limit) return { candles, next: null, stepMs };
    const shown = firstPacked(candles, limit);
    const lastAt = shown.ats.slice(shown.ats.lastIndexOf(',') + 1);
    return { candles: shown, next: new Date(Number(lastAt)).toISOString(), stepMs };
  }

  /** The whole range in at most `points` candles of one step, each exact. */
  async listThinned(range: CandleRange, points: number): Promise<CandleSeries> {
    const interval = await this.chooseInterval(range, points);
    const packed = await this.load({ ...range, interval, limit: rowsEverMax });
    if (packed.count <= points) {
      return { candles: packed, next: null, stepMs: candleIntervalMs[interval] };
    }
    const candles = unpackCandles(packed);
    const stepMs = findStepMs(
      candles.map(({ at }) => at.getTime()),
      interval,
      points,
    );
    return { candles: packCandles(rollUp(candles, stepMs)), next: null, stepMs };
  }

  private async load(question: CandlePageQuestion): Promise<PackedCandles> {
    const candles = this.addLive(await this.read(question), question);
    return question.adjust === 'none' ? candles : this.adjust(candles, question);
  }

  /** Stored are the prices that were paid. Where no event says anything else they are sent as they are. */
  private async adjust(
    candles: PackedCandles,
    { symbol, interval, adjust, calendar }: CandleRange,
  ): Promise<PackedCandles> {
    const events = await this.events.listPriced(symbol);
    if (events.length === 0) return candles;
    const timeZone = interval === '1d' ? 'UTC' : timeZoneOf(calendar);
    return packCandles(adjustCandles(unpackCandles(candles), events, adjust, timeZone));
  }

  /** The newest candle as it is now, which may be further than what is stored, or not stored yet. */
  private addLive(candles: PackedCandles, question: CandlePageQuestion): PackedCandles {
    const { symbol, interval, from, to, after, limit } = question;
    const live = interval === '1d' ? null : this.live.findLive(symbol, interval);
    if (!live || (from && live.at < from) || (to && live.at > to) || (after && live.at <= after))
      return candles;
    const newestMs = Number(candles.ats.slice(candles.ats.lastIndexOf(',') + 1));
    const isStored = candles.count > 0 && newestMs === live.at.getTime();
    if (isStored && candles.sources.endsWith('imported')) return candles;
    if (candles.count > 0 && newestMs > live.at.getTime()) return candles;
    const earlier = isStored ? firstPacked(candles, candles.count - 1) : candles;
    return earlier.count < limit ? joinPacked([earlier, packCandles([live])], limit) : candles;
  }

  /** The shortest one with not too many candles in the range to join them in memory. */
  private async chooseInterval(range: CandleRange, points: number): Promise<CandleInterval> {
    const { symbol, interval } = range;
    if (interval === '1d') return interval;
    const longer = candlesOfMinutes.slice(candlesOfMinutes.indexOf(interval));
    const rowsMax = Math.max(points, Math.min(rowsPerPoint * points, rowsReadMax));
    const counts = longer.map(
      (each) => `(select count(*)::integer from (
        select from candle where symbol = $1 and "interval" = '${each}' and at between $2 and $3 limit $4) as found) as "${each}"`,
    );
    const [row]: Record<string, number>[] = await this.dataSource.query(`select ${counts.join(', ')}`, [
      symbol,
      ...boundsOf(range),
      rowsMax + 1,
    ]);
    return longer.find((each) => (row?.[each] ?? 0) <= rowsMax) ?? '1h';
  }

  /** As text, packs first: as rows the driver would need several times as long as Postgres does. */
  private async read(question: CandlePageQuestion): Promise<PackedCandles> {
    const { symbol, interval, limit } = question;
    const [from, to] = boundsOf(question);
    const parts: PackedCandles[] = await this.dataSource.query(
      `with packs as materialized (${packedUntil('$1', interval)})
       (
         select count, ats, opens, highs, lows, closes, volumes, sources from (
           select *, sum(count) over in_order - count - first_value(count) over in_order as certain
           from candle_pack where symbol = $1 and "interval" = '${interval}'
             and at > $2::timestamptz - interval '${packMs[interval] / 1_000} seconds' and at <= $3
           window in_order as (order by at)
         ) as pack where certain < $4 order by at
       )
       union all
       select count, ats, opens, highs, lows, closes, volumes, sources from (select ${packedColumns} from (
         select at, open, high, low, close, volume, source from candle
         where symbol = $1 and "interval" = '${interval}' and at between $2 and $3
           and at >= (select packed_until from packs)
         order by at limit $4
       ) as candle) as rest`,
      [symbol, from, to, limit],
    );
    return joinPacked(
      parts.map((part) => cutPacked(part, msOf(from, -Infinity), msOf(to, Infinity))),
      limit,
    );
  }
}

const msOf = (bound: Date | string, infinite: number): number =>
  bound instanceof Date ? bound.getTime() : infinite;

function boundsOf({ from, to, after }: Partial<CandlePageQuestion>): [Date | string, Date | string] {
  const behindMs = after ? after.getTime() + 1 : -Infinity;
  const firstMs = Math.max(from?.getTime() ?? -Infinity, behindMs);
  return [firstMs === -Infinity ? '-infinity' : new Date(firstMs), to ?? 'infinity'];
}
