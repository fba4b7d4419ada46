import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { bought, track } from '../../test/tracked.js';
import { createDocument } from '../platform/document.js';

// Walks the document: whatever has an id of a portfolio, a group or a link in its address is asked for by somebody else.

type Operation = { requestBody?: { content: Record<string, unknown> } };

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  [ada, bob] = [await app.register(), await app.register()];
});
afterAll(() => app.close());

/** Enough to get past the rules of each body. */
const bodies: Readonly<Record<string, object>> = {
  'POST /portfolios/{id}/activities': bought(),
  'POST /portfolios/{id}/activities/removal': { ids: ['01890000-0000-7000-8000-000000000000'] },
  'PUT /portfolios/{id}/assets/{symbol}/prices': { prices: { '2024-05-17': '1' } },
  'PUT /portfolios/{id}/assets/{symbol}/prices/{day}': { price: '1' },
};

it('is the same as if it were not there, for everybody but its owner', async () => {
  const path = await track(ada);
  const { body: activity } = await ada.post(`${path}/activities`, bought());
  await ada.put(`${path}/assets/AAPL/prices/2024-05-17`, { price: '1' });
  const portfolioIds = [path.slice(12)];
  const group = (await ada.post('/portfolio-groups', { name: 'G', currency: 'EUR', portfolioIds })).body.id;
  const sent = { portfolioId: portfolioIds[0], scope: 'percent', label: 'L' };
  const share = (await ada.post('/portfolio-shares', sent)).body.share.id;
  const state = async () => [
    (await ada.get(`${path}/export`)).body,
    (await ada.get(`${path}/changes`)).body,
    (await ada.get('/portfolio-groups')).body,
    (await ada.get('/portfolio-shares')).body,
  ];
  const before = await state();
  const others = { activityId: activity.id, symbol: 'AAPL', day: '2024-05-17', version: '1' };

  const asked: string[] = [];
  for (const [address, item] of Object.entries(createDocument(app.nest).paths)) {
    if (!/^\/(portfolios|portfolio-groups|portfolio-shares)\/\{id\}/.test(address)) continue;
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = item[method] as Operation | undefined;
      if (!operation) continue;
      const name = `${method.toUpperCase()} ${address}`;
      const ask = async (id: string) => {
        const filled = Object.entries({ ...others, id }).reduce(
          (text, [key, value]) => text.replace(`{${key}}`, value),
          address,
        );
        const body = operation.requestBody && JSON.stringify(bodies[name] ?? {});
        const { status, body: answer } = await bob.send(method.toUpperCase(), filled, body);
        return [name, status, answer.code];
      };
      const nobodys = await ask('01890000-0000-7000-8000-000000000000');
      for (const id of [...portfolioIds, group, share, ada.user.id]) expect(await ask(id)).toEqual(nobodys);
      expect(nobodys[1]).toBeGreaterThanOrEqual(400);
      asked.push(name);
    }
  }

  expect(asked.length).toBeGreaterThan(35);
  expect(await state()).toEqual(before);
  const groups = await bob.post('/portfolio-groups', { name: 'G', currency: 'EUR', portfolioIds });
  expect(groups.body.code).toBe('portfolio_not_found');
  for (const portfolioId of [...portfolioIds, group])
    expect((await bob.post('/portfolio-shares', { ...sent, portfolioId })).body.code).toBe(
      'portfolio_not_found',
    );
});
