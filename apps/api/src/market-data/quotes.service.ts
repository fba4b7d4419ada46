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

type Course = { readonly start: DayStart; readonly tick: Tick | undefined };

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

  /** The newest quote, stale or not; null before the first. */
  findQuote(symbol: string): Quote | null {
    const course = this.courses.get(symbol);
    return course?.tick ? this.quoteOf(course.start, course.tick) : null;
  }

  /** All quotes by symbol, stale or not; an instrument without one is not in the list. */
  listQuotes(): Quote[] {
    return [...this.courses.keys()].sort().flatMap((symbol) => this.findQuote(symbol) ?? []);
  }

  /** The candle of the current day. */
  findDay(symbol: string): Candle | undefined {
    return this.courses.get(symbol)?.start.day;
  }

  /** Begins an instrument, or begins it anew after its history changed. The quote stays until the next tick. */
  begin(symbol: string, start: DayStart): void {
    this.courses.set(symbol, { start, tick: this.courses.get(symbol)?.tick });
  }

  private take(tick: Tick): void {
    const course = this.courses.get(tick.symbol);
    if (!course) return; // an instrument that this process has not read yet
    const { start } = course;
    const day = addTick(start.day, tick, '1d');
    const isNewDay = start.day !== undefined && start.day.at < day.at;
    const previousClose = isNewDay ? start.day.close : start.previousClose;
    this.courses.set(tick.symbol, { start: { currency: start.currency, day, previousClose }, tick });
  }

  private quoteOf({ currency, day, previousClose }: DayStart, tick: Tick): Quote {
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
      stale: this.clock.now().getTime() - atMs > this.staleMs,
    };
  }
}
