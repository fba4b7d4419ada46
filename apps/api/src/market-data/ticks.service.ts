import { Injectable, Logger } from '@nestjs/common';
import { findTickFault, type Tick } from '@tradeyard/market';
import { Clock } from '../platform/clock.js';

export type TickListener = (tick: Tick) => void;

/**
 * The way of every tick from its provider to whoever wants to know: quotes,
 * streams, orders that wait for a price. Damaged, late and repeated ticks end here.
 */
@Injectable()
export class TicksService {
  private readonly logger = new Logger(TicksService.name);
  private readonly newest = new Map<string, Tick>();
  private readonly listeners: TickListener[] = [];

  constructor(private readonly clock: Clock) {}

  /** Calls `listener` with each good tick, in order. It has to be quick and must not wait for anything. */
  subscribe(listener: TickListener): void {
    this.listeners.push(listener);
  }

  /** Gives a tick to all listeners, or drops it. Says whether it was good. */
  publish(tick: Tick): boolean {
    const fault = findTickFault(tick, this.newest.get(tick.symbol), this.clock.now().getTime());
    if (fault) {
      this.logger.debug(`Dropped a tick of ${tick.symbol} from ${tick.source}: ${fault}`);
      return false;
    }
    this.newest.set(tick.symbol, tick);
    for (const listener of this.listeners) {
      try {
        listener(tick);
      } catch (error) {
        // One listener's mistake must not keep the price from the others.
        this.logger.error(error instanceof Error ? error.stack : error);
      }
    }
    return true;
  }

  /** The instrument's prices begin anew: ticks from before do not make the next one late. */
  forget(symbol: string): void {
    this.newest.delete(symbol);
  }
}
