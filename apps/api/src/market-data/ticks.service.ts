import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import {
  isJudged,
  providerNames,
  TickCourse,
  tickFaults,
  type JudgedInstrument,
  type PriceLevel,
  type ProviderName,
  type RawTick,
  type Tick,
  type TickFault,
} from '@tradeyard/market';
import { v7 as uuid } from 'uuid';
import { Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';

export type TickListener = (tick: Tick) => void;

/** What became of a provider's ticks since this process began. */
export type TickCounts = {
  accepted: number;
  readonly dropped: Record<TickFault, number>;
  /** When the last good one was passed on, in milliseconds since 1970; 0 before the first. */
  lastAcceptedMs: number;
};

/** A tick that was not believed. */
export type QuarantinedTick = {
  readonly id: string;
  readonly at: Date;
  readonly reason: TickFault;
  readonly raw: RawTick;
  /** The newest believed price at that moment. */
  readonly last: Tick | undefined;
  status: 'open' | 'accepted';
};

/** Newer ones push older ones out: it is there for an administrator to look at, not a history. */
const quarantineMax = 200;
/** These say something about a provider. Those that come twice or late are the network's everyday life. */
const quarantined: ReadonlySet<TickFault> = new Set([
  'malformed',
  'not_positive',
  'crossed',
  'wide',
  'early',
  'jump',
]);
/** What a provider may have put in the place of a number is cut off there. */
const charactersMax = 40;

/**
 * The way of every tick from its provider to whoever wants to know: quotes,
 * streams, orders that wait for a price. Damaged, impossible, late and repeated
 * ticks end here, and are counted.
 */
@Injectable()
export class TicksService {
  private readonly logger = new Logger(TicksService.name);
  private readonly courses = new Map<string, TickCourse>();
  private readonly listeners: TickListener[] = [];
  private readonly counts = Object.fromEntries(providerNames.map((name) => [name, noCounts()])) as Record<
    ProviderName,
    TickCounts
  >;
  private quarantine: QuarantinedTick[] = [];

  constructor(private readonly clock: Clock) {}

  /** Calls `listener` with each good tick, in order. It has to be quick and must not wait for anything. */
  subscribe(listener: TickListener): void {
    this.listeners.push(listener);
  }

  /**
   * The instrument's prices begin, or begin anew: ticks from before make the next
   * one neither late nor a jump. `last` is a price from before, such as the last
   * close, for the first tick to be judged by.
   */
  begin(instrument: JudgedInstrument, last?: PriceLevel): void {
    this.courses.set(instrument.symbol, new TickCourse(instrument, last));
  }

  /** There are no more prices of it: what still comes is dropped. */
  forget(symbol: string): void {
    this.courses.delete(symbol);
  }

  /**
   * Gives a tick to all listeners, or drops it. Says whether it was good. What a
   * provider says of an instrument that was not begun is nobody's price.
   */
  publish(raw: RawTick): boolean {
    const course = this.courses.get(raw.symbol) ?? this.beginUnjudged(raw);
    if (course === undefined) return false;
    const nowMs = this.clock.now().getTime();
    const tick = course.take(raw, nowMs);
    const counts = this.counts[raw.source];
    if (typeof tick === 'string') {
      counts.dropped[tick] += 1;
      if (quarantined.has(tick)) this.put(raw, tick, course.newest, nowMs);
      return false;
    }
    counts.accepted += 1;
    counts.lastAcceptedMs = nowMs;
    this.deliver(tick);
    return true;
  }

  /** A frame of a provider that held no tick that could be read. */
  countMalformed(source: ProviderName): void {
    this.counts[source].dropped.malformed += 1;
  }

  countsOf(source: ProviderName): TickCounts {
    return this.counts[source];
  }

  /** Newest first. */
  listQuarantine(): QuarantinedTick[] {
    return this.quarantine.slice(-quarantineMax).reverse();
  }

  /**
   * Somebody says that a price is true: it becomes the newest. Throws `not_found`,
   * `tick_impossible` for what no market can have, and `quarantine_closed` when
   * there is a newer one.
   */
  accept(id: string): QuarantinedTick {
    const entry = this.quarantine.find((each) => each.id === id);
    if (!entry) throw new Problem('not_found', 'There is no such tick in quarantine, or not any more');
    if (entry.status === 'accepted') return entry;
    const { raw, reason } = entry;
    const tick = reason === 'jump' ? (this.courses.get(raw.symbol)?.accept(raw) ?? 'late') : reason;
    if (tick === 'late') {
      throw new DomainError('quarantine_closed', `There is a newer price of ${raw.symbol}`, 'id');
    }
    if (typeof tick === 'string') {
      throw new DomainError('tick_impossible', `No market has such a price: it is ${tick}`, 'id');
    }
    entry.status = 'accepted';
    this.deliver(tick);
    return entry;
  }

  /** Another process has accepted a price: it is the newest here as well, unless there is a newer one. */
  acceptAsElsewhere(raw: RawTick): void {
    const course = this.courses.get(raw.symbol);
    if (!course || (course.newest && course.newest.atMs >= raw.atMs)) return;
    const tick = course.accept(raw);
    if (typeof tick !== 'string') this.deliver(tick);
  }

  /** What we compute ourselves is right without anybody having said what is usual for it. */
  private beginUnjudged({ symbol, source }: RawTick): TickCourse | undefined {
    if (!isJudged(source)) this.begin({ symbol, class: 'stock', tickSize: '1' });
    return this.courses.get(symbol);
  }

  private deliver(tick: Tick): void {
    for (const listener of this.listeners) {
      try {
        listener(tick);
      } catch (error) {
        // One listener's mistake must not keep the price from the others.
        this.logger.error(error instanceof Error ? error.stack : error);
      }
    }
  }

  private put(raw: RawTick, reason: TickFault, last: Tick | undefined, nowMs: number): void {
    this.quarantine.push({
      id: uuid(),
      at: new Date(nowMs),
      reason,
      raw: clipped(raw),
      last,
      status: 'open',
    });
    // Dropped in halves: a provider that sends nothing but nonsense must not cost a copy of the list each time.
    if (this.quarantine.length >= 2 * quarantineMax) this.quarantine = this.quarantine.slice(-quarantineMax);
  }
}

const noCounts = (): TickCounts => ({
  accepted: 0,
  dropped: Object.fromEntries(tickFaults.map((fault) => [fault, 0])) as Record<TickFault, number>,
  lastAcceptedMs: 0,
});

function clipped(raw: RawTick): RawTick {
  const { price, bid, ask, volume } = raw;
  const clip = (value: RawTick['price']) =>
    typeof value === 'string' ? value.slice(0, charactersMax) : value;
  return { ...raw, price: clip(price), bid: clip(bid), ask: clip(ask), volume: clip(volume) };
}
