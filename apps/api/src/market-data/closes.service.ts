import { Injectable } from '@nestjs/common';
import { dayNumber, dayOfNumber, type DayNumber } from '@tradeyard/kernel';
import {
  candleIntervalMs,
  ignoresSplits,
  packSeparator,
  type CandleSource,
  type Split,
} from '@tradeyard/market';
import { DataSource } from 'typeorm';
import { packedUntil, packMs } from './candle-packs.service.js';

/** Days of a series, both included. */
export type DayRange = { readonly first: DayNumber; readonly last: DayNumber };

/** A piece of an instrument's history as it is stored: see `PackedCandles`. */
type PackedCloses = {
  readonly symbol: string;
  readonly ats: string;
  readonly closes: string;
  readonly sources: string;
};

const dayMs = candleIntervalMs['1d'];
const separatorLength = packSeparator.length;

/** A price of so many days before the range still counts on its first day: no holiday is longer. */
const lookBackDays = 10;

/** Digits that a number holds without loss, 2^53 being sixteen of them. */
const exactDigits = 15;
const powersOfTen = Float64Array.from({ length: exactDigits + 1 }, (_, power) => Number(`1e${power}`));

/** Daily closes of many instruments over years, for statistics. */
@Injectable()
export class ClosesService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * By symbol the close of each day of the range in the instrument's currency, index 0 being the first day, as the
   * shares of the last day count (splits; not dividends). NaN where nothing was traded, but on the first day, which has
   * the last close before it. One statement for all; an instrument without any close is not there.
   */
  async load(symbols: readonly string[], range: DayRange): Promise<ReadonlyMap<string, Float64Array>> {
    const found = new Map<string, Float64Array>();
    if (symbols.length === 0) return found;
    const length = range.last - range.first + 1;
    const [pieces, splits] = await Promise.all([this.read(symbols, range), this.listSplits(symbols)]);
    for (const piece of pieces) {
      let closes = found.get(piece.symbol);
      if (!closes) found.set(piece.symbol, (closes = new Float64Array(length + lookBackDays).fill(NaN)));
      this.unpack(piece, closes, range.first - lookBackDays);
    }
    for (const [symbol, closes] of found) {
      adjust(closes, splits.get(symbol) ?? [], range);
      found.set(symbol, withoutLookBack(closes));
    }
    return found;
  }

  /**
   * Oldest first. As they are stored, for what is kept of the past: what SplitsService has in memory may be that of a
   * moment ago.
   */
  async listSplits(symbols: readonly string[]): Promise<ReadonlyMap<string, readonly Split[]>> {
    const rows: { symbol: string; day: string; to: number; from: number }[] = await this.dataSource.query(
      `select symbol, day::text as day, split_to as to, split_from as from from instrument_event
       where kind = 'split' and symbol = any ($1::text[]) order by symbol, day`,
      [symbols],
    );
    const bySymbol = Map.groupBy(rows, ({ symbol }) => symbol);
    return new Map(
      [...bySymbol].map(([symbol, own]) => [
        symbol,
        own.map(({ day, to, from }) => ({ kind: 'split' as const, day, to: BigInt(to), from: BigInt(from) })),
      ]),
    );
  }

  /** As text, packs first: as rows the driver would need several times as long as Postgres does. */
  private read(symbols: readonly string[], { first, last }: DayRange): Promise<PackedCloses[]> {
    return this.dataSource.query(
      `with asked as materialized (
         select symbol, packed_until from unnest($1::text[]) as given (symbol)
         cross join lateral (${packedUntil('given.symbol', '1d')}) as packs
       )
       select symbol, ats, closes, sources from candle_pack
       where symbol = any ($1::text[]) and "interval" = '1d'
         and at > $2::timestamptz - interval '${packMs['1d'] / 1_000} seconds' and at <= $3
       union all
       select asked.symbol, ats, closes, sources from asked cross join lateral (
         select coalesce(string_agg((date_part('epoch', at) * 1000)::bigint::text, ','), '') as ats,
           string_agg(close::text, '${packSeparator}') as closes,
           case when min(source) = max(source) then min(source) else string_agg(source, '${packSeparator}') end as sources
         from candle
         where candle.symbol = asked.symbol and candle."interval" = '1d'
           and candle.at between greatest($2::timestamptz, asked.packed_until) and $3
       ) as rest
       where ats <> ''`,
      [symbols, new Date((first - lookBackDays) * dayMs), new Date(last * dayMs)],
    );
  }

  /** What ignores splits is kept as a number below zero until `adjust` has been there. */
  private unpack({ ats, closes: texts, sources }: PackedCloses, closes: Float64Array, start: number): void {
    const days = readDays(ats);
    const prices = readPrices(texts, days.length);
    const each = sources.includes(packSeparator) ? sources.split(packSeparator) : undefined;
    let sign = ignoresSplits(sources as CandleSource) ? -1 : 1;
    for (let place = 0; place < days.length; place += 1) {
      const index = (days[place] ?? 0) - start;
      if (index < 0 || index >= closes.length) continue;
      if (each) sign = ignoresSplits(each[place] as CandleSource) ? -1 : 1;
      closes[index] = sign * (prices[place] ?? NaN);
    }
  }
}

function adjust(closes: Float64Array, all: readonly Split[], { first, last }: DayRange): void {
  const start = first - lookBackDays;
  const splits = all.filter(({ day }) => day <= dayOfNumber(last));
  let factor = 1;
  let next = splits.length - 1;
  let splitIndex = indexOf(splits[next]?.day, start);
  for (let index = closes.length - 1; index >= 0; index -= 1) {
    while (index < splitIndex) {
      const split = splits[next];
      if (split) factor *= Number(split.from) / Number(split.to);
      next -= 1;
      splitIndex = indexOf(splits[next]?.day, start);
    }
    const close = closes[index] ?? NaN;
    closes[index] = close < 0 ? -close : close * factor;
  }
}

const indexOf = (day: string | undefined, start: number): number =>
  day === undefined ? -Infinity : dayNumber(day) - start;

function withoutLookBack(closes: Float64Array): Float64Array {
  const series = closes.subarray(lookBackDays);
  if (Number.isNaN(series[0])) {
    series[0] = closes.subarray(0, lookBackDays).findLast((close) => !Number.isNaN(close)) ?? NaN;
  }
  return series;
}

// Taken apart with split they would take several times as long, and fifty instruments have two million characters.

const [zeroCode, nineCode, pointCode] = [48, 57, 46];

/** The days of moments in milliseconds since 1970, between commas. */
function readDays(ats: string): Int32Array {
  // From 2001 to 2286 they have thirteen digits, and the first six tell the day of a midnight.
  const isEven = ats.length % 14 === 13 && ats.charCodeAt(13) === 44;
  if (!isEven) return Int32Array.from(ats.split(','), (at) => Math.floor(Number(at) / dayMs));
  const days = new Int32Array((ats.length + 1) / 14);
  for (let place = 0, at = 0; place < days.length; place += 1, at += 14) {
    let begin = 0;
    for (let digit = at; digit < at + 6; digit += 1) begin = begin * 10 + (ats.charCodeAt(digit) - zeroCode);
    days[place] = ((begin + 1) * 1e7 - 1) / dayMs;
  }
  return days;
}

/**
 * Each is the number that `Number` makes of the text: up to fifteen digits and the power of ten are exact, and so is
 * their quotient but for its one rounding.
 */
function readPrices(texts: string, length: number): Float64Array {
  const prices = new Float64Array(length);
  let at = 0;
  for (let place = 0; place < length; place += 1) {
    const start = at;
    let digits = 0;
    let pointAt = -1;
    for (; at < texts.length; at += 1) {
      const code = texts.charCodeAt(at);
      if (code >= zeroCode && code <= nineCode) digits = digits * 10 + (code - zeroCode);
      else if (code === pointCode) pointAt = at;
      else break;
    }
    if (at - start > exactDigits) prices[place] = Number(texts.slice(start, at));
    else prices[place] = pointAt < 0 ? digits : digits / (powersOfTen[at - pointAt - 1] ?? NaN);
    at += separatorLength;
  }
  return prices;
}
