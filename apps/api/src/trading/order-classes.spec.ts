import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { kindsOf, OrderScene, tend } from '../../test/orders.js';

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

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the answer is what is under test
type Order = any;

describe('orders of a class', () => {
  const bracket = { type: 'limit', quantity: '4', limitPrice: '99', orderClass: 'bracket' };
  const exits = { takeProfit: { limitPrice: '110' }, stopLoss: { stopPrice: '90' } };

  it('bracket: exits wait for the entry, share its units, and one ends the other', async () => {
    const { body } = await scene.place({ ...bracket, ...exits });
    expect(body.legs.map(({ status, legRole }: Order) => [legRole, status])).toEqual([
      ['take_profit', 'waiting'],
      ['stop_loss', 'waiting'],
    ]);
    await scene.move('98.9', '99');
    expect(await scene.have('share:AAPL')).toBe('0 free, 400000000 held');
    await scene.move('110', '110.1');
    const { legs } = await scene.get(body.id);
    expect(legs.map(({ status }: Order) => status)).toEqual(['filled', 'cancelled']);
    expect(await scene.have('share:AAPL')).toBe('0 free, 0 held');
    expect((await scene.get(legs[1].id)).events.at(-1).cause).toBe('the other exit was filled');
  });

  it('bracket: whose entry is cancelled goes with it', async () => {
    const { body } = await scene.place({ ...bracket, ...exits });
    const { legs } = (await scene.ada.delete(`/orders/${body.id}`)).body;
    expect(legs.map(({ status }: Order) => status)).toEqual(['cancelled', 'cancelled']);
  });

  it('oto: a trailing stop begins with the fill of its entry', async () => {
    const { body } = await scene.place({
      type: 'market',
      quantity: '2',
      orderClass: 'oto',
      stopLoss: { trailAmount: '5' },
    });
    expect(body).toMatchObject({ status: 'filled', legs: [{ status: 'open', type: 'trailing_stop' }] });
    await scene.move('107', '107.1');
    await scene.move('102', '102.1');
    expect((await scene.get(body.id)).legs[0]).toMatchObject({ status: 'filled', averagePrice: '102' });
  });

  it('oco: two exits on what is there hold it once', async () => {
    await scene.buyNow('3');
    const { body } = await scene.place({ side: 'sell', orderClass: 'oco', quantity: '3', ...exits });
    expect(await scene.have('share:AAPL')).toBe('0 free, 300000000 held');
    await scene.move('89', '89.1');
    expect([body, ...body.legs].length).toBe(2);
    const after = await scene.get(body.id);
    expect([after.status, after.legs[0].status]).toEqual(['cancelled', 'filled']);
  });

  it('protect: all that is free of a position, and cancelling one exit frees it', async () => {
    await scene.buyNow('3');
    const { body } = await scene.place({
      side: 'sell',
      orderClass: 'protect',
      stopLoss: { trailPercent: '5' },
    });
    expect(body).toMatchObject({ type: 'trailing_stop', quantity: '3.00000000' });
    await scene.ada.delete(`/orders/${body.id}`);
    expect(await scene.have('share:AAPL')).toBe('300000000 free, 0 held');
  });
});

describe('an order that is confirmed first', () => {
  it('is filled at the price that was reserved, whatever it is by then', async () => {
    const { body } = await scene.place({ type: 'market', quantity: '2', confirm: true });
    expect(body).toMatchObject({
      status: 'pending',
      reservedCash: { amount: '200.20' },
      actions: ['commit', 'cancel'],
    });
    await scene.move('130', '130.1', { afterMs: 30_000 });
    const committed = await scene.ada.post(`/orders/${body.id}/commit`, {});
    expect(committed).toMatchObject({ status: 201, body: { status: 'filled', averagePrice: '100.1' } });
    expect(kindsOf(await scene.get(body.id))).toEqual(['place', 'commit', 'fill']);
    expect((await scene.ada.post(`/orders/${body.id}/commit`, {})).body.code).toBe('order_not_pending');
  });

  it('gives back exactly what was reserved when nobody commits it', async () => {
    const { body } = await scene.place({
      type: 'market',
      notional: { amount: '333.33', currency: 'USD' },
      confirm: true,
    });
    expect(await scene.have('USD')).toBe('966667 free, 33333 held');
    app.clock.advance(60_000);
    expect((await scene.ada.post(`/orders/${body.id}/commit`, {})).body.code).toBe('order_not_pending');
    await tend(app);
    expect(await scene.get(body.id)).toMatchObject({ status: 'expired' });
    expect(await scene.have('USD')).toBe('1000000 free, 0 held');
  });
});
