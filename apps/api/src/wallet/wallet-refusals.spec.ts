import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register({ email: 'ada@example.org', displayName: 'Ada' });
  await app.register({ email: 'bob@example.org', displayName: 'Bob' });
  await ada.post('/wallet/deposits', { amount: money('100.00') }, { 'idempotency-key': 'used' });
});
afterAll(() => app.close());

const money = (amount: unknown, currency: unknown = 'EUR') => ({ amount, currency });
const of = (amount: unknown, currency?: unknown) => ({ amount: money(amount, currency) });
const to = (recipient: unknown) => ({ to: recipient, amount: money('1.00') });
const keyed = (key: string) => ({ 'idempotency-key': key });

/** All that a request could have left behind. */
async function everything(): Promise<string> {
  const [row] = await app.query(`select (select count(*) from journal) as journals,
    (select count(*) from posting) as postings, (select count(*) from idempotency) as keys,
    (select json_agg(a order by id) from account a)::text as accounts`);
  return JSON.stringify(row);
}

// One row per rule: what is wrong, what is sent where, and the status, the code and the field of the answer.
type Row = [string, string, unknown, number, string, string | undefined, Record<string, string>?];
const invalid = [400, 'validation_failed'] as const;

const amounts: Row[] = [
  ['a currency that nobody knows', 'deposits', of('1', 'XQQ'), 422, 'unknown_currency', 'amount.currency'],
  ['a currency in small letters', 'deposits', of('1', 'eur'), 422, 'unknown_currency', 'amount.currency'],
  ['a name of every object', 'deposits', of('1', 'constructor'), 422, 'unknown_currency', 'amount.currency'],
  ['a share for a currency', 'deposits', of('1', 'share:AAPL'), 422, 'unknown_currency', 'amount.currency'],
  ['a currency that has ended', 'deposits', of('1', 'HRK'), 422, 'currency_ended', 'amount.currency'],
  ['parts of a cent', 'deposits', of('1.001', 'USD'), 422, 'too_many_decimals', 'amount.amount'],
  ['parts of a yen', 'deposits', of('1.5', 'JPY'), 422, 'too_many_decimals', 'amount.amount'],
  ['parts of a fils', 'deposits', of('1.0001', 'KWD'), 422, 'too_many_decimals', 'amount.amount'],
  ['parts of a satoshi', 'deposits', of('0.000000001', 'BTC'), 422, 'too_many_decimals', 'amount.amount'],
  ['nothing', 'withdrawals', of('0.00'), 422, 'amount_must_be_positive', 'amount.amount'],
  ['less than nothing', 'withdrawals', of('-5'), 422, 'amount_must_be_positive', 'amount.amount'],
  ['minus zero', 'withdrawals', of('-0'), 422, 'amount_must_be_positive', 'amount.amount'],
  ...['1e3', '', ' ', ' 1', '1,000', '.5', '5.', '+1', 'NaN', 'Infinity', '0x10', '1_000', '٣', '１'].map(
    (text): Row => [`"${text}"`, 'deposits', of(text), 422, 'not_a_decimal', 'amount.amount'],
  ),
  ['more than 2^62', 'deposits', of('46116860184273879.05'), 422, 'amount_too_large', 'amount.amount'],
  ['more than 2^64', 'withdrawals', of('184467440737095517'), 422, 'amount_too_large', 'amount.amount'],
  ['2^62 as a deposit', 'deposits', of('46116860184273879.04'), 422, 'amount_too_large', 'amount.amount'],
  [
    'a cent more than ten billion',
    'deposits',
    of('10000000000.01'),
    422,
    'amount_too_large',
    'amount.amount',
  ],
  ['60 digits', 'deposits', of('9'.repeat(60)), 422, 'amount_too_large', 'amount.amount'],
  ['61 digits', 'deposits', of('9'.repeat(61)), ...invalid, 'amount.amount'],
  ['one cent too much', 'withdrawals', of('100.01'), 422, 'insufficient_funds', 'amount.amount'],
  ['a currency that is not there', 'withdrawals', of('1', 'USD'), 422, 'insufficient_funds', 'amount.amount'],
  [
    '2^62 that is not there',
    'withdrawals',
    of('46116860184273879.04'),
    422,
    'insufficient_funds',
    'amount.amount',
  ],
];

const shapes: Row[] = [
  ['a number for a text', 'deposits', of(5), ...invalid, 'amount.amount'],
  ['no text at all', 'deposits', of(null), ...invalid, 'amount.amount'],
  ['a list of one text', 'deposits', of(['5']), ...invalid, 'amount.amount'],
  ['a currency that is none', 'deposits', of('5', 7), ...invalid, 'amount.currency'],
  ['no amount', 'deposits', {}, ...invalid, 'amount'],
  ['no amount in the amount', 'deposits', { amount: { currency: 'EUR' } }, ...invalid, 'amount.amount'],
  ['no currency', 'deposits', { amount: { amount: '1' } }, ...invalid, 'amount.currency'],
  ['null for the amount', 'deposits', { amount: null }, ...invalid, 'amount'],
  ['text for the amount', 'deposits', { amount: '5 EUR' }, ...invalid, 'amount'],
  ['an empty list for the amount', 'deposits', { amount: [] }, ...invalid, 'amount'],
  ['a list of amounts', 'deposits', { amount: [money('5')] }, ...invalid, 'amount'],
  ['a field of nobody', 'deposits', { ...of('5'), note: 'x' }, ...invalid, 'note'],
  ['a field of nobody inside', 'deposits', { amount: { ...money('5'), unit: 1 } }, ...invalid, 'amount.unit'],
  ['somebody’s id', 'deposits', { ...of('5'), userId: 'x' }, ...invalid, 'userId'],
  ['a long memo', 'deposits', { ...of('5'), memo: 'x'.repeat(201) }, ...invalid, 'memo'],
  ['a memo that is a number', 'deposits', { ...of('5'), memo: 5 }, ...invalid, 'memo'],
  ['a memo that turns around', 'deposits', { ...of('5'), memo: 'a\u202eb' }, ...invalid, 'memo'],
  [
    'a long memo',
    'conversions',
    { from: money('5'), to: { currency: 'USD' }, memo: 'x'.repeat(201) },
    ...invalid,
    'memo',
  ],
  ['a memo of two lines', 'transfers', { ...to('bob'), memo: 'a\nb' }, ...invalid, 'memo'],
  ['a memo of no character', 'deposits', { ...of('5'), memo: 'a\0b' }, ...invalid, 'memo'],
  [
    'a memo of half a character',
    'deposits',
    '{"amount":{"amount":"5","currency":"EUR"},"memo":"\\ud83d"}',
    ...invalid,
    'memo',
  ],
  ['half a document', 'deposits', '{"amount":', 400, 'malformed_json', 'body'],
  ['no document', 'deposits', '', 400, 'malformed_json', 'body'],
  [
    'a document of another kind',
    'deposits',
    'amount=5',
    415,
    'unsupported_media_type',
    undefined,
    { 'content-type': 'text/plain' },
  ],
  [
    'a prototype',
    'deposits',
    '{"amount":{"amount":"5","currency":"EUR"},"__proto__":{"x":1}}',
    400,
    'malformed_json',
    'body',
  ],
  [
    'a document too large',
    'deposits',
    { ...of('5'), memo: 'x'.repeat(300_000) },
    413,
    'payload_too_large',
    undefined,
  ],
];

const transfers: Row[] = [
  ['to an email of nobody', 'transfers', to('eve@example.org'), 422, 'user_not_found', 'to'],
  ['to a handle of nobody', 'transfers', to('@eve'), 422, 'user_not_found', 'to'],
  ['to nobody', 'transfers', to(''), 422, 'user_not_found', 'to'],
  ['to an email in a handle', 'transfers', to('@bob@example.org'), 422, 'user_not_found', 'to'],
  ['to oneself by email', 'transfers', to('ada@example.org'), 422, 'transfer_to_self', 'to'],
  ['to oneself by handle', 'transfers', to('ada'), 422, 'transfer_to_self', 'to'],
  ['to what is missing', 'transfers', of('1.00'), ...invalid, 'to'],
  ['to a number', 'transfers', to(7), ...invalid, 'to'],
  ['to no character', 'transfers', to('a\0b'), ...invalid, 'to'],
  ['to a long name', 'transfers', to('x'.repeat(255)), ...invalid, 'to'],
  [
    'of more than there is',
    'transfers',
    { to: 'bob', ...of('100.01') },
    422,
    'insufficient_funds',
    'amount.amount',
  ],
  ['of nothing', 'transfers', { to: 'bob', ...of('0') }, 422, 'amount_must_be_positive', 'amount.amount'],
  [
    'in what has ended',
    'transfers',
    { to: 'bob', ...of('1', 'BGN') },
    422,
    'currency_ended',
    'amount.currency',
  ],
];

const euro = { currency: 'EUR' };
const dollar = { currency: 'USD' };
const conversions = (
  [
    ['into the same', money('1'), euro, 422, 'currencies_must_differ', 'to.currency'],
    ['with both amounts', money('1'), money('1', 'USD'), ...invalid, 'from.amount'],
    ['with no amount', euro, dollar, ...invalid, 'from.amount'],
    ['with null for its amount', money(null), dollar, ...invalid, 'from.amount'],
    ['from nothing known', money('1', 'XQQ'), dollar, 422, 'unknown_currency', 'from.currency'],
    ['into nothing known', money('1'), { currency: 'XQQ' }, 422, 'unknown_currency', 'to.currency'],
    ['into what has ended', money('1'), { currency: 'HRK' }, 422, 'currency_ended', 'to.currency'],
    ['of parts of a cent', money('1.001'), dollar, 422, 'too_many_decimals', 'from.amount'],
    ['for parts of a yen', euro, money('1.5', 'JPY'), 422, 'too_many_decimals', 'to.amount'],
    ['of zero', money('0'), dollar, 422, 'amount_must_be_positive', 'from.amount'],
    ['for less than zero', euro, money('-1', 'USD'), 422, 'amount_must_be_positive', 'to.amount'],
    ['of less than a cent', money('1', 'JPY'), euro, 422, 'amount_too_small', 'from.amount'],
    ['without a rate', money('1'), { currency: 'KWD' }, 422, 'rate_unavailable', 'to.currency'],
    ['from what nobody quotes', money('1', 'KWD'), euro, 422, 'rate_unavailable', 'from.currency'],
    ['of more than there is', money('100.01'), dollar, 422, 'insufficient_funds', 'from.amount'],
    // In rupiahs it is more than Postgres could count.
    ['for 2^62', { currency: 'IDR' }, money('46116860184273879.04'), 422, 'insufficient_funds', 'to.amount'],
    ['from what is missing', undefined, money('1'), ...invalid, 'from'],
    ['into what is missing', money('1'), undefined, ...invalid, 'to'],
    ['into a list', money('1'), [], ...invalid, 'to'],
    ['from a text', '1 EUR', dollar, ...invalid, 'from'],
  ] as const
).map(([what, from, into, ...answer]): Row => [what, 'conversions', { from, to: into }, ...answer]);

const malformed = [422, 'idempotency_key_malformed', 'Idempotency-Key'] as const;
const keys: Row[] = [
  ['an empty key', 'deposits', of('1'), ...malformed, keyed('')],
  ['a key with a space', 'deposits', of('1'), ...malformed, keyed('a b')],
  ['a key with an accent', 'deposits', of('1'), ...malformed, keyed('clé')],
  ['a key of 201 characters', 'deposits', of('1'), ...malformed, keyed('k'.repeat(201))],
  [
    'a key that was used',
    'deposits',
    of('1'),
    422,
    'idempotency_key_reused',
    'Idempotency-Key',
    keyed('used'),
  ],
];

it.each([...amounts, ...shapes, ...transfers, ...conversions, ...keys])(
  'refuses %s (%s)',
  async (_, path, body, status, code, field, headers) => {
    const before = await everything();

    const answer = await ada.post(`/wallet/${path}`, body, headers);

    expect([answer.status, answer.body.code, answer.body.errors?.[0].field]).toEqual([status, code, field]);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(answer.body).toMatchObject({
      type: `urn:tradeyard:problem:${code}`,
      status,
      detail: expect.stringMatching(/\w/),
    });
    expect(await everything()).toBe(before);
  },
);

it.each(['deposits', 'withdrawals', 'transfers', 'conversions'])(
  'asks a stranger to sign in: %s',
  async (path) => {
    const before = await everything();

    const { status, body } = await app.anonymous.post(`/wallet/${path}`, of('1'));

    expect([status, body.code]).toEqual([401, 'unauthenticated']);
    expect(await everything()).toBe(before);
  },
);
