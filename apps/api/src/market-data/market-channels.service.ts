import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { formatDecimal } from '@tradeyard/kernel';
import {
  candleIntervals,
  candleSources,
  formatPrice,
  type CandleInterval,
  type SourcedCandle,
} from '@tradeyard/market';
import { z } from 'zod';
import type { ChannelDescription } from '../stream/channel.dto.js';
import { ChannelsService } from '../stream/channels.service.js';
import type { CandleDto } from './candles.dto.js';
import { InstrumentsService } from './instruments.service.js';
import { LiveCandlesService } from './live-candles.service.js';
import { QuoteDto } from './quotes.dto.js';
import { QuotesService } from './quotes.service.js';
import { TicksService } from './ticks.service.js';

const price = z.string().meta({ examples: ['232.56'] });

const quoteData = z.object({
  symbol: z.string(),
  bid: price,
  ask: price,
  price,
  currency: z.string(),
  previousClose: price.nullable(),
  change: z.string().nullable(),
  changePercent: z.string().nullable(),
  dayHigh: price,
  dayLow: price,
  volume: z.string(),
  at: z.iso.datetime(),
  source: z.enum(candleSources),
  stale: z.boolean(),
}) satisfies z.ZodType<QuoteDto>;

const candle = z.object({
  at: z.iso.datetime().meta({ description: 'When the interval begins' }),
  open: price,
  high: price,
  low: price,
  close: price,
  volume: z.string(),
  source: z.enum(candleSources),
}) satisfies z.ZodType<CandleDto>;

const candleData = candle.extend({
  previous: candle
    .nullable()
    .meta({ description: 'The candle that ended last, whole, since somebody watches' }),
});

export const quoteChannel = {
  kind: 'value',
  name: 'quotes',
  example: 'quotes:AAPL',
  description: 'The newest quote of an instrument',
  data: quoteData,
} as const satisfies ChannelDescription;

export const candleChannel = {
  kind: 'value',
  name: 'candles',
  example: 'candles:AAPL:1m',
  description: `The newest candle of an instrument, as it grows; intervals are ${candleIntervals.join(', ')}`,
  data: candleData,
} as const satisfies ChannelDescription;

/** How soon it shows that a price has become stale. */
const staleEveryMs = 5_000;

type WatchedCandle = {
  readonly interval: CandleInterval;
  readonly topic: string;
  previous: SourcedCandle | null;
};

/** What the stream can show of the market. */
@Injectable()
export class MarketChannelsService implements OnModuleInit, OnModuleDestroy {
  /** By symbol, since most ticks are of nothing that is watched as candles. */
  private readonly candles = new Map<string, WatchedCandle[]>();
  private timer: NodeJS.Timeout | undefined;
  /** Symbols that are looked up next. */
  private lookup: { readonly symbols: Set<string>; readonly listed: Promise<Set<string>> } | undefined;

  constructor(
    private readonly channels: ChannelsService,
    private readonly quotes: QuotesService,
    private readonly ticks: TicksService,
    private readonly liveCandles: LiveCandlesService,
    private readonly instruments: InstrumentsService,
  ) {}

  onModuleInit(): void {
    this.registerQuotes();
    this.registerCandles();
    this.timer = setInterval(() => this.lookAtAges(), staleEveryMs);
  }

  /** No tick says that there was none. */
  lookAtAges(): void {
    this.channels.allChanged('quotes');
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private registerQuotes(): void {
    this.channels.register({
      ...quoteChannel,
      isPrivate: false,
      open: (symbol) => this.quotes.findQuote(symbol) !== null || this.isListed(symbol),
      read: (symbol) => {
        const quote = this.quotes.findQuote(symbol);
        return quote && QuoteDto.from(quote);
      },
    });
    this.ticks.subscribe(({ symbol }) => this.channels.changed('quotes', symbol));
  }

  private registerCandles(): void {
    this.channels.register({
      ...candleChannel,
      isPrivate: false,
      open: async (topic) => {
        const { symbol, interval } = readTopic(topic);
        if (!interval || !(this.quotes.findQuote(symbol) || (await this.isListed(symbol)))) return false;
        const watched = this.candles.get(symbol) ?? [];
        if (!watched.some((each) => each.topic === topic))
          this.candles.set(symbol, [...watched, { interval, topic, previous: null }]);
        return true;
      },
      close: (topic) => this.closeCandles(topic),
      read: (topic) => this.readCandle(topic),
    });
    this.liveCandles.subscribe({
      changed: (symbol) => {
        for (const { topic } of this.candles.get(symbol) ?? []) this.channels.changed('candles', topic);
      },
      ended: (symbol, interval, ended) => {
        for (const watched of this.candles.get(symbol) ?? [])
          if (watched.interval === interval) watched.previous = ended;
      },
    });
  }

  private closeCandles(topic: string): void {
    const { symbol } = readTopic(topic);
    const left = (this.candles.get(symbol) ?? []).filter((each) => each.topic !== topic);
    if (left.length > 0) this.candles.set(symbol, left);
    else this.candles.delete(symbol);
  }

  private readCandle(topic: string): z.infer<typeof candleData> | null {
    const { symbol, interval } = readTopic(topic);
    const newest = interval && this.liveCandles.findLive(symbol, interval);
    if (!newest) return null;
    const watched = this.candles.get(symbol)?.find((each) => each.topic === topic);
    return { ...candleOf(newest), previous: watched?.previous ? candleOf(watched.previous) : null };
  }

  /** An instrument that has no price yet may be watched too. */
  private async isListed(symbol: string): Promise<boolean> {
    if (this.quotes.isListed(symbol)) return true;
    this.lookup ??= this.openLookup();
    this.lookup.symbols.add(symbol);
    return (await this.lookup.listed).has(symbol);
  }

  /** Names that may be new, or none: those of one message are asked for with one query. */
  private openLookup(): NonNullable<MarketChannelsService['lookup']> {
    const symbols = new Set<string>();
    const listed = Promise.resolve().then(async () => {
      this.lookup = undefined;
      return new Set((await this.instruments.listBySymbols([...symbols])).map(({ symbol }) => symbol));
    });
    return { symbols, listed };
  }
}

/** `AAPL:1m`; without an interval that there is it names nothing. */
function readTopic(topic: string): { symbol: string; interval: CandleInterval | undefined } {
  const at = topic.lastIndexOf(':');
  return {
    symbol: topic.slice(0, Math.max(at, 0)),
    interval: candleIntervals.find((interval) => interval === topic.slice(at + 1)),
  };
}

const candleOf = ({ at, open, high, low, close, volume, source }: SourcedCandle): z.infer<typeof candle> => ({
  at: at.toISOString(),
  open: formatPrice(open),
  high: formatPrice(high),
  low: formatPrice(low),
  close: formatPrice(close),
  volume: formatDecimal(volume),
  source,
});
