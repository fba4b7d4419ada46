import { Injectable } from '@nestjs/common';
import { DomainError, type Decimal } from '@tradeyard/kernel';
import { addTick, type Candle, type Quote, type Tick } from '@tradeyard/market';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { TicksService } from './ticks.service.js';

/** What is known of an instrument's day before a tick arrives. */
export type DayStart = {
  /** What its price is in. */
  readonly currency: string;
  /** The day so far, when there is any. */
  readonly day: Candle | undefined;
  /** The close of the last completed day before `day`, or before the next tick. */
  readonly previousClose: Decimal | null;
};

type Course = {
  readonly start: DayStart;
  readonly tick: Tick;
  /** The day that ended while this process ran. */
  readonly completed: Candle | undefined;
};

/** A price this old has stopped, and nobody trades on it. At least so many ticks must have been missed. */
const staleMsLeast = 10_000;
const staleTicks = 5;

/**
 * The newest quote of every instrument, kept in memory by each process from the
 * ticks it sees. Nothing here waits, so a quote can be asked for in any place.
 */
@Injectable()
export class QuotesService {
  private readonly courses = new Map<string, Course>();
  private readonly staleMs: number;

  constructor(
    private readonly clock: Clock,
    { marketTickMs }: Config,
    ticks: TicksService,
  ) {
    this.staleMs = Math.max(staleMsLeast, staleTicks * marketTickMs);
    ticks.subscribe((tick) => this.take(tick));
  }

  /** A quote to trade on; throws `quote_unavailable` when there is none or it is stale. */
  getQuote(symbol: string): Quote {
    const quote = this.findQuote(symbol);
    if (!quote) throw new DomainError('quote_unavailable', `There is no price of ${symbol} yet`);
    if (quote.stale) {
      throw new DomainError(
        'quote_unavailable',
        `The last price of ${symbol} is of ${quote.at.toISOString()}, too old to trade on`,
      );
    }
    return quote;
  }

  /** Whether a quote is too old to trade on at the moment `now`. */
  isStale({ at }: Pick<Quote, 'at'>, now: Date): boolean {
    return now.getTime() - at.getTime() > this.staleMs;
  }

  /** The newest quote, stale or not; null before the first. */
  findQuote(symbol: string): Quote | null {
    const course = this.courses.get(symbol);
    return course ? this.quoteOf(course) : null;
  }

  /** All quotes by symbol, stale or not; an instrument without one is not in the list. */
  listQuotes(): Quote[] {
    return [...this.courses.keys()].sort().flatMap((symbol) => this.findQuote(symbol) ?? []);
  }

  /** Candles of the days that this process has seen ticks of: today's, and before it the one that ended last. */
  listDays(symbol: string): Candle[] {
    const course = this.courses.get(symbol);
    return [course?.completed, course?.start.day].filter((day) => day !== undefined);
  }

  /** Begins an instrument, or begins it anew after its history changed; `tick` is already part of its day. */
  begin(tick: Tick, start: DayStart): void {
    this.courses.set(tick.symbol, { start, tick, completed: undefined });
  }

  private take(tick: Tick): void {
    const course = this.courses.get(tick.symbol);
    if (!course) return; // an instrument that this process has not read yet
    const { currency, day: before, previousClose } = course.start;
    const day = addTick(before, tick, '1d');
    const hasEnded = before !== undefined && before.at < day.at;
    this.courses.set(tick.symbol, {
      start: { currency, day, previousClose: hasEnded ? before.close : previousClose },
      tick,
      completed: hasEnded ? before : course.completed,
    });
  }

  private quoteOf({ start: { currency, day, previousClose }, tick }: Course): Quote {
    const { symbol, bid, ask, price, atMs, source } = tick;
    return {
      symbol,
      bid,
      ask,
      price,
      currency,
      previousClose,
      dayHigh: day?.high ?? price,
      dayLow: day?.low ?? price,
      volume: day?.volume ?? tick.volume,
      at: new Date(atMs),
      source,
      stale: this.isStale({ at: new Date(atMs) }, this.clock.now()),
    };
  }
}
