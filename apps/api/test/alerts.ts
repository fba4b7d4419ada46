import { parseDecimal } from '@tradeyard/kernel';
import type { Tick } from '@tradeyard/market';
import { AlertEngine } from '../src/alerts/alert-engine.service.js';
import { MarketJob } from '../src/market-data/market.job.js';
import { QuotesService } from '../src/market-data/quotes.service.js';
import { TicksService } from '../src/market-data/ticks.service.js';
import type { TestApp } from './app.js';

/** The market of a test begins: `symbol` stands at a price, in dollars as decimal text, a day after `previousClose`. */
export function beginPrices(app: TestApp, symbol: string, price: string, previousClose = price): void {
  app.get(MarketJob).stop(); // the next tick would take the price away
  app.get(TicksService).forget(symbol);
  app.get(QuotesService).begin(tickOf(app, symbol, price), {
    currency: 'USD',
    day: undefined,
    previousClose: {
      price: parseDecimal(previousClose),
      atMs: app.clock.now().getTime() - 86_400_000,
      source: 'simulated',
    },
  });
}

/** An instrument that nobody has prices of but the test. */
export const addAcme = (app: TestApp): Promise<unknown> =>
  app.query(
    `insert into instrument (symbol, name, exchange, class, currency, tick_size, start_price, yearly_volatility_bp, spread_bp, daily_volume, provider)
     values ('ACME', 'Acme', 'NYSE', 'stock', 'USD', 0.01, 200, 1, 1, 1, 'finnhub')`,
  );

/** After a while, of a second unless it is said, the price is another one; waits until alerts have done what they do. */
export async function move(app: TestApp, symbol: string, price: string, afterMs = 1_000): Promise<void> {
  app.clock.advance(afterMs);
  publish(app, symbol, price);
  await settled(app);
}

/** An application sees a price, of its clock's now. */
export function publish(app: TestApp, symbol: string, price: string): void {
  if (!app.get(TicksService).publish(tickOf(app, symbol, price))) throw new Error(`${price} is no good tick`);
}

/** Until alerts know of all changes, and all that was hit is written. */
export const settled = (app: TestApp): Promise<void> => app.get(AlertEngine).settle();

function tickOf(app: TestApp, symbol: string, text: string): Tick {
  const price = parseDecimal(text);
  const atMs = app.clock.now().getTime();
  return { symbol, bid: price, ask: price, price, volume: parseDecimal('1'), atMs, source: 'simulated' };
}
