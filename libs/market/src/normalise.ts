import { compareDecimals, powerOfTen, type Decimal } from '@tradeyard/kernel';
import type { RawTick, Tick, TickFault } from './tick.js';

/** A provider's clock may be ahead of ours by so much. A tick of next year would make all until then late. */
const aheadMsMax = 5_000;

/** Longer numbers are nobody's price, and would cost time. */
const lengthMax = 40;
/** So many digits fit into a binary number without loss. */
const safeDigits = 15;

const none: Decimal = { digits: 0n, scale: 0 };

/**
 * A tick of what a provider says after `newest`, or what is wrong with it. Nothing
 * is rounded; prices get the decimal places of the tick size, `places`, wherever
 * that loses nothing. What the provider leaves out is filled in:
 *
 * - No bid and no ask: those of the newest tick, moved out to the price where it
 *   lies beyond them, for then they are older. Both are the price while nobody
 *   has named any.
 * - No price: the last one, moved into bid and ask; the middle of them where
 *   there is none.
 * - One side: the other is the newest tick's, which gives way where they cross.
 */
export function normaliseTick(
  raw: RawTick,
  newest: Tick | undefined,
  places: number,
  nowMs: number,
): Tick | TickFault {
  const price = read(raw.price, places);
  const bid = read(raw.bid, places);
  const ask = read(raw.ask, places);
  const volume = raw.volume === undefined ? none : read(raw.volume, 0);
  if (price === null || bid === null || ask === null || volume === null || volume === undefined) {
    return 'malformed';
  }
  if (price === undefined && bid === undefined && ask === undefined) return 'malformed';
  if (isNothing(price) || isNothing(bid) || isNothing(ask) || volume.digits < 0n) return 'not_positive';
  if (bid !== undefined && ask !== undefined && isAbove(bid, ask)) return 'crossed';
  const { symbol, atMs, source } = raw;
  if (!(atMs <= nowMs + aheadMsMax)) return 'early';
  if (newest !== undefined && atMs < newest.atMs) return 'late';
  const tick =
    price === undefined
      ? fillPrice(symbol, bid, ask, volume, atMs, source, newest)
      : fillSides(symbol, price, bid, ask, volume, atMs, source, newest);
  // Several trades may share a millisecond, so the moment alone does not make a duplicate.
  if (newest !== undefined && atMs === newest.atMs && raw.isCounted !== true && isSame(tick, newest)) {
    return 'duplicate';
  }
  return tick;
}

function fillSides(
  symbol: string,
  price: Decimal,
  bid: Decimal | undefined,
  ask: Decimal | undefined,
  volume: Decimal,
  atMs: number,
  source: Tick['source'],
  newest: Tick | undefined,
): Tick {
  if (bid !== undefined && ask !== undefined) return { symbol, bid, ask, price, volume, atMs, source };
  const known = hasSides(newest) ? newest : undefined;
  const low = bid ?? least(known?.bid ?? price, ask === undefined ? price : least(ask, price));
  const high = ask ?? greatest(known?.ask ?? price, greatest(low, price));
  return { symbol, bid: low, ask: high, price, volume, atMs, source };
}

function fillPrice(
  symbol: string,
  bid: Decimal | undefined,
  ask: Decimal | undefined,
  volume: Decimal,
  atMs: number,
  source: Tick['source'],
  newest: Tick | undefined,
): Tick {
  const known = hasSides(newest) ? newest : undefined;
  const given = (bid ?? ask) as Decimal;
  const low = bid ?? least(known?.bid ?? given, given);
  const high = ask ?? greatest(known?.ask ?? given, given);
  const price = newest === undefined ? middle(low, high) : least(greatest(newest.price, low), high);
  return { symbol, bid: low, ask: high, price, volume, atMs, source };
}

/** A bid and an ask that are the price itself were most likely filled in. */
const hasSides = (tick: Tick | undefined): tick is Tick =>
  tick !== undefined && (isAbove(tick.price, tick.bid) || isAbove(tick.ask, tick.price));

const isNothing = (value: Decimal | undefined): boolean => value !== undefined && value.digits <= 0n;

const isAbove = (a: Decimal, b: Decimal): boolean =>
  a.scale === b.scale ? a.digits > b.digits : compareDecimals(a, b) > 0;

const isEqual = (a: Decimal, b: Decimal): boolean =>
  a === b || (a.scale === b.scale ? a.digits === b.digits : compareDecimals(a, b) === 0);

const least = (a: Decimal, b: Decimal): Decimal => (isAbove(a, b) ? b : a);
const greatest = (a: Decimal, b: Decimal): Decimal => (isAbove(b, a) ? b : a);

const isSame = (a: Tick, b: Tick): boolean =>
  isEqual(a.price, b.price) && isEqual(a.bid, b.bid) && isEqual(a.ask, b.ask) && isEqual(a.volume, b.volume);

/** Exact: half of an odd number has one more place. */
function middle(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const sum = a.digits * powerOfTen(scale - a.scale) + b.digits * powerOfTen(scale - b.scale);
  return (sum & 1n) === 0n ? { digits: sum >> 1n, scale } : { digits: sum * 5n, scale: scale + 1 };
}

/** Undefined for what is left out, null for what is no plain decimal number. */
function read(value: string | Decimal | undefined, places: number): Decimal | null | undefined {
  if (typeof value === 'string') return readText(value, places);
  return value === undefined || typeof value === 'object' ? value : null;
}

/**
 * As `parseDecimal`, and several times as fast: nothing is thrown and no pattern
 * is run, since this happens for each number of each tick. Zeros at the end are
 * dropped and added so that there are `places` decimal places where that is exact.
 */
function readText(text: string, places: number): Decimal | null {
  let end = text.length;
  if (end === 0 || end > lengthMax) return null;
  const start = text.charCodeAt(0) === minus ? 1 : 0;
  const point = text.indexOf('.');
  if (point === start || point === end - 1 || start === end) return null;
  if (point > 0) while (end - point - 1 > places && text.charCodeAt(end - 1) === zero) end -= 1;
  if (end - 1 === point) end = point;
  const digits = readDigits(text, start, end);
  if (digits === null) return null;
  const scale = point < 0 || end <= point ? 0 : end - point - 1;
  const signed = start === 1 ? -digits : digits;
  return scale < places
    ? { digits: signed * powerOfTen(places - scale), scale: places }
    : { digits: signed, scale };
}

const [zero, nine, dot, minus] = [48, 57, 46, 45] as const;

function readDigits(text: string, start: number, end: number): bigint | null {
  let value = 0;
  let hasPoint = false;
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= zero && code <= nine) value = value * 10 + (code - zero);
    else if (code === dot && !hasPoint) hasPoint = true;
    else return null;
  }
  const isExact = end - start - (hasPoint ? 1 : 0) <= safeDigits;
  return BigInt(isExact ? value : text.slice(start, end).replace('.', ''));
}
