import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { OrderScene } from '../../test/orders.js';

let app: TestApp;
let scene: OrderScene;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  scene = await OrderScene.begin(app);
});
// Whatever a test did: nothing is held that no order holds, and nothing is lost.
afterEach(async () => expect(await auditLedger(app.query.bind(app))).toEqual([]));

it.each([
  ['a limit order without its price', { type: 'limit', quantity: '1' }, 'order_price_missing', 'limitPrice'],
  [
    'a market order with a limit',
    { type: 'market', quantity: '1', limitPrice: '9' },
    'order_price_unexpected',
    'limitPrice',
  ],
  [
    'a price between two steps',
    { type: 'limit', quantity: '1', limitPrice: '99.001' },
    'price_off_tick',
    'limitPrice',
  ],
  ['a price of zero', { type: 'limit', quantity: '1', limitPrice: '0' }, 'price_out_of_range', 'limitPrice'],
  [
    'a stop that is reached',
    { type: 'stop', quantity: '1', stopPrice: '99' },
    'stop_already_reached',
    'stopPrice',
  ],
  [
    'a limit far beyond the price',
    { type: 'limit', quantity: '1', limitPrice: '150' },
    'price_outside_collar',
    'limitPrice',
  ],
  [
    'both trails',
    { type: 'trailing_stop', quantity: '1', trailAmount: '1', trailPercent: '1' },
    'order_price_unexpected',
    'trailPercent',
  ],
  [
    'a trail of everything',
    { type: 'trailing_stop', quantity: '1', trailPercent: '100' },
    'percent_out_of_range',
    'trailPercent',
  ],
  [
    'a stop that cannot wait',
    { type: 'stop', quantity: '1', stopPrice: '110', timeInForce: 'ioc' },
    'time_in_force_unavailable',
    'timeInForce',
  ],
  [
    'an opening where nothing opens',
    { type: 'market', quantity: '1', timeInForce: 'opg' },
    'time_in_force_unavailable',
    'timeInForce',
  ],
  [
    'a date without gtd',
    { type: 'market', quantity: '1', expiresAt: '2031-01-01T00:00:00Z' },
    'expiry_out_of_range',
    'expiresAt',
  ],
  [
    'a date that is over',
    { type: 'limit', quantity: '1', limitPrice: '90', timeInForce: 'gtd', expiresAt: '2001-01-01T00:00:00Z' },
    'expiry_out_of_range',
    'expiresAt',
  ],
  [
    'a bracket with one exit',
    { type: 'market', quantity: '1', orderClass: 'bracket', takeProfit: { limitPrice: '120' } },
    'order_class_malformed',
    'orderClass',
  ],
  [
    'exits of a simple order',
    { type: 'market', quantity: '1', takeProfit: { limitPrice: '120' } },
    'order_class_malformed',
    'takeProfit',
  ],
  [
    'a take-profit below the price',
    { type: 'market', quantity: '1', orderClass: 'oto', takeProfit: { limitPrice: '80' } },
    'exit_prices_crossed',
    'takeProfit.limitPrice',
  ],
  [
    'a bracket that sells',
    { side: 'sell', type: 'market', quantity: '1', orderClass: 'oto', takeProfit: { limitPrice: '120' } },
    'order_class_malformed',
    'side',
  ],
  [
    'protection of nothing',
    { side: 'sell', orderClass: 'protect', stopLoss: { stopPrice: '90' } },
    'insufficient_shares',
    'symbol',
  ],
  [
    'a sale of what is not there',
    { side: 'sell', type: 'limit', quantity: '1', limitPrice: '120' },
    'insufficient_shares',
    undefined,
  ],
  [
    'more than can be paid',
    { type: 'limit', quantity: '1000', limitPrice: '99' },
    'insufficient_funds',
    undefined,
  ],
] as const)('refuses %s, and writes nothing', async (_, order, code, field) => {
  const answer = await scene.place(order);
  expect(answer).toMatchObject({ status: 422, body: { code } });
  expect(answer.body.errors?.[0]?.field).toBe(field);
  expect((await scene.ada.get('/orders')).body.items).toEqual([]);
  expect(await scene.have('USD')).toBe('1000000 free, 0 held');
});
