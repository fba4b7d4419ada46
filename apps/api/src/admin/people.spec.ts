import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, testPassword, type TestApp, type TestPerson } from '../../test/app.js';

let app: TestApp;
let admin: TestPerson;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  admin = await app.register({ email: 'root@example.org', displayName: 'Grace Hopper' });
  ada = await app.register({ email: 'ada@example.org', displayName: 'Ada Lovelace' });
  for (const name of ['Adam', 'Bob', 'Carol_%'])
    await app.register({ email: `${name.toLowerCase().replace('_%', '')}@example.com`, displayName: name });
});
afterAll(() => app.close());

const list = async (search: string) => (await admin.get(`/admin/users?${search}`)).body;
const handles = (items: { handle: string }[]) => items.map(({ handle }) => handle);

describe('the list of people', () => {
  it('shows who everybody is, newest first', async () => {
    const { items, next } = await list('');

    expect(handles(items)).toEqual(['carol', 'bob', 'adam', 'ada-lovelace', 'grace-hopper']);
    expect(next).toBeNull();
    expect(items[3]).toEqual({
      id: ada.user.id,
      email: 'ada@example.org',
      handle: 'ada-lovelace',
      displayName: 'Ada Lovelace',
      role: 'user',
      createdAt: ada.user.createdAt,
      closedAt: null,
    });
  });

  it.each([
    ['ada', ['adam', 'ada-lovelace']],
    ['ADA@', ['ada-lovelace']],
    ['%20@ada', ['adam', 'ada-lovelace']],
    ['root@example.org', ['grace-hopper']],
    ['grace', ['grace-hopper']],
    ['example', []],
    ['%25', []],
    ['_', []],
    ['', ['carol', 'bob', 'adam', 'ada-lovelace', 'grace-hopper']],
  ])('finds those whose email or handle begins with "%s"', async (query, found) => {
    expect(handles((await list(`query=${query}`)).items)).toEqual(found);
  });

  it('comes in pages', async () => {
    const first = await list('query=ada&limit=1');
    const second = await list(`query=ada&limit=1&cursor=${first.next}`);

    expect([handles(first.items), handles(second.items), second.next]).toEqual([
      ['adam'],
      ['ada-lovelace'],
      null,
    ]);
  });

  it.each(['cursor=x', 'limit=0', 'limit=201', 'role=admin', `query=${'x'.repeat(255)}`])(
    'refuses %s',
    async (search) => {
      expect(await list(search)).toMatchObject({ status: 400, code: 'validation_failed' });
    },
  );
});

describe('an administrator', () => {
  it('closes an account whatever is in it, and opens it again', async () => {
    const amount = { amount: '10.00', currency: 'EUR' };
    const bob = await app.register();
    await bob.post('/wallet/deposits', { amount }, { 'idempotency-key': 'bob-1' });
    const path = `/admin/users/${bob.user.id}`;

    const closed = await admin.post(`${path}/close`);

    expect(closed.status).toBe(200);
    expect(closed.body).toMatchObject({ id: bob.user.id, closedAt: expect.stringMatching(/Z$/) });
    expect((await admin.post(`${path}/close`)).body).toEqual(closed.body);
    expect((await bob.get('/wallet/balances')).status).toBe(401);
    const cookie = `tradeyard_refresh=${bob.refreshToken}`;
    expect((await app.anonymous.post('/auth/refresh', undefined, { cookie })).status).toBe(401);

    expect((await admin.post(`${path}/reopen`)).body).toMatchObject({ id: bob.user.id, closedAt: null });

    expect((await app.anonymous.post('/auth/refresh', undefined, { cookie })).status).toBe(401);
    const again = await app.anonymous.post('/auth/login', { email: bob.user.email, password: testPassword });
    const authorization = `Bearer ${again.body.accessToken}`;
    const { body } = await app.anonymous.get('/wallet/balances', { authorization });
    expect(body.items).toMatchObject([{ available: amount }]);
  });

  it('cannot close the last one, who may be themselves', async () => {
    const { status, body } = await admin.post(`/admin/users/${admin.user.id}/close`);

    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'forbidden' });
    expect((await admin.get('/me')).status).toBe(200);
  });

  it('who is closed by another is one no more', async () => {
    await app.query(`update "user" set role = 'admin' where id = $1`, [ada.user.id]);

    expect((await ada.post(`/admin/users/${admin.user.id}/close`)).status).toBe(200);

    expect((await admin.get('/admin/users')).status).toBe(401);
    await ada.post(`/admin/users/${admin.user.id}/reopen`);
    await app.query(`update "user" set role = 'user' where id = $1`, [ada.user.id]);
    expect((await admin.get('/admin/users')).status).toBe(200);
  });

  it.each(['close', 'reopen'])('is told when there is nobody to %s', async (action) => {
    for (const id of ['01890000-0000-7000-8000-000000000000', 'ada-lovelace', '%27']) {
      const { status, body } = await admin.post(`/admin/users/${id}/${action}`);
      expect(status).toBe(404);
      expect(body).toMatchObject({ code: 'not_found' });
    }
  });
});

it.each([
  ['GET', '/admin/users'],
  ['POST', '/admin/users/01890000-0000-7000-8000-000000000000/close'],
  ['POST', '/admin/users/01890000-0000-7000-8000-000000000000/reopen'],
])('keeps everybody else out of %s %s', async (method, path) => {
  expect((await ada.send(method, path)).body).toMatchObject({ status: 403, code: 'forbidden' });
  expect((await app.anonymous.send(method, path)).body).toMatchObject({
    status: 401,
    code: 'unauthenticated',
  });
});
