import { Injectable } from '@nestjs/common';
import { formatDecimal, parseDecimal } from '@tradeyard/kernel';
import {
  candleIntervalMs,
  candleIntervals,
  findStepMs,
  formatPrice,
  rollUp,
  type CandleInterval,
  type CandleSource,
  type SourcedCandle,
} from '@tradeyard/market';
import { DataSource } from 'typeorm';

/** Of an instrument's candles those of a range; both ends, moments, are part of it. */
export type CandleRange = {
  readonly symbol: string;
  readonly interval: CandleInterval;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
};

/** `after` is the last candle of the page before. */
export type CandlePageQuestion = CandleRange & { readonly after?: Date | undefined; readonly limit: number };

/** Candles as one text for each column, oldest first; between two values stands `separator`. */
export type PackedCandles = {
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly at: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly source: string;
};

export type CandleSeries = {
  readonly candles: PackedCandles;
  /** Cursor of the next page. */
  readonly next: string | null;
  readonly stepMs: number;
};

/** As the values of a JSON array of texts are separated. */
export const separator = '","';

/** Joined to fewer in memory, and so many at most. */
const rowsReadMax = 20_000;
/** More rows than points let the step be chosen to fit. */
const rowsPerPoint = 8;

/** These are made of minutes, so that each holds what its minutes do; a day has a history of its own. */
const candlesOfMinutes = candleIntervals.filter((interval) => interval !== '1d');

/** Candles over time, for charts and programs. */
@Injectable()
export class CandleSeriesService {
  constructor(private readonly dataSource: DataSource) {}

  /** One page, as stored. */
  async listPage(question: CandlePageQuestion): Promise<CandleSeries> {
    const { interval, limit } = question;
    const candles = await this.read({ ...question, limit: limit + 1 });
    const stepMs = candleIntervalMs[interval];
    if (candles.count <= limit) return { candles, next: null, stepMs };
    const shown = withoutLast(candles);
    const lastAt = shown.at.slice(shown.at.lastIndexOf(',') + 1);
    return { candles: shown, next: new Date(Number(lastAt)).toISOString(), stepMs };
  }

  /** The whole range in at most `points` candles of one step, each exact. */
  async listThinned(range: CandleRange, points: number): Promise<CandleSeries> {
    const interval = await this.chooseInterval(range, points);
    const packed = await this.read({ ...range, interval, limit: rowsReadMax * 10 });
    if (packed.count <= points) {
      return { candles: packed, next: null, stepMs: candleIntervalMs[interval] };
    }
    const candles = unpack(packed);
    const stepMs = findStepMs(
      candles.map(({ at }) => at.getTime()),
      interval,
      points,
    );
    return { candles: pack(rollUp(candles, stepMs)), next: null, stepMs };
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

  /** As text: as rows the driver would need several times as long as Postgres does. */
  private async read(question: CandlePageQuestion): Promise<PackedCandles> {
    const { symbol, interval, limit } = question;
    const texts = (['open', 'high', 'low', 'close', 'volume', 'source'] as const).map(
      (column) => `coalesce(string_agg(${column}::text, '${separator}'), '') as ${column}`,
    );
    const [row]: PackedCandles[] = await this.dataSource.query(
      `select count(*)::integer as count,
         coalesce(string_agg((date_part('epoch', at) * 1000)::bigint::text, ','), '') as at, ${texts.join(', ')}
       from (
         select at, open, high, low, close, volume, source from candle
         where symbol = $1 and "interval" = '${interval}' and at between $2 and $3
         order by at limit $4
       ) as candle`,
      [symbol, ...boundsOf(question), limit],
    );
    return row as PackedCandles;
  }
}

function boundsOf({ from, to, after }: Partial<CandlePageQuestion>): [Date | string, Date | string] {
  const behindMs = after ? after.getTime() + 1 : -Infinity;
  const firstMs = Math.max(from?.getTime() ?? -Infinity, behindMs);
  return [firstMs === -Infinity ? '-infinity' : new Date(firstMs), to ?? 'infinity'];
}

function withoutLast(candles: PackedCandles): PackedCandles {
  const cut = (text: string, between: string) => text.slice(0, text.lastIndexOf(between));
  return {
    count: candles.count - 1,
    at: cut(candles.at, ','),
    open: cut(candles.open, separator),
    high: cut(candles.high, separator),
    low: cut(candles.low, separator),
    close: cut(candles.close, separator),
    volume: cut(candles.volume, separator),
    source: cut(candles.source, separator),
  };
}

export function splitColumns(packed: PackedCandles): Record<Exclude<keyof PackedCandles, 'count'>, string[]> {
  const split = (text: string, between: string) => (packed.count === 0 ? [] : text.split(between));
  return {
    at: split(packed.at, ','),
    open: split(packed.open, separator),
    high: split(packed.high, separator),
    low: split(packed.low, separator),
    close: split(packed.close, separator),
    volume: split(packed.volume, separator),
    source: split(packed.source, separator),
  };
}

function unpack(packed: PackedCandles): SourcedCandle[] {
  const texts = splitColumns(packed);
  return texts.at.map((at, place) => ({
    at: new Date(Number(at)),
    open: parseDecimal(texts.open[place] ?? ''),
    high: parseDecimal(texts.high[place] ?? ''),
    low: parseDecimal(texts.low[place] ?? ''),
    close: parseDecimal(texts.close[place] ?? ''),
    volume: parseDecimal(texts.volume[place] ?? ''),
    source: texts.source[place] as CandleSource,
  }));
}

const pack = (candles: readonly SourcedCandle[]): PackedCandles => ({
  count: candles.length,
  at: candles.map(({ at }) => at.getTime()).join(','),
  open: candles.map(({ open }) => formatPrice(open)).join(separator),
  high: candles.map(({ high }) => formatPrice(high)).join(separator),
  low: candles.map(({ low }) => formatPrice(low)).join(separator),
  close: candles.map(({ close }) => formatPrice(close)).join(separator),
  volume: candles.map(({ volume }) => formatDecimal(volume)).join(separator),
  source: candles.map(({ source }) => source).join(separator),
});
