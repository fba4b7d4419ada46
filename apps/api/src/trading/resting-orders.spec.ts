import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';
import { tend, tick } from '../../test/orders.js';

let app: TestApp;
let ada: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

beforeEach(async () => {
  app.clock.set(new Date(app.clock.now().getTime() + 1_000));
  ada = await app.register({ baseCurrency: 'USD' });
  await ada.post('/wallet/deposits', { amount: { amount: '10000.00', currency: 'USD' } });
  quote(app, 'AAPL', '100.00', '100.10');
});
// Whatever a test did: nothing is held that no order holds, and nothing is lost.
afterEach(() => auditLedger(app.query.bind(app)));

const place = async (order: object): Promise<{ status: number; body: Order }> =>
  ada.post('/orders', { symbol: 'AAPL', side: 'buy', timeInForce: 'gtc', ...order });
const get = async (id: string): Promise<Order> => (await ada.get(`/orders/${id}`)).body;
const move = (bid: string, ask: string, more = {}) => tick(app, 'AAPL', bid, ask, more);

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the answer is what is under test
type Order = any;

/** What is free and held of an asset, in minor units. */
async function have(asset: string): Promise<string> {
  const [row] = await app.query('select balance, held from account where book_id = $1 and asset = $2', [
    ada.user.id,
    asset,
  ]);
  return row ? `${row.balance - row.held} free, ${row.held} held` : 'nothing';
}
const buyNow = (quantity: string) => place({ type: 'market', quantity });
const kinds = ({ events }: Order): string[] => events.map(({ kind }: Order) => kind);

describe('a limit order', () => {
  it('holds what it may cost, says why it waits, and is filled at a better price with the rest given back', async () => {
    const { status, body } = await place({ type: 'limit', quantity: '10', limitPrice: '98.20' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'open',
      reservedCash: { amount: '982.00', currency: 'USD' },
      waitingFor: { code: 'limit_not_met', text: 'limit 98.20 is below the ask 100.10' },
      actions: ['replace', 'cancel'],
    });
    expect(await have('USD')).toBe('901800 free, 98200 held');

    await move('98.10', '98.21');
    expect((await get(body.id)).status).toBe('open');
    await move('98.00', '98.15'); // the ask is five cents better than the limit
    const filled = await get(body.id);
    expect(filled).toMatchObject({
      status: 'filled',
      averagePrice: '98.15',
      amount: { amount: '981.50' },
      reservedCash: { amount: '0.00' },
      waitingFor: null,
      actions: [],
      fills: [{ rule: 'limit buy at the ask', quote: { bid: '98', ask: '98.15', source: 'simulated' } }],
    });
    expect(kinds(filled)).toEqual(['place', 'fill']);
    expect(await have('USD')).toBe('901850 free, 0 held');
    expect(await have('share:AAPL')).toBe('1000000000 free, 0 held');
  });

  it('to sell holds the shares', async () => {
    await buyNow('5');
    const { body } = await place({ side: 'sell', type: 'limit', quantity: '3', limitPrice: '101' });
    expect(body).toMatchObject({ reservedQuantity: '3.00000000', reservedCash: null });
    expect(await have('share:AAPL')).toBe('200000000 free, 300000000 held');
    await move('101.05', '101.15');
    expect(await get(body.id)).toMatchObject({ status: 'filled', averagePrice: '101.05' });
    expect(await have('share:AAPL')).toBe('200000000 free, 0 held');
  });

  it('that the market meets is filled as it is placed', async () => {
    const { body } = await place({ type: 'limit', quantity: '1', limitPrice: '105' });
    expect(body).toMatchObject({ status: 'filled', averagePrice: '100.1' });
  });

  it('by cash spends that much', async () => {
    const { body } = await place({
      type: 'limit',
      notional: { amount: '500', currency: 'USD' },
      limitPrice: '99',
    });
    expect(await have('USD')).toBe('950000 free, 50000 held');
    await move('98.90', '99.00');
    // 500 / 99 = 5.0505050505...
    expect(await get(body.id)).toMatchObject({ filledQuantity: '5.05050505', amount: { amount: '500.00' } });
  });

  it('is cancelled, and what it held is free again', async () => {
    const { body } = await place({ type: 'limit', quantity: '10', limitPrice: '90' });
    expect((await ada.delete(`/orders/${body.id}`)).body).toMatchObject({ status: 'cancelled' });
    expect(await have('USD')).toBe('1000000 free, 0 held');
    expect(await ada.delete(`/orders/${body.id}`)).toMatchObject({
      status: 422,
      body: { code: 'order_closed' },
    });
    await move('80', '80.10');
    expect((await get(body.id)).status).toBe('cancelled');
  });

  it('is replaced: it stays the same order, holds anew, and has its history', async () => {
    const { body } = await place({ type: 'limit', quantity: '10', limitPrice: '90' });
    const answer = await ada.patch(`/orders/${body.id}`, { limitPrice: '95', quantity: '2' });
    expect(answer).toMatchObject({
      status: 200,
      body: { id: body.id, limitPrice: '95', quantity: '2.00000000', reservedCash: { amount: '190.00' } },
    });
    expect((await get(body.id)).events[1]).toMatchObject({
      kind: 'replace',
      actor: 'owner',
      cause: 'limit price 90 to 95, quantity 10.00000000 to 2.00000000',
    });
    await move('94.90', '95.00');
    expect((await get(body.id)).status).toBe('filled');
  });

  it('is filled at once by a replacement that the market meets', async () => {
    const { body } = await place({ type: 'limit', quantity: '1', limitPrice: '90' });
    expect((await ada.patch(`/orders/${body.id}`, { limitPrice: '101' })).body.status).toBe('filled');
  });

  it('ends when its time is over, and is not filled then', async () => {
    const at = new Date(app.clock.now().getTime() + 60_000).toISOString();
    const { body } = await place({
      ...{ type: 'limit', quantity: '1', limitPrice: '99' },
      ...{ timeInForce: 'gtd', expiresAt: at },
    });
    await move('98', '98.10', { afterMs: 60_000 });
    expect(await get(body.id)).toMatchObject({ status: 'expired', filledQuantity: '0.00000000' });
    const other = await place({ type: 'limit', quantity: '1', limitPrice: '90', timeInForce: 'day' });
    expect(other.body.expiresAt).toMatch(/T00:00:00.000Z$/); // where nothing closes a day ends at midnight
    app.clock.set(other.body.expiresAt);
    await tend(app);
    expect(await get(other.body.id)).toMatchObject({ status: 'expired' });
  });
});

describe('a stop', () => {
  it('sells at what there is once it is hit, also after a gap', async () => {
    await buyNow('5');
    const { body } = await place({ side: 'sell', type: 'stop', quantity: '5', stopPrice: '95' });
    expect(body.waitingFor.text).toBe('stop 95 is below the bid 100');
    await move('90', '90.10');
    const filled = await get(body.id);
    expect(filled).toMatchObject({ status: 'filled', averagePrice: '90' });
    expect(kinds(filled)).toEqual(['place', 'trigger', 'fill']);
  });

  it('with a limit goes on as a limit order', async () => {
    await buyNow('5');
    const { body } = await place({
      side: 'sell',
      type: 'stop_limit',
      quantity: '5',
      stopPrice: '95',
      limitPrice: '94',
    });
    await move('90', '90.10'); // through both
    expect(await get(body.id)).toMatchObject({
      status: 'open',
      waitingFor: { text: 'limit 94 is above the bid 90' },
    });
    await move('94.20', '94.30');
    expect(await get(body.id)).toMatchObject({ status: 'filled', averagePrice: '94.2' });
  });

  it('that trails follows the best price, and is hit that far below it', async () => {
    await buyNow('5');
    const { body } = await place({ side: 'sell', type: 'trailing_stop', quantity: '5', trailPercent: '10' });
    await move('120', '120.10'); // the stop moves from 90 to 108
    await move('110', '110.10');
    await tend(app);
    expect(await get(body.id)).toMatchObject({ status: 'open', watermark: '120' });
    await move('108', '108.10');
    expect(await get(body.id)).toMatchObject({ status: 'filled', averagePrice: '108' });
  });

  it('to buy holds cash at its price, and takes from what is free where it costs more', async () => {
    const { body } = await place({ type: 'stop', quantity: '10', stopPrice: '110' });
    expect(await have('USD')).toBe('890000 free, 110000 held');
    await move('111.9', '112');
    expect(await get(body.id)).toMatchObject({ status: 'filled', amount: { amount: '1120.00' } });
    expect(await have('USD')).toBe('888000 free, 0 held');
  });

  it('that cannot be paid when it is hit is rejected, and says so', async () => {
    const { body } = await place({ type: 'stop', quantity: '90', stopPrice: '110' });
    await move('199.9', '200');
    const rejected = await get(body.id);
    expect(rejected).toMatchObject({ status: 'rejected', fills: [] });
    expect(rejected.events.at(-1).cause).toContain('it could not be paid');
    expect(await have('USD')).toBe('1000000 free, 0 held');
  });
});

describe('an order that does not wait', () => {
  it.each(['ioc', 'fok'])('%s ends where the market does not meet it', async (timeInForce) => {
    const { status, body } = await place({ type: 'limit', quantity: '1', limitPrice: '90', timeInForce });
    expect([status, body.status]).toEqual([201, 'cancelled']);
    expect((await get(body.id)).events.at(-1).cause).toBe('limit 90 is below the ask 100.10');
    expect(await have('USD')).toBe('1000000 free, 0 held');
  });
});

describe('orders of a class', () => {
  const bracket = { type: 'limit', quantity: '4', limitPrice: '99', orderClass: 'bracket' };
  const exits = { takeProfit: { limitPrice: '110' }, stopLoss: { stopPrice: '90' } };

  it('bracket: exits wait for the entry, share its units, and one ends the other', async () => {
    const { body } = await place({ ...bracket, ...exits });
    expect(body.legs.map(({ status, legRole }: Order) => [legRole, status])).toEqual([
      ['take_profit', 'waiting'],
      ['stop_loss', 'waiting'],
    ]);
    await move('98.9', '99');
    expect(await have('share:AAPL')).toBe('0 free, 400000000 held');
    await move('110', '110.1');
    const { legs } = await get(body.id);
    expect(legs.map(({ status }: Order) => status)).toEqual(['filled', 'cancelled']);
    expect(await have('share:AAPL')).toBe('0 free, 0 held');
    expect((await get(legs[1].id)).events.at(-1).cause).toBe('the other exit was filled');
  });

  it('bracket: whose entry is cancelled goes with it', async () => {
    const { body } = await place({ ...bracket, ...exits });
    const { legs } = (await ada.delete(`/orders/${body.id}`)).body;
    expect(legs.map(({ status }: Order) => status)).toEqual(['cancelled', 'cancelled']);
  });

  it('oto: a trailing stop begins with the fill of its entry', async () => {
    const { body } = await place({
      type: 'market',
      quantity: '2',
      orderClass: 'oto',
      stopLoss: { trailAmount: '5' },
    });
    expect(body).toMatchObject({ status: 'filled', legs: [{ status: 'open', type: 'trailing_stop' }] });
    await move('107', '107.1');
    await move('102', '102.1');
    expect((await get(body.id)).legs[0]).toMatchObject({ status: 'filled', averagePrice: '102' });
  });

  it('oco: two exits on what is there hold it once', async () => {
    await buyNow('3');
    const { body } = await place({ side: 'sell', orderClass: 'oco', quantity: '3', ...exits });
    expect(await have('share:AAPL')).toBe('0 free, 300000000 held');
    await move('89', '89.1');
    expect([body, ...body.legs].length).toBe(2);
    const after = await get(body.id);
    expect([after.status, after.legs[0].status]).toEqual(['cancelled', 'filled']);
  });

  it('protect: all that is free of a position, and cancelling one exit frees it', async () => {
    await buyNow('3');
    const { body } = await place({ side: 'sell', orderClass: 'protect', stopLoss: { trailPercent: '5' } });
    expect(body).toMatchObject({ type: 'trailing_stop', quantity: '3.00000000' });
    await ada.delete(`/orders/${body.id}`);
    expect(await have('share:AAPL')).toBe('300000000 free, 0 held');
  });
});

describe('an order that is confirmed first', () => {
  it('is filled at the price that was reserved, whatever it is by then', async () => {
    const { body } = await place({ type: 'market', quantity: '2', confirm: true });
    expect(body).toMatchObject({
      status: 'pending',
      reservedCash: { amount: '200.20' },
      actions: ['commit', 'cancel'],
    });
    await move('130', '130.1', { afterMs: 30_000 });
    const committed = await ada.post(`/orders/${body.id}/commit`, {});
    expect(committed).toMatchObject({ status: 201, body: { status: 'filled', averagePrice: '100.1' } });
    expect(kinds(await get(body.id))).toEqual(['place', 'commit', 'fill']);
    expect((await ada.post(`/orders/${body.id}/commit`, {})).body.code).toBe('order_not_pending');
  });

  it('gives back exactly what was reserved when nobody commits it', async () => {
    const { body } = await place({
      type: 'market',
      notional: { amount: '333.33', currency: 'USD' },
      confirm: true,
    });
    expect(await have('USD')).toBe('966667 free, 33333 held');
    app.clock.advance(60_000);
    expect((await ada.post(`/orders/${body.id}/commit`, {})).body.code).toBe('order_not_pending');
    await tend(app);
    expect(await get(body.id)).toMatchObject({ status: 'expired' });
    expect(await have('USD')).toBe('1000000 free, 0 held');
  });
});

describe('a preview', () => {
  const preview = async (order: object) =>
    (await ada.post('/orders/preview', { symbol: 'AAPL', side: 'buy', type: 'market', ...order })).body;

  it('says what an order costs and leaves, and writes nothing', async () => {
    expect(await preview({ quantity: '2' })).toMatchObject({
      amount: { amount: '200.20' },
      fee: { amount: '0.00' },
      cashAfter: { amount: '9799.80' },
      order: { status: 'filled' },
      refusals: [],
    });
    expect((await ada.get('/orders')).body.items).toEqual([]);
    expect(await have('USD')).toBe('1000000 free, 0 held');
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
    const { status, body } = await ada.post('/points', {
      ...{ kind: 'buy_when_falls', symbol: 'AAPL', price: '90.09', quantity: '2' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'buy_when_falls',
      distance: '-10.01',
      distancePercent: '-10.00',
      order: { type: 'limit', timeInForce: 'gtc', isPoint: true },
    });
    expect((await ada.get('/points')).body.items).toHaveLength(1);
    await move('90', '90.08');
    expect((await ada.get('/points')).body.items).toEqual([]);
    expect((await get(body.order.id)).status).toBe('filled');
  });

  it('that the price has reached already is refused', async () => {
    const body = { kind: 'buy_when_falls', symbol: 'AAPL', price: '150', quantity: '2' };
    expect(await ada.post('/points', body)).toMatchObject({
      status: 422,
      body: { code: 'stop_already_reached', errors: [{ field: 'price' }] },
    });
  });
});

describe('the kill switch', () => {
  it('cancels what rests of one person, and takes nothing new until it is let go', async () => {
    const { body } = await place({ type: 'limit', quantity: '1', limitPrice: '90' });
    const stopped = await ada.put('/trading/stop', { reason: 'I need a walk' });
    expect(stopped.body).toMatchObject({ isStopped: true, isForAll: false, cancelled: 1 });
    expect((await get(body.id)).status).toBe('cancelled');
    expect((await buyNow('1')).body).toMatchObject({ code: 'trading_stopped' });
    await ada.delete('/trading/stop');
    expect((await buyNow('1')).status).toBe(201);
  });
});

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
  const answer = await place(order);
  expect(answer).toMatchObject({ status: 422, body: { code } });
  expect(answer.body.errors?.[0]?.field).toBe(field);
  expect((await ada.get('/orders')).body.items).toEqual([]);
  expect(await have('USD')).toBe('1000000 free, 0 held');
});
