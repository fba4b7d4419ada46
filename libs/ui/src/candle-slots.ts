import { samplePoints } from './sample.js';

/** What one day (or one interval) of trading came to; prices are decimal strings. */
export type Candle = {
  /** When it begins. */
  at: string;
  open: string;
  high: string;
  low: string;
  close: string;
  volume: string;
};

/** A place on the time axis, for pixels: a candle as floats, or null where nothing is known. */
export type Slot = {
  readonly atMs: number;
  readonly candle: Candle | null;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
};

const dayMs = 86_400_000;
/** Markets close for a week at most; a longer silence of days is missing history. */
const silenceMsMax = 14 * dayMs;
/** Whatever is missing, the axis stays one that can be drawn. */
const gapSlotsMax = 2000;

/**
 * The candles with empty slots where some are missing, so that a gap is seen as one. `stepMs` is how much time one
 * covers. Nights and weekends of an exchange are no gaps: they are left out unless it `isAlwaysOpen`.
 */
export function candleSlots(candles: readonly Candle[], stepMs: number, isAlwaysOpen: boolean): Slot[] {
  const slots: Slot[] = [];
  for (const candle of candles) {
    const atMs = Date.parse(candle.at);
    const before = slots.at(-1)?.atMs;
    if (before !== undefined && isGap(before, atMs, stepMs, isAlwaysOpen)) {
      const missing = Math.min(Math.round((atMs - before) / stepMs) - 1, gapSlotsMax);
      const apartMs = (atMs - before) / (missing + 1);
      for (let place = 1; place <= missing; place += 1) slots.push(emptySlot(before + place * apartMs));
    }
    slots.push({
      atMs,
      candle,
      open: Number(candle.open),
      high: Number(candle.high),
      low: Number(candle.low),
      close: Number(candle.close),
      volume: Number(candle.volume),
    });
  }
  return slots;
}

function isGap(beforeMs: number, atMs: number, stepMs: number, isAlwaysOpen: boolean): boolean {
  // A candle of several days begins where its first day of trading is.
  if (atMs - beforeMs < 2 * stepMs) return false;
  if (isAlwaysOpen) return true;
  if (stepMs >= dayMs) return atMs - beforeMs > Math.max(silenceMsMax, 3 * stepMs);
  return Math.floor(beforeMs / dayMs) === Math.floor(atMs / dayMs);
}

const emptySlot = (atMs: number): Slot => ({
  atMs: Math.round(atMs),
  candle: null,
  open: NaN,
  high: NaN,
  low: NaN,
  close: NaN,
  volume: 0,
});

/** At most about `count` slots that draw the same line of closes; what was traded between two is with the later one. */
export function thinSlots(slots: readonly Slot[], count: number): readonly Slot[] {
  if (slots.length <= count) return slots;
  const thinned: Slot[] = [];
  for (const piece of pieces(slots)) {
    const points = piece.map((slot) => ({ at: slot.atMs, value: slot.close, slot }));
    const share = Math.max(4, Math.round((count * piece.length) / slots.length));
    const kept = new Set((piece[0]?.candle ? samplePoints(points, share) : points).map(({ slot }) => slot));
    let volume = 0;
    for (const slot of piece) {
      volume += slot.volume;
      if (!kept.has(slot)) continue;
      thinned.push({ ...slot, volume });
      volume = 0;
    }
  }
  return thinned;
}

/** Runs of candles, and runs of nothing. */
function pieces(slots: readonly Slot[]): Slot[][] {
  const found: Slot[][] = [];
  for (const slot of slots) {
    const piece = found.at(-1);
    if (piece && (piece[0]?.candle === null) === (slot.candle === null)) piece.push(slot);
    else found.push([slot]);
  }
  return found;
}

/** Whether `after` is `before` with a new last slot, or one more: then only that has to be drawn. */
export const isOneLater = (before: readonly Slot[], after: readonly Slot[]): boolean =>
  before.length > 1 &&
  (after.length === before.length || after.length === before.length + 1) &&
  after[0]?.candle === before[0]?.candle &&
  after[before.length - 2]?.candle === before.at(-2)?.candle &&
  after[before.length - 1]?.atMs === before.at(-1)?.atMs &&
  after[before.length - 1]?.candle !== null;

/** The moment at a place on the axis, which may be between two slots or beyond the ends. */
export function momentAt(slots: readonly Slot[], place: number, stepMs: number): number {
  const first = slots[0]?.atMs ?? 0;
  const last = slots.at(-1)?.atMs ?? 0;
  if (place < 0) return first + place * stepMs;
  if (place > slots.length - 1) return last + (place - slots.length + 1) * stepMs;
  const floor = Math.floor(place);
  const before = slots[floor]?.atMs ?? first;
  return before + (place - floor) * ((slots[floor + 1]?.atMs ?? before) - before);
}

/** The other way round: where on the axis a moment is. */
export function placeOf(slots: readonly Slot[], atMs: number, stepMs: number): number {
  const first = slots[0]?.atMs ?? 0;
  const last = slots.at(-1)?.atMs ?? 0;
  if (atMs < first) return (atMs - first) / stepMs;
  if (atMs >= last) return slots.length - 1 + (atMs - last) / stepMs;
  let low = 0;
  let high = slots.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((slots[middle]?.atMs ?? 0) <= atMs) low = middle;
    else high = middle;
  }
  const from = slots[low]?.atMs ?? 0;
  return low + (atMs - from) / ((slots[high]?.atMs ?? 0) - from);
}
