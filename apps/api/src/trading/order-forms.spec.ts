import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

describe('a preview', () => {
  const preview = async (order: object) =>
    (await scene.ada.post('/orders/preview', { symbol: 'AAPL', side: 'buy', type: 'market', ...order })).body;

  it('says what an order costs and leaves, and writes nothing', async () => {
    expect(await preview({ quantity: '2' })).toMatchObject({
      amount: { amount: '200.20' },
      fee: { amount: '0.00' },
      cashAfter: { amount: '9799.80' },
      order: { status: 'filled' },
      refusals: [],
    });
    expect((await scene.ada.get('/orders')).body.items).toEqual([]);
    expect(await scene.have('USD')).toBe('1000000 free, 0 held');
  });

  it.each([
    ['more than there is', { quantity: '1000' }, 'insufficient_funds', null],
    ['a limit without a price', { type: 'limit', quantity: '1' }, 'order_price_missing', 'limitPrice'],
    ['no size', {}, 'validation_failed', 'quantity'],
  ])('says why %s would be refused', async (_, order, code, field) => {
    expect((await preview(order)).refusals).toMatchObject([{ code, field }]);
  });
});

describe('an automated point', () => {
  it('is an order in a sentence, listed with its distance to the price', async () => {
    const { status, body } = await scene.ada.post('/points', {
      ...{ kind: 'buy_when_falls', symbol: 'AAPL', price: '90.09', quantity: '2' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'buy_when_falls',
      distance: '-10.01',
      distancePercent: '-10.00',
      order: { type: 'limit', timeInForce: 'gtc', isPoint: true },
    });
    expect((await scene.ada.get('/points')).body.items).toHaveLength(1);
    await scene.move('90', '90.08');
    expect((await scene.ada.get('/points')).body.items).toEqual([]);
    expect((await scene.get(body.order.id)).status).toBe('filled');
  });

  it('that the price has reached already is refused', async () => {
    const body = { kind: 'buy_when_falls', symbol: 'AAPL', price: '150', quantity: '2' };
    expect(await scene.ada.post('/points', body)).toMatchObject({
      status: 422,
      body: { code: 'stop_already_reached', errors: [{ field: 'price' }] },
    });
  });
});

describe('the kill switch', () => {
  it('cancels what rests of one person, and takes nothing new until it is let go', async () => {
    const { body } = await scene.place({ type: 'limit', quantity: '1', limitPrice: '90' });
    const stopped = await scene.ada.put('/trading/stop', { reason: 'I need a walk' });
    expect(stopped.body).toMatchObject({ isStopped: true, isForAll: false, cancelled: 1 });
    expect((await scene.get(body.id)).status).toBe('cancelled');
    expect((await scene.buyNow('1')).body).toMatchObject({ code: 'trading_stopped' });
    await scene.ada.delete('/trading/stop');
    expect((await scene.buyNow('1')).status).toBe(201);
  });
});
