import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { explain, usd } from '../../test/paper.js';
import { defaultModels } from './models.dto.js';

let app: TestApp;
let admin: TestPerson;
let teacher: TestPerson;
let ada: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.register();
  teacher = await app.register({ displayName: 'Grace Hopper' });
  await app.query(`update "user" set role = 'teacher' where id = $1`, [teacher.user.id]);
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});
beforeEach(async () => {
  [ada, bob] = [await app.register(), await app.register()];
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

describe('opening a league', () => {
  it('is for teachers and administrators', async () => {
    const models = { price: { kind: 'spread', percent: '50' } };
    const rules = { maxPositionPercent: '25', allowedClasses: ['stock', 'etf'] };
    const asked = { ...terms(), description: ' Buy low,\nsell high. ', models, rules };
    const answer = await teacher.post('/leagues', asked);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      name: 'Economics 101',
      description: 'Buy low,\nsell high.',
      owner: { id: teacher.user.id, handle: 'grace-hopper', displayName: 'Grace Hopper' },
      currency: 'USD',
      startingCash: usd('10000.00'),
      models: { ...defaultModels, ...models },
      rules: { ...rules, resetsAllowed: false },
      startsAt: asked.startsAt,
      endsAt: asked.endsAt,
      status: 'running',
      code: expect.stringMatching(/^[2-9A-HJ-NP-Z]{8}$/),
      members: 0,
      portfolioId: null,
      mayManage: true,
      createdAt: expect.any(String),
    });
    expect((await teacher.get(`/leagues/${answer.body.id}`)).body).toEqual(answer.body);
    expect((await admin.post('/leagues', terms())).status).toBe(201);
    expect(await ada.post('/leagues', terms())).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it.each([
    ['no cash', { startingCash: usd('0') }, 422, 'amount_must_be_positive', 'startingCash.amount'],
    ['too much', { startingCash: usd('1000000001') }, 422, 'amount_too_large', 'startingCash.amount'],
    ['another currency', { currency: 'EUR' }, 422, 'currency_mismatch', 'startingCash.currency'],
    [
      'a senseless model',
      { models: { price: { kind: 'volume', percent: '0' } } },
      422,
      'models_invalid',
      'models.price.percent',
    ],
    ['no rules', { rules: null }, 400, 'validation_failed', 'rules'],
    [
      'a position of nothing',
      { rules: { maxPositionPercent: '0.00' } },
      400,
      'validation_failed',
      'rules.maxPositionPercent',
    ],
    [
      'a position above all',
      { rules: { maxPositionPercent: '100.01' } },
      400,
      'validation_failed',
      'rules.maxPositionPercent',
    ],
    ['no classes', { rules: { allowedClasses: [] } }, 400, 'validation_failed', 'rules.allowedClasses'],
    [
      'another class',
      { rules: { allowedClasses: ['art'] } },
      400,
      'validation_failed',
      'rules.allowedClasses',
    ],
    ['another rule', { rules: { luck: true } }, 400, 'validation_failed', 'rules.luck'],
    ['a name of spaces', { name: '  ' }, 400, 'validation_failed', 'name'],
    ['a hidden description', { description: 'a\u202eb' }, 400, 'validation_failed', 'description'],
    ['no end', { endsAt: undefined }, 400, 'validation_failed', 'endsAt'],
    ['a day in place of a moment', { endsAt: '2030-01-01' }, 400, 'validation_failed', 'endsAt'],
    [
      'an end at its start',
      { endsAt: '2026-01-01T00:00:00Z', startsAt: '2026-01-01T00:00:00Z' },
      422,
      'league_dates_invalid',
      'startsAt',
    ],
  ])('is refused with %s', async (_, body, status, code, field) => {
    expect(await teacher.post('/leagues', { ...terms(), ...body })).toMatchObject({
      status,
      body: { code, errors: expect.arrayContaining([expect.objectContaining({ field })]) },
    });
  });

  it.each([
    [2, 2, 'endsAt'],
    [2, 1, 'endsAt'],
    [-3, -1, 'endsAt'],
    [-30, 5, 'startsAt'],
    [1, 6 * 366 * 24, 'endsAt'],
  ])('is refused from %i to %i hours from now', async (from, to, field) => {
    const startsAt = fromNow(from);
    const dates = { startsAt, endsAt: to === from ? startsAt : fromNow(to) };
    expect((await teacher.post('/leagues', { ...terms(), ...dates })).body).toMatchObject({
      code: 'league_dates_invalid',
      errors: [expect.objectContaining({ field })],
    });
  });
});

describe('the list of leagues', () => {
  it('has mine and those that I opened, newest first, in pages', async () => {
    const [first, second, third] = [await open(), await open(), await open()];
    await join(ada, first);
    await join(ada, third);
    await join(teacher, second);
    const ids = async (person: TestPerson, query = '') =>
      (await person.get(`/leagues${query}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await ids(ada)).toEqual([third.id, first.id]);
    expect((await ids(teacher)).slice(0, 3)).toEqual([third.id, second.id, first.id]);
    expect(await ids(bob)).toEqual([]);
    const { items, next } = (await ada.get('/leagues?limit=1')).body;
    expect([items.length, items[0].id]).toEqual([1, third.id]);
    expect(await ids(ada, `?limit=1&cursor=${next}`)).toEqual([first.id]);
    expect((await ada.get('/leagues?cursor=x')).status).toBe(400);
  });

  it.each([
    ['my own', 'select id from league where owner_id = $1 order by id desc limit 5', 'league_owner_id_id'],
    [
      'those that I am in',
      'select league_id from league_member where user_id = $1 and left_at is null order by league_id desc limit 5',
      'league_member_key',
    ],
    [
      'members',
      'select id from league_member where league_id = $1 order by id limit 5',
      'league_member_league_id_id',
    ],
    [
      'results',
      'select * from league_result where league_id = $1 and place > 3 order by place limit 5',
      'league_result_pkey',
    ],
    [
      'those that have ended',
      `select id from league where frozen_at is null and ends_at <= now() and $1 <> owner_id order by ends_at limit 5`,
      'league_ends_at',
    ],
  ])('is read from an index: %s', async (_, statement, index) => {
    expect(await explain(app, statement, [ada.user.id])).toContain(index);
  });
});

describe('a league', () => {
  it('is changed by its owner and administrators, its dates until it starts', async () => {
    const league = await open({ startsAt: fromNow(1), endsAt: fromNow(2) });
    const change = { name: ' Finance ', description: 'All week', endsAt: fromNow(3) };
    expect((await teacher.patch(`/leagues/${league.id}`, change)).body).toEqual({
      ...league,
      ...change,
      name: 'Finance',
      status: 'upcoming',
    });
    expect((await admin.patch(`/leagues/${league.id}`, { description: null })).body.description).toBeNull();
    expect((await teacher.patch(`/leagues/${league.id}`, { startsAt: fromNow(4) })).body).toMatchObject({
      code: 'league_dates_invalid',
    });
    app.clock.advance(hourMs);
    expect((await teacher.patch(`/leagues/${league.id}`, { endsAt: fromNow(9) })).body).toMatchObject({
      status: 422,
      code: 'league_started',
    });
    expect((await teacher.patch(`/leagues/${league.id}`, { name: 'Money' })).body).toMatchObject({
      name: 'Money',
      status: 'running',
    });
    for (const body of [{ currency: 'EUR' }, { models: {} }, { rules: {} }, { name: '' }, { startsAt: 'x' }])
      expect((await teacher.patch(`/leagues/${league.id}`, body)).status).toBe(400);
  });

  it('tells its owner who is in it', async () => {
    const league = await open();
    const [hers, his] = [await join(ada, league), await join(bob, league)];
    const { items, next } = (await teacher.get(`/leagues/${league.id}/members?limit=1`)).body;
    expect(items).toEqual([
      {
        id: ada.user.id,
        handle: ada.user.handle,
        displayName: ada.user.displayName,
        portfolioId: hers.id,
        joinedAt: expect.any(String),
      },
    ]);
    expect((await admin.get(`/leagues/${league.id}/members?cursor=${next}`)).body).toMatchObject({
      items: [{ id: bob.user.id, portfolioId: his.id }],
      next: null,
    });
  });

  it.each([
    ['GET', '', undefined],
    ['PATCH', '', { name: 'Mine' }],
    ['POST', '/code', undefined],
    ['GET', '/leaderboard', undefined],
    ['GET', '/members', undefined],
    ['DELETE', '/members/01890000-0000-7000-8000-000000000000', undefined],
    ['POST', '/leave', undefined],
  ])('is not there for others: %s %s', async (method, path, body) => {
    const league = await open();
    for (const id of [league.id, 'nonsense', '01890000-0000-7000-8000-000000000000'])
      expect(await bob.send(method, `/leagues/${id}${path}`, body)).toMatchObject({
        status: 404,
        body: { code: 'league_not_found' },
      });
    await join(ada, league);
    const isManaging = ['PATCH', 'DELETE'].includes(method) || /code|members/.test(path);
    const { status } = await ada.send(method, `/leagues/${league.id}${path}`, body);
    expect(status).toBe(isManaging ? 403 : method === 'POST' ? 204 : 200);
  });
});
