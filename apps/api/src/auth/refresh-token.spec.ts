import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestApp,
  refreshTokenOf,
  testPassword,
  type TestApp,
  type TestPerson,
} from '../../test/app.js';
import type { Answer } from '../../test/client.js';

const dayMs = 24 * 60 * 60 * 1000;

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const signIn = (email: string): Promise<Answer> =>
  app.anonymous.post('/auth/login', { email, password: testPassword });
const withCookie = (token: string) => ({ cookie: `tradeyard_refresh=${token}` });
const refresh = (token: string): Promise<Answer> =>
  app.anonymous.post('/auth/refresh', undefined, withCookie(token));
const signOut = (token: string): Promise<Answer> =>
  app.anonymous.post('/auth/logout', undefined, withCookie(token));
const rotated = async (token: string): Promise<string> => {
  const { status, headers } = await refresh(token);
  expect(status).toBe(200);
  return refreshTokenOf(headers) ?? expect.fail('The token was not rotated');
};

describe('a refresh token', () => {
  it('is exchanged for another and a new access token', async () => {
    const ada = await app.register();

    const { status, body, headers } = await refresh(ada.refreshToken);

    expect(status).toBe(200);
    expect(body.user).toEqual(ada.user);
    const me = await app.anonymous.get('/me', { authorization: `Bearer ${body.accessToken}` });
    expect(me.status).toBe(200);
    expect(refreshTokenOf(headers)).not.toBe(ada.refreshToken);
    expect((await refresh(refreshTokenOf(headers) ?? '')).status).toBe(200);
  });

  it('is kept as a hash only', async () => {
    const ada = await app.register();

    const rows = await app.query('select * from session where user_id = $1', [ada.user.id]);

    expect(rows).toHaveLength(1);
    const [, random = ''] = ada.refreshToken.split('.');
    expect(JSON.stringify(rows)).not.toContain(random);
  });

  describe('that was used before', () => {
    const at = '2026-05-04T09:00:00Z';

    it('still gives an access token for ten seconds, to a tab that was as quick', async () => {
      app.clock.set(at);
      const ada = await app.register();
      const next = await rotated(ada.refreshToken);
      app.clock.advance(10_000);

      const late = await refresh(ada.refreshToken);

      expect(late.status).toBe(200);
      expect(refreshTokenOf(late.headers)).toBeUndefined();
      await rotated(next);
    });

    it('ends the session after that, for the thief and the owner alike', async () => {
      app.clock.set(at);
      const ada = await app.register();
      const next = await rotated(ada.refreshToken);
      app.clock.advance(10_001);

      const stolen = await refresh(ada.refreshToken);

      expect(stolen.status).toBe(401);
      expect(stolen.body).toMatchObject({ code: 'session_expired' });
      expect((await refresh(next)).body).toMatchObject({ code: 'session_expired' });
    });

    it('ends the session however many exchanges ago it was', async () => {
      const ada = await app.register();
      const newest = await rotated(await rotated(await rotated(ada.refreshToken)));

      expect((await refresh(ada.refreshToken)).status).toBe(401);

      expect((await refresh(newest)).status).toBe(401);
    });

    it('leaves the other sessions of its owner alone', async () => {
      const ada = await app.register();
      const other = refreshTokenOf((await signIn(ada.user.email)).headers) ?? '';
      await rotated(await rotated(ada.refreshToken));

      expect((await refresh(ada.refreshToken)).status).toBe(401);

      await rotated(other);
    });
  });

  it('is exchanged once, however many tabs ask at once', async () => {
    const ada = await app.register();

    const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(ada.refreshToken)));

    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    const tokens = answers.flatMap(({ headers }) => refreshTokenOf(headers) ?? []);
    expect(tokens).toHaveLength(1);
    await rotated(tokens[0] ?? '');
  });

  it('lives for thirty days from its last use', async () => {
    app.clock.set('2026-05-04T09:00:00Z');
    const ada = await app.register();
    app.clock.advance(30 * dayMs - 1);
    const second = await rotated(ada.refreshToken);
    app.clock.advance(30 * dayMs - 1);
    const third = await rotated(second);
    app.clock.advance(30 * dayMs);

    expect((await refresh(third)).body).toMatchObject({ code: 'session_expired' });
  });

  it.each([
    ['nothing', () => ''],
    ['nonsense', () => 'nonsense'],
    ['dashes where an id should be', () => `${'-'.repeat(36)}.x.y`],
    ['a made-up secret', ({ refreshToken }: TestPerson) => `${refreshToken.slice(0, 36)}.made-up`],
    [
      'a secret under another seal',
      ({ refreshToken }: TestPerson) => refreshToken.replace(/\.[^.]+$/, '.seal'),
    ],
    ['a seal alone', ({ refreshToken }: TestPerson) => refreshToken.replace(/\.[^.]+\./, '..')],
  ])('of %s is refused, and ends nobody’s session', async (_, make) => {
    const ada = await app.register();

    expect((await refresh(make(ada))).status).toBe(401);

    await rotated(ada.refreshToken);
  });
});

describe('signing out', () => {
  it('ends the session and removes the cookie', async () => {
    const ada = await app.register();

    const { status, headers } = await signOut(ada.refreshToken);

    expect(status).toBe(204);
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^tradeyard_refresh=; Max-Age=0; Path=\/api\/v1\/auth;/),
    ]);
    expect((await refresh(ada.refreshToken)).body).toMatchObject({ code: 'session_expired' });
  });

  it('works from a tab that has the token before', async () => {
    const ada = await app.register();
    const next = await rotated(ada.refreshToken);

    await signOut(ada.refreshToken);

    expect((await refresh(next)).status).toBe(401);
  });

  it('ends nobody else’s session', async () => {
    const ada = await app.register();

    for (const token of ['', 'nonsense', `${ada.refreshToken.slice(0, 36)}.made-up`]) {
      expect((await signOut(token)).status).toBe(204);
    }

    await rotated(ada.refreshToken);
  });
});
