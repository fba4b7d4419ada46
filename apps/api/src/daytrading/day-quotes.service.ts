import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import {
  isLegacyUser,
  LegacyQuotePatience,
  LegacyQuotes,
  type LegacyQuote,
} from './legacy-quotes.provider.js';
import { SharedQuotes, type ReceivedQuote } from './shared-quotes.provider.js';

/** How old a quote may be by the time that stands in it. */
export const quoteValidMs = 60_000;

/** A quote, and whether this call asked the server for it: each such hit costs money and is logged once. */
export type FoundQuote = { readonly quote: LegacyQuote; readonly isHit: boolean };

/**
 * The quotes that are valid now: from this process's memory, else from the other processes by way of Redis, else from
 * the server. A quote serves everybody who asks for its symbol, whoever it was fetched for.
 */
@Injectable()
export class DayQuotes implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(DayQuotes.name);
  /** By symbol, the one that was received last at the end. */
  private readonly memory = new Map<string, ReceivedQuote>();
  private readonly searches = new Map<string, Promise<FoundQuote>>();
  private readonly listeners: ((quote: LegacyQuote) => void)[] = [];
  private shared: SharedQuotes | undefined;
  private isSkewTold = false;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly legacy: LegacyQuotes,
    private readonly patience: LegacyQuotePatience,
  ) {}

  onModuleInit(): void {
    const { redisUrl } = this.config;
    // Without a server there is nothing to share.
    if (redisUrl !== undefined && this.config.quoteServer)
      this.shared = new SharedQuotes(redisUrl, this.patience.redisMs);
  }

  onModuleDestroy(): void {
    this.shared?.stop();
  }

  /** The quote that this process knows to be valid now. */
  current(symbol: string): LegacyQuote | undefined {
    const received = this.memory.get(symbol);
    return received && this.isValid(received) ? received.quote : undefined;
  }

  /**
   * A valid quote. `isHit` is true for the one caller whose call asked the server; all who ask at the same time share
   * its answer, or its `quote_unavailable`. What the server has just said is given also when it calls it old.
   */
  async get(symbol: string, user: string): Promise<FoundQuote> {
    const quote = this.current(symbol);
    if (quote) return { quote, isHit: false };
    const running = this.searches.get(symbol);
    if (running) return { quote: (await running).quote, isHit: false };
    const search = this.search(symbol, user);
    // Nobody else shares in the failure of one whom the server cannot be asked for.
    if (!isLegacyUser(user)) return search;
    const shared = search.finally(() => this.searches.delete(symbol));
    this.searches.set(symbol, shared);
    return shared;
  }

  /** Tells each quote that is new to this process: it was fetched by a hit of this one, or another one's is in Redis. */
  onFresh(listener: (quote: LegacyQuote) => void): void {
    this.listeners.push(listener);
  }

  private async search(symbol: string, user: string): Promise<FoundQuote> {
    const known = await this.shared?.find(symbol);
    const nowMs = this.clock.now().getTime();
    // Another process's clock may be ahead of ours.
    const received = known && { ...known, receivedAtMs: Math.min(known.receivedAtMs, nowMs) };
    if (received && this.isValid(received)) {
      this.take(received);
      return { quote: received.quote, isHit: false };
    }
    const quote = await this.legacy.fetch(symbol, user);
    const fetched = { quote, receivedAtMs: this.clock.now().getTime() };
    this.shared?.put(fetched, validUntilMs(fetched) - fetched.receivedAtMs);
    if (!this.isValid(fetched)) this.noteSkew();
    this.take(fetched, true);
    return { quote, isHit: true };
  }

  private take(received: ReceivedQuote, isHit = false): void {
    const { quote } = received;
    const before = this.memory.get(quote.symbol)?.quote;
    this.forgetExpired();
    this.memory.delete(quote.symbol); // it moves to the end
    this.memory.set(quote.symbol, received);
    if (isHit || !before || before.quotedAtMs < quote.quotedAtMs) this.tell(quote);
  }

  /** From the oldest on up to the first that is valid: the others had their turn no more than a minute later. */
  private forgetExpired(): void {
    for (const [symbol, received] of this.memory) {
      if (this.isValid(received)) return;
      this.memory.delete(symbol);
    }
  }

  private tell(quote: LegacyQuote): void {
    for (const listener of this.listeners) {
      try {
        listener(quote);
      } catch (error) {
        this.logger.error(error);
      }
    }
  }

  private isValid(received: ReceivedQuote): boolean {
    return this.clock.now().getTime() <= validUntilMs(received);
  }

  private noteSkew(): void {
    if (this.isSkewTold) return;
    this.isSkewTold = true;
    this.logger.warn(
      'The quote server calls its new quotes old: its clock or ours is wrong, and each use is a hit',
    );
  }
}

/** A server whose clock is ahead does not make its quotes valid for longer. */
const validUntilMs = ({ quote, receivedAtMs }: ReceivedQuote): number =>
  Math.min(quote.quotedAtMs, receivedAtMs) + quoteValidMs;
