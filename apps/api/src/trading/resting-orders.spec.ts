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

describe('a limit order', () => {
  it('holds what it may cost, says why it waits, and is filled at a better price with the rest given back', async () => {
    const { status, body } = await scene.place({ type: 'limit', quantity: '10', limitPrice: '98.20' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'open',
      reservedCash: { amount: '982.00', currency: 'USD' },
      waitingFor: { code: 'limit_not_met', text: 'limit 98.20 is below the ask 100.10' },
      actions: ['replace', 'cancel'],
    });
    expect(await scene.have('USD')).toBe('901800 free, 98200 held');

    await scene.move('98.10', '98.21');
    expect((await scene.get(body.id)).status).toBe('open');
    await scene.move('98.00', '98.15'); // the ask is five cents better than the limit
    const filled = await scene.get(body.id);
    expect(filled).toMatchObject({
      status: 'filled',
      averagePrice: '98.15',
      amount: { amount: '981.50' },
      reservedCash: { amount: '0.00' },
      waitingFor: null,
      actions: [],
      fills: [{ rule: 'limit buy at the ask', quote: { bid: '98', ask: '98.15', source: 'simulated' } }],
    });
    expect(kindsOf(filled)).toEqual(['place', 'fill']);
    expect(await scene.have('USD')).toBe('901850 free, 0 held');
    expect(await scene.have('share:AAPL')).toBe('1000000000 free, 0 held');
  });

  it('to sell holds the shares', async () => {
    await scene.buyNow('5');
    const { body } = await scene.place({ side: 'sell', type: 'limit', quantity: '3', limitPrice: '101' });
    expect(body).toMatchObject({ reservedQuantity: '3.00000000', reservedCash: null });
    expect(await scene.have('share:AAPL')).toBe('200000000 free, 300000000 held');
    await scene.move('101.05', '101.15');
    expect(await scene.get(body.id)).toMatchObject({ status: 'filled', averagePrice: '101.05' });
    expect(await scene.have('share:AAPL')).toBe('200000000 free, 0 held');
  });

  it('that the market meets is filled as it is placed', async () => {
    const { body } = await scene.place({ type: 'limit', quantity: '1', limitPrice: '105' });
    expect(body).toMatchObject({ status: 'filled', averagePrice: '100.1' });
  });

  it('by cash spends that much', async () => {
    const { body } = await scene.place({
      type: 'limit',
      notional: { amount: '500', currency: 'USD' },
      limitPrice: '99',
    });
    expect(await scene.have('USD')).toBe('950000 free, 50000 held');
    await scene.move('98.90', '99.00');
    // 500 / 99 = 5.0505050505...
    expect(await scene.get(body.id)).toMatchObject({
      filledQuantity: '5.05050505',
      amount: { amount: '500.00' },
    });
  });

  it('is cancelled, and what it held is free again', async () => {
    const { body } = await scene.place({ type: 'limit', quantity: '10', limitPrice: '90' });
    expect((await scene.ada.delete(`/orders/${body.id}`)).body).toMatchObject({ status: 'cancelled' });
    expect(await scene.have('USD')).toBe('1000000 free, 0 held');
    expect(await scene.ada.delete(`/orders/${body.id}`)).toMatchObject({
      status: 422,
      body: { code: 'order_closed' },
    });
    await scene.move('80', '80.10');
    expect((await scene.get(body.id)).status).toBe('cancelled');
  });

  it('is replaced: it stays the same order, holds anew, and has its history', async () => {
    const { body } = await scene.place({ type: 'limit', quantity: '10', limitPrice: '90' });
    const answer = await scene.ada.patch(`/orders/${body.id}`, { limitPrice: '95', quantity: '2' });
    expect(answer).toMatchObject({
      status: 200,
      body: { id: body.id, limitPrice: '95', quantity: '2.00000000', reservedCash: { amount: '190.00' } },
    });
    expect((await scene.get(body.id)).events[1]).toMatchObject({
      kind: 'replace',
      actor: 'owner',
      cause: 'limit price 90 to 95, quantity 10 to 2',
    });
    await scene.move('94.90', '95.00');
    expect((await scene.get(body.id)).status).toBe('filled');
  });

  it('is filled at once by a replacement that the market meets', async () => {
    const { body } = await scene.place({ type: 'limit', quantity: '1', limitPrice: '90' });
    expect((await scene.ada.patch(`/orders/${body.id}`, { limitPrice: '101' })).body.status).toBe('filled');
  });

  it('ends when its time is over, and is not filled then', async () => {
    const at = new Date(app.clock.now().getTime() + 60_000).toISOString();
    const { body } = await scene.place({
      ...{ type: 'limit', quantity: '1', limitPrice: '99' },
      ...{ timeInForce: 'gtd', expiresAt: at },
    });
    await scene.move('98', '98.10', { afterMs: 60_000 });
    expect(await scene.get(body.id)).toMatchObject({ status: 'expired', filledQuantity: '0.00000000' });
    const other = await scene.place({ type: 'limit', quantity: '1', limitPrice: '90', timeInForce: 'day' });
    expect(other.body.expiresAt).toMatch(/T00:00:00.000Z$/); // where nothing closes a day ends at midnight
    app.clock.set(other.body.expiresAt);
    await tend(app);
    expect(await scene.get(other.body.id)).toMatchObject({ status: 'expired' });
  });
});

describe('a stop', () => {
  it('sells at what there is once it is hit, also after a gap', async () => {
    await scene.buyNow('5');
    const { body } = await scene.place({ side: 'sell', type: 'stop', quantity: '5', stopPrice: '95' });
    expect(body.waitingFor.text).toBe('stop 95 is below the bid 100');
    await scene.move('90', '90.10');
    const filled = await scene.get(body.id);
    expect(filled).toMatchObject({ status: 'filled', averagePrice: '90' });
    expect(kindsOf(filled)).toEqual(['place', 'trigger', 'fill']);
  });

  it('with a limit goes on as a limit order', async () => {
    await scene.buyNow('5');
    const { body } = await scene.place({
      side: 'sell',
      type: 'stop_limit',
      quantity: '5',
      stopPrice: '95',
      limitPrice: '94',
    });
    await scene.move('90', '90.10'); // through both
    expect(await scene.get(body.id)).toMatchObject({
      status: 'open',
      waitingFor: { text: 'limit 94 is above the bid 90' },
    });
    await scene.move('94.20', '94.30');
    expect(await scene.get(body.id)).toMatchObject({ status: 'filled', averagePrice: '94.2' });
  });

  it('that trails follows the best price, and is hit that far below it', async () => {
    await scene.buyNow('5');
    const { body } = await scene.place({
      side: 'sell',
      type: 'trailing_stop',
      quantity: '5',
      trailPercent: '10',
    });
    await scene.move('120', '120.10'); // the stop moves from 90 to 108
    await scene.move('110', '110.10');
    const written = () => tend(app).then(() => scene.get(body.id));
    await expect.poll(written).toMatchObject({ status: 'open', watermark: '120' });
    await scene.move('108', '108.10');
    expect(await scene.get(body.id)).toMatchObject({ status: 'filled', averagePrice: '108' });
  });

  it('to buy holds cash at its price, and takes from what is free where it costs more', async () => {
    const { body } = await scene.place({ type: 'stop', quantity: '10', stopPrice: '110' });
    expect(await scene.have('USD')).toBe('890000 free, 110000 held');
    await scene.move('111.9', '112');
    expect(await scene.get(body.id)).toMatchObject({ status: 'filled', amount: { amount: '1120.00' } });
    expect(await scene.have('USD')).toBe('888000 free, 0 held');
  });

  it('that cannot be paid when it is hit is rejected, and says so', async () => {
    const { body } = await scene.place({ type: 'stop', quantity: '90', stopPrice: '110' });
    await scene.move('199.9', '200');
    const rejected = await scene.get(body.id);
    expect(rejected).toMatchObject({ status: 'rejected', fills: [] });
    expect(rejected.events.at(-1).cause).toContain('it could not be paid');
    expect(await scene.have('USD')).toBe('1000000 free, 0 held');
  });
});

describe('an order that does not wait', () => {
  it.each(['ioc', 'fok'])('%s ends where the market does not meet it', async (timeInForce) => {
    const { status, body } = await scene.place({
      type: 'limit',
      quantity: '1',
      limitPrice: '90',
      timeInForce,
    });
    expect([status, body.status]).toEqual([201, 'cancelled']);
    expect((await scene.get(body.id)).events.at(-1).cause).toBe('limit 90 is below the ask 100.10');
    expect(await scene.have('USD')).toBe('1000000 free, 0 held');
  });
});
