import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { usd } from '../../test/paper.js';
import { track } from '../../test/tracked.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  await app.register(); // who is first runs the installation
});
afterAll(() => app.close());
beforeEach(async () => {
  [ada, bob] = [await app.register(), await app.register()];
});

const tracked = { kind: 'tracked', name: 'Depot', currency: 'CHF' };

describe('a portfolio to track', () => {
  it('needs a name and a currency, and has nothing that trades', async () => {
    const { status, body } = await ada.post('/portfolios', tracked);

    expect(status).toBe(201);
    expect(body).toEqual({
      ...tracked,
      id: expect.any(String),
      models: null,
      startingCash: null,
      keepsCash: false,
      createdAt: expect.any(String),
      startedAt: body.createdAt,
      leagueId: null,
      archivedAt: null,
    });
    expect((await ada.get(`/portfolios/${body.id}`)).body).toEqual(body);
  });

  it.each([
    ['starting cash', { startingCash: usd('1.00') }, 'validation_failed', 'startingCash'],
    ['models', { models: {} }, 'validation_failed', 'models'],
    ['no currency that there is', { currency: 'XXX' }, 'unknown_currency', 'currency'],
    ['another kind', { kind: 'trading' }, 'validation_failed', 'kind'],
  ])('is refused with %s', async (_, change, code, field) => {
    const { body } = await ada.post('/portfolios', { ...tracked, ...change });

    expect(body).toMatchObject({ code, errors: [{ field }] });
  });

  it.each([
    ['without starting cash', {}, 'startingCash'],
    ['without its cash', { startingCash: usd('1.00'), keepsCash: false }, 'keepsCash'],
  ])('is not one of paper %s', async (_, change, field) => {
    const { body } = await ada.post('/portfolios', { name: 'Paper', currency: 'USD', ...change });

    expect(body).toMatchObject({ code: 'validation_failed', errors: [{ field }] });
  });

  it('is begun once under a key', async () => {
    const ask = () => ada.post('/portfolios', tracked, { 'idempotency-key': 'once' });

    const [first, second] = [await ask(), await ask()];

    expect(second.body).toEqual(first.body);
    expect((await ada.get('/portfolios')).body.items).toHaveLength(2);
  });

  it('is listed among those of paper, in pages', async () => {
    const ids = [ada.user.id];
    for (const body of [tracked, { name: 'P', currency: 'USD', startingCash: usd('1.00') }, tracked, tracked])
      ids.push((await ada.post('/portfolios', body)).body.id);

    const listed: string[] = [];
    for (let path = '?limit=2'; path !== '';) {
      const { body } = await ada.get(`/portfolios${path}`);
      listed.push(...body.items.map(({ id }: { id: string }) => id));
      path = body.next ? `?limit=2&cursor=${body.next}` : '';
    }

    expect(listed).toEqual(ids);
  });

  it('is renamed, and archived for good', async () => {
    const path = await track(ada);
    const { body } = await ada.patch(path, { name: 'Pension', keepsCash: true });
    expect(body).toMatchObject({ name: 'Pension', keepsCash: true });
    expect((await ada.patch(path, { models: {} })).body.code).toBe('validation_failed');

    expect((await ada.delete(path)).status).toBe(204);

    expect((await ada.delete(path)).body.code).toBe('portfolio_archived');
    expect((await ada.patch(path, { name: 'X' })).body.code).toBe('portfolio_archived');
    expect((await ada.get('/portfolios')).body.items).toHaveLength(1);
    expect((await ada.get('/portfolios?status=archived')).body.items).toMatchObject([{ name: 'Pension' }]);
  });

  it('is nobody else’s', async () => {
    const path = await track(ada);

    for (const answer of [bob.get(path), bob.patch(path, { name: 'X' }), bob.delete(path)])
      expect(await answer).toMatchObject({ status: 404, body: { code: 'portfolio_not_found' } });
  });

  it('is one of fifty at most, however many are begun at once, and makes room when it is archived', async () => {
    const asked = Array.from({ length: 55 }, () => ada.post('/portfolios', tracked));
    const answers = await Promise.all(asked);

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
    expect(answers.find(({ status }) => status !== 201)?.body.code).toBe('too_many_portfolios');
    const [first] = answers.filter(({ status }) => status === 201);
    await ada.delete(`/portfolios/${first?.body.id}`);
    expect((await ada.post('/portfolios', tracked)).status).toBe(201);
    expect((await ada.post('/portfolios', tracked)).body.code).toBe('too_many_portfolios');
  });

  it('is archived with the account of its owner', async () => {
    await track(ada);

    expect((await ada.post('/me/close', { password: 'correct horse battery staple' })).status).toBeLessThan(
      300,
    );

    const [row] = await app.query('select archived_at from tracked_portfolio where user_id = $1', [
      ada.user.id,
    ]);
    expect(row.archived_at).not.toBeNull();
  });
});

describe('what trades', () => {
  it('takes no portfolio that is only tracked', async () => {
    const path = await track(ada);
    const id = path.split('/')[2];
    const order = { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '1', portfolioId: id };

    const refused = [
      await ada.post('/orders', order),
      await ada.get(`${path}/positions`),
      await ada.post(`${path}/reset`, {}),
      await ada.get(`${path}/runs`),
      await ada.get(`/portfolios/comparison?ids=${id}`),
    ];

    expect(refused.map(({ body }) => body.code)).toEqual(Array(5).fill('portfolio_is_tracked'));
    expect((await bob.post('/orders', order)).body.code).toBe('portfolio_not_found');
  });
});
