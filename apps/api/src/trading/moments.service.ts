import { Injectable } from '@nestjs/common';
import { compareDecimals, type Decimal } from '@tradeyard/kernel';
import { daySessions, keepsHours, sessionOfInstrument, type Quote, type Tick } from '@tradeyard/market';
import type { MarketMoment, Sessions } from '@tradeyard/trading';
import { QuotesService } from '../market-data/quotes.service.js';

/** The market of an instrument at a moment, and the quote that says so. `isFresh` is false where the price has stopped. */
export type QuotedMoment = MarketMoment & { readonly quote: Quote; readonly isFresh: boolean };

const nothing: Decimal = { digits: 0n, scale: 0 };

/** What orders meet: prices, and the hours of the exchange. */
@Injectable()
export class MomentsService {
  constructor(private readonly quotes: QuotesService) {}

  /** By the newest quote; null where there is none yet. What was traded in it is not known, and taken as nothing. */
  now(symbol: string, at: Date): QuotedMoment | null {
    const quote = this.quotes.findQuote(symbol);
    if (!quote) return null;
    const hours = this.hours(symbol, at);
    const isFresh = !hours.isOpen || !this.quotes.isStale(quote, at);
    return { ...rangeOf(quote), ...hours, volume: nothing, at, quote, isFresh };
  }

  ofTick(tick: Tick): MarketMoment {
    const at = new Date(tick.atMs);
    return { ...rangeOf(tick), ...this.hours(tick.symbol, at), volume: tick.volume, at };
  }

  /** The trading days around a moment; null for what is traded around the clock. */
  sessions(symbol: string, at: Date): Sessions {
    const market = this.quotes.marketOf(symbol);
    return market && keepsHours(market) ? daySessions(market.calendar, at) : null;
  }

  private hours(symbol: string, at: Date): Pick<MarketMoment, 'isOpen' | 'opensAt'> {
    const market = this.quotes.marketOf(symbol);
    if (!market) return { isOpen: true, opensAt: null };
    const { isOpen, until } = sessionOfInstrument(market, at);
    return { isOpen, opensAt: isOpen ? null : until };
  }
}

/** The offer, and the range that it and the last price span. */
function rangeOf({ bid, ask, price }: Pick<Tick, 'bid' | 'ask' | 'price'>) {
  const low = compareDecimals(price, bid) < 0 ? price : bid;
  const high = compareDecimals(price, ask) > 0 ? price : ask;
  return { bid, ask, low, high };
}
