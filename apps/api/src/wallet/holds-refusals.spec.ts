import { SchedulerRegistry } from '@nestjs/schedule';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
let eve: TestPerson;
/** Two holds of Ada for Bob: one is open, the other was released. */
let open: string;
let closed: string;
beforeAll(async () => {
  app = await createTestApp();
  app.get(SchedulerRegistry).deleteInterval('holds');
  app.clock.set('2026-05-04T10:00:00Z');
  ada = await app.register({ email: 'ada@example.org', displayName: 'Ada' });
  bob = await app.register({ email: 'bob@example.org', displayName: 'Bob' });
  eve = await app.register({ email: 'eve@example.org', displayName: 'Eve' });
  await app.register({ email: 'gone@example.org', displayName: 'Gone' });
  await app.query(`update "user" set closed_at = now() where email = 'gone@example.org'`);
  await ada.post('/wallet/deposits', { amount: money('100.00') });
  open = (await ada.post('/wallet/holds', holding())).body.id;
  closed = (await ada.post('/wallet/holds', holding())).body.id;
  await bob.post(`/wallet/holds/${closed}/release`);
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const money = (amount: unknown, currency: unknown = 'EUR') => ({ amount, currency });
const holding = (rest: object = {}) => ({ to: 'bob', amount: money('40.00'), ...rest });

/** All that a request could have left behind. */
async function everything(): Promise<string> {
  const [row] = await app.query(`select (select count(*) from journal) as journals,
    (select count(*) from posting) as postings, (select count(*) from idempotency) as keys,
    (select json_agg(h order by id) from hold h)::text as holds,
    (select json_agg(a order by id) from account a)::text as accounts`);
  return JSON.stringify(row);
}

// One row per rule: what is wrong, what is sent, and the status, the code and the field of the answer.
type Row = [string, unknown, number, string, string];
const invalid = [400, 'validation_failed'] as const;

const placing: Row[] = [
  ['of nothing', holding({ amount: money('0') }), 422, 'amount_must_be_positive', 'amount.amount'],
  ['of less than nothing', holding({ amount: money('-1') }), 422, 'amount_must_be_positive', 'amount.amount'],
  ['of parts of a cent', holding({ amount: money('1.001') }), 422, 'too_many_decimals', 'amount.amount'],
  ['of what is no number', holding({ amount: money('x') }), 422, 'not_a_decimal', 'amount.amount'],
  ['of nothing known', holding({ amount: money('1', 'XQQ') }), 422, 'unknown_currency', 'amount.currency'],
  ['of what has ended', holding({ amount: money('1', 'HRK') }), 422, 'currency_ended', 'amount.currency'],
  ['of a cent too much', holding({ amount: money('60.01') }), 422, 'insufficient_funds', 'amount.amount'],
  [
    'of what is not there',
    holding({ amount: money('1', 'USD') }),
    422,
    'insufficient_funds',
    'amount.amount',
  ],
  ['without an amount', { to: 'bob' }, ...invalid, 'amount'],
  ['for nobody known', holding({ to: '@mallory' }), 422, 'user_not_found', 'to'],
  ['for oneself', holding({ to: 'ada@example.org' }), 422, 'transfer_to_self', 'to'],
  ['for somebody who has left', holding({ to: 'gone@example.org' }), 422, 'user_closed', 'to'],
  ['for what is missing', { amount: money('1') }, ...invalid, 'to'],
  ['for a minute less a second', holding({ expiresIn: 59 }), ...invalid, 'expiresIn'],
  ['for 31 days and a second', holding({ expiresIn: 31 * 86_400 + 1 }), ...invalid, 'expiresIn'],
  ['for part of a second', holding({ expiresIn: 60.5 }), ...invalid, 'expiresIn'],
  ['for a text of seconds', holding({ expiresIn: '60' }), ...invalid, 'expiresIn'],
  ['for null seconds', holding({ expiresIn: null }), ...invalid, 'expiresIn'],
  [
    'until too soon',
    holding({ expiresAt: '2026-05-04T10:00:59.999Z' }),
    422,
    'date_out_of_range',
    'expiresAt',
  ],
  [
    'until too late',
    holding({ expiresAt: '2026-06-04T10:00:00.001Z' }),
    422,
    'date_out_of_range',
    'expiresAt',
  ],
  ['until long ago', holding({ expiresAt: '0001-01-01T00:00:00Z' }), 422, 'date_out_of_range', 'expiresAt'],
  ['until a day', holding({ expiresAt: '2026-05-05' }), ...invalid, 'expiresAt'],
  ['until a moment of no zone', holding({ expiresAt: '2026-05-05T10:00:00' }), ...invalid, 'expiresAt'],
  ['until a 31st of November', holding({ expiresAt: '2026-11-31T00:00:00Z' }), ...invalid, 'expiresAt'],
  ['until a month 13', holding({ expiresAt: '2026-13-05T10:00:00Z' }), ...invalid, 'expiresAt'],
  ['until a number', holding({ expiresAt: 1_777_888_000_000 }), ...invalid, 'expiresAt'],
  ['for two times', holding({ expiresIn: 60, expiresAt: '2026-05-05T10:00:00Z' }), ...invalid, 'expiresAt'],
  ['with a memo that turns around', holding({ memo: 'a\u202eb' }), ...invalid, 'memo'],
  ['with a field of nobody', holding({ payee: 'bob' }), ...invalid, 'payee'],
];

it.each(placing)('refuses a hold %s', async (_, body, status, code, field) => {
  const before = await everything();

  const answer = await ada.post('/wallet/holds', body);

  expect([answer.status, answer.body.code, answer.body.errors?.[0].field]).toEqual([status, code, field]);
  expect(await everything()).toBe(before);
});

const unknown = '01890000-0000-7000-8000-000000000000';
type Who = 'ada' | 'bob' | 'eve';
type Which = 'open' | 'closed' | typeof unknown | 'nonsense';
type End = [string, Who, Which, 'capture' | 'release', object, number, string, string];
const part = (amount: string, currency = 'EUR') => ({ amount: money(amount, currency) });

const ends: End[] = [
  ['by the payer', 'ada', 'open', 'capture', {}, 422, 'hold_not_yours_to_capture', 'id'],
  ['by the payer, when it is closed', 'ada', 'closed', 'capture', {}, 422, 'hold_not_yours_to_capture', 'id'],
  ['by a stranger', 'eve', 'open', 'capture', {}, 404, 'hold_not_found', 'id'],
  ['when it is closed', 'bob', 'closed', 'capture', {}, 422, 'hold_closed', 'id'],
  ['of what is not there', 'bob', unknown, 'capture', {}, 404, 'hold_not_found', 'id'],
  ['of no id', 'bob', 'nonsense', 'capture', {}, 404, 'hold_not_found', 'id'],
  [
    'of a cent too much',
    'bob',
    'open',
    'capture',
    part('40.01'),
    422,
    'capture_exceeds_hold',
    'amount.amount',
  ],
  [
    'of 2^62',
    'bob',
    'open',
    'capture',
    part('46116860184273879.04'),
    422,
    'capture_exceeds_hold',
    'amount.amount',
  ],
  ['of nothing', 'bob', 'open', 'capture', part('0'), 422, 'amount_must_be_positive', 'amount.amount'],
  ['of dollars', 'bob', 'open', 'capture', part('1', 'USD'), 422, 'currency_mismatch', 'amount.currency'],
  ['of null', 'bob', 'open', 'capture', { amount: null }, ...invalid, 'amount'],
  ['with a field of nobody', 'bob', 'open', 'capture', { part: '1' }, ...invalid, 'part'],
  ['before its time, by the payer', 'ada', 'open', 'release', {}, 422, 'hold_not_yours_to_release', 'id'],
  ['when it is closed, by the payer', 'ada', 'closed', 'release', {}, 422, 'hold_closed', 'id'],
  ['when it is closed', 'bob', 'closed', 'release', {}, 422, 'hold_closed', 'id'],
  ['by a stranger', 'eve', 'open', 'release', {}, 404, 'hold_not_found', 'id'],
  ['of what is not there', 'bob', unknown, 'release', {}, 404, 'hold_not_found', 'id'],
];

it.each(ends)('refuses to end a hold %s', async (_, who, which, action, body, status, code, field) => {
  const person = { ada, bob, eve }[who];
  const id = which === 'open' ? open : which === 'closed' ? closed : which;
  const before = await everything();

  const answer = await person.post(`/wallet/holds/${id}/${action}`, body);

  expect([answer.status, answer.body.code, answer.body.errors?.[0].field]).toEqual([status, code, field]);
  expect(await everything()).toBe(before);
  if (status === 400) return;
  const [refusal] = await app.query('select actor, code, action from refusal order by id desc limit 1');
  expect(refusal).toEqual({
    actor: person.user.id,
    code,
    action: `POST /api/v1/wallet/holds/${id}/${action}`,
  });
});

it('lets the payer free what is held for somebody who has closed the account', async () => {
  const finn = await app.register({ displayName: 'Finn' });
  const { body: placed } = await ada.post('/wallet/holds', holding({ to: finn.user.handle }));
  const path = `/wallet/holds/${placed.id}`;
  const early = await ada.post(`${path}/release`);
  await app.query('update "user" set closed_at = now() where id = $1', [finn.user.id]);

  const [seen, listed] = [await ada.get(path), await ada.get('/wallet/holds?limit=1')];
  const taken = await ada.post(`${path}/capture`);
  const released = await ada.post(`${path}/release`);

  expect([placed.actions, seen.body.actions, listed.body.items[0].actions]).toEqual([
    [],
    ['release'],
    ['release'],
  ]);
  expect([early.body.code, taken.body.code]).toEqual([
    'hold_not_yours_to_release',
    'hold_not_yours_to_capture',
  ]);
  expect([released.status, released.body.status, released.body.actions]).toEqual([201, 'released', []]);
  expect(released.body.payee).toEqual({ handle: finn.user.handle, displayName: 'Finn' });
});

it('shows a hold to nobody else', async () => {
  const { status, body } = await eve.get(`/wallet/holds/${open}`);

  expect([status, body.code]).toEqual([404, 'hold_not_found']);
  expect((await eve.get('/wallet/holds')).body).toEqual({ items: [], next: null });
});

it('refuses a hold of more than the limit', async () => {
  const limited = await createTestApp({
    env: { HOLD_LIMIT: '50.00 EUR' },
    databaseUrl: app.databaseUrl,
    clock: app.clock,
  });
  limited.get(SchedulerRegistry).deleteInterval('holds');
  const { body } = await limited.anonymous
    .with({ authorization: `Bearer ${ada.accessToken}` })
    .post('/wallet/holds', holding({ amount: money('50.01') }));
  await limited.close();

  expect([body.code, body.errors[0].field]).toEqual(['limit_exceeded', 'amount.amount']);
});

describe('a key', () => {
  const key = (name: string) => ({ 'idempotency-key': name });

  it('makes repeats of a hold, its capture and its release safe', async () => {
    const placed = [await ada.post('/wallet/holds', holding({ amount: money('1.00') }), key('h'))];
    const other = (await ada.post('/wallet/holds', holding({ amount: money('2.00') }))).body.id;
    await app.query(`update "user" set handle = 'robert' where handle = 'bob'`);
    placed.push(await ada.post('/wallet/holds', holding({ amount: money('1.00') }), key('h')));
    await app.query(`update "user" set handle = 'bob' where handle = 'robert'`);
    const { id } = placed[0]?.body ?? {};
    const take = () => bob.post(`/wallet/holds/${id}/capture`, {}, key('c'));
    const giveBack = () => bob.post(`/wallet/holds/${other}/release`, {}, key('r'));
    const taken = await Promise.all([take(), take(), take()]);
    const given = [await giveBack(), await giveBack()];

    for (const answers of [placed, taken, given]) {
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
      const replays = answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true');
      expect(replays).toHaveLength(answers.length - 1);
    }
    const reused = await bob.post(`/wallet/holds/${other}/capture`, {}, key('c'));
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency_key_reused']);
  });
});

describe('the list', () => {
  const ids = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);

  it('shows both sides in pages, each hold once, and only what was asked for', async () => {
    const [carl, dora] = [
      await app.register({ displayName: 'Carl' }),
      await app.register({ displayName: 'Dora' }),
    ];
    for (const person of [carl, dora]) await person.post('/wallet/deposits', { amount: money('100.00') });
    const made: string[] = [];
    for (const [from, to] of [
      [carl, dora],
      [dora, carl],
      [carl, dora],
      [carl, bob],
      [dora, carl],
    ] as const) {
      made.unshift((await from.post('/wallet/holds', { to: to.user.handle, amount: money('1.00') })).body.id);
    }
    await dora.post(`/wallet/holds/${made[4]}/capture`);

    const pages: string[][] = [];
    for (let next: string | null = ''; next !== null;) {
      const answer = await carl.get(`/wallet/holds?limit=2${next && `&cursor=${next}`}`);
      pages.push(ids(answer));
      next = answer.body.next;
    }

    expect(pages).toEqual([made.slice(0, 2), made.slice(2, 4), made.slice(4)]);
    expect(ids(await carl.get('/wallet/holds?role=payee'))).toEqual([made[0], made[3]]);
    expect(ids(await carl.get('/wallet/holds?role=payer&status=open'))).toEqual([made[1], made[2]]);
    expect(ids(await dora.get('/wallet/holds?status=captured'))).toEqual([made[4]]);
  });

  it.each(['status=lost', 'role=both', 'cursor=yesterday', 'limit=0', 'page=2'])(
    'cannot be asked for with %s',
    async (asked) => {
      const { status, body } = await ada.get(`/wallet/holds?${asked}`);

      expect([status, body.code, body.errors[0].field]).toEqual([
        400,
        'validation_failed',
        asked.split('=')[0],
      ]);
    },
  );
});
