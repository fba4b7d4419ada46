import { Injectable } from '@nestjs/common';
import { dayOf, parseDecimal, type Day } from '@tradeyard/kernel';
import type { Candle } from '@tradeyard/market';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { fetchJson } from './json-client.provider.js';
import {
  ProviderError,
  ProviderPatience,
  type FollowedInstrument,
  type MarketProvider,
  type ProviderSession,
} from './market-provider.provider.js';
import { holdSocket, inGroups } from './socket-session.provider.js';

/** A connection carries at most 1,024 streams, and each instrument has two. */
const instrumentsPerConnection = 500;
/** It takes five messages a second; each names so many streams. */
const streamsPerMessage = 200;
const pauseMs = 250;
/** The book's frames carry no time; one is put so far back, that a trade on its way is not made late by it. */
const bookLagMs = 1_000;
/** Candles of one answer. */
const candlesMax = 1_000;

/** What is known of an instrument's trades on one connection. */
type Trades = { readonly symbol: string; lastId: number; lastAtMs: number };

/**
 * Trades and best bid and ask from Binance's public streams, without a key:
 * https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams.
 * The exchange pings every 20 seconds, which ws answers, and ends each connection
 * after a day.
 */
@Injectable()
export class BinanceProvider implements MarketProvider {
  readonly name = 'binance';
  /** Three pings. */
  readonly silenceMsMax = 60_000;

  constructor(
    private readonly config: Config,
    private readonly patience: ProviderPatience,
    private readonly clock: Clock,
  ) {}

  /** When one of several connections fails all are begun anew. */
  async run(session: ProviderSession): Promise<void> {
    const groups = inGroups(session.instruments, instrumentsPerConnection);
    const ending = new AbortController();
    const signal = AbortSignal.any([session.signal, ending.signal]);
    try {
      await Promise.race(groups.map((instruments) => this.hold({ ...session, instruments, signal })));
    } finally {
      ending.abort();
    }
  }

  async readHistory(instrument: FollowedInstrument, from: Day, signal: AbortSignal): Promise<Candle[]> {
    const candles: Candle[] = [];
    let startMs = Date.parse(from);
    const today = dayOf(this.clock.now());
    for (;;) {
      const url = new URL('api/v3/klines', this.config.binanceUrl);
      url.search = new URLSearchParams({
        symbol: instrument.providerSymbol,
        interval: '1d',
        startTime: String(startMs),
        limit: String(candlesMax),
      }).toString();
      const rows = await fetchJson(url, {
        timeoutMs: this.patience.connectMs,
        signal,
        now: this.clock.now(),
      });
      if (!Array.isArray(rows)) throw new ProviderError('answered with no list of candles');
      const page = rows.map(readKline);
      // The day that is not over is told by the ticks.
      candles.push(...page.filter(({ at }) => dayOf(at) < today));
      const last = page.at(-1);
      if (!last || page.length < candlesMax) return candles;
      startMs = last.at.getTime() + 1;
    }
  }

  private hold(session: ProviderSession): Promise<void> {
    const trades = new Map<string, Trades>(
      session.instruments.map(({ symbol, providerSymbol }) => [
        providerSymbol.toUpperCase(),
        { symbol, lastId: -1, lastAtMs: 0 },
      ]),
    );
    const streams = [...trades.keys()].flatMap((name) => [
      `${name.toLowerCase()}@trade`,
      `${name.toLowerCase()}@bookTicker`,
    ]);
    return holdSocket(session, {
      url: new URL('stream', this.config.binanceStreamUrl).href,
      connectMs: this.patience.connectMs,
      greetings: inGroups(streams, streamsPerMessage).map((params, index) =>
        JSON.stringify({ method: 'SUBSCRIBE', params, id: index + 1 }),
      ),
      pauseMs,
      receive: (message) => this.receive(session, trades, message as Frame | null),
    });
  }

  private receive(session: ProviderSession, trades: Map<string, Trades>, message: Frame | null): void {
    if (message?.error !== undefined) throw new ProviderError('refused the subscription');
    const data = message?.data;
    if (data === undefined) {
      if (message?.result === undefined) session.countMalformed(); // otherwise it is the answer to a subscription
      return;
    }
    const known = typeof data?.s === 'string' ? trades.get(data.s) : undefined;
    if (!known) {
      session.countMalformed();
      return;
    }
    if (data?.e === 'trade') takeTrade(session, known, data);
    else if (data?.e === undefined) this.takeBook(session, known, data as Book);
  }

  private takeBook({ emit }: ProviderSession, { symbol, lastAtMs }: Trades, { b: bid, a: ask }: Book): void {
    const atMs = Math.max(lastAtMs, this.clock.now().getTime() - bookLagMs);
    emit({ symbol, bid, ask, atMs, source: 'binance' });
  }
}

type Book = { readonly b: string; readonly a: string };
type Frame = {
  readonly error?: unknown;
  readonly result?: unknown;
  readonly data?: Partial<Record<'e' | 's' | 'p' | 'q' | 't' | 'T' | 'b' | 'a', unknown>> | null;
};

function takeTrade(
  session: ProviderSession,
  known: Trades,
  { p: price, q: volume, t: id, T: atMs }: NonNullable<Frame['data']>,
): void {
  if (typeof id !== 'number' || typeof atMs !== 'number') {
    session.countMalformed();
    return;
  }
  // A trade that was told before looks like any other that is late or a duplicate, unless its number is asked.
  const isCounted = id > known.lastId;
  session.emit({
    symbol: known.symbol,
    price: price as string,
    volume: volume as string,
    atMs,
    source: 'binance',
    isCounted,
  });
  if (!isCounted) return;
  known.lastId = id;
  known.lastAtMs = Math.max(known.lastAtMs, atMs);
}

/** Open time, open, high, low, close, volume, and more that is not needed. */
function readKline(row: unknown): Candle {
  const [atMs, ...texts] = Array.isArray(row) ? (row as unknown[]) : [];
  try {
    const [open, high, low, close, volume] = texts.slice(0, 5).map((text) => parseDecimal(text as string));
    if (typeof atMs !== 'number' || !open || !high || !low || !close || !volume) throw new TypeError();
    return { at: new Date(atMs), open, high, low, close, volume };
  } catch {
    throw new ProviderError('answered with a candle that cannot be read');
  }
}
