import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { readLegacyAnswer, writeLegacyAnswer, type LegacyQuote } from './legacy-quotes.provider.js';
import { QuoteFailure } from './quote-connections.provider.js';

const retryMsMax = 2_000;
const keyOf = (symbol: string): string => `tradeyard:day-quote:${symbol}`;

/** A quote and when this product received it first, in ms since 1970. */
export type ReceivedQuote = { readonly quote: LegacyQuote; readonly receivedAtMs: number };

/**
 * What all processes know of quotes, in Redis. It only saves hits: whatever is wrong with it, it knows nothing and
 * throws nothing, and says so once.
 */
export class SharedQuotes {
  private readonly logger = new Logger('DayQuotes');
  private readonly redis: Redis;
  private isTroubled = false;
  private isStopped = false;

  constructor(url: string, timeoutMs: number) {
    this.redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: timeoutMs,
      retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 10), retryMsMax),
    });
    this.redis.on('error', (error) => this.noteTrouble(error));
    this.redis.on('close', () => this.noteTrouble());
    this.redis.on('ready', () => this.noteRecovery());
  }

  async find(symbol: string): Promise<ReceivedQuote | undefined> {
    if (this.redis.status !== 'ready') return undefined;
    try {
      const value = await this.redis.get(keyOf(symbol));
      return value === null ? undefined : readValue(value, symbol);
    } catch (error) {
      this.noteTrouble(error);
      return undefined;
    }
  }

  /** For so long as it is valid; nobody waits for it. */
  put(received: ReceivedQuote, forMs: number): void {
    if (this.redis.status !== 'ready' || forMs < 1) return;
    const value = `${received.receivedAtMs},${writeLegacyAnswer(received.quote)}`;
    this.redis.set(keyOf(received.quote.symbol), value, 'PX', Math.ceil(forMs)).then(
      () => this.noteRecovery(),
      (error: unknown) => this.noteTrouble(error),
    );
  }

  stop(): void {
    this.isStopped = true;
    this.redis.disconnect();
  }

  /** An error's message may hold the address, and that a password. */
  private noteTrouble(error?: unknown): void {
    if (this.isTroubled || this.isStopped) return;
    this.isTroubled = true;
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    this.logger.warn(`Redis is away${code}: each process asks for its own quotes`);
  }

  private noteRecovery(): void {
    if (this.isTroubled) this.logger.log('Redis shares the quotes again');
    this.isTroubled = false;
  }
}

/** Undefined for what somebody else put there. */
function readValue(value: string, symbol: string): ReceivedQuote | undefined {
  const [, receivedAt, line] = /^(\d{1,15}),(.*)$/s.exec(value) ?? [];
  if (receivedAt === undefined || line === undefined) return undefined;
  try {
    return { quote: readLegacyAnswer(line, symbol), receivedAtMs: Number(receivedAt) };
  } catch (error) {
    if (error instanceof QuoteFailure) return undefined;
    throw error;
  }
}
