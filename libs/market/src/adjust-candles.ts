import {
  addDecimals,
  compareDecimals,
  divide,
  powerOfTen,
  type Day,
  type Decimal,
  type Ratio,
} from '@tradeyard/kernel';
import type { Candle, CandleSource } from './candle.js';
import type { Dividend, InstrumentEvent, Split } from './instrument-event.js';
import { momentOf } from './trading-hours.js';

/** Prices as they were observed, as today's shares would have had them, or also as if dividends had been reinvested. */
export const adjustModes = ['none', 'splits', 'all'] as const;
export type AdjustMode = (typeof adjustModes)[number];

/** A dividend with the last close before its day, as it was observed; null where there is none, which adjusts nothing. */
export type PricedDividend = Dividend & { readonly closeBefore: Decimal | null };
export type PricedEvent = Split | PricedDividend;

/**
 * Whether prices of a source never moved at a split: they are of today's shares. What is replayed is stored on the day
 * on which it was told again, which says nothing of the day on which it was paid.
 */
export const ignoresSplits = (source: CandleSource | undefined): boolean =>
  source === 'simulated' || source === 'replay';

/** All before `beforeMs` (since 1970) is multiplied so, exactly; not rounded. */
export type Adjustment = { readonly beforeMs: number; readonly price: Ratio; readonly volume: Ratio };

/** Adjusted numbers have at most so many decimal places: a digit or two beyond what the finest price has. */
export const adjustedPlaces = 8;
/** Places of raw numbers that are computed from adjusted ones, unless the file has more: enough to find the same again. */
const rawPlaces = 12;

const one: Ratio = { numerator: 1n, denominator: 1n };

/**
 * What candles are multiplied by, the oldest part first; nothing where events say nothing. With a split of `to` new
 * shares for `from` old ones a price before its day counts `from / to` and a volume `to / from`. With a dividend a
 * price before its day counts `(close - dividend) / close`, by the last close before that day; the volume stays. Factors
 * of later events multiply. Method: CRSP Data Descriptions Guide, "Factor to Adjust Price"; the dividend's factor as
 * Yahoo and others publish adjusted closes. A dividend that is not below the close is left out.
 *
 * `timeZone` is where an event's day begins: UTC for daily candles, the exchange's for shorter ones.
 */
export function listAdjustments(
  events: readonly PricedEvent[],
  mode: AdjustMode,
  timeZone = 'UTC',
): readonly Adjustment[] {
  if (mode === 'none') return [];
  const adjustments: Adjustment[] = [];
  let price = one;
  let volume = one;
  const newestFirst = events.toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
  for (const event of newestFirst) {
    if (event.kind === 'split') {
      price = times(price, { numerator: event.from, denominator: event.to });
      volume = times(volume, { numerator: event.to, denominator: event.from });
    } else {
      const factor = mode === 'all' ? dividendFactor(event) : undefined;
      if (!factor) continue;
      price = times(price, factor);
    }
    const beforeMs = momentOf(timeZone, event.day, '00:00');
    if (adjustments.at(-1)?.beforeMs === beforeMs) adjustments.pop();
    adjustments.push({ beforeMs, price, volume });
  }
  return adjustments.reverse();
}

/**
 * Candles as somebody sees them who holds today's shares: see `listAdjustments`. What was simulated or
 * replayed is of today's shares already and stays. Each number is rounded once, at the end, half to even, to `adjustedPlaces`. Candles are the
 * oldest first.
 */
export function adjustCandles<T extends Candle & { readonly source?: CandleSource }>(
  candles: readonly T[],
  events: readonly PricedEvent[],
  mode: AdjustMode,
  timeZone = 'UTC',
): readonly T[] {
  const adjustments = listAdjustments(events, mode, timeZone);
  const first = candles[0];
  if (!first || !adjustments.some(({ beforeMs }) => first.at.getTime() < beforeMs)) return candles;
  let next = 0;
  return candles.map((candle) => {
    while (isBehind(adjustments[next], candle)) next += 1;
    const adjustment = adjustments[next];
    if (!adjustment || ignoresSplits(candle.source)) return candle;
    return multiply(candle, adjustment, adjustedPlaces);
  });
}

/** A close of one day as it counts on a later one: what a split in between made of it. `after` and `until` bound its day. */
export function adjustClose(close: Decimal, splits: readonly Split[], after: Day, until: Day): Decimal {
  const between = splits.filter(({ day }) => day > after && day <= until);
  return between.length === 0
    ? close
    : round(
        close,
        between.reduce((ratio, { from, to }) => times(ratio, { numerator: from, denominator: to }), one),
        adjustedPlaces,
      );
}

/**
 * Daily candles as they were observed, from those of a file that is adjusted by splits: `adjustCandles` gives the file's
 * numbers back, up to `adjustedPlaces`.
 */
export function unadjustCandles(
  candles: readonly Candle[],
  events: readonly InstrumentEvent[],
): readonly Candle[] {
  const splits = events.filter((event) => event.kind === 'split');
  const adjustments = listAdjustments(splits, 'splits');
  return candles.map((candle) => {
    const adjustment = adjustments.find(({ beforeMs }) => candle.at.getTime() < beforeMs);
    if (!adjustment) return candle;
    const { price, volume } = adjustment;
    const places = Math.max(rawPlaces, candle.close.scale);
    return multiply(candle, { price: inverse(price), volume: inverse(volume) }, places);
  });
}

const isBehind = (adjustment: Adjustment | undefined, { at }: Candle): boolean =>
  adjustment !== undefined && at.getTime() >= adjustment.beforeMs;

function dividendFactor({ amount, closeBefore }: PricedDividend): Ratio | undefined {
  if (!closeBefore || compareDecimals(amount, closeBefore) >= 0) return undefined;
  const rest = addDecimals(closeBefore, { ...amount, digits: -amount.digits });
  return {
    numerator: rest.digits * powerOfTen(closeBefore.scale),
    denominator: closeBefore.digits * powerOfTen(rest.scale),
  };
}

function multiply<T extends Candle>(
  candle: T,
  { price, volume }: Omit<Adjustment, 'beforeMs'>,
  places: number,
): T {
  return {
    ...candle,
    open: round(candle.open, price, places),
    high: round(candle.high, price, places),
    low: round(candle.low, price, places),
    close: round(candle.close, price, places),
    volume: round(candle.volume, volume, places),
  };
}

function round(value: Decimal, { numerator, denominator }: Ratio, places: number): Decimal {
  const scaled = value.digits * numerator * powerOfTen(places);
  const digits = divide(scaled, denominator * powerOfTen(value.scale), 'halfEven');
  return shortest({ digits, scale: places });
}

/** Without zeros at the end: what was a price of two places is not shown with eight. */
function shortest({ digits, scale }: Decimal): Decimal {
  let [rest, places] = [digits, scale];
  while (places > 0 && rest % 10n === 0n) [rest, places] = [rest / 10n, places - 1];
  return { digits: rest, scale: places };
}

const inverse = ({ numerator, denominator }: Ratio): Ratio => ({
  numerator: denominator,
  denominator: numerator,
});

/** Kept short, since dividends of decades would make numbers of thousands of digits. */
function times(a: Ratio, b: Ratio): Ratio {
  const numerator = a.numerator * b.numerator;
  const denominator = a.denominator * b.denominator;
  const divisor = greatestDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** Euclid, Elements VII.2. */
function greatestDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
