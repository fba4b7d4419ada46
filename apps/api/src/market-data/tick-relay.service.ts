import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { providerNames, type ProviderName, type RawTick } from '@tradeyard/market';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import type { OutsidePart } from '../platform/readiness.js';
import { rawText } from './quarantine.service.js';
import type { TickSink } from './supervision.provider.js';
import { TicksService } from './ticks.service.js';

const channel = 'tradeyard:ticks';
/** Ticks of so long go out together: a message for each would cost more than the ticks. */
const gatherMs = 5;
const retryMsMax = 2_000;

const text = z.string().optional();
const toldTick = z.object({
  symbol: z.string(),
  price: text,
  bid: text,
  ask: text,
  volume: text,
  atMs: z.number(),
  source: z.enum(providerNames),
  isCounted: z.boolean().optional(),
});
const told = z.array(z.unknown());
/** What can be said of a tick that cannot be read. */
const unreadable = z.object({ source: z.enum(providerNames) });

/**
 * The way of what outside providers say to all processes. Without Redis it ends in
 * this one. With Redis all hear it there, whoever said it among them, so that all
 * judge the same ticks in the same order; while Redis is away nothing is heard, and
 * quotes become stale.
 */
@Injectable()
export class TickRelayService implements TickSink, OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(TickRelayService.name);
  private readonly connections: Redis[] = [];
  private waiting: z.infer<typeof toldTick>[] = [];
  private gatherTimer: NodeJS.Timeout | undefined;
  private since: Date;
  private lastAt: Date | null = null;
  private isWell = false;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly ticks: TicksService,
  ) {
    this.since = clock.now();
  }

  /** Whether several processes share what one of them hears. */
  get isShared(): boolean {
    return this.config.redisUrl !== undefined;
  }

  onModuleInit(): void {
    if (!this.isShared) return;
    const listener = this.connect();
    this.connect();
    listener.on(
      'ready',
      () => void listener.subscribe(channel).catch((error: unknown) => this.noteError(error)),
    );
    listener.on('message', (_channel, message) => this.hear(message));
  }

  publish(raw: RawTick): boolean {
    if (!this.isShared) return this.ticks.publish(raw);
    const { symbol, price, bid, ask, volume, atMs, source, isCounted } = raw;
    const texts = { price: rawText(price), bid: rawText(bid), ask: rawText(ask), volume: rawText(volume) };
    this.waiting.push({ symbol, ...texts, atMs, source, isCounted });
    this.gatherTimer ??= setTimeout(() => this.send(), gatherMs);
    return true;
  }

  countMalformed(source: ProviderName): void {
    this.ticks.countMalformed(source);
  }

  health(): OutsidePart {
    const { isWell, since, lastAt } = this;
    return { name: 'redis', state: isWell ? 'live' : 'waiting', isWell, since, lastAt };
  }

  onModuleDestroy(): void {
    clearTimeout(this.gatherTimer);
    for (const connection of this.connections) connection.disconnect();
  }

  /** A price of before an outage is nobody's price after it: nothing waits for a connection. */
  private connect(): Redis {
    const connection = new Redis(this.config.redisUrl ?? '', {
      enableOfflineQueue: false,
      autoResubscribe: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 10), retryMsMax),
    });
    connection.on('error', (error) => this.noteError(error));
    connection.on('ready', () => this.noteState());
    connection.on('close', () => this.noteState());
    this.connections.push(connection);
    return connection;
  }

  private send(): void {
    this.gatherTimer = undefined;
    const message = JSON.stringify(this.waiting);
    this.waiting = [];
    const [, speaker] = this.connections;
    if (speaker?.status === 'ready')
      speaker.publish(channel, message).catch((error: unknown) => this.noteError(error));
  }

  private hear(message: string): void {
    const { data } = told.safeParse(parseJson(message));
    if (!data) {
      this.logger.warn('Somebody else uses our channel in Redis');
      return;
    }
    this.lastAt = this.clock.now();
    for (const each of data) this.take(each);
  }

  /** One that cannot be read keeps none of the others away. */
  private take(each: unknown): void {
    const { data: tick } = toldTick.safeParse(each);
    const { data: rest } = unreadable.safeParse(each);
    if (tick) this.ticks.publish(tick);
    else if (rest) this.ticks.countMalformed(rest.source);
    else this.logger.warn('Somebody else uses our channel in Redis');
  }

  private noteState(): void {
    const isWell = this.connections.every(({ status }) => status === 'ready');
    if (isWell === this.isWell) return;
    this.isWell = isWell;
    this.since = this.clock.now();
    if (isWell) this.logger.log('Redis carries the ticks');
    else this.logger.warn('Redis is away: prices of outside providers pause');
  }

  /** Its message may hold the address, and that a password. */
  private noteError(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
    this.logger.debug(`Redis: ${code}`);
  }
}

function parseJson(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
