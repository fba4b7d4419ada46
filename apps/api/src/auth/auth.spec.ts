import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, refreshTokenOf, testPassword, type TestApp } from '../../test/app.js';
import type { Answer } from '../../test/client.js';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const registration = {
  email: 'grace@example.org',
  password: testPassword,
  displayName: 'Grace Hopper',
  baseCurrency: 'USD',
};
const register = (body: unknown): Promise<Answer> => app.anonymous.post('/auth/register', body);
const signIn = (email: string, password: string): Promise<Answer> =>
  app.anonymous.post('/auth/login', { email, password });

describe('registering', () => {
  it('opens an account and signs in', async () => {
    const { status, body, headers } = await register({ ...registration, email: ' Grace@Example.ORG ' });

    expect(status).toBe(201);
    expect(body.user).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      email: 'grace@example.org',
      handle: 'grace-hopper',
      displayName: 'Grace Hopper',
      baseCurrency: 'USD',
      role: 'admin',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    const me = await app.anonymous.get('/me', { authorization: `Bearer ${body.accessToken}` });
    expect(me.body).toEqual(body.user);
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^tradeyard_refresh=\S+; Max-Age=2592000; Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict$/,
      ),
    ]);
  });

  it('keeps the password as an argon2id hash only', async () => {
    const { user } = await app.register();

    const [row] = await app.query('select * from "user" where id = $1', [user.id]);

    expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(JSON.stringify(row)).not.toContain(testPassword);
  });

  it('gives people of one name different handles', async () => {
    const people = await Promise.all(
      Array.from({ length: 4 }, () => app.register({ displayName: 'José Ñandú!' })),
    );

    const handles = people.map(({ user }) => user.handle);
    expect(new Set(handles).size).toBe(4);
    for (const handle of handles) expect(handle).toMatch(/^jose-nandu(-\d{4,})?$/);
  });

  it('refuses an email that has an account, in any spelling', async () => {
    const { user } = await app.register();

    const { status, body } = await register({ ...registration, email: user.email.toUpperCase() });

    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'email_taken', errors: [{ field: 'email' }] });
  });

  it('lets one of two win who register the same email at once', async () => {
    const answers = await Promise.all(
      [1, 2].map(() => register({ ...registration, email: 'twice@example.org' })),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it.each([
    ['a short password', { password: '11 letters.' }, 400, 'validation_failed', 'password'],
    ['a password beyond 200 characters', { password: 'x'.repeat(201) }, 400, 'validation_failed', 'password'],
    ['a password that is a number', { password: 123_456_789_012 }, 400, 'validation_failed', 'password'],
    ['no email', { email: undefined }, 400, 'validation_failed', 'email'],
    ['half an email', { email: 'grace@' }, 400, 'validation_failed', 'email'],
    ['an object as email', { email: { $ne: '' } }, 400, 'validation_failed', 'email'],
    ['an empty name', { displayName: '   ' }, 400, 'validation_failed', 'displayName'],
    ['an invisible name', { displayName: '\u200b\u200b' }, 400, 'validation_failed', 'displayName'],
    [
      'a name that turns its direction',
      { displayName: 'Ada \u202ecba' },
      400,
      'validation_failed',
      'displayName',
    ],
    ['a name with a zero character', { displayName: 'Ada\u0000' }, 400, 'validation_failed', 'displayName'],
    ['an unknown currency', { baseCurrency: 'ABC' }, 422, 'unknown_currency', 'baseCurrency'],
    ['a currency that ended', { baseCurrency: 'SKK' }, 422, 'currency_ended', 'baseCurrency'],
    ['an unknown field', { isAdmin: true }, 400, 'validation_failed', 'isAdmin'],
  ])('refuses %s', async (_, change, status, code, field) => {
    const answer = await register({ ...registration, email: 'refused@example.org', ...change });

    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({
      status,
      code,
      errors: expect.arrayContaining([{ field, message: expect.any(String) }]),
    });
    expect(await app.query(`select from "user" where email = 'refused@example.org'`)).toEqual([]);
  });
});

describe('signing in', () => {
  it('answers as registering did', async () => {
    const { user } = await app.register();

    const { status, body, headers } = await signIn(user.email.toUpperCase(), testPassword);

    expect(status).toBe(200);
    expect(body.user).toEqual(user);
    expect(refreshTokenOf(headers)).toBeDefined();
  });

  it('does not tell a wrong password from an unknown email', async () => {
    const { user } = await app.register();

    const wrong = await signIn(user.email, `${testPassword}!`);
    const unknown = await signIn('nobody@example.org', testPassword);

    expect(wrong.status).toBe(401);
    expect(wrong.body).toMatchObject({ code: 'sign_in_failed' });
    expect(unknown.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  it.each([
    ['malformed JSON', '{"email": "grace@', 'application/json', 400, 'malformed_json'],
    ['no body', '', 'application/json', 400, 'malformed_json'],
    ['null', 'null', 'application/json', 400, 'validation_failed'],
    ['a list', '[]', 'application/json', 400, 'validation_failed'],
    ['text', '"grace"', 'application/json', 400, 'validation_failed'],
    [
      'another prototype',
      '{"__proto__": {"email": "grace@example.org"}}',
      'application/json',
      400,
      'malformed_json',
    ],
    [
      'a form, which any page may send',
      `email=grace%40example.org&password=${testPassword}`,
      'application/x-www-form-urlencoded',
      415,
      'unsupported_media_type',
    ],
    [
      'plain text, which any page may send',
      JSON.stringify({ email: 'grace@example.org', password: testPassword }),
      'text/plain',
      415,
      'unsupported_media_type',
    ],
  ])('refuses %s', async (_, body, type, status, code) => {
    const answer = await app.anonymous.post('/auth/login', body, { 'content-type': type });

    expect(answer.body).toMatchObject({ status, code });
    expect(answer.status).toBe(status);
  });

  it('slows down whoever tries too often, registering apart from signing in', async () => {
    const strict = await createTestApp({ env: { SIGN_IN_ATTEMPTS_PER_MINUTE: '3' } });
    try {
      const attempt = () =>
        strict.anonymous.post('/auth/login', { email: 'a@example.org', password: 'wrong' });
      for (const status of [401, 401, 401]) expect((await attempt()).status).toBe(status);

      const { status, body, headers } = await attempt();

      expect(status).toBe(429);
      expect(body).toMatchObject({ code: 'too_many_requests' });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
      await strict.register();
    } finally {
      await strict.close();
    }
  });
});
