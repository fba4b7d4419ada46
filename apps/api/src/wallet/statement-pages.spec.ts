import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register();
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const statement = (query: string, person = ada) => person.get(`/wallet/statement?${query}`);

/** In hundredths. */
const minor = (amount: string): number => Number(amount.replace('.', ''));

type Entry = Record<'amount' | 'balance', string>;

async function everyPage(query: string, person = ada, between = () => Promise.resolve()): Promise<Entry[]> {
  const items: Entry[] = [];
  let next: string | null = '';
  while (next !== null) {
    const { body } = await statement(`${query}${next && `&cursor=${next}`}`, person);
    items.push(...body.items);
    next = body.next;
    await between();
  }
  return items;
}

it.each([
  ['JPY', '1500', '0', '-500', '1000'],
  ['KWD', '1.234', '0.000', '-0.234', '1.000'],
  ['BTC', '0.00000003', '0.00000000', '-0.00000001', '0.00000002'],
])('has the places of its currency: %s', async (currency, deposited, zero, change, left) => {
  const person = await app.register();
  await person.post('/wallet/deposits', { amount: money(deposited, currency) });
  await person.post('/wallet/withdrawals', { amount: money(change.slice(1), currency) });

  const { body } = await statement(`currency=${currency}`, person);

  expect(body).toMatchObject({
    opening: zero,
    closing: left,
    totalIn: deposited,
    totalOut: change.slice(1),
    items: [
      { amount: change, held: zero, balance: left, available: left },
      { amount: deposited, balance: deposited },
    ],
  });
});

describe('pages', () => {
  it('are complete and without doubles while more comes in, and each balance follows from the one before', async () => {
    const person = await app.register();
    for (let amount = 1; amount <= 20; amount += 1) {
      await person.post('/wallet/deposits', { amount: money(`${amount}.07`) });
      if (amount % 3 === 0) await person.post('/wallet/withdrawals', { amount: money(`${amount}`) });
    }
    const { body: before } = await statement('currency=EUR&limit=200', person);

    const items = await everyPage('currency=EUR&limit=7', person, async () => {
      await person.post('/wallet/deposits', { amount: money('1') });
    });

    expect(before.items).toHaveLength(26);
    expect(items).toEqual(before.items);
    for (const [index, { amount, balance }] of items.entries()) {
      expect(minor(balance)).toBe(minor(items[index + 1]?.balance ?? '0.00') + minor(amount));
    }
  });

  it('have the totals on the first', async () => {
    const person = await app.register();
    for (const amount of ['1', '2', '3']) await person.post('/wallet/deposits', { amount: money(amount) });

    const { body: first } = await statement('currency=EUR&limit=2', person);
    const { body: second } = await statement(`currency=EUR&limit=2&cursor=${first.next}`, person);

    expect(first).toMatchObject({ totalIn: '6.00', totalOut: '0.00', items: [{}, {}] });
    expect(second).toMatchObject({ totalIn: null, totalOut: null, opening: '0.00', closing: '6.00' });
    expect(second).toMatchObject({ items: [{ amount: '1.00' }], next: null });
  });
});

it.each([
  ['currency=XYZ', 'currency', 422, 'unknown_currency'],
  ['currency=eur', 'currency', 422, 'unknown_currency'],
  ['currency=share:AAPL', 'currency', 422, 'unknown_currency'],
  ['kind=deposit', 'currency', 400, 'validation_failed'],
  ['currency=EUR&kind=gift', 'kind', 400, 'validation_failed'],
  ['currency=EUR&kind=', 'kind', 400, 'validation_failed'],
  ['currency=EUR&from=2026-02-30', 'from', 400, 'validation_failed'],
  ['currency=EUR&from=2026-02-30T00:00Z', 'from', 400, 'validation_failed'],
  ['currency=EUR&to=2026-02-01T00:00', 'to', 400, 'validation_failed'],
  ['currency=EUR&to=tomorrow', 'to', 400, 'validation_failed'],
  ['currency=EUR&from=2026-02-02&to=2026-02-01', 'to', 400, 'validation_failed'],
  [`currency=EUR&text=${'x'.repeat(101)}`, 'text', 400, 'validation_failed'],
  ['currency=EUR&page=2', 'page', 400, 'validation_failed'],
])('refuses %s', async (query, field, status, code) => {
  for (const path of ['statement', 'statement.csv']) {
    const answer = await ada.get(`/wallet/${path}?${query}`);

    expect([answer.status, answer.body.code, answer.body.errors[0].field]).toEqual([status, code, field]);
  }
});

it.each(['limit=0', 'limit=201', 'cursor=yesterday'])('refuses %s', async (query) => {
  const { status, body } = await statement(`currency=EUR&${query}`);

  expect([status, body.errors[0].field]).toEqual([400, query.split('=')[0]]);
});
