import { Injectable } from '@nestjs/common';
import { sessionOfInstrument } from '@tradeyard/market';
import { QuotesService } from '../market-data/quotes.service.js';

/** An instrument may be halted at any time: what is known of its hours is looked at again after this. */
const knownMs = 1_000;

/** Whether instruments are traded at the moment. It is asked with every tick, and so knows it by heart for a while. */
@Injectable()
export class MarketHours {
  private readonly known = new Map<string, { untilMs: number; isOpen: boolean }>();

  constructor(private readonly quotes: QuotesService) {}

  isOpen(symbol: string, atMs: number): boolean {
    const known = this.known.get(symbol);
    if (known && atMs < known.untilMs && atMs >= known.untilMs - knownMs) return known.isOpen;
    const market = this.quotes.marketOf(symbol);
    const { isOpen, until } = market
      ? sessionOfInstrument(market, new Date(atMs))
      : { isOpen: true, until: null };
    const untilMs = Math.min(until?.getTime() ?? Infinity, atMs + knownMs);
    this.known.set(symbol, { untilMs, isOpen });
    return isOpen;
  }
}
