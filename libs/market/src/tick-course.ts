import { parseDecimal } from '@tradeyard/kernel';
import type { Instrument } from './instrument.js';
import { normaliseTick } from './normalise.js';
import { agreeingTicks, isJudged, isJump, isWide, type PriceLevel } from './plausible.js';
import type { RawTick, Tick, TickFault } from './tick.js';

/** What has to be known of an instrument to judge its ticks. */
export type JudgedInstrument = Pick<Instrument, 'symbol' | 'class' | 'tickSize'>;

/**
 * The ticks of one instrument as they come: what is believed, and what is not
 * believed yet. It is the only place that decides on that, and it changes with
 * each tick instead of being made anew, for there are hundreds of thousands of
 * them in a second.
 */
export class TickCourse {
  private newestTick: Tick | undefined;
  /** The last of `doubts` ticks in a row that are far from the newest, and near each other. */
  private doubted: Tick | undefined;
  private doubts = 0;
  private readonly places: number;

  /** `last` is a price from before the first tick, such as the close of the day before, for the first to be judged by. */
  constructor(
    private readonly instrument: JudgedInstrument,
    private readonly last?: PriceLevel,
  ) {
    this.places = parseDecimal(instrument.tickSize).scale;
  }

  get newest(): Tick | undefined {
    return this.newestTick;
  }

  /** The tick as it is passed on, or why it is not. */
  take(raw: RawTick, nowMs: number): Tick | TickFault {
    const newest = this.newestTick;
    const tick = normaliseTick(raw, newest, this.places, nowMs);
    if (typeof tick === 'string') return tick;
    if (isJudged(tick.source)) {
      const last = newest ?? this.last;
      if (last !== undefined && isJump(tick, last, this.instrument.class)) return this.suspect(raw, nowMs);
      if (isWide(tick, this.instrument.class)) return this.narrow(raw, nowMs);
    }
    this.believe(tick);
    return tick;
  }

  /**
   * Somebody says that a doubted price is true. Answers the tick, or `late` when
   * there is a newer one that settled it, or what else is wrong with it.
   */
  accept(raw: RawTick): Tick | TickFault {
    if (this.newestTick !== undefined && this.newestTick.atMs > raw.atMs) return 'late';
    const tick = normaliseTick(raw, undefined, this.places, raw.atMs);
    if (typeof tick !== 'string') this.believe(tick);
    return tick;
  }

  /** A price far from the newest: the sides that a tick leaves out are those of the doubted level, not of the old one. */
  private suspect(raw: RawTick, nowMs: number): Tick | TickFault {
    const { doubted, instrument } = this;
    const tick = normaliseTick(raw, doubted, this.places, nowMs);
    if (typeof tick === 'string') return tick;
    if (isWide(tick, instrument.class)) return 'wide';
    this.doubts = doubted !== undefined && !isJump(tick, doubted, instrument.class) ? this.doubts + 1 : 1;
    this.doubted = tick;
    if (this.doubts < agreeingTicks) return 'jump';
    this.believe(tick);
    return tick;
  }

  /** Sides from before, which the price has left far behind, are nobody's offers any more; sides that were named now are wrong. */
  private narrow(raw: RawTick, nowMs: number): Tick | TickFault {
    const tick = raw.price === undefined ? 'wide' : normaliseTick(raw, undefined, this.places, nowMs);
    if (typeof tick === 'string') return tick;
    if (isWide(tick, this.instrument.class)) return 'wide';
    this.believe(tick);
    return tick;
  }

  private believe(tick: Tick): void {
    this.newestTick = tick;
    this.doubted = undefined;
    this.doubts = 0;
  }
}
