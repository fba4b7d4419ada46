import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Signals } from '../platform/signals.js';

/** Everybody, or the id of somebody. */
export const everybody = 'all';

/** Since when trading is stopped, by whom, and why. */
export type TradingStop = {
  readonly scope: string;
  readonly at: Date;
  readonly actor: string;
  readonly reason: string | null;
};

const topic = 'trading_stops';
/** In case nobody said that something changed. */
const refreshMs = 5_000;

/**
 * The kill switch: who may not trade at the moment. Every process knows them in memory; whoever pulls the switch waits
 * until this process knows, and the others know within a moment.
 */
@Injectable()
export class TradingStops implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(TradingStops.name);
  private stops: ReadonlyMap<string, TradingStop> = new Map();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly signals: Signals,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.read();
    this.signals.on(topic, () => void this.refresh());
    this.signals.onGap(() => void this.refresh());
    this.timer = setInterval(() => void this.refresh(), refreshMs);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** The stop that keeps somebody from trading: that of all, or their own; null for none. */
  find(userId: string): TradingStop | null {
    return this.stops.get(everybody) ?? this.stops.get(userId) ?? null;
  }

  /** Whether somebody has stopped their own trading, whatever holds for all. */
  hasOwn(userId: string): boolean {
    return this.stops.has(userId);
  }

  /** Throws `trading_stopped`. */
  requireTrading(userId: string): void {
    const stop = this.find(userId);
    if (!stop) return;
    const whose =
      stop.scope === everybody ? 'Trading is stopped for everybody' : 'You have stopped your trading';
    throw new DomainError('trading_stopped', stop.reason ? `${whose}: ${stop.reason}` : whose);
  }

  async stop(scope: string, actor: string, reason: string | null): Promise<void> {
    await this.dataSource.query(
      `insert into trading_stop (scope, at, actor, reason) values ($1, $2, $3, $4)
       on conflict (scope) do update set at = excluded.at, actor = excluded.actor, reason = excluded.reason`,
      [scope, this.clock.now(), actor, reason],
    );
    await this.changed();
  }

  async resume(scope: string): Promise<void> {
    await this.dataSource.query('delete from trading_stop where scope = $1', [scope]);
    await this.changed();
  }

  private async changed(): Promise<void> {
    await this.read();
    this.signals.publish(topic, 'changed');
  }

  private async read(): Promise<void> {
    const rows = await this.dataSource.query<TradingStop[]>(
      'select scope, at, actor, reason from trading_stop',
    );
    this.stops = new Map(rows.map((row) => [row.scope, row]));
  }

  /** While the database is away what was known stays. */
  private async refresh(): Promise<void> {
    try {
      await this.read();
    } catch (error) {
      this.logger.warn(`The stops of trading cannot be read: ${String(error)}`);
    }
  }
}
