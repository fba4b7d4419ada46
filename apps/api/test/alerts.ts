import { parseDecimal } from '@tradeyard/kernel';
import { AlertEngine } from '../src/alerts/alert-engine.service.js';
import { DeliveriesJob } from '../src/alerts/deliveries.job.js';
import { MarketJob } from '../src/market-data/market.job.js';
import { QuotesService } from '../src/market-data/quotes.service.js';
import { TicksService } from '../src/market-data/ticks.service.js';
import type { TestApp } from './app.js';

const source = 'simulated';

/** The market of a test begins: `symbol` stands at a price, in dollars as decimal text, a day after `previousClose`. */
export function beginPrices(app: TestApp, symbol: string, price: string, previousClose = price): void {
  app.get(MarketJob).stop(); // the next tick would take the price away
  app.get(TicksService).forget(symbol);
  const at = app.clock.now().getTime();
  app.get(QuotesService).begin(tickOf(symbol, price, at), {
    currency: 'USD',
    day: undefined,
    previousClose: parseDecimal(previousClose),
  });
}

/** A second later the price is another one; waits until alerts have done what they do. */
export async function move(app: TestApp, symbol: string, price: string): Promise<void> {
  app.clock.advance(1_000);
  publish(app, symbol, price);
  await app.get(AlertEngine).settle();
}

/** The same moment shows the price to an application. */
export function publish(app: TestApp, symbol: string, price: string): void {
  const at = app.clock.now().getTime();
  if (!app.get(TicksService).publish(tickOf(symbol, price, at))) throw new Error(`${price} is no good tick`);
}

/** Until everything that is due was tried. */
export const deliver = (app: TestApp): Promise<void> => app.get(DeliveriesJob).run();

const tickOf = (symbol: string, price: string, atMs: number) => ({
  symbol,
  bid: parseDecimal(price),
  ask: parseDecimal(price),
  price: parseDecimal(price),
  volume: parseDecimal('1'),
  atMs,
  source: source as 'simulated',
});
