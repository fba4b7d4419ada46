import { createHmac } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';

const secret = 'a secret of this file, long enough for all';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ env: { AUTH_SECRET: secret } });
});
afterAll(() => app.close());

const claims = { sub: '01890000-0000-7000-8000-000000000000', sid: '01890000-0000-7000-8000-000000000001' };
const options = {
  issuer: 'tradeyard',
  audience: 'tradeyard',
  algorithm: 'HS256',
  expiresIn: '15m',
} as const;
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = new JwtService();
const nowSeconds = Math.floor(Date.now() / 1000);
const payload = base64({
  ...claims,
  iat: nowSeconds,
  exp: nowSeconds + 900,
  iss: 'tradeyard',
  aud: 'tradeyard',
});
const unsigned = `${base64({ alg: 'none', typ: 'JWT' })}.${payload}`;

it.each([
  ['another secret', jwt.sign(claims, { ...options, secret: `${secret}!` })],
  ['the algorithm none', `${unsigned}.`],
  [
    'the algorithm none, signed all the same',
    `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`,
  ],
  ['an algorithm that we do not use', jwt.sign(claims, { ...options, secret, algorithm: 'HS512' })],
  ['the past', jwt.sign(claims, { ...options, secret, expiresIn: -1 })],
  ['the future', jwt.sign(claims, { ...options, secret, notBefore: '1h' })],
  ['another issuer', jwt.sign(claims, { ...options, secret, issuer: 'somebody' })],
  ['another audience', jwt.sign(claims, { ...options, secret, audience: 'somebody' })],
  ['an account that is gone', jwt.sign(claims, { ...options, secret })],
  ['nobody', ''],
])('refuses a token of %s', async (_, token) => {
  const { status, body, headers } = await app.anonymous.get('/me', { authorization: `Bearer ${token}` });

  expect(status).toBe(401);
  expect(body).toMatchObject({ code: 'unauthenticated' });
  expect(headers.get('www-authenticate')).toBe('Bearer');
});

it('refuses a token with a part changed', async () => {
  const ada = await app.register();
  const [header = '', body = '', signature = ''] = ada.accessToken.split('.');
  const other = base64({
    ...(JSON.parse(Buffer.from(body, 'base64url').toString()) as object),
    sub: claims.sub,
  });

  for (const token of [`${header}.${other}.${signature}`, `${header}.${body}.`, `${header}.${body}`]) {
    expect((await app.anonymous.get('/me', { authorization: `Bearer ${token}` })).status).toBe(401);
  }
});

it('does not take a refresh token for an access token, nor the other way round', async () => {
  const ada = await app.register();

  const cookie = `tradeyard_refresh=${ada.accessToken}`;
  expect((await app.anonymous.post('/auth/refresh', undefined, { cookie })).status).toBe(401);
  expect((await app.anonymous.get('/me', { authorization: `Bearer ${ada.refreshToken}` })).status).toBe(401);
});

it('gives tokens that live for fifteen minutes', async () => {
  const { exp, iat } = jwt.decode<{ exp: number; iat: number }>((await app.register()).accessToken);

  expect(exp - iat).toBe(900);
});
