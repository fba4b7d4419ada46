import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { UsersService } from './users.service.js';

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

it.each([
  ['the name', { displayName: '  Augusta Ada King ' }, { displayName: 'Augusta Ada King' }],
  ['the base currency', { baseCurrency: 'JPY' }, { baseCurrency: 'JPY' }],
  ['the base currency to a crypto asset', { baseCurrency: 'BTC' }, { baseCurrency: 'BTC' }],
  [
    'both',
    { displayName: 'Countess 👩🏽‍💻', baseCurrency: 'CHF' },
    { displayName: 'Countess 👩🏽‍💻', baseCurrency: 'CHF' },
  ],
  ['nothing', {}, {}],
])('changes %s and leaves the rest', async (_, change, changed) => {
  const ada = await app.register();
  const bystander = await app.register();

  const { status, body } = await ada.patch('/me', change);

  expect(status).toBe(200);
  expect(body).toEqual({ ...ada.user, ...changed });
  expect((await ada.get('/me')).body).toEqual(body);
  expect((await bystander.get('/me')).body).toEqual(bystander.user);
});

it.each([
  ['no name', { displayName: ' ' }, 400, 'validation_failed', 'displayName'],
  ['null as name', { displayName: null }, 400, 'validation_failed', 'displayName'],
  ['a name of 81 characters', { displayName: 'x'.repeat(81) }, 400, 'validation_failed', 'displayName'],
  ['a name with a zero character', { displayName: 'a\u0000' }, 400, 'validation_failed', 'displayName'],
  ['an unknown currency', { baseCurrency: 'ABC' }, 422, 'unknown_currency', 'baseCurrency'],
  ['null as currency', { baseCurrency: null }, 400, 'validation_failed', 'baseCurrency'],
  ['a currency that ended', { baseCurrency: 'HRK' }, 422, 'currency_ended', 'baseCurrency'],
  ['a small-letter code', { baseCurrency: 'eur' }, 422, 'unknown_currency', 'baseCurrency'],
  ['another email', { email: 'new@example.org' }, 400, 'validation_failed', 'email'],
  ['another handle', { handle: 'house' }, 400, 'validation_failed', 'handle'],
  [
    'a right name beside a wrong currency',
    { displayName: 'Ada', baseCurrency: 'ABC' },
    422,
    'unknown_currency',
    'baseCurrency',
  ],
])('refuses %s and changes nothing', async (_, change, status, code, field) => {
  const ada = await app.register();

  const answer = await ada.patch('/me', change);

  expect(answer.body).toMatchObject({
    status,
    code,
    errors: expect.arrayContaining([expect.objectContaining({ field })]),
  });
  expect(answer.status).toBe(status);
  expect((await ada.get('/me')).body).toEqual(ada.user);
});

it('finds whom money is meant for, by email or handle', async () => {
  const grace = await app.register({ email: 'grace@example.org', displayName: 'Grace Hopper' });
  const users = app.get(UsersService);

  for (const to of ['grace@example.org', ' GRACE@example.org', 'grace-hopper', '@Grace-Hopper ']) {
    expect((await users.findRecipient(to))?.id).toBe(grace.user.id);
  }
  for (const to of ['grace', 'grace-hopper@', '', '@', '@grace@example.org', '%']) {
    expect(await users.findRecipient(to)).toBeNull();
  }
});
