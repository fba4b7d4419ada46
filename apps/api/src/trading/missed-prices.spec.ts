import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';
import { OrderScene, watched } from '../../test/orders.js';
import { OrderOwner } from './order-owner.service.js';

// A process that has seen no tick at all takes over: what it knows of the time before is what candles tell.

let app: TestApp;
let successor: TestApp;

beforeAll(async () => {
  app = await createTestApp();
  successor = await createTestApp({ databaseUrl: app.databaseUrl });
});
afterAll(async () => {
  await successor.close();
  await app.close();
});

const minuteMs = 60_000;

/** AAPL was so in the minute that begins so many minutes from now. */
const candle = (inMinutes: number, low: string, high: string) =>
  app.query(
    `insert into candle (symbol, "interval", at, open, high, low, close, volume, source)
     values ('AAPL', '1m', $1, $3, $2, $3, $3, 1000, 'simulated')`,
    [new Date(Math.floor(app.clock.now().getTime() / minuteMs + inMinutes) * minuteMs), high, low],
  );

it('what the price reached and left again is filled: a limit at itself, a stop at what there is now', async () => {
  const scene = await OrderScene.begin(app);
  await scene.buyNow('20');
  const place = async (order: object): Promise<string> => (await scene.place(order)).body.id;
  const reached = await place({ type: 'limit', quantity: '2', limitPrice: '92' });
  const notReached = await place({ type: 'limit', quantity: '2', limitPrice: '89' });
  const stopped = await place({ side: 'sell', type: 'stop', quantity: '3', stopPrice: '95' });
  const trailing = await place({ side: 'sell', type: 'trailing_stop', quantity: '4', trailPercent: '9' });
  const far = await place({ side: 'sell', type: 'trailing_stop', quantity: '5', trailPercent: '30' });
  await watched(app);

  await app.get(OrderOwner).stop();
  await candle(0, '80.00', '130.00'); // the minute in which the orders were placed: some of it was before them
  await candle(1, '90.00', '112.00');
  successor.clock.set(new Date(app.clock.now().getTime() + 3 * minuteMs));
  quote(successor, 'AAPL', '101.00', '101.10');
  await vi.waitFor(() => expect(successor.get(OrderOwner).isOwner).toBe(true), 10_000);
  await watched(successor);

  expect(await scene.get(reached)).toMatchObject({
    status: 'filled',
    averagePrice: '92',
    fills: [{ rule: 'limit buy at the ask, which the price reached while nobody watched' }],
  });
  expect((await scene.get(notReached)).status).toBe('open');
  expect(await scene.get(stopped)).toMatchObject({ status: 'filled', averagePrice: '101' });
  expect(await scene.get(trailing)).toMatchObject({ status: 'filled', averagePrice: '101' });
  expect((await scene.get(far)).status).toBe('open');
  expect(await auditLedger(app.query.bind(app))).toEqual([]);
});
