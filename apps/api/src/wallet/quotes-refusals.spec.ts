import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register();
});
afterAll(() => app.close());

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const dollars = { currency: 'USD' };
/** All that a request could have left behind. */
const everything = async () =>
  (
    await app.query(
      'select (select count(*) from journal) as journals, (select count(*) from conversion_quote) as quotes',
    )
  )[0];

const invalid = [400, 'validation_failed'] as const;
const euro = { currency: 'EUR' };
it.each<[string, object, number, string, string]>([
  ['with both amounts', { from: money('1'), to: money('1', 'USD') }, ...invalid, 'side'],
  ['with no amount', { from: euro, to: dollars }, ...invalid, 'from.amount'],
  ['with none on its side', { from: euro, to: money('1', 'USD'), side: 'from' }, ...invalid, 'from.amount'],
  ['with none on its other side', { from: money('1'), to: dollars, side: 'to' }, ...invalid, 'to.amount'],
  ['with a side that is none', { from: money('1'), to: dollars, side: 'buy' }, ...invalid, 'side'],
  ['with null for its side', { from: money('1'), to: dollars, side: null }, ...invalid, 'side'],
  ['with null for its amount', { from: { ...euro, amount: null }, to: dollars }, ...invalid, 'from.amount'],
  ['from what is missing', { to: money('1', 'USD') }, ...invalid, 'from'],
  ['into what is missing', { from: money('1') }, ...invalid, 'to'],
  ['with a memo', { from: money('1'), to: dollars, memo: 'x' }, ...invalid, 'memo'],
  ['into the same', { from: money('1'), to: euro }, 422, 'currencies_must_differ', 'to.currency'],
  ['from nothing known', { from: money('1', 'XQQ'), to: euro }, 422, 'unknown_currency', 'from.currency'],
  [
    'into what has ended',
    { from: money('1'), to: { currency: 'HRK' } },
    422,
    'currency_ended',
    'to.currency',
  ],
  ['of parts of a cent', { from: money('1.001'), to: dollars }, 422, 'too_many_decimals', 'from.amount'],
  ['of nothing', { from: money('0'), to: dollars }, 422, 'amount_must_be_positive', 'from.amount'],
  ['of less than a cent', { from: money('1', 'JPY'), to: euro }, 422, 'amount_too_small', 'from.amount'],
  ['without a rate', { from: money('1'), to: { currency: 'KWD' } }, 422, 'rate_unavailable', 'to.currency'],
  [
    'of what no account could hold',
    { from: { currency: 'IDR' }, to: money('46116860184273879.04') },
    422,
    'amount_too_large',
    'to.amount',
  ],
  [
    'for what no account could hold',
    { from: money('46116860184273879.04'), to: { currency: 'IDR' } },
    422,
    'amount_too_large',
    'from.amount',
  ],
])('no quote is given %s', async (_, body, ...expected) => {
  const before = await everything();

  const answer = await ada.post('/wallet/quotes', body);

  expect([answer.status, answer.body.code, answer.body.errors?.[0].field]).toEqual(expected);
  expect(await everything()).toEqual(before);
});

const unknown = [404, 'quote_not_found', 'quoteId'] as const;
it.each<[string, object, number, string, string]>([
  ['nobody has', { quoteId: '01900000-0000-7000-8000-000000000000' }, ...unknown],
  ['is no id', { quoteId: 'my quote' }, ...unknown],
  ['is empty', { quoteId: '' }, ...unknown],
  ['is a number', { quoteId: 7 }, ...invalid, 'quoteId'],
  ['is null', { quoteId: null }, ...invalid, 'quoteId'],
  ['is long', { quoteId: 'x'.repeat(61) }, ...invalid, 'quoteId'],
  ['comes with a side', { quoteId: 'x', from: money('1') }, ...invalid, 'from'],
  ['comes with the other side', { quoteId: 'x', to: dollars }, ...invalid, 'to'],
  ['comes with both', { quoteId: 'x', from: money('1'), to: dollars }, ...invalid, 'from'],
  ['comes with what is no side', { quoteId: 'x', from: null }, ...invalid, 'from'],
  ['comes with a field of nobody', { quoteId: 'x', rate: '2' }, ...invalid, 'rate'],
])('no conversion is made by a quote that %s', async (_, body, ...expected) => {
  const answer = await ada.post('/wallet/conversions', body);

  expect([answer.status, answer.body.code, answer.body.errors?.[0].field]).toEqual(expected);
});

it.each([
  ['asks for a quote', 'POST', '/wallet/quotes'],
  ['reads one', 'GET', '/wallet/quotes/01900000-0000-7000-8000-000000000000'],
])('a stranger who %s is asked to sign in', async (_, method, path) => {
  expect(await app.anonymous.send(method, path, method === 'POST' ? {} : undefined)).toMatchObject({
    status: 401,
    body: { code: 'unauthenticated' },
  });
});
