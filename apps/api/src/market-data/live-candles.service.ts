import { Injectable } from '@nestjs/common';
import {
  addTickToMinutes,
  candleIntervalMs,
  candleStartMs,
  listEnded,
  minutesOf,
  newestCandle,
  type CandleInterval,
  type Minutes,
  type SourcedCandle,
  type Tick,
} from '@tradeyard/market';
import { QuotesService } from './quotes.service.js';
import { TicksService } from './ticks.service.js';

export type CandleListener = {
  /** A tick has changed the newest candles of an instrument. Called with every tick: be quick, and wait for nothing. */
  readonly changed?: (symbol: string) => void;
  /** A candle has ended: the first tick after it is there. */
  readonly ended?: (symbol: string, interval: CandleInterval, candle: SourcedCandle) => void;
};

/** What is to be stored of an instrument's minutes. */
export type UnsavedMinutes = {
  readonly symbol: string;
  /** Those that have ended, oldest first. */
  readonly ended: readonly SourcedCandle[];
  /** The one that is being built. */
  readonly forming: SourcedCandle | undefined;
};

type Course = {
  minutes: Minutes;
  /** Have ended and are not known to be stored; oldest first. */
  unsaved: SourcedCandle[];
  /** The newest minute as it was last stored, while it was being built and after its end. */
  storedForming: SourcedCandle | undefined;
  storedEnded: SourcedCandle | undefined;
};

/** While the database is away, minutes of so long a time are kept for each instrument. */
const unsavedMax = 24 * 60;

/** Ticks of a minute may come a little after its end. */
const latenessMs = 2_000;

/**
 * The newest candles of every instrument, kept in memory by each process from the ticks it sees: for a tick only the
 * minute is touched, longer intervals are put together when somebody asks. Nothing here waits.
 */
@Injectable()
export class LiveCandlesService {
  private readonly courses = new Map<string, Course>();
  private readonly listeners = new Set<CandleListener>();

  constructor(
    ticks: TicksService,
    private readonly quotes: QuotesService, // has taken a tick before this service does
  ) {
    ticks.subscribe((tick) => this.take(tick));
  }

  /** The newest candle of the interval, as it is with the last tick; null before the first. It may have ended. */
  findLive(symbol: string, interval: CandleInterval): SourcedCandle | null {
    if (interval === '1d') return this.findDay(symbol);
    const course = this.courses.get(symbol);
    return course ? newestCandle(course.minutes, interval) : null;
  }

  /** Tells of each change from now on; call what is returned to hear no more. */
  subscribe(listener: CandleListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Begins an instrument with what is stored of the hour that its newest minute is in, oldest first, or with nothing. */
  begin(symbol: string, stored: readonly SourcedCandle[]): void {
    const minutes = minutesOf(stored);
    if (minutes) this.courses.set(symbol, courseOf(minutes, minutes.minute));
    else this.courses.delete(symbol);
  }

  /** Of these instruments what is not stored as it is; `now` tells whether the newest minute has ended. */
  listUnsaved(symbols: Iterable<string>, now: Date): UnsavedMinutes[] {
    const endedBefore = now.getTime() - candleIntervalMs['1m'] - latenessMs;
    const all: UnsavedMinutes[] = [];
    for (const symbol of symbols) {
      const course = this.courses.get(symbol);
      if (!course) continue;
      const { minutes, unsaved, storedForming, storedEnded } = course;
      const hasEnded = minutes.minute.at.getTime() <= endedBefore;
      const ended = hasEnded && storedEnded !== minutes.minute ? [...unsaved, minutes.minute] : [...unsaved];
      const forming = hasEnded || storedForming === minutes.minute ? undefined : minutes.minute;
      if (ended.length > 0 || forming) all.push({ symbol, ended, forming });
    }
    return all;
  }

  /** These are stored as they were listed. */
  markSaved({ symbol, ended, forming }: UnsavedMinutes): void {
    const course = this.courses.get(symbol);
    if (!course) return;
    course.unsaved = course.unsaved.filter((candle) => !ended.includes(candle));
    course.storedForming = forming ?? course.storedForming;
    course.storedEnded = ended.at(-1) ?? course.storedEnded;
  }

  /** Another process has stored all minutes that ended by then. */
  forgetUnsaved(symbol: string, until: Date): void {
    const course = this.courses.get(symbol);
    if (!course || course.unsaved.length === 0) return;
    const startMs = until.getTime() - candleIntervalMs['1m'];
    course.unsaved = course.unsaved.filter(({ at }) => at.getTime() > startMs);
  }

  /** Whether it has ticked in this process, or was begun. */
  has(symbol: string): boolean {
    return this.courses.has(symbol);
  }

  /** Who has ticked in this process. */
  listSymbols(): Iterable<string> {
    return this.courses.keys();
  }

  private findDay(symbol: string): SourcedCandle | null {
    const source = this.quotes.findQuote(symbol)?.source;
    const day = this.quotes.listDays(symbol).at(-1);
    return day && source ? { ...day, source } : null;
  }

  private take(tick: Tick): void {
    const { symbol } = tick;
    const course = this.courses.get(symbol);
    if (course) {
      const earlier = course.minutes;
      course.minutes = addTickToMinutes(earlier, tick);
      if (course.minutes.minute.at.getTime() !== earlier.minute.at.getTime())
        this.end(symbol, course, earlier);
    } else {
      this.courses.set(symbol, courseOf(addTickToMinutes(undefined, tick), undefined));
    }
    for (const { changed } of this.listeners) changed?.(symbol);
  }

  private end(symbol: string, course: Course, earlier: Minutes): void {
    if (course.storedEnded !== earlier.minute) course.unsaved.push(earlier.minute);
    if (course.unsaved.length > unsavedMax) course.unsaved.shift();
    if (this.listeners.size === 0) return;
    const ended: { interval: CandleInterval; candle: SourcedCandle }[] = listEnded(earlier, course.minutes);
    const [before, today] = this.quotes.listDays(symbol);
    if (before && today && startsDay(course.minutes, earlier)) {
      ended.push({ interval: '1d', candle: { ...before, source: earlier.minute.source } });
    }
    for (const listener of this.listeners) {
      for (const { interval, candle } of ended) listener.ended?.(symbol, interval, candle);
    }
  }
}

const courseOf = (minutes: Minutes, storedForming: SourcedCandle | undefined): Course => ({
  minutes,
  unsaved: [],
  storedForming,
  storedEnded: undefined,
});

const startsDay = (later: Minutes, earlier: Minutes): boolean =>
  candleStartMs(later.minute.at.getTime(), '1d') !== candleStartMs(earlier.minute.at.getTime(), '1d');
