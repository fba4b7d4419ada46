import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DomainError, parseDecimal, toMinor } from '@tradeyard/kernel';
import { Config } from '../platform/config.js';
import { QuoteConnections, QuoteFailure } from './quote-connections.provider.js';

/** What the legacy quote server said, for whose question it said it. */
export type LegacyQuote = {
  readonly symbol: string;
  /** Cents per share. */
  readonly price: bigint;
  /** Exactly as the server wrote it. */
  readonly priceText: string;
  readonly user: string;
  /** ms since 1970, as the server said. */
  readonly quotedAtMs: number;
  readonly cryptoKey: string;
};

/** How patient we are with the legacy quote server. A class, so that tests can be less patient. */
@Injectable()
export class LegacyQuotePatience {
  /** For one answer: the server takes up to four seconds on purpose. */
  readonly answerMs: number = 5_000;
  readonly attemptsMax: number = 3;
  /** Before the second attempt; twice as long before each further one. */
  readonly firstRetryMs: number = 50;
  /** For all attempts and waiting together. */
  readonly totalMs: number = 20_000;
  /** Half a second each on average, these bring a hundred quotes a second. */
  readonly connectionsMax: number = 64;
  /** A connection that the server keeps open is kept so long without a question. */
  readonly idleMs: number = 30_000;
  /** The real server closes each at once after its answer; one that lives longer is kept by the server. */
  readonly settleMs: number = 200;
  /** Redis saves an answer of the server; who waits longer for it saves nothing. */
  readonly redisMs: number = 250;
  /** How soon another process tends to triggers when the one that did has died. */
  readonly ownerMs: number = 2_000;
}

/** What the legacy server calls a symbol. */
export const isLegacySymbol = (text: string): boolean => /^[A-Z]{1,3}$/.test(text);

/** A client of the legacy quote server: each question is a hit that costs money, nothing is remembered here. */
@Injectable()
export class LegacyQuotes implements OnModuleDestroy {
  private readonly connections: QuoteConnections | undefined;

  constructor(
    config: Config,
    private readonly patience: LegacyQuotePatience,
  ) {
    if (config.quoteServer) this.connections = new QuoteConnections(config.quoteServer, patience);
  }

  /** Asks the server, again if need be. Throws `quote_unavailable` when it gives no answer that can be used. */
  async fetch(symbol: string, user: string): Promise<LegacyQuote> {
    const { connections } = this;
    if (!connections) throw unavailable(symbol, 'QUOTE_SERVER is not set');
    if (!isLegacySymbol(symbol)) throw unavailable(symbol, 'it has symbols of one to three capital letters');
    // A line end in it would be a second question.
    if (!isLegacyUser(user)) throw unavailable(symbol, 'it cannot be asked for a user of such a name');
    const { answerMs, attemptsMax, firstRetryMs, totalMs } = this.patience;
    const limits = { answerMs, untilMs: performance.now() + totalMs };
    const read = (line: string) => readLegacyAnswer(line, symbol);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await connections.ask(`${symbol},${user}`, read, limits);
      } catch (error) {
        if (!(error instanceof QuoteFailure)) throw error;
        const waitMs = firstRetryMs * 2 ** (attempt - 1);
        const isOver = attempt >= attemptsMax || performance.now() + waitMs >= limits.untilMs;
        if (isOver || error.kind === 'hopeless') throw unavailable(symbol, error.message);
        await sleep(waitMs);
      }
    }
  }

  onModuleDestroy(): void {
    this.connections?.close();
  }
}

/**
 * Reads `price,SYM,user,ms,key`, the answer to a question for `symbol`, without its line end. Throws a `QuoteFailure`
 * for anything else: another symbol, a price that is not above zero or has more than two decimals.
 */
export function readLegacyAnswer(line: string, symbol: string): LegacyQuote {
  const fields = line.split(',').map((field) => field.trim());
  const [priceText = '', answered = '', user = '', time = '', cryptoKey = ''] = fields;
  const isWhole =
    fields.length === 5 && pricePattern.test(priceText) && timePattern.test(time) && isLegacyUser(user);
  if (!isWhole || !keyPattern.test(cryptoKey)) throw new QuoteFailure('its answer cannot be read');
  if (answered !== symbol) throw new QuoteFailure('it answered for another symbol');
  const price = toMinor(parseDecimal(priceText), 2);
  if (price <= 0n) throw new QuoteFailure('it answered with a price of nothing');
  return { symbol, price, priceText, user, quotedAtMs: Number(time), cryptoKey };
}

/** The same quote as the server's line, without its end. */
export const writeLegacyAnswer = (quote: LegacyQuote): string =>
  [quote.priceText, quote.symbol, quote.user, quote.quotedAtMs, quote.cryptoKey].join();

/** Dollars; more than these digits is no price of a share, and would not fit where amounts are kept. */
const pricePattern = /^\d{1,12}(\.\d{1,2})?$/;
/** A date can hold no more. */
const timePattern = /^[1-9]\d{0,14}$/;
const keyPattern = /^[\x21-\x7e]+$/;

/** Fits into a line, as one field of it. */
export const isLegacyUser = (text: string): boolean =>
  text.length <= 256 && /^[^,\p{Cc}\s][^,\p{Cc}]*$/u.test(text);

const unavailable = (symbol: string, why: string) =>
  new DomainError('quote_unavailable', `The quote server has no quote of ${symbol.slice(0, 10)}: ${why}`);
