import { parseDecimal } from '@tradeyard/kernel';
import { TicksService } from '../src/market-data/ticks.service.js';
import { OrderEngine } from '../src/trading/order-engine.service.js';
import type { TestApp, TestPerson } from './app.js';
import { quote } from './market.js';

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

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the answer is what is under test
type Order = any;

/** Ada has 10,000 dollars, and AAPL stands at 100.00 bid and 100.10 asked. */
export class OrderScene {
  constructor(
    readonly app: TestApp,
    readonly ada: TestPerson,
  ) {}

  static async begin(app: TestApp): Promise<OrderScene> {
    app.clock.set(new Date(app.clock.now().getTime() + 1_000));
    const ada = await app.register({ baseCurrency: 'USD' });
    await ada.post('/wallet/deposits', { amount: { amount: '10000.00', currency: 'USD' } });
    quote(app, 'AAPL', '100.00', '100.10');
    return new OrderScene(app, ada);
  }

  place = async (order: object): Promise<{ status: number; body: Order }> =>
    this.ada.post('/orders', { symbol: 'AAPL', side: 'buy', timeInForce: 'gtc', ...order });

  buyNow = (quantity: string): Promise<{ status: number; body: Order }> =>
    this.place({ type: 'market', quantity });

  get = async (id: string): Promise<Order> => (await this.ada.get(`/orders/${id}`)).body;

  move = (bid: string, ask: string, more = {}): Promise<void> => tick(this.app, 'AAPL', bid, ask, more);

  /** What is free and held of an asset in the main book, in minor units. */
  have = async (asset: string): Promise<string> => {
    const [row] = await this.app.query(
      'select balance, held from account where book_id = $1 and asset = $2',
      [this.ada.user.id, asset],
    );
    return row ? `${row.balance - row.held} free, ${row.held} held` : 'nothing';
  };
}

/** What happened to an order, in one word each. */
export const kindsOf = ({ events }: Order): string[] => events.map(({ kind }: Order) => kind);
