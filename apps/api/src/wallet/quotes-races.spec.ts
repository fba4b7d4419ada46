import { SchedulerRegistry } from '@nestjs/schedule';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createTestApp, TestPerson, type TestApp } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { LedgerReader } from '../ledger/ledger-reader.service.js';

let app: TestApp;
let other: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({ databaseUrl: app.databaseUrl, clock: app.clock });
  for (const each of [app, other]) each.get(SchedulerRegistry).deleteInterval('holds');
  app.clock.advance(0);
});
beforeEach(async () => {
  ada = await app.register();
  await ada.post('/wallet/deposits', { amount: money('1000.00') });
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await other.close();
  await app.close();
});

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const elsewhere = ({ accessToken, user, refreshToken }: TestPerson) =>
  new TestPerson(other.origin, accessToken, user, refreshToken);
const askQuote = async (): Promise<string> =>
  (await ada.post('/wallet/quotes', { from: money('10.00'), to: { currency: 'USD' } })).body.id;

async function available(): Promise<string[]> {
  const { body } = await ada.get('/wallet/balances');
  return body.items.map((item: { available: { amount: string } }) => item.available.amount);
}

it('many who use a quote at the same instant, in two processes, use it once', async () => {
  const quoteId = await askQuote();
  const there = elsewhere(ada);

  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      index % 4 === 3
        ? (index % 2 ? there : ada).post('/wallet/batches', { commands: [{ kind: 'conversion', quoteId }] })
        : (index % 2 ? there : ada).post('/wallet/conversions', { quoteId }),
    ),
  );

  const codes = answers.map(({ status, body }) => (status === 201 ? 'done' : body.code));
  expect(codes.filter((code) => code === 'done')).toHaveLength(1);
  expect(codes.filter((code) => code === 'quote_used')).toHaveLength(39);
  expect(await available()).toEqual(['990.00', '11.68']);
});

it('one that ends at the same instant is used before, or not at all', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 20; count += 1) ids.push(await askQuote());
  app.clock.advance(29_999);
  const there = elsewhere(ada);

  const answers = await Promise.all(
    ids.map((quoteId, index) => {
      if (index === 10) app.clock.advance(1);
      return (index % 2 ? there : ada).post('/wallet/conversions', { quoteId });
    }),
  );

  const done = answers.filter(({ status }) => status === 201).length;
  expect(answers.filter(({ body }) => body.code === 'quote_expired')).toHaveLength(20 - done);
  expect(answers.slice(10).map(({ body }) => body.code)).toEqual(Array(10).fill('quote_expired'));
  expect((await available())[0]).toBe(`${1000 - 10 * done}.00`);
});

it('the same request in two processes, under its key, is one conversion', async () => {
  const quoteId = await askQuote();

  const answers = await Promise.all(
    [ada, elsewhere(ada), ada, elsewhere(ada)].map((person) =>
      person.post('/wallet/conversions', { quoteId }, { 'idempotency-key': quoteId }),
    ),
  );

  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(await available()).toEqual(['990.00', '11.68']);
});

it('a repeat that saw no answer yet, and the quote used already, gets the first answer', async () => {
  const quoteId = await askQuote();
  const key = { 'idempotency-key': quoteId };
  const first = await ada.post('/wallet/conversions', { quoteId }, key);
  // The other process reads answers and rows one after the other, and between the two the first one commits.
  const reader = other.get(LedgerReader);
  const read = reader.read.bind(reader);
  const early = vi.spyOn(reader, 'read').mockImplementationOnce(async (...asked) => ({
    ...(await read(...asked)),
    answers: new Map(),
  }));

  const repeat = await elsewhere(ada).post('/wallet/conversions', { quoteId }, key);

  early.mockRestore();
  expect([repeat.status, repeat.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
  expect(repeat.body).toEqual(first.body);
});
