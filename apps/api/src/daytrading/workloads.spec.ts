import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { DayRun } from '../../test/day-run.js';
import { auditLedger } from '../../test/ledger.js';

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register();
});
afterAll(() => app.close());

it('are made, read and listed, newest first and in pages', async () => {
  const bob = await app.register();
  await DayRun.begin(bob);
  const made: { id: string }[] = [];
  for (const [index, quotes] of ['fixed', 'server', 'fixed', 'server', 'fixed'].entries())
    made.unshift((await ada.post('/daytrading/workloads', { name: `Run ${index}`, quotes })).body);

  expect(made[0]).toEqual({
    ...{ id: expect.any(String), name: 'Run 4', quotes: 'fixed' },
    createdAt: expect.stringMatching(/Z$/),
  });
  const listed: unknown[] = [];
  for (let path = '/daytrading/workloads?limit=2'; path;) {
    const { status, body } = await ada.get(path);
    expect([status, body.items.length <= 2]).toEqual([200, true]);
    listed.push(...body.items);
    path = body.next && `/daytrading/workloads?limit=2&cursor=${body.next}`;
  }
  expect(listed).toEqual(made);
  expect((await ada.get(`/daytrading/workloads/${made[1]?.id}`)).body).toEqual(made[1]);
});

it.each([
  ['no name', { quotes: 'fixed' }],
  ['an empty name', { name: ' ', quotes: 'fixed' }],
  ['a name of 101 characters', { name: 'x'.repeat(101), quotes: 'fixed' }],
  ['a name with a zero byte', { name: 'a\u0000', quotes: 'fixed' }],
  ['no quotes', { name: 'x' }],
  ['unknown quotes', { name: 'x', quotes: 'random' }],
  ['an owner', { name: 'x', quotes: 'fixed', ownerId: 'me' }],
])('are not made with %s', async (_, body) => {
  expect((await ada.post('/daytrading/workloads', body)).status).toBe(400);
});

it.each(['limit=0', 'limit=201', 'limit=x', `cursor=${'x'.repeat(201)}`, 'page=2', 'limit=1&limit=2'])(
  'are not listed by %s',
  async (query) => {
    expect((await ada.get(`/daytrading/workloads?${query}`)).status).toBe(400);
  },
);

it('has one default for each person, however many ask for it at once', async () => {
  const [first, second] = [await app.register(), await app.register()];
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      (index % 3 ? first : second).post('/daytrading/add', { user: `u${index % 5}`, amount: '1.00' }),
    ),
  );

  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  for (const [person, count] of [
    [first, 20],
    [second, 10],
  ] as const) {
    const { items } = (await person.get('/daytrading/workloads')).body;
    expect(items).toEqual([expect.objectContaining({ name: 'By hand', quotes: 'fixed' })]);
    const { totals } = await new DayRun(person, items[0].id).state();
    expect(totals).toMatchObject({ ok: count, balance: count * 100, users: 5 });
  }
  expect(await auditLedger(app.query.bind(app))).toEqual([]);
});

it('are no more than ten thousand', async () => {
  const eve = await app.register();
  await app.query(
    `insert into daytrading_workload (id, owner_id, name, quotes, is_default, created_at)
     select gen_random_uuid(), $1, 'Many', 'fixed', false, now() from generate_series(1, 10000)`,
    [eve.user.id],
  );
  const { status, body } = await eve.post('/daytrading/workloads', { name: 'x', quotes: 'fixed' });
  expect([status, body.code]).toEqual([422, 'too_many_workloads']);
  expect((await eve.get('/daytrading/workloads?limit=200')).body.items).toHaveLength(200);
});

it('tell their traders in pages by name, whatever these are called', async () => {
  const run = await DayRun.begin(ada);
  const names = ['', '\u0001', ' ', 'B', 'a', 'a\n', 'x'.repeat(100), 'ä', '\u{1f4b0}'];
  const add = (name: string, index: number) => ({
    ...{ transaction: index + 1, command: name === '' ? 'DUMPLOG' : 'ADD' },
    args: name === '' ? ['file'] : [name, '1'],
  });
  await run.batch(names.toReversed().map(add));

  const found: string[] = [];
  for (let query = 'limit=2'; query;) {
    const { status, body } = await ada.get(`/daytrading/workloads/${run.id}/traders?${query}`);
    expect([query, status]).toEqual([query, 200]);
    found.push(...body.items.map(({ user }: { user: string }) => user));
    query = body.next && `limit=2&cursor=${encodeURIComponent(body.next)}`;
  }
  expect(found).toEqual(names);
  const { body } = await ada.get(`/daytrading/workloads/${run.id}/traders?limit=1000`);
  expect(body.items[3]).toEqual({ user: 'B', transaction: 6, commands: 1 });
  for (const query of ['limit=1001', 'limit=0', `cursor=${'x'.repeat(201)}`])
    expect((await ada.get(`/daytrading/workloads/${run.id}/traders?${query}`)).status).toBe(400);
});
