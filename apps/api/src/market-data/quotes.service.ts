import { Injectable } from '@nestjs/common';
import { dayOf, DomainError, type Decimal } from '@tradeyard/kernel';
import {
  addTick,
  isOpen,
  keepsHours,
  roundToTick,
  type Candle,
  type CandleSource,
  type Instrument,
  type Quote,
  type SimulatedInstrument,
  type Tick,
} from '@tradeyard/market';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { SplitsService } from './splits.service.js';
import { TicksService } from './ticks.service.js';

/**
 * A price from before, as it was paid, at a moment of its day; `source` is whose it was. What it counts today is asked
 * each time, since a split may be written down, or taken back, while the market runs.
 */
export type StoredPrice = { readonly price: Decimal; readonly atMs: number; readonly source: CandleSource };

/** What is known of an instrument's day before a tick arrives. */
export type DayStart = {
  /** What its price is in. */
  readonly currency: string;
  /** The day so far, when there is any. */
  readonly day: Candle | undefined;
  /** The close of the last completed day before `day`, or before the next tick. */
  readonly previousClose: StoredPrice | null;
  /** What that close is rounded to, where only steps of it are prices. */
  readonly tickSize?: Decimal;
};

/** Whether and when an instrument is traded. */
export type TradedInstrument = Pick<Instrument, 'symbol' | 'status' | 'calendar' | 'provider'> &
  Pick<SimulatedInstrument, 'simulatedSessions'>;

type QuotedTick = Omit<Tick, 'source'> & { readonly source: CandleSource };

/** Changed with each tick: a new object for each would cost more than all the rest. */
type Course = {
  readonly currency: string;
  day: Candle | undefined;
  previousClose: StoredPrice | null;
  readonly tickSize?: Decimal;
  tick: QuotedTick | undefined;
  /** It is not from a tick of this run, but a stored close: to be shown and counted, for nobody to trade on. */
  isStored: boolean;
  /** The day that ended while this process ran. */
  completed: Candle | undefined;
};

/** Why nobody trades on a price. */
type Obstacle = 'old' | 'halted' | 'delisted' | 'closed';

const second = 1_000;
const minute = 60 * second;
const zero: Decimal = { digits: 0n, scale: 0 };

/**
 * A price this old has stopped, by provider.
 *
 * - Simulated: at least so many ticks must have been missed, and ten seconds.
 * - Replay: a long weekend of its history, however fast that passes.
 * - Binance: books of coins that anybody trades change every second.
 * - Finnhub tells trades, and a share that is traded in the session can be quiet
 *   for a minute or two.
 * - What was imported is the close of a day.
 * - Yahoo is asked every few seconds and answers with the last trade. What it
 *   passes on 15 minutes late is shown, and is too old to trade on.
 */
const staleMsOf = ({ marketTickMs, marketReplaySpeed }: Config): Record<CandleSource, number> => ({
  imported: 0,
  simulated: Math.max(10 * second, 5 * marketTickMs),
  replay: Math.max(10 * second, (4 * 24 * 60 * minute) / marketReplaySpeed),
  binance: minute,
  finnhub: 2 * minute,
  yahoo: 2 * minute,
});

/**
 * The newest quote of every instrument, kept in memory by each process from the
 * ticks it sees. Nothing here waits, so a quote can be asked for in any place.
 */
@Injectable()
export class QuotesService {
  private readonly courses = new Map<string, Course>();
  private readonly markets = new Map<string, TradedInstrument>();
  private readonly staleMs: Record<CandleSource, number>;

  constructor(
    private readonly clock: Clock,
    config: Config,
    ticks: TicksService,
    private readonly splits: SplitsService,
  ) {
    this.staleMs = staleMsOf(config);
    ticks.subscribe((tick) => this.take(tick));
  }

  /** A quote to trade on; throws `quote_unavailable` when there is none or it is stale. */
  getQuote(symbol: string): Quote {
    const quote = this.findQuote(symbol);
    if (!quote) throw new DomainError('quote_unavailable', `There is no price of ${symbol} yet`);
    const obstacle = this.findObstacle(quote, this.clock.now());
    if (obstacle) throw new DomainError('quote_unavailable', obstacleTexts[obstacle](quote));
    return quote;
  }

  /** Whether nobody trades on a quote at the moment `now`: it is too old, or the instrument is not traded then. */
  isStale(quote: Pick<Quote, 'symbol' | 'at' | 'source'>, now: Date): boolean {
    return this.findObstacle(quote, now) !== null;
  }

  /** The newest quote, stale or not; null before the first. */
  findQuote(symbol: string): Quote | null {
    const course = this.courses.get(symbol);
    return course?.tick ? this.quoteOf(course, course.tick) : null;
  }

  /** Quotes in the order of their symbols, stale or not; an instrument without one is not in the list. */
  listQuotes({ after = '', limit = Infinity }: { after?: string | undefined; limit?: number } = {}): Quote[] {
    const symbols = [...this.courses.keys()].filter((symbol) => symbol > after).sort();
    const found: Quote[] = [];
    for (const symbol of symbols) {
      if (found.length >= limit) break;
      const quote = this.findQuote(symbol);
      if (quote) found.push(quote);
    }
    return found;
  }

  /** Candles of the days that this process has seen ticks of: today's, and before it the one that ended last. */
  listDays(symbol: string): Candle[] {
    const course = this.courses.get(symbol);
    return [course?.completed, course?.day].filter((day) => day !== undefined);
  }

  /** Begins an instrument, or begins it anew after its history changed; `tick` is already part of its day. */
  begin(tick: Tick, start: DayStart): void {
    this.courses.set(tick.symbol, { ...start, tick, isStored: false, completed: undefined });
  }

  /**
   * Begins an instrument whose first tick is still to come: until then its quote is `last`, which is stale whatever its
   * age, or there is none.
   */
  open(symbol: string, start: DayStart, last?: StoredPrice): void {
    const tick = last && { symbol, ...evenly(last.price), volume: zero, ...last };
    this.courses.set(symbol, { ...start, tick, isStored: true, completed: undefined });
  }

  /** There is no price of it any more. */
  end(symbol: string): void {
    this.courses.delete(symbol);
  }

  /** History from before today has arrived. */
  setPreviousClose(symbol: string, close: StoredPrice): void {
    const course = this.courses.get(symbol);
    if (course) course.previousClose = close;
  }

  /** These are all the instruments there are. One that is not among them is traded whenever it has a price. */
  setMarkets(instruments: readonly TradedInstrument[]): void {
    this.markets.clear();
    for (const each of instruments) this.markets.set(each.symbol, each);
  }

  /** Whether there is such an instrument, as far as this process has read; a new one shows within seconds. */
  isListed(symbol: string): boolean {
    return this.markets.has(symbol);
  }

  /** How an instrument is traded; undefined for one that this process has not read yet. */
  marketOf(symbol: string): TradedInstrument | undefined {
    return this.markets.get(symbol);
  }

  /** What was traded in the newest tick; zero where there is none. */
  lastVolume(symbol: string): Decimal {
    return this.courses.get(symbol)?.tick?.volume ?? zero;
  }

  private take(tick: Tick): void {
    const course = this.courses.get(tick.symbol);
    if (!course) return; // an instrument that this process has not read yet
    const before = course.day;
    const day = addTick(before, tick, '1d');
    if (before !== undefined && before.at < day.at) {
      course.previousClose = { price: before.close, atMs: before.at.getTime(), source: tick.source };
      course.completed = before;
    }
    course.day = day;
    course.tick = tick;
    course.isStored = false;
  }

  /** What a price from before counts at a moment: shares may have been split meanwhile. */
  private worthOn(symbol: string, { price, atMs, source }: StoredPrice, at: Date): Decimal {
    if (this.splits.list(symbol).length === 0) return price; // most of them, and nothing is asked as often
    return this.splits.adjust(symbol, price, { after: dayOf(new Date(atMs)), until: dayOf(at), source });
  }

  private findObstacle(
    { symbol, at, source }: Pick<Quote, 'symbol' | 'at' | 'source'>,
    now: Date,
  ): Obstacle | null {
    const market = this.markets.get(symbol);
    if (market !== undefined && market.status !== 'active') return market.status;
    if (market !== undefined && keepsHours(market) && !isOpen(market.calendar, now)) return 'closed';
    if (this.courses.get(symbol)?.isStored) return 'old';
    return now.getTime() - at.getTime() > this.staleMs[source] ? 'old' : null;
  }

  private quoteOf(course: Course, tick: QuotedTick): Quote {
    const { currency, day, previousClose, isStored } = course;
    const { symbol, atMs, source } = tick;
    const at = new Date(atMs);
    const now = this.clock.now();
    const worth = (stored: StoredPrice): Decimal => this.worthOn(symbol, stored, isStored ? now : at);
    const { bid, ask, price } = isStored ? evenly(worth(tick)) : tick;
    return {
      symbol,
      bid,
      ask,
      price,
      currency,
      previousClose: previousClose && rounded(worth(previousClose), course.tickSize),
      dayHigh: day?.high ?? price,
      dayLow: day?.low ?? price,
      volume: day?.volume ?? tick.volume,
      at,
      source,
      stale: this.isStale({ symbol, at, source }, now),
    };
  }
}

const evenly = (price: Decimal) => ({ bid: price, ask: price, price });

const rounded = (price: Decimal, tickSize: Decimal | undefined): Decimal =>
  tickSize ? roundToTick(price, tickSize, 'halfEven') : price;

const obstacleTexts: Record<Obstacle, (quote: Quote) => string> = {
  old: ({ symbol, at }) => `The last price of ${symbol} is of ${at.toISOString()}, too old to trade on`,
  halted: ({ symbol }) => `${symbol} is halted`,
  delisted: ({ symbol }) => `${symbol} is not traded any more`,
  closed: ({ symbol }) => `The market of ${symbol} is closed`,
};
