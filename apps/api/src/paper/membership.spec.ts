import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, testPassword, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';
import { tradeShares, usd } from '../../test/paper.js';
import { joinCode, readJoinCode } from './join-code.dto.js';
import { PaperService } from './paper.service.js';

let app: TestApp;
let teacher: TestPerson;
let ada: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
  await app.register(); // who is first runs the installation
  teacher = await app.register({ displayName: 'Grace Hopper' });
  await app.query(`update "user" set role = 'teacher' where id = $1`, [teacher.user.id]);
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});
beforeEach(async () => {
  [ada, bob] = [await app.register(), await app.register()];
  quote(app, 'AAPL', '200.00', '200.00');
});

const hourMs = 3_600_000;
const fromNow = (hours: number) => new Date(app.clock.now().getTime() + hours * hourMs).toISOString();
const terms = () => ({
  name: 'Economics 101',
  currency: 'USD',
  startingCash: usd('10000.00'),
  startsAt: fromNow(-1),
  endsAt: fromNow(100),
});
const open = async (body: object = {}) => (await teacher.post('/leagues', { ...terms(), ...body })).body;
const join = async (person: TestPerson, { code }: { code: string }) =>
  (await person.post('/leagues/join', { code })).body;

describe('a code', () => {
  it('is made of random bytes, each character as likely as any other', () => {
    const all = Array.from({ length: 32 }, (_, byte) => joinCode(new Uint8Array([byte, byte + 32])));
    expect(new Set(all).size).toBe(32);
    expect(all.every(([a, b]) => a === b)).toBe(true);
    expect(joinCode(new Uint8Array(20))).toBe('22222222');
    expect(readJoinCode(' k7mp-2qxz ')).toBe('K7MP2QXZ');
  });

  it('opens a portfolio in the league, once for each', async () => {
    const league = await open({ models: { fee: { kind: 'percent', percent: '1', minimum: '0' } } });
    const answer = await ada.post('/leagues/join', { code: ` ${league.code.toLowerCase()}` });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      name: league.name,
      kind: 'league',
      currency: 'USD',
      models: league.models,
      startingCash: usd('10000.00'),
      leagueId: league.id,
    });
    expect((await ada.get('/portfolios')).body.items).toMatchObject([{ kind: 'trading' }, answer.body]);
    expect((await ada.get(`/leagues/${league.id}`)).body).toMatchObject({
      members: 1,
      portfolioId: answer.body.id,
      code: null,
      mayManage: false,
    });
    expect(await ada.post('/leagues/join', { code: league.code })).toMatchObject({
      status: 409,
      body: { code: 'already_in_league' },
    });
    const book = await app.get(PaperService).getBook(ada.user.id, answer.body.id);
    expect(book).toMatchObject({ models: league.models, league: { id: league.id, rules: league.rules } });
    expect(book.league?.endsAt.toISOString()).toBe(league.endsAt);
  });

  it('lets nobody in twice, however many ask at once, and answers a repeat', async () => {
    const { code } = await open();
    const answers = await Promise.all(Array.from({ length: 8 }, () => ada.post('/leagues/join', { code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
    const key = { 'idempotency-key': 'join' };
    const first = await bob.post('/leagues/join', { code }, key);
    expect(first.status).toBe(201);
    expect((await bob.post('/leagues/join', { code }, key)).body).toEqual(first.body);
  });

  it('is refused when it is wrong, and after ten times for a minute', async () => {
    const { code, id } = await open();
    expect(await ada.get(`/leagues/${id}`)).toMatchObject({ status: 404 });
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => ada.post('/leagues/join', { code: 'AAAAAAAA' })),
    );
    expect(tries.map(({ body }) => body.code).sort()).toEqual([
      ...Array<string>(10).fill('league_not_found'),
      'too_many_requests',
      'too_many_requests',
    ]);
    expect((await ada.post('/leagues/join', { code })).status).toBe(429);
    expect((await bob.post('/leagues/join', { code })).status).toBe(201);
    app.clock.advance(60_001);
    expect((await ada.post('/leagues/join', { code })).status).toBe(201);
  });

  it('can be replaced, and lets nobody in after the end', async () => {
    const league = await open({ endsAt: fromNow(2) });
    const { body } = await teacher.post(`/leagues/${league.id}/code`);
    expect(body).toEqual({ ...league, code: expect.not.stringMatching(league.code) });
    expect((await ada.post('/leagues/join', { code: league.code })).body.code).toBe('league_not_found');
    app.clock.advance(2 * hourMs);
    expect(await ada.post('/leagues/join', { code: body.code })).toMatchObject({
      status: 422,
      body: { code: 'league_ended' },
    });
  });
});

describe('a member', () => {
  it('trades by the models of the league, which allows resets or not', async () => {
    const strict = await join(ada, await open());
    expect((await ada.patch(`/portfolios/${strict.id}`, { models: {} })).body.code).toBe(
      'league_sets_models',
    );
    expect((await ada.patch(`/portfolios/${strict.id}`, { name: 'Mine' })).body.name).toBe('Mine');
    expect((await ada.post(`/portfolios/${strict.id}/reset`, {})).body.code).toBe('league_forbids_resets');
    expect((await ada.delete(`/portfolios/${strict.id}`)).body.code).toBe('portfolio_of_league');
    const free = await join(bob, await open({ endsAt: fromNow(2), rules: { resetsAllowed: true } }));
    expect((await bob.post(`/portfolios/${free.id}/reset`, {})).status).toBe(201);
    const more = { startingCash: usd('20000.00') };
    expect((await bob.post(`/portfolios/${free.id}/reset`, more)).body.code).toBe('league_forbids_resets');
    app.clock.advance(2 * hourMs);
    expect((await bob.post(`/portfolios/${free.id}/reset`, {})).body.code).toBe('league_ended');
  });

  it('can leave, but not to begin anew where that is not allowed', async () => {
    const [strict, free] = [await open(), await open({ rules: { resetsAllowed: true } })];
    const { id } = await join(ada, strict);
    expect((await ada.post(`/leagues/${strict.id}/leave`)).status).toBe(204);
    expect((await ada.get(`/portfolios/${id}`)).body).toMatchObject({ kind: 'paper', leagueId: null });
    expect((await ada.patch(`/portfolios/${id}`, { models: {} })).status).toBe(200);
    expect((await ada.get(`/leagues/${strict.id}`)).status).toBe(404);
    expect((await ada.post('/leagues/join', { code: strict.code })).body.code).toBe('league_left');
    await join(bob, free);
    await bob.post(`/leagues/${free.id}/leave`);
    expect((await bob.post('/leagues/join', { code: free.code })).status).toBe(201);
  });

  it('leaves for good when the owner removes them', async () => {
    const league = await open({ rules: { resetsAllowed: true } });
    const { id } = await join(ada, league);
    const path = `/leagues/${league.id}/members/${ada.user.id}`;
    expect((await teacher.delete(path)).status).toBe(204);
    expect((await ada.get(`/portfolios/${id}`)).body.kind).toBe('paper');
    expect((await ada.post('/leagues/join', { code: league.code })).body.code).toBe('league_left');
    for (const other of [path, `/leagues/${league.id}/members/nonsense`])
      expect(await teacher.delete(other)).toMatchObject({
        status: 404,
        body: { code: 'league_member_not_found' },
      });
  });

  it('leaves by closing their account', async () => {
    const league = await open();
    await join(ada, league);
    expect((await ada.post('/me/close', { password: testPassword })).status).toBe(204);
    expect((await teacher.get(`/leagues/${league.id}`)).body.members).toBe(0);
    expect((await teacher.get(`/leagues/${league.id}/leaderboard`)).body.items).toEqual([]);
  });
});

it('trades shares in a book of the league', async () => {
  const { id } = await join(ada, await open());
  const { bookId } = await app.get(PaperService).getBook(ada.user.id, id);
  await tradeShares(app, bookId, 'buy', '10');
  expect((await ada.get(`/portfolios/${id}/positions`)).body.items).toMatchObject([{ symbol: 'AAPL' }]);
});
