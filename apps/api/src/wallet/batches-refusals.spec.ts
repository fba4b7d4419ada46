import { SchedulerRegistry } from '@nestjs/schedule';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
let eve: TestPerson;
/** Eve's own, which is nobody else's business. */
let eves: string;
beforeAll(async () => {
  app = await createTestApp();
  app.get(SchedulerRegistry).deleteInterval('holds');
});
beforeEach(async () => {
  ada = await app.register({ displayName: 'Ada' });
  bob = await app.register({ displayName: 'Bob' });
  eve = await app.register({ displayName: 'Eve' });
  await eve.post('/wallet/deposits', { amount: money('10.00') });
  eves = (await eve.post('/wallet/holds', { to: ada.user.handle, amount: money('10.00') })).body.id;
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const money = (amount: unknown, currency: unknown = 'EUR') => ({ amount, currency });
const deposit = (amount: unknown) => ({ kind: 'deposit', amount: money(amount) });
const withdrawal = (amount: unknown) => ({ kind: 'withdrawal', amount: money(amount) });
const transfer = (amount: unknown, rest: object = {}) => ({
  kind: 'transfer',
  to: bob.user.handle,
  amount: money(amount),
  ...rest,
});
const batch = (commands: unknown, person = ada, headers: Record<string, string> = {}) =>
  person.post('/wallet/batches', { commands }, headers);

const deposit100 = () => ada.post('/wallet/deposits', { amount: money('100.00') });
const holdForBob = async (amount: string): Promise<string> =>
  (await ada.post('/wallet/holds', { to: bob.user.handle, amount: money(amount) })).body.id;

/** All that a request could have left behind. */
async function everything(): Promise<string> {
  const [row] = await app.query(`select (select count(*) from journal) as journals,
    (select count(*) from posting) as postings, (select count(*) from idempotency) as keys,
    (select json_agg(h order by id) from hold h)::text as holds,
    (select json_agg(a order by id) from account a)::text as accounts`);
  return JSON.stringify(row);
}

const invalid = [400, 'validation_failed'] as const;
const unknown = '01890000-0000-7000-8000-000000000000';

// One row per way to be wrong: what is sent as the third command, and the status, the code and the field of the answer.
it.each<[string, () => unknown, number, string, string]>([
  ['too much money', () => withdrawal('70.01'), 422, 'insufficient_funds', 'commands.2.amount.amount'],
  ['no money', () => deposit('0'), 422, 'amount_must_be_positive', 'commands.2.amount.amount'],
  [
    'no known currency',
    () => ({ kind: 'deposit', amount: money('1', 'XQQ') }),
    422,
    'unknown_currency',
    'commands.2.amount.currency',
  ],
  ['nobody known', () => transfer('1.00', { to: 'mallory' }), 422, 'user_not_found', 'commands.2.to'],
  ['oneself', () => transfer('1.00', { to: ada.user.email }), 422, 'transfer_to_self', 'commands.2.to'],
  [
    'no amount to convert',
    () => ({ kind: 'conversion', from: { currency: 'EUR' }, to: { currency: 'USD' } }),
    ...invalid,
    'commands.2.from.amount',
  ],
  [
    'no rate',
    () => ({ kind: 'conversion', from: money('1'), to: { currency: 'KWD' } }),
    422,
    'rate_unavailable',
    'commands.2.to.currency',
  ],
  [
    'a hold of too much',
    () => ({ kind: 'hold', to: bob.user.handle, amount: money('70.01') }),
    422,
    'insufficient_funds',
    'commands.2.amount.amount',
  ],
  [
    'a hold until yesterday',
    () => ({ kind: 'hold', to: bob.user.handle, amount: money('1'), expiresAt: '2020-01-01T00:00:00Z' }),
    422,
    'date_out_of_range',
    'commands.2.expiresAt',
  ],
  [
    'a hold for two times',
    () => ({
      kind: 'hold',
      to: bob.user.handle,
      amount: money('1'),
      expiresAt: '2020-01-01T00:00:00Z',
      expiresIn: 60,
    }),
    ...invalid,
    'commands.2.expiresAt',
  ],
  [
    'a hold that is not there',
    () => ({ kind: 'capture', holdId: unknown }),
    404,
    'hold_not_found',
    'commands.2.holdId',
  ],
  [
    'too much of a hold',
    () => ({ kind: 'capture', holdId: eves, amount: money('10.01') }),
    422,
    'capture_exceeds_hold',
    'commands.2.amount.amount',
  ],
  ['no id of a hold', () => ({ kind: 'release', holdId: 'x' }), ...invalid, 'commands.2.holdId'],
  ['no holdId', () => ({ kind: 'capture' }), ...invalid, 'commands.2.holdId'],
  ['an unknown kind', () => ({ kind: 'loan', amount: money('1') }), ...invalid, 'commands.2.kind'],
  ['no kind', () => ({ amount: money('1') }), ...invalid, 'commands.2.kind'],
  ['a name of every object', () => ({ kind: 'constructor' }), ...invalid, 'commands.2.kind'],
  ['a list of a kind', () => ({ kind: ['deposit'], amount: money('1') }), ...invalid, 'commands.2.kind'],
  ['null', () => null, ...invalid, 'commands.2.kind'],
  ['a text', () => 'deposit', ...invalid, 'commands.2.kind'],
  ['a list', () => [deposit('1')], ...invalid, 'commands.2.kind'],
  ['a number for an amount', () => deposit(5), ...invalid, 'commands.2.amount.amount'],
  ['no amount', () => ({ kind: 'withdrawal' }), ...invalid, 'commands.2.amount'],
  ['a field of another kind', () => ({ ...deposit('1'), to: 'bob' }), ...invalid, 'commands.2.to'],
])('nothing of a batch happens when its third command has %s', async (_, third, status, code, field) => {
  const before = await everything();

  const answer = await batch([deposit('100.00'), transfer('30.00'), third(), deposit('1.00')], ada, {
    'idempotency-key': 'k',
  });

  expect([answer.status, answer.body.code, answer.body.errors]).toEqual([
    status,
    code,
    [{ field, message: expect.stringMatching(/\w/) }],
  ]);
  expect(await everything()).toBe(before);
});

it.each<[string, () => unknown, string]>([
  ['no commands', () => [], 'commands'],
  ['a hundred and one', () => Array.from({ length: 101 }, () => deposit('0.01')), 'commands'],
  ['null for them', () => null, 'commands'],
  ['an object for them', () => deposit('1.00'), 'commands'],
  ['a text for them', () => 'deposit', 'commands'],
  ['none of them', () => undefined, 'commands'],
])('a batch is refused with %s', async (_, commands, field) => {
  const before = await everything();

  const { status, body } = await batch(commands());

  expect([status, body.code, body.errors[0].field]).toEqual([...invalid, field]);
  expect(await everything()).toBe(before);
});

it('a hold ends once within a batch, and the hold of others not at all', async () => {
  await deposit100();
  const own = await holdForBob('10.00');
  const before = await everything();

  const twice = await batch(
    [
      { kind: 'capture', holdId: own },
      { kind: 'release', holdId: own },
    ],
    bob,
  );
  const others = await batch([deposit('1.00'), { kind: 'release', holdId: eves }], bob);
  const payers = await batch([{ kind: 'capture', holdId: own }]);

  expect(
    [twice, others, payers].map(({ status, body }) => [status, body.code, body.errors[0].field]),
  ).toEqual([
    [422, 'hold_closed', 'commands.1.holdId'],
    [404, 'hold_not_found', 'commands.1.holdId'],
    [422, 'hold_not_yours_to_capture', 'commands.0.holdId'],
  ]);
  expect(await everything()).toBe(before);
  const [refusal] = await app.query('select actor, action, code from refusal order by id desc limit 1');
  expect(refusal).toEqual({
    actor: ada.user.id,
    action: 'POST /api/v1/wallet/batches',
    code: 'hold_not_yours_to_capture',
  });
});
