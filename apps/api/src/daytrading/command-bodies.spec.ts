import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { DayRun } from '../../test/day-run.js';
import { auditLedger } from '../../test/ledger.js';

let app: TestApp;
let ada: TestPerson;
let run: DayRun;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register();
  run = await DayRun.begin(ada);
});
afterAll(() => app.close());

const post = (path: string, body: unknown, headers = {}) =>
  ada.post(`/daytrading/${path}?workload=${run.id}`, body, headers);
const countLogged = async () => (await app.query('select count(*)::int from daytrading_log'))[0].count;

it.each<[string, string, unknown, string?]>([
  ['a field is missing', 'buy', { user: 'u', symbol: 'ABC' }, 'amount'],
  ['there is one too many', 'add', { user: 'u', amount: '1', symbol: 'ABC' }, 'symbol'],
  ['a trigger is given an amount', 'set-buy-trigger', { user: 'u', symbol: 'ABC', amount: '1' }, 'amount'],
  ['an amount is a number', 'add', { user: 'u', amount: 1 }, 'amount'],
  ['a user is null', 'add', { user: null, amount: '1' }, 'user'],
  ['a user is a list', 'add', { user: ['u'], amount: '1' }, 'user'],
  ['a symbol is an object', 'quote', { user: 'u', symbol: { toString: 'ABC' } }, 'symbol'],
  ['DUMPLOG has no file', 'dumplog', { user: 'u' }, 'filename'],
  ['DUMPLOG is asked of null', 'dumplog', { user: null, filename: 'x' }, 'user'],
  ['the body is a list', 'add', ['u', '1'], 'body'],
  ['the body is text', 'add', '"u"', 'body'],
  ['the body is null', 'add', 'null', 'body'],
  ['the body is empty', 'add', '', 'body'],
  ['the body is no JSON', 'add', '{"user":"u",', 'body'],
  ['the body sets a prototype', 'add', '{"user":"u","amount":"1","__proto__":{"transaction":5}}', 'body'],
  ['a field is called constructor', 'add', { user: 'u', amount: '1', constructor: '1' }, 'constructor'],
  ...[0, -1, 1.5, '1', null, 1e15, 2 ** 53, 1e300].map((transaction): [string, string, unknown, string] => [
    `the number is ${JSON.stringify(transaction)}`,
    'add',
    { user: 'u', amount: '1', transaction },
    'transaction',
  ]),
])('when %s it is a 400 and no command', async (_, path, body, field) => {
  const before = await countLogged();
  const answer = await post(path, body);

  expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([400, field]);
  expect(await countLogged()).toBe(before);
});

it.each([
  ['huge', 'x'.repeat(3_000_000), {}, 413, 'payload_too_large'],
  ['of another type', 'user=u', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
  [
    'a form',
    'user=u',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'unsupported_media_type',
  ],
  ['of lines', '{}', { 'content-type': 'application/x-ndjson' }, 415, 'unsupported_media_type'],
])('a body that is %s is refused', async (_, text, headers, status, code) => {
  const body = text.startsWith('x') ? JSON.stringify({ user: text, amount: '1' }) : text;
  const answer = await post('add', body, headers);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

it.each([
  ['named twice', `?workload=a&workload=b`, 400],
  ['no id', '?workload=x', 404],
  ['empty', '?workload=', 404],
  ['nobody has', '?workload=00000000-0000-7000-8000-000000000000', 404],
])('a workload that is %s is refused', async (_, query, status) => {
  expect((await ada.post(`/daytrading/add${query}`, { user: 'u', amount: '1' })).status).toBe(status);
});

describe('a name', () => {
  const odd = ['__proto__', 'constructor', '17', "'; drop table account; --", '<a>&amp;', 'ä\u{1f4b0}', ' '];
  it.each([...odd, 'a\u0001b', 'line\nend', '%00', 'x'.repeat(100)])(
    'such as %j is a user like any other',
    async (user) => {
      const own = await DayRun.begin(ada);
      await own.all(['ADD', user, '500.00'], ['BUY', user, 'ABC', '300'], ['COMMIT_BUY', user]);

      const { users, totals } = await own.state();
      expect(Object.keys(users)).toEqual([user]);
      expect(new Map(Object.entries(users)).get(user)).toMatchObject({
        balance: 269_88,
        holdings: { ABC: 1 },
      });
      expect(totals).toMatchObject({ users: 1, balance: 269_88, ok: 3, shares: 1 });
      expect(await own.traders()).toEqual({
        items: [{ user, transaction: 3, commands: 3 }],
        next: null,
      });
      expect(await own.log(user)).toHaveLength(5);
    },
  );

  it.each([
    ['longer than 100 characters', 'x'.repeat(101)],
    ['empty', ''],
    ['with a zero byte', 'a\u0000b'],
    ['with half a character', 'a\ud800'],
  ])('%s is nobody, which is logged', async (_, user) => {
    const own = await DayRun.begin(ada);
    const { status, body } = await own.say('ADD', user, '500.00');
    expect([status, body.code]).toEqual([422, 'user_missing']);
    const { totals } = await own.state();
    expect(totals).toMatchObject({ failed: 1, ok: 0, users: 0, balance: 0 });
    expect((await own.log()).map(({ kind }) => kind)).toEqual(['userCommand', 'errorEvent']);
  });

  it('of the highest number leaves room for those that follow', async () => {
    const own = await DayRun.begin(ada);
    await own.send('ADD', ['u', '1'], { transaction: 10 ** 15 - 1 });
    const { body } = await own.say('ADD', 'u', '1');
    expect(body.transaction).toBe(10 ** 15);
    expect((await own.say('ADD', 'u', '1')).body.transaction).toBe(10 ** 15 + 1);
    expect(await auditLedger(app.query.bind(app))).toEqual([]);
  });
});
