import { SchedulerRegistry } from '@nestjs/schedule';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestApp, TestPerson, type TestApp } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { HoldsJob } from './holds.job.js';

// Two whole applications on one database. Their jobs run when a test says so.
let app: TestApp;
let other: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({ databaseUrl: app.databaseUrl, clock: app.clock });
  for (const each of [app, other]) each.get(SchedulerRegistry).deleteInterval('holds');
});
beforeEach(async () => {
  ada = await app.register({ displayName: 'Ada Lovelace' });
  bob = await app.register({ displayName: 'Bob' });
  await ada.post('/wallet/deposits', { amount: money('100.00') });
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await other.close();
  await app.close();
});

const money = (amount: string) => ({ amount, currency: 'EUR' });
const hold = (amount: string, rest: object = {}, person = ada) =>
  person.post('/wallet/holds', { to: bob.user.handle, amount: money(amount), ...rest });
const elsewhere = ({ accessToken, user, refreshToken }: TestPerson) =>
  new TestPerson(other.origin, accessToken, user, refreshToken);
const expireDue = () => Promise.all([app, other].map((each) => each.get(HoldsJob).run()));

/** What is available and held. */
async function balance(person = ada): Promise<[string, string]> {
  const { body } = await person.get('/wallet/balances');
  const [found] = body.items;
  return found ? [found.available.amount, found.held.amount] : ['none', 'none'];
}

it.each([
  ['two captures', ['capture', 'capture']],
  ['a capture and a release', ['capture', 'release']],
  ['many of both, in two processes', ['capture', 'release', 'capture', 'release', 'capture', 'release']],
])('%s at the same instant: one of them happens', async (_, actions) => {
  const { body: open } = await hold('80.00');

  const answers = await Promise.all(
    actions.map((action, index) =>
      (index % 2 ? elsewhere(bob) : bob).post(`/wallet/holds/${open.id}/${action}`),
    ),
  );

  const won = answers.filter((answer) => answer.status === 201);
  expect(won).toHaveLength(1);
  expect(answers.filter((answer) => answer.body.code === 'hold_closed')).toHaveLength(actions.length - 1);
  const captured = won[0]?.body.status === 'captured';
  expect([await balance(), (await balance(bob))[0]]).toEqual(
    captured ? [['20.00', '0.00'], '80.00'] : [['100.00', '0.00'], 'none'],
  );
});

it('a capture and the end of its time at the same instant: one of them happens', async () => {
  app.clock.advance(0);
  const ids: string[] = [];
  for (let count = 0; count < 20; count += 1) ids.push((await hold('1.00', { expiresIn: 60 })).body.id);
  app.clock.advance(59_999);

  const captures = ids.map((id, index) => {
    if (index === 10) app.clock.advance(1);
    return bob.post(`/wallet/holds/${id}/capture`);
  });
  const [answers] = await Promise.all([Promise.all(captures), expireDue()]);
  await expireDue();

  const captured = answers.filter(({ status }) => status === 201).length;
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.every(({ body }) => /^hold_(closed|expired)$/.test(body.code))).toBe(true);
  expect([await balance(), (await balance(bob))[0]]).toEqual([
    [`${100 - captured}.00`, '0.00'],
    captured > 0 ? `${captured}.00` : 'none',
  ]);
});

it('holds and payments at the same instant take no more than there is', async () => {
  const adas = [ada, elsewhere(ada)] as const;
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      index % 3 === 0
        ? adas[index % 2 ? 1 : 0].post('/wallet/withdrawals', { amount: money('10.00') })
        : hold('10.00', {}, adas[index % 2 ? 1 : 0]),
    ),
  );

  expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
  expect((await balance())[0]).toBe('0.00');
});
