import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPassword, type TestApp, type TestPerson } from '../../test/app.js';
import { createFiguresApp, friday } from '../../test/figures-scene.js';
import { bought, track } from '../../test/tracked.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
let portfolioId: string;
beforeAll(async () => {
  app = await createFiguresApp();
  [ada, bob] = [await app.register(), await app.register()];
  const path = await track(ada);
  portfolioId = path.split('/')[2] ?? '';
  const trades = [
    { day: '2025-03-03', quantity: '17', price: '101.37', fee: '7.77' },
    { day: '2025-03-04', symbol: 'TSLA', quantity: '3.25', price: '203.31', fee: '1.13' },
    { day: '2025-03-05', type: 'sell', quantity: '4', price: '111.91' },
  ];
  for (const trade of trades) expect((await ada.post(`${path}/activities`, bought(trade))).status).toBe(201);
});
afterAll(() => app.close());

const share = async (body: object = {}, person = ada) =>
  person.post('/portfolio-shares', { portfolioId, scope: 'percent', label: 'For my club', ...body });
const open = (token: string) => app.anonymous.get(`/shared-portfolios/${token}`);

/** Every text and number of an answer, with the path to it. */
function* walk(value: unknown, path = ''): Generator<[string, string | number]> {
  if (typeof value === 'string' || typeof value === 'number') yield [path, value];
  else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) yield* walk(part, `${path}.${name}`);
  }
}

describe('a link', () => {
  it('shows a portfolio to whoever has it, and its token is told once', async () => {
    const { status, body } = await share();
    expect(status).toBe(201);
    expect(body.token).toMatch(/^[\w-]{43}$/);
    const { status: seen, body: shown, headers } = await open(body.token);

    expect(seen).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(shown).toMatchObject({
      ...{ label: 'For my club', scope: 'percent', currency: 'EUR', today: '2025-03-07', amounts: null },
      positions: [
        { symbol: 'AAPL', weight: '72.4638', amounts: null },
        { symbol: 'TSLA', weight: '27.5362', amounts: null },
      ],
    });
    const { items } = (await ada.get('/portfolio-shares')).body;
    expect(items).toEqual([{ ...body.share, lastSeenAt: new Date(friday).toISOString() }]);
    const stored = await app.query('select * from portfolio_share');
    expect(JSON.stringify(stored)).not.toContain(body.token);
    expect(stored[0].token_hash).toHaveLength(32);
  });

  it('of percentages lets no amount out', async () => {
    const { token } = (await share()).body;
    const { body } = await open(token);
    const snapshot = (await ada.get(`/portfolios/${portfolioId}/snapshot`)).body;
    // All that tells how much anything is, in whichever field it stands there.
    const secret = new Set<string>();
    for (const [path, value] of walk(snapshot)) {
      const isPercent = /ercent|weight/i.test(path);
      const isAmount = /\.(amount|quantity|value|netWorth|invested|net|rangeNet)(\.\d+)?$/.test(path);
      if (isAmount && !isPercent && !/^-?[0.]+$/.test(`${value}`)) secret.add(`${value}`);
    }
    expect(secret.size).toBeGreaterThan(20);
    const told = [...walk(body)];
    expect(told.filter(([, value]) => secret.has(`${value}`))).toEqual([]);

    const known =
      /^\.(label|scope|currency|today|expiresAt|volatility|drawdown|ranges\.\d+\.(key|percent)|positions\.\d+\.(symbol|name|class|weight|gainPercent)|allocation\.\d+\.(by|slices\.\d+\.(key|weight))|series\.(day|percent)\.\d+)$/;
    expect(told.filter(([path]) => !known.test(path))).toEqual([]);
  });

  it('of amounts lets them out', async () => {
    const { token } = (await share({ scope: 'amounts' })).body;
    const { body } = await open(token);
    expect(body.amounts).toMatchObject({ value: { amount: '1794.00', currency: 'EUR' } });
    expect(body.positions[0].amounts).toMatchObject({ quantity: '13', value: { amount: '1300.00' } });
  });

  it('shows what was written a moment ago, of all portfolios too', async () => {
    const { token } = (await share({ portfolioId: 'all', scope: 'amounts' })).body;
    const before = (await open(token)).body.amounts.value.amount;
    await ada.post(
      `/portfolios/${portfolioId}/activities`,
      bought({ day: '2025-03-06', quantity: '1', price: '120' }),
    );
    expect(Number((await open(token)).body.amounts.value.amount)).toBe(Number(before) + 100);
  });

  it('is the same nothing when it never was, was revoked, has expired, or its owner has gone', async () => {
    const carl = await app.register();
    const [revoked, expiring, gone] = [
      (await share()).body,
      (await share({ expiresAt: '2025-03-07T13:00:00Z' })).body,
      (await share({ portfolioId: carl.user.id }, carl)).body,
    ];
    expect((await open(gone.token)).status).toBe(200);
    expect((await open(expiring.token)).status).toBe(200);
    expect((await ada.delete(`/portfolio-shares/${revoked.share.id}`)).status).toBe(204);
    await app.query('update "user" set closed_at = now() where id = $1', [carl.user.id]);
    app.clock.set('2025-03-07T13:00:00Z');
    const answers = await Promise.all(
      ['x', 'A'.repeat(43), revoked.token, expiring.token, gone.token].map(async (token) => {
        const { status, body } = await open(token);
        return JSON.stringify([status, body]);
      }),
    );
    app.clock.set(friday);

    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('share_not_found');
    const ids = (await ada.get('/portfolio-shares')).body.items.map(({ id }: { id: string }) => id);
    expect(ids).not.toContain(revoked.share.id);
  });

  it.each([
    [
      "somebody else's portfolio",
      { portfolioId: '01890000-0000-7000-8000-000000000000' },
      404,
      'portfolio_not_found',
    ],
    ['what has expired', { expiresAt: '2025-03-07T11:00:00Z' }, 422, 'share_expired'],
    ['another scope', { scope: 'everything' }, 400, 'validation_failed'],
    ['no label', { label: ' ' }, 400, 'validation_failed'],
  ])('is not made of %s', async (_, body, status, code) => {
    const answer = await share(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('is revoked and listed by its owner alone', async () => {
    const { body } = await share();
    expect((await share({}, bob)).body.code).toBe('portfolio_not_found');
    expect((await bob.delete(`/portfolio-shares/${body.share.id}`)).body.code).toBe('share_not_found');
    expect((await bob.get('/portfolio-shares')).body.items).toEqual([]);
    expect((await open(body.token)).status).toBe(200);
  });

  it('does not come back with an account that is reopened', async () => {
    const carl = await app.register();
    const { token } = (await share({ portfolioId: carl.user.id }, carl)).body;
    expect((await open(token)).status).toBe(200);

    expect((await carl.post('/me/close', { password: testPassword })).status).toBe(204);
    await app.query('update "user" set closed_at = null where id = $1', [carl.user.id]);

    expect((await open(token)).body.code).toBe('share_not_found');
  });

  it('is one of fifty at most', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => share()));
    expect(answers.map(({ body }) => body.code)).toContain('too_many_shares');
    expect((await ada.get('/portfolio-shares')).body.items.length).toBe(50);
  });
});
