import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import type { Call } from '../ledger/call.dto.js';
import { OrderChanges } from './order-changes.service.js';
import { OrderReader } from './order-reader.service.js';
import { TradingStateDto, type TradingStoppedDto } from './trading-stops.dto.js';
import { everybody, TradingStops } from './trading-stops.service.js';

/** So many orders are cancelled side by side: one group of the ledger writes them. */
const atOnce = 200;

/** Stops trading, of one person or of all. */
@Injectable()
export class KillSwitch {
  constructor(
    private readonly stops: TradingStops,
    private readonly reader: OrderReader,
    private readonly changes: OrderChanges,
  ) {}

  stateOf(userId: string): TradingStateDto {
    return TradingStateDto.from(this.stops.find(userId), userId !== everybody && this.stops.hasOwn(userId));
  }

  stateOfAll(): TradingStateDto {
    return this.stateOf(everybody);
  }

  /** First no new orders are taken, then those that rest are cancelled. */
  async stopOwn(
    userId: string,
    reason: string | null,
    { origin }: Pick<Call, 'origin'>,
  ): Promise<TradingStoppedDto> {
    await this.stops.stop(userId, userId, reason);
    const cancelled = await this.cancelAll({ userId }, origin, 'trading was stopped by its owner');
    return Object.assign(this.stateOf(userId), { cancelled });
  }

  async stopAll(actor: string, reason: string | null): Promise<TradingStateDto> {
    await this.stops.stop(everybody, actor, reason);
    return this.stateOfAll();
  }

  resume(userId: string): Promise<void> {
    return this.stops.resume(userId);
  }

  resumeAll(): Promise<void> {
    return this.stops.resume(everybody);
  }

  /** Cancels what rests of somebody; how many orders that were. */
  async cancelAll(of: { userId: string; bookId?: string }, origin: string, cause: string): Promise<number> {
    let [count, after]: [number, string | undefined] = [0, undefined];
    for (;;) {
      const ids: string[] = await this.reader.listResting(of, after, atOnce);
      const call = { origin, onReplay: () => undefined };
      const ended = await Promise.allSettled(
        ids.map((id) => this.changes.cancel(of.userId, id, call, of.userId, cause)),
      );
      for (const each of ended) if (each.status === 'rejected' && !isClosed(each.reason)) throw each.reason;
      count += ids.length;
      after = ids.at(-1);
      if (ids.length < atOnce) return count;
    }
  }
}

/** It was filled meanwhile, or went with another of its class. */
const isClosed = (error: unknown): boolean => error instanceof DomainError && error.code === 'order_closed';
