import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register();
});
beforeEach(() => app.clock.set('2026-11-21T09:59:59Z'));
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const dated = (valueDate: unknown) => ({ amount: { amount: '5.00', currency: 'EUR' }, valueDate });

it.each([
  ['the day itself', '2026-11-21'],
  ['long ago', '1970-01-01'],
  ['a leap day', '2024-02-29'],
])('a deposit and a withdrawal count for the day they say: %s', async (_, day) => {
  const paidIn = await ada.post('/wallet/deposits', dated(day));
  const paidOut = await ada.post('/wallet/withdrawals', dated(day));

  const { body: listed } = await ada.get('/wallet/transactions?limit=2');
  expect([paidIn.status, paidOut.status]).toEqual([201, 201]);
  expect([paidIn.body.valueDate, paidOut.body.valueDate]).toEqual([day, day]);
  expect(paidIn.body.at).toBe('2026-11-21T09:59:59.000Z');
  expect(listed.items).toEqual([paidOut.body, paidIn.body]);
});

it('the day after is today for somebody from ten o’clock on', async () => {
  const before = await ada.post('/wallet/deposits', dated('2026-11-22'));
  app.clock.advance(1000);
  const after = await ada.post('/wallet/deposits', dated('2026-11-22'));

  expect(before.body).toMatchObject({ code: 'date_out_of_range', errors: [{ field: 'valueDate' }] });
  expect(after.body.valueDate).toBe('2026-11-22');
});

it.each<[string, string, unknown, number, string]>([
  ['deposits', 'tomorrow’s', '2026-11-22', 422, 'date_out_of_range'],
  ['withdrawals', 'tomorrow’s', '2026-11-22', 422, 'date_out_of_range'],
  ['deposits', 'a day before all', '1969-12-31', 400, 'validation_failed'],
  ['withdrawals', 'a day before all', '1969-12-31', 400, 'validation_failed'],
  ['deposits', 'a day that does not exist', '2025-02-29', 400, 'validation_failed'],
  ['deposits', 'a day without its zeros', '2025-2-9', 400, 'validation_failed'],
  ['deposits', 'a moment', '2026-11-21T09:00:00Z', 400, 'validation_failed'],
  ['deposits', 'nothing', null, 400, 'validation_failed'],
  ['deposits', 'a number', 20_261_121, 400, 'validation_failed'],
  ['transfers', 'any', '2026-11-21', 400, 'validation_failed'],
  ['conversions', 'any', '2026-11-21', 400, 'validation_failed'],
])('%s refuse %s', async (path, _, day, status, code) => {
  const bodies: Record<string, object> = {
    transfers: { to: 'nobody' },
    conversions: { from: { currency: 'EUR', amount: '1' }, to: { currency: 'USD' }, amount: undefined },
  };

  const answer = await ada.post(`/wallet/${path}`, { ...dated(day), ...bodies[path] });

  expect([answer.status, answer.body.code, answer.body.errors[0].field]).toEqual([status, code, 'valueDate']);
});
