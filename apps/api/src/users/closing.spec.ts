import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, testPassword, type TestApp, type TestPerson } from '../../test/app.js';
import type { Answer } from '../../test/client.js';

let app: TestApp;
let admin: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  admin = await app.register();
});
afterAll(() => app.close());

const euros = (amount: string) => ({ amount: { amount, currency: 'EUR' } });
const send = (person: TestPerson, path: string, body: object): Promise<Answer> =>
  person.post(path, body, { 'idempotency-key': uuid() });
const close = (person: TestPerson, password = testPassword): Promise<Answer> =>
  person.post('/me/close', { password });
const refresh = ({ refreshToken }: TestPerson): Promise<Answer> =>
  app.anonymous.post('/auth/refresh', undefined, { cookie: `tradeyard_refresh=${refreshToken}` });
const signIn = ({ user }: TestPerson, password = testPassword): Promise<Answer> =>
  app.anonymous.post('/auth/login', { email: user.email, password });

async function closedAtOf({ user }: TestPerson): Promise<Date | null> {
  const [row] = await app.query('select closed_at from "user" where id = $1', [user.id]);
  return row.closed_at;
}

describe('a person who closes their account', () => {
  it('is signed out everywhere, and nothing lets them in again', async () => {
    const ada = await app.register();
    const bystander = await app.register();
    const elsewhere = await signIn(ada);

    expect((await close(ada)).status).toBe(204);

    expect((await refresh(ada)).body).toMatchObject({ code: 'session_expired' });
    const sessions = await app.query('select revoked_at from session where user_id = $1', [ada.user.id]);
    expect(sessions).toHaveLength(2);
    for (const { revoked_at: revokedAt } of sessions) expect(revokedAt).toBeInstanceOf(Date);
    const authorization = `Bearer ${elsewhere.body.accessToken}`;
    expect((await app.anonymous.get('/me', { authorization })).status).toBe(401);
    expect((await signIn(ada)).body).toEqual((await signIn(ada, 'a wrong password')).body);
    expect((await signIn(ada)).body).toMatchObject({ status: 401, code: 'sign_in_failed' });
    expect((await bystander.get('/me')).status).toBe(200);
    expect((await refresh(bystander)).status).toBe(200);
  });

  it('is not let in by a session that began at that very instant', async () => {
    const ada = await app.register();
    await close(ada);
    await app.query('update session set revoked_at = null where user_id = $1', [ada.user.id]);

    expect((await refresh(ada)).body).toMatchObject({ status: 401, code: 'session_expired' });
  });

  it('can move no money with the token that is left', async () => {
    const ada = await app.register();
    await close(ada);

    for (const [path, body] of [
      ['/wallet/deposits', euros('10.00')],
      ['/wallet/withdrawals', euros('10.00')],
      ['/wallet/transfers', { ...euros('10.00'), to: admin.user.email }],
      ['/wallet/conversions', { from: { amount: '10.00', currency: 'EUR' }, to: { currency: 'USD' } }],
      ['/orders', { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '1' }],
      ['/me/close', { password: testPassword }],
    ] as const) {
      const { status, body: problem } = await send(ada, path, body);
      expect(problem, path).toMatchObject({ code: 'unauthenticated', detail: 'This account is closed' });
      expect(status).toBe(401);
    }
    expect(await app.query('select from account where book_id = $1', [ada.user.id])).toEqual([]);
  });

  it('has to give the password', async () => {
    const ada = await app.register();

    const { status, body } = await close(ada, `${testPassword}!`);

    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 'sign_in_failed', errors: [{ field: 'password' }] });
    expect((await ada.post('/me/close', {})).body).toMatchObject({ code: 'validation_failed' });
    expect(await closedAtOf(ada)).toBeNull();
    expect((await refresh(ada)).status).toBe(200);
  });

  it('has to take the money out first', async () => {
    const ada = await app.register();
    await send(ada, '/wallet/deposits', euros('10.00'));

    const refused = await close(ada);

    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'account_not_empty' });
    expect(await closedAtOf(ada)).toBeNull();
    expect((await refresh(ada)).status).toBe(200);
    await send(ada, '/wallet/withdrawals', euros('10.00'));
    expect((await close(ada)).status).toBe(204);
  });

  it('has to sell the shares first', async () => {
    const ada = await app.register();
    await send(ada, '/wallet/deposits', { amount: { amount: '1000.00', currency: 'USD' } });
    const order = { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '1' };
    expect((await send(ada, '/orders', order)).status).toBe(201);
    const [{ available }] = (await ada.get('/wallet/balances')).body.items;
    expect((await send(ada, '/wallet/withdrawals', { amount: available })).status).toBe(201);

    expect((await close(ada)).body).toMatchObject({ code: 'account_not_empty' });
  });

  it('has as many tries as somebody who signs in', async () => {
    const strict = await createTestApp({ env: { SIGN_IN_ATTEMPTS_PER_MINUTE: '3' } });
    try {
      await strict.register();
      const ada = await strict.register();
      for (const status of [401, 401, 401]) expect((await close(ada, 'wrong')).status).toBe(status);

      expect((await close(ada)).body).toMatchObject({ status: 429, code: 'too_many_requests' });
    } finally {
      await strict.close();
    }
  });
});

describe('the last administrator', () => {
  it('cannot close their account', async () => {
    const { status, body } = await close(admin);

    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'forbidden' });
    expect(await closedAtOf(admin)).toBeNull();
  });

  it('is there still when two of them close theirs at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const pair = await createPair();

      const answers = await Promise.all(pair.map((person) => close(person)));

      expect(answers.map(({ status }) => status).sort()).toEqual([204, 403]);
    }
    await app.query(`update "user" set role = 'admin', closed_at = null where id = $1`, [admin.user.id]);
  });

  /** Two who are the only administrators. */
  async function createPair(): Promise<TestPerson[]> {
    const pair = [await app.register(), await app.register()];
    await app.query(`update "user" set role = case when id = any ($1) then 'admin' else 'user' end`, [
      pair.map(({ user }) => user.id),
    ]);
    return pair;
  }
});
