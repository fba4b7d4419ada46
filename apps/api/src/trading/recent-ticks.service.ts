import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tick } from '@tradeyard/market';
import { TicksService } from '../market-data/ticks.service.js';

/** So many of each instrument: a power of two. */
const ringSize = 32;

type Ring = { readonly ticks: Tick[]; count: number };

/**
 * The last ticks of each instrument. Between the price that an order was placed at and the moment when it is watched a few
 * may pass; and a process that takes over from another one has seen what that one may not have got to.
 */
@Injectable()
export class RecentTicks implements OnModuleInit {
  private readonly rings = new Map<string, Ring>();

  constructor(private readonly ticks: TicksService) {}

  onModuleInit(): void {
    this.ticks.subscribe((tick) => this.take(tick));
  }

  take(tick: Tick): void {
    let ring = this.rings.get(tick.symbol);
    if (!ring) this.rings.set(tick.symbol, (ring = { ticks: [], count: 0 }));
    ring.ticks[ring.count & (ringSize - 1)] = tick;
    ring.count += 1;
  }

  /** When the newest of each instrument was. */
  newestMs(): Map<string, number> {
    return new Map(
      [...this.rings].map(([symbol, { ticks, count }]) => [
        symbol,
        ticks[(count - 1) & (ringSize - 1)]?.atMs ?? 0,
      ]),
    );
  }

  /** Those after a moment, oldest first; `isAll` says that there were no others. */
  since(symbol: string, atMs: number): { ticks: Tick[]; isAll: boolean } {
    const ring = this.rings.get(symbol);
    if (!ring) return { ticks: [], isAll: false };
    const { ticks, count } = ring;
    const newest = ticks[(count - 1) & (ringSize - 1)];
    if (!newest || newest.atMs <= atMs) return { ticks: [], isAll: true };
    const first = Math.max(0, count - ringSize);
    const known = Array.from(
      { length: count - first },
      (_, place) => ticks[(first + place) & (ringSize - 1)] as Tick,
    );
    const later = known.filter((tick) => tick.atMs > atMs);
    return { ticks: later, isAll: later.length < known.length };
  }
}
