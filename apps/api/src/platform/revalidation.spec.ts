import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  app.clock.set('2026-06-01T12:00:00Z');
  ada = await app.register();
});
afterAll(() => app.close());

const routes = [
  '/instruments',
  '/instruments/AAPL',
  '/instruments/AAPL/events',
  '/instruments/AAPL/candles',
  '/instruments/AAPL/candles/columns',
  '/quotes',
  '/rates?base=EUR',
];

it.each(routes)('%s is sent once to who asks again', async (path) => {
  const first = await ada.get(path);
  const tag = first.headers.get('etag') ?? '';
  expect([first.status, tag, first.headers.get('cache-control')]).toEqual([
    200,
    expect.stringMatching(/^W\/"[\w-]{27}"$/),
    'private, no-cache',
  ]);
  expect(first.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const again = await ada.get(path, { 'if-none-match': tag });
  expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', tag]);
});

it('/currencies may be kept by anybody', async () => {
  const { headers } = await app.anonymous.get('/currencies');
  expect(headers.get('cache-control')).toBe('public, max-age=300');
  const again = await app.anonymous.get('/currencies', { 'if-none-match': headers.get('etag') ?? '' });
  expect(again.status).toBe(304);
});

it.each([
  ['its tag', (tag: string) => tag, 304],
  ['its tag, as if it were strong', (tag: string) => tag.slice(2), 304],
  ['a list with it', (tag: string) => `"a,b", ${tag} , W/"c"`, 304],
  ['any', () => '*', 304],
  ['another', () => 'W/"another"', 200],
  ['none that can be read', (tag: string) => tag.replaceAll('"', ''), 200],
  ['nothing', () => '', 200],
])('takes %s', async (_, sent, status) => {
  const tag = (await ada.get('/instruments/AAPL')).headers.get('etag') ?? '';
  expect((await ada.get('/instruments/AAPL', { 'if-none-match': sent(tag) })).status).toBe(status);
});

it('sends what has changed', async () => {
  const { headers } = await ada.get('/instruments/AAPL');
  await ada.patch('/instruments/AAPL', { name: 'Apple' });
  const again = await ada.get('/instruments/AAPL', { 'if-none-match': headers.get('etag') ?? '' });
  expect([again.status, again.body.name]).toEqual([200, 'Apple']);
});

it('says nothing of problems, which nobody keeps', async () => {
  const { status, headers } = await ada.get('/instruments/NOPE', { 'if-none-match': '*' });
  expect([status, headers.get('etag'), headers.get('cache-control')]).toEqual([404, null, 'no-store']);
  expect((await app.anonymous.get('/instruments/AAPL', { 'if-none-match': '*' })).status).toBe(401);
  expect((await ada.get('/orders')).headers.get('cache-control')).toBe('no-store');
});

it('compresses what is large, under the same tag', async () => {
  const path = '/instruments/AAPL/candles?limit=500';
  const [plain, packed] = await Promise.all(
    ['identity', 'gzip'].map((encoding) =>
      app.nest.inject({
        url: `/api/v1${path}`,
        headers: { authorization: `Bearer ${ada.accessToken}`, 'accept-encoding': encoding },
      }),
    ),
  );
  expect([plain?.headers['content-encoding'], packed?.headers['content-encoding']]).toEqual([
    undefined,
    'gzip',
  ]);
  expect(gunzipSync(packed?.rawPayload ?? Buffer.of()).toString()).toBe(plain?.payload);
  expect(packed?.headers['etag']).toBe(plain?.headers['etag']);
  expect(packed?.headers['content-length']).toBe(`${packed?.rawPayload.length}`);
});
