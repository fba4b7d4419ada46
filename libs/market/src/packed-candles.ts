import { formatDecimal, parseDecimal } from '@tradeyard/kernel';
import type { CandleSource, SourcedCandle } from './candle.js';
import { formatPrice } from './instrument.js';

/** As the values of a JSON array of texts are separated. */
export const packSeparator = '","';

/**
 * Many candles as one text for each column, oldest first, as an answer holds them: moments in milliseconds since 1970
 * between commas, all others between `packSeparator`. Most are sent without ever being taken apart.
 */
export type PackedCandles = {
  readonly count: number;
  readonly ats: string;
  readonly opens: string;
  readonly highs: string;
  readonly lows: string;
  readonly closes: string;
  readonly volumes: string;
  /** One for each; or a single one, which all have. */
  readonly sources: string;
};

type Column = Exclude<keyof PackedCandles, 'count' | 'ats' | 'sources'>;

/** The columns taken apart, each with a value for each candle. */
export type CandleTexts = Record<'ats' | 'sources' | Column, string[]>;

/** Nothing, for which every column is empty. */
const nothing: PackedCandles = {
  count: 0,
  ...{ ats: '', opens: '', highs: '', lows: '', closes: '', volumes: '', sources: '' },
};

export function splitPacked(packed: PackedCandles): CandleTexts {
  const split = (text: string, between: string) => (packed.count === 0 ? [] : text.split(between));
  return {
    ats: split(packed.ats, ','),
    opens: split(packed.opens, packSeparator),
    highs: split(packed.highs, packSeparator),
    lows: split(packed.lows, packSeparator),
    closes: split(packed.closes, packSeparator),
    volumes: split(packed.volumes, packSeparator),
    sources: packed.sources.includes(packSeparator)
      ? packed.sources.split(packSeparator)
      : Array.from({ length: packed.count }, () => packed.sources),
  };
}

/** Those that begin from `fromMs` to `toMs`, both included. */
export function cutPacked(packed: PackedCandles, fromMs: number, toMs: number): PackedCandles {
  const { count, ats } = packed;
  if (count === 0) return packed;
  const firstMs = Number(ats.slice(0, ats.includes(',') ? ats.indexOf(',') : undefined));
  const lastMs = Number(ats.slice(ats.lastIndexOf(',') + 1));
  if (firstMs >= fromMs && lastMs <= toMs) return packed;
  const texts = splitPacked(packed);
  const first = texts.ats.findIndex((at) => Number(at) >= fromMs);
  const last = texts.ats.findLastIndex((at) => Number(at) <= toMs);
  return first < 0 || last < first ? nothing : slice(texts, first, last + 1);
}

/** The first `count` of them. */
export const firstPacked = (packed: PackedCandles, count: number): PackedCandles => {
  if (count >= packed.count) return packed;
  if (count === packed.count - 1 && count > 0) return withoutLast(packed);
  return count <= 0 ? nothing : slice(splitPacked(packed), 0, count);
};

/** The usual case, and quick however many there are. */
function withoutLast(packed: PackedCandles): PackedCandles {
  const of = (column: Column) => packed[column].slice(0, packed[column].lastIndexOf(packSeparator));
  return {
    count: packed.count - 1,
    ats: packed.ats.slice(0, packed.ats.lastIndexOf(',')),
    opens: of('opens'),
    highs: of('highs'),
    lows: of('lows'),
    closes: of('closes'),
    volumes: of('volumes'),
    sources: packed.sources.includes(packSeparator)
      ? packed.sources.slice(0, packed.sources.lastIndexOf(packSeparator))
      : packed.sources,
  };
}

function slice(texts: CandleTexts, begin: number, end: number): PackedCandles {
  const of = (column: Column) => texts[column].slice(begin, end).join(packSeparator);
  return {
    count: end - begin,
    ats: texts.ats.slice(begin, end).join(','),
    opens: of('opens'),
    highs: of('highs'),
    lows: of('lows'),
    closes: of('closes'),
    volumes: of('volumes'),
    sources: texts.sources.slice(begin, end).join(packSeparator),
  };
}

/** Several that follow each other as one, of which the first `limit` are kept. */
export function joinPacked(parts: readonly PackedCandles[], limit: number): PackedCandles {
  const kept: PackedCandles[] = [];
  let room = limit;
  for (const part of parts) {
    if (part.count === 0 || room <= 0) continue;
    const fitting = firstPacked(part, room);
    kept.push(fitting);
    room -= fitting.count;
  }
  const of = (column: Column) => kept.map((part) => part[column]).join(packSeparator);
  return {
    count: limit - room,
    ats: kept.map(({ ats }) => ats).join(','),
    opens: of('opens'),
    highs: of('highs'),
    lows: of('lows'),
    closes: of('closes'),
    volumes: of('volumes'),
    sources: joinSources(kept),
  };
}

function joinSources(parts: readonly PackedCandles[]): string {
  const [first] = parts;
  const isOne = parts.every(({ sources }) => sources === first?.sources && !sources.includes(packSeparator));
  return isOne
    ? (first?.sources ?? '')
    : parts.flatMap((part) => splitPacked(part).sources).join(packSeparator);
}

export function unpackCandles(packed: PackedCandles): SourcedCandle[] {
  const { ats, opens, highs, lows, closes, volumes, sources } = splitPacked(packed);
  return ats.map((at, place) => ({
    at: new Date(Number(at)),
    open: parseDecimal(opens[place] ?? ''),
    high: parseDecimal(highs[place] ?? ''),
    low: parseDecimal(lows[place] ?? ''),
    close: parseDecimal(closes[place] ?? ''),
    volume: parseDecimal(volumes[place] ?? ''),
    source: sources[place] as CandleSource,
  }));
}

/** Prices keep their places. */
export const packCandles = (candles: readonly SourcedCandle[]): PackedCandles => ({
  count: candles.length,
  ats: candles.map(({ at }) => at.getTime()).join(','),
  opens: candles.map(({ open }) => formatPrice(open)).join(packSeparator),
  highs: candles.map(({ high }) => formatPrice(high)).join(packSeparator),
  lows: candles.map(({ low }) => formatPrice(low)).join(packSeparator),
  closes: candles.map(({ close }) => formatPrice(close)).join(packSeparator),
  volumes: candles.map(({ volume }) => formatDecimal(volume)).join(packSeparator),
  sources: candles.map(({ source }) => source).join(packSeparator),
});
