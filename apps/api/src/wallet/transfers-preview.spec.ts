import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';

// By the European Central Bank on 2026-04-13: 1 EUR = 1.1684 USD = 0.87058 GBP = 186.75 JPY.

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  app = await createTestApp();
  quote(app, 'BTC-USD', '40000.00', '40000.00');
  const admin = await app.register();
  const gone = await app.register({ email: 'gone@example.org', displayName: 'Gone' });
  await admin.post(`/admin/users/${gone.user.id}/close`);
});
beforeEach(async () => {
  ada = await app.register({ displayName: 'Ada' });
  bob = await app.register({ displayName: 'Bob' });
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const deposit = (amount: string, currency = 'EUR') =>
  ada.post('/wallet/deposits', { amount: money(amount, currency) });
const asked = (amount: object, from?: object) => ({ to: bob.user.handle, amount, ...(from && { from }) });
const preview = (amount: object, from?: object) => ada.post('/wallet/transfers/preview', asked(amount, from));
const send = (amount: object, from?: object) => ada.post('/wallet/transfers', asked(amount, from));
/** What is available, by currency. */
async function available(person = ada): Promise<Record<string, string>> {
  const { body } = await person.get('/wallet/balances');
  return Object.fromEntries(
    body.items.map((item: { currency: string; available: { amount: string } }) => [
      item.currency,
      item.available.amount,
    ]),
  );
}

const journals = async () => (await app.query('select count(*)::int as count from journal'))[0].count;

describe('a preview', () => {
  it.each<[string, [string, string][], object, object, boolean]>([
    [
      'the same currency where there is enough',
      [
        ['10.00', 'USD'],
        ['900.00', 'EUR'],
      ],
      money('10.00', 'USD'),
      money('10.00', 'USD'),
      true,
    ],
    [
      'another where there is not',
      [
        ['9.99', 'USD'],
        ['900.00', 'EUR'],
      ],
      money('10.00', 'USD'),
      money('8.56'),
      true,
    ],
    [
      'the largest by its worth',
      [
        ['1000', 'JPY'],
        ['90.00', 'EUR'],
        ['85.00', 'GBP'],
      ],
      money('10.00', 'USD'),
      money('7.46', 'GBP'),
      true,
    ],
    [
      'none that does not cover it',
      [
        ['8.55', 'EUR'],
        ['1600', 'JPY'],
      ],
      money('10.00', 'USD'),
      money('1599', 'JPY'),
      true,
    ],
    ['a coin', [['1', 'BTC']], money('10.00', 'USD'), money('0.00025000', 'BTC'), true],
    [
      'the same where nothing covers it',
      [['8.55', 'EUR']],
      money('10.00', 'USD'),
      money('10.00', 'USD'),
      false,
    ],
    ['the same where nothing is there', [], money('10.00', 'USD'), money('10.00', 'USD'), false],
    ['nothing that nobody quotes', [['900.000', 'KWD']], money('10.00', 'USD'), money('10.00', 'USD'), false],
  ])('suggests %s', async (_, balances, amount, cost, enough) => {
    for (const [minor, currency] of balances) await deposit(minor, currency);

    const { status, body } = await preview(amount);

    expect(status).toBe(200);
    expect(body).toMatchObject({ amount, cost, enough });
    const isConverted = body.cost.currency !== body.amount.currency;
    expect([body.rate, body.rateDate, body.rateSource].map((value) => value !== null)).toEqual([
      isConverted,
      isConverted,
      isConverted,
    ]);
    // What it tells is what is then charged.
    const sent = await send(amount, body.cost);
    if (enough)
      expect(sent.body.changes).toMatchObject([
        { asset: body.cost.currency, amount: `-${body.cost.amount}` },
      ]);
    else expect(sent.body.code).toBe('insufficient_funds');
  });

  it('says what there is of the currency that is asked for, and that it is too little', async () => {
    await deposit('8.55');

    const { body } = await preview(money('10.00', 'USD'), { currency: 'EUR' });

    expect(body).toMatchObject({ cost: money('8.56'), available: money('8.55'), enough: false });
  });

  it('moves nothing and needs no key', async () => {
    await deposit('10.00');
    const before = await journals();

    await preview(money('10.00'));

    expect([await journals(), await available()]).toEqual([before, { EUR: '10.00' }]);
  });

  it('of a closed market shows no price to act on', async () => {
    await deposit('1', 'BTC');
    app.clock.advance(60 * 60_000);

    const suggested = await preview(money('10.00', 'USD'));
    const named = await preview(money('10.00', 'USD'), { currency: 'BTC' });
    const sent = await send(money('10.00', 'USD'), { currency: 'BTC' });

    expect(suggested.body).toMatchObject({ cost: money('10.00', 'USD'), enough: false });
    expect([named.body.code, sent.body.code]).toEqual(['quote_unavailable', 'quote_unavailable']);
    quote(app, 'BTC-USD', '40000.00', '40000.00');
  });
});

type Row = [string, () => object, number, string, string];
const dollars = money('1.00', 'USD');
it.each<Row>([
  ['to nobody', () => ({ ...asked(dollars), to: 'nobody-here' }), 422, 'user_not_found', 'to'],
  ['to oneself', () => ({ ...asked(dollars), to: ada.user.email }), 422, 'transfer_to_self', 'to'],
  ['to who has left', () => ({ ...asked(dollars), to: 'gone' }), 422, 'user_closed', 'to'],
  ['from no currency', () => asked(dollars, {}), 400, 'validation_failed', 'from.currency'],
  ['from null', () => ({ ...asked(dollars), from: null }), 400, 'validation_failed', 'from'],
  ['from a text', () => ({ ...asked(dollars), from: 'EUR' }), 400, 'validation_failed', 'from'],
  ['from nothing known', () => asked(dollars, { currency: 'XQQ' }), 422, 'unknown_currency', 'from.currency'],
  ['from what has ended', () => asked(dollars, { currency: 'HRK' }), 422, 'currency_ended', 'from.currency'],
  [
    'from what nobody quotes',
    () => asked(dollars, { currency: 'KWD' }),
    422,
    'rate_unavailable',
    'from.currency',
  ],
  [
    'in what nobody quotes',
    () => asked(money('1', 'KWD'), { currency: 'EUR' }),
    422,
    'rate_unavailable',
    'amount.currency',
  ],
  [
    'with null for the most',
    () => asked(dollars, { currency: 'EUR', amount: null }),
    400,
    'validation_failed',
    'from.amount',
  ],
  [
    'with nothing for the most',
    () => asked(dollars, money('0')),
    422,
    'amount_must_be_positive',
    'from.amount',
  ],
  [
    'with parts of a cent for the most',
    () => asked(dollars, money('1.001')),
    422,
    'too_many_decimals',
    'from.amount',
  ],
  ['for more than the most', () => asked(dollars, money('0.85')), 422, 'rate_changed', 'from.amount'],
  [
    'for more than the most of the same',
    () => asked(dollars, money('0.99', 'USD')),
    422,
    'rate_changed',
    'from.amount',
  ],
  ['of nothing', () => asked(money('0', 'USD')), 422, 'amount_must_be_positive', 'amount.amount'],
])('a preview and a transfer are refused alike %s', async (_, body, ...expected) => {
  await deposit('10.00');
  const before = await journals();

  const previewed = await ada.post('/wallet/transfers/preview', body());
  const sent = await ada.post('/wallet/transfers', body());

  for (const answer of [previewed, sent]) {
    expect([answer.status, answer.body.code, answer.body.errors?.[0].field]).toEqual(expected);
  }
  expect(await journals()).toBe(before);
});
