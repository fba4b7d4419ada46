import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { OrderScene } from '../../test/orders.js';

let app: TestApp;
let scene: OrderScene;

beforeAll(async () => {
  app = await createTestApp({ env: { ORDER_LIMIT: '1000 USD' } });
});
afterAll(() => app.close());
beforeEach(async () => {
  scene = await OrderScene.begin(app);
});

const refused = (code: string, field?: string) => ({
  status: 422,
  body: { code, ...(field && { errors: [{ field }] }) },
});

describe('the most that an order may be', () => {
  it('holds for placing and for replacing', async () => {
    expect(await scene.buyNow('10')).toMatchObject(refused('limit_exceeded', 'quantity')); // 10 x 100.10
    const { body } = await scene.place({ type: 'limit', quantity: '9', limitPrice: '99' });
    const change = { quantity: '11' };
    expect(await scene.ada.patch(`/orders/${body.id}`, change)).toMatchObject(
      refused('limit_exceeded', 'quantity'),
    );
    expect(await scene.get(body.id)).toMatchObject({ status: 'open', quantity: '9.00000000' });
    expect((await scene.ada.patch(`/orders/${body.id}`, { quantity: '10' })).status).toBe(200);
  });
});

describe('a league that limits positions', () => {
  it('counts what other orders may buy, and an order that is replaced once', async () => {
    const now = app.clock.now().getTime();
    await app.query(`update "user" set role = 'teacher' where id = $1`, [scene.ada.user.id]);
    const teacher = await app.signIn(scene.ada);
    const asked = {
      ...{ name: 'Class', currency: 'USD', startingCash: { amount: '2000', currency: 'USD' } },
      startsAt: new Date(now + 1_000).toISOString(),
      endsAt: new Date(now + 86_400_000).toISOString(),
      rules: { maxPositionPercent: '25' },
    };
    const { code } = (await teacher.post('/leagues', asked)).body;
    await scene.ada.post('/leagues/join', { code });
    const { items } = (await scene.ada.get('/portfolios')).body;
    const portfolioId = items.find(({ kind }: { kind: string }) => kind === 'league').id;
    app.clock.advance(2_000);
    // A quarter of 2,000 is 500.
    const limit = { portfolioId, type: 'limit', limitPrice: '99' };
    const first = await scene.place({ ...limit, quantity: '3' });
    expect(first.status).toBe(201);
    expect(await scene.place({ ...limit, quantity: '3', limitPrice: '98' })).toMatchObject(
      refused('league_position_too_large', 'quantity'),
    );
    const path = `/orders/${first.body.id}`;
    expect(await scene.ada.patch(path, { quantity: '6' })).toMatchObject(
      refused('league_position_too_large', 'quantity'),
    );
    expect((await scene.ada.patch(path, { quantity: '5' })).status).toBe(200);
  });
});

it('what was reserved is not carried out where it is halted meanwhile', async () => {
  const { body } = await scene.place({ type: 'market', quantity: '1', confirm: true });
  await app.query(`update instrument set status = 'halted' where symbol = 'AAPL'`);
  try {
    expect(await scene.ada.post(`/orders/${body.id}/commit`, {})).toMatchObject(refused('instrument_halted'));
  } finally {
    await app.query(`update instrument set status = 'active' where symbol = 'AAPL'`);
  }
  expect((await scene.ada.post(`/orders/${body.id}/commit`, {})).body.status).toBe('filled');
});
