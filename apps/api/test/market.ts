import { parseDecimal } from '@tradeyard/kernel';
import { MarketJob } from '../src/market-data/market.job.js';
import { QuotesService } from '../src/market-data/quotes.service.js';
import type { TestApp } from './app.js';

/** Sets the market of a test: from now on `symbol` is quoted so, in dollars as decimal text; its price is the bid. */
export function quote(app: TestApp, symbol: string, bid: string, ask: string): void {
  app.get(MarketJob).stop(); // the next tick would take the price away
  const prices = { bid: parseDecimal(bid), ask: parseDecimal(ask), price: parseDecimal(bid) };
  const atMs = app.clock.now().getTime();
  app
    .get(QuotesService)
    .begin(
      { symbol, ...prices, volume: parseDecimal('0'), atMs, source: 'simulated' },
      { currency: 'USD', day: undefined, previousClose: null },
    );
}
