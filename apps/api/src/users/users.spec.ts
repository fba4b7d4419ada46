import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

it('says who I am', async () => {
  const ada = await app.register({ displayName: 'Ada Lovelace' });

  const { status, body } = await ada.get('/me');

  expect(status).toBe(200);
  expect(body).toEqual(ada.user);
});
