import { parseDecimal } from '@tradeyard/kernel';
import { TicksService } from '../src/market-data/ticks.service.js';
import { OrderEngine } from '../src/trading/order-engine.service.js';
import type { TestApp } from './app.js';

/** A while after the last one, of a second unless it is said, the market of `symbol` moves; waits until orders have met it. */
export async function tick(
  app: TestApp,
  symbol: string,
  bid: string,
  ask: string,
  { volume = '1000', afterMs = 1_000 } = {},
): Promise<void> {
  await watched(app);
  app.clock.advance(afterMs);
  const price = parseDecimal(bid);
  const raw = { symbol, bid: price, ask: parseDecimal(ask), price, volume: parseDecimal(volume) };
  const isGood = app
    .get(TicksService)
    .publish({ ...raw, atMs: app.clock.now().getTime(), source: 'simulated' });
  if (!isGood) throw new Error(`${bid} / ${ask} is no good tick`);
  await watched(app);
}

/** Until the engine knows of all orders, and all that was reached is written. */
export const watched = (app: TestApp): Promise<void> => app.get(OrderEngine).settle();

/** What is done from time to time is done now. */
export const tend = (app: TestApp): Promise<void> => app.get(OrderEngine).tend();

/** Whoever watches has read what changed: to be told of it by another process takes a moment. */
export const synced = (app: TestApp): Promise<void> => app.get(OrderEngine).sync();
