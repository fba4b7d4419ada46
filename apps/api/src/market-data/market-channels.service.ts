import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { providerNames } from '@tradeyard/market';
import { z } from 'zod';
import { ChannelsService } from '../stream/channels.service.js';
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
  source: z.enum(providerNames),
  stale: z.boolean(),
}) satisfies z.ZodType<QuoteDto>;

/** How soon it shows that a price has become stale. */
const staleEveryMs = 5_000;

/** What the stream can show of the market. */
@Injectable()
export class MarketChannelsService implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly channels: ChannelsService,
    private readonly quotes: QuotesService,
    private readonly ticks: TicksService,
  ) {}

  onModuleInit(): void {
    this.channels.register({
      kind: 'value',
      name: 'quotes',
      isPrivate: false,
      example: 'quotes:AAPL',
      description: 'The newest quote of an instrument',
      data: quoteData,
      open: (symbol) => this.quotes.findQuote(symbol) !== null,
      read: (symbol) => {
        const quote = this.quotes.findQuote(symbol);
        return quote && QuoteDto.from(quote);
      },
    });
    this.ticks.subscribe(({ symbol }) => this.channels.changed('quotes', symbol));
    this.timer = setInterval(() => this.lookAtAges(), staleEveryMs);
  }

  /** No tick says that there was none. */
  lookAtAges(): void {
    this.channels.allChanged('quotes');
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }
}
