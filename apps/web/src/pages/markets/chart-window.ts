const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** From the finest to the coarsest. */
const intervals = [
  { name: '1m', ms: minuteMs },
  { name: '5m', ms: 5 * minuteMs },
  { name: '15m', ms: 15 * minuteMs },
  { name: '1h', ms: 60 * minuteMs },
  { name: '1d', ms: dayMs },
] as const;

export type Interval = (typeof intervals)[number]['name'];

export const ranges = [
  { value: '1D', label: '1D', days: 1 },
  { value: '5D', label: '5D', days: 7 }, // five days of trading
  { value: '1M', label: '1M', months: 1 },
  { value: '6M', label: '6M', months: 6 },
  { value: '1Y', label: '1Y', months: 12 },
  { value: '5Y', label: '5Y', months: 60 },
  { value: 'Max', label: 'Max' },
] as const;

export type Range = (typeof ranges)[number]['value'];

/** Candles to ask for: those of a stretch of time, as finely as so many points can show it. */
export type ChartWindow = {
  /** Null from the first there is, or until now. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly interval: Interval;
  readonly points: number;
};

/** Most candles of a stretch of an exchange's time are nights and weekends, which have none; the server joins the rest. */
const rowsPerPoint = 4;
/** How the server's limits are: asking for less or more is an error. */
const [pointsMin, pointsMax] = [10, 5000];
const decadesMs = 40 * 365 * dayMs;

const clampPoints = (points: number): number => Math.round(Math.min(pointsMax, Math.max(pointsMin, points)));

/** The finest interval of which a stretch has not many times more candles than `points`. */
const intervalFor = (spanMs: number, points: number): Interval =>
  intervals.find(({ ms }) => spanMs / ms <= rowsPerPoint * points)?.name ?? '1d';

/**
 * What a range shows, counted back from the last price at `lastMs`. The beginning of a long one is midnight, so that
 * everybody asks for the same.
 */
export function rangeWindow(range: Range, lastMs: number, points: number): ChartWindow {
  const { days, months } = { days: 0, months: 0, ...ranges.find(({ value }) => value === range) };
  const last = new Date(lastMs);
  const fromMs = days
    ? floorTo(lastMs - days * dayMs, 5 * minuteMs)
    : months
      ? Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - months, last.getUTCDate())
      : null;
  const spanMs = fromMs === null ? decadesMs : lastMs - fromMs;
  return { fromMs, toMs: null, interval: intervalFor(spanMs, points), points: clampPoints(points) };
}

/** Where somebody has moved to, and as much on either side, so that a short way further nothing has to be fetched. */
export function viewWindow(fromMs: number, toMs: number, points: number, nowMs: number): ChartWindow {
  const spanMs = Math.max(toMs - fromMs, minuteMs);
  const interval = intervalFor(spanMs, points);
  const stepMs = intervalMs(interval);
  const endMs = toMs + spanMs;
  return {
    fromMs: floorTo(fromMs - spanMs, stepMs),
    toMs: endMs >= nowMs ? null : floorTo(endMs, stepMs) + stepMs,
    interval,
    points: clampPoints(3 * points),
  };
}

/** What is there of the candles that were asked for. */
export type LoadedWindow = ChartWindow & {
  readonly stepMs: number;
  /** When the first and the last of them begin. */
  readonly firstMs: number;
  readonly lastMs: number;
};

/** A difference in detail that is worth another request. */
const coarserMax = 1.6;
const finerMax = 4;

/** Whether a view needs other candles: it goes beyond those that are loaded, or is much closer or farther away. */
export function needsOther(loaded: LoadedWindow, fromMs: number, toMs: number, wanted: ChartWindow): boolean {
  const isBefore =
    loaded.fromMs !== null && fromMs < loaded.fromMs && loaded.firstMs < loaded.fromMs + dayMs * 7;
  const isAfter = loaded.toMs !== null && toMs > loaded.toMs;
  if (isBefore || isAfter) return true;
  const wantedStepMs = Math.max(intervalMs(wanted.interval), (toMs - fromMs) / (wanted.points / 3));
  return loaded.stepMs > wantedStepMs * coarserMax || loaded.stepMs * finerMax < wantedStepMs;
}

export const intervalMs = (interval: Interval): number =>
  intervals.find(({ name }) => name === interval)?.ms ?? dayMs;

/** The intervals to try one after the other: finer ones are kept for a shorter time. */
export const andCoarser = (interval: Interval): Interval[] =>
  intervals.slice(intervals.findIndex(({ name }) => name === interval)).map(({ name }) => name);

/** After a weekend with a holiday an exchange has prices again. */
const closedMsMax = 4 * dayMs;

/** Whether candles that begin at `firstMs` are most of what was asked for, and not the last bit of it. */
export function isCovered(
  window: ChartWindow,
  firstMs: number,
  lastMs: number,
  isAlwaysOpen: boolean,
): boolean {
  if (window.fromMs === null) return true;
  const spanMs = (window.toMs ?? lastMs) - window.fromMs;
  return firstMs - window.fromMs <= Math.max(spanMs / 5, isAlwaysOpen ? dayMs : closedMsMax);
}

const floorTo = (atMs: number, stepMs: number): number => Math.floor(atMs / stepMs) * stepMs;
