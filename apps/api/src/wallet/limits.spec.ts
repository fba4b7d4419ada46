import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';

// By the European Central Bank on 2026-04-13: 1 EUR = 1.1684 USD = 186.75 JPY, and no Kuwaiti dinars.

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  // The market has a price of this day, the bank its rates of two days before.
  const clock = new TestClock();
  clock.set('2026-04-15T12:00:00Z');
  app = await createTestApp({
    clock,
    env: {
      DEPOSIT_LIMIT: '100000 EUR',
      WITHDRAWAL_LIMIT: '100 EUR',
      TRANSFER_LIMIT: '1000 JPY',
      CONVERSION_LIMIT: '0.001 BTC',
    },
  });
  quote(app, 'BTC-USD', '100000', '100001');
  ada = await app.register({ email: 'ada@example.org' });
  await app.register({ email: 'bob@example.org', displayName: 'Bob' });
  for (const currency of ['EUR', 'USD', 'JPY', 'KWD']) {
    expect((await ada.post('/wallet/deposits', { amount: money('100000', currency) })).status).toBe(201);
  }
});
afterAll(async () => {
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  await app.close();
});

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
const of = (amount: string, currency?: string) => ({ amount: money(amount, currency) });
const toBob = (amount: string, currency?: string) => ({ to: 'bob', ...of(amount, currency) });
const converting = (from: object, to: object) => ({ from, to });
const euro = { currency: 'EUR' };
const dollar = { currency: 'USD' };

const withdrawal = 'A withdrawal is at most 100.00 EUR';
const transfer = 'A transfer is at most 1000 JPY';
const conversion = 'A conversion is at most 0.00100000 BTC';

it.each<[string, object, string, string]>([
  ['deposits', of('100000.01'), 'amount.amount', 'A deposit is at most 100000.00 EUR'],
  ['withdrawals', of('100.01'), 'amount.amount', withdrawal],
  [
    'withdrawals',
    of('116.85', 'USD'),
    'amount.amount',
    `${withdrawal}, which is 116.84 USD at the rate of 2026-04-13`,
  ],
  [
    'withdrawals',
    of('18676', 'JPY'),
    'amount.amount',
    `${withdrawal}, which is 18675 JPY at the rate of 2026-04-13`,
  ],
  ['transfers', toBob('1001', 'JPY'), 'amount.amount', transfer],
  // 5.35 EUR are 999.1125 yen, 5.36 EUR are 1000.98 yen.
  ['transfers', toBob('5.36'), 'amount.amount', `${transfer}, which is 5.35 EUR at the rate of 2026-04-13`],
  [
    'transfers',
    { ...toBob('5.36'), from: dollar },
    'amount.amount',
    `${transfer}, which is 5.35 EUR at the rate of 2026-04-13`,
  ],
  [
    'transfers/preview',
    toBob('5.36'),
    'amount.amount',
    `${transfer}, which is 5.35 EUR at the rate of 2026-04-13`,
  ],
  // A thousandth of a bitcoin is 100 dollars, and those are 85.587... euros.
  [
    'conversions',
    converting(money('100.01', 'USD'), euro),
    'from.amount',
    `${conversion}, which is 100.00 USD at the rate of 2026-04-15`,
  ],
  [
    'conversions',
    converting(dollar, money('85.59')),
    'to.amount',
    `${conversion}, which is 85.58 EUR at the rate of 2026-04-13`,
  ],
  [
    'quotes',
    converting(dollar, money('85.59')),
    'to.amount',
    `${conversion}, which is 85.58 EUR at the rate of 2026-04-13`,
  ],
])('refuses more than the limit: %s %j', async (path, body, field, message) => {
  const answer = await ada.post(`/wallet/${path}`, body);

  expect(answer).toMatchObject({
    status: 422,
    body: { code: 'limit_exceeded', detail: message, errors: [{ field, message }] },
  });
});

it.each<[string, object]>([
  ['deposits', of('100000.00')],
  ['withdrawals', of('100.00')],
  ['withdrawals', of('116.84', 'USD')],
  ['withdrawals', of('18675', 'JPY')],
  ['withdrawals', of('9999.999', 'KWD')], // nobody quotes it
  ['transfers', toBob('1000', 'JPY')],
  ['transfers', toBob('5.35')],
  ['conversions', converting(money('100.00', 'USD'), euro)],
  ['conversions', converting(dollar, money('85.58'))],
  ['quotes', converting(dollar, money('85.58'))],
])('lets the limit itself pass: %s %j', async (path, body) => {
  expect(await ada.post(`/wallet/${path}`, body)).toMatchObject({ status: 201 });
});

it('limits what a transfer converts as any conversion', async () => {
  const limited = await createTestApp({ env: { CONVERSION_LIMIT: '10 EUR' }, databaseUrl: app.databaseUrl });
  const carl = await limited.register({ displayName: 'Carl' });
  await carl.post('/wallet/deposits', of('100.00'));
  // 11.68 USD cost 10.00 EUR, 11.69 USD cost 10.01 EUR.
  const [least, most] = [toBob('11.69', 'USD'), toBob('11.68', 'USD')];
  const refused = [
    await carl.post('/wallet/transfers', { ...least, from: euro }),
    await carl.post('/wallet/transfers/preview', { ...least, from: euro }),
    await carl.post('/wallet/transfers/preview', least),
  ];
  const passed = [
    await carl.post('/wallet/transfers/preview', { ...most, from: euro }),
    await carl.post('/wallet/transfers/preview', most),
    await carl.post('/wallet/transfers', { ...most, from: euro }),
    await carl.post('/wallet/transfers', { ...toBob('50.00'), from: euro }),
  ];
  await limited.close();

  const message = 'A conversion is at most 10.00 EUR';
  expect(refused.map(({ body }) => [body.code, body.errors])).toEqual([
    ['limit_exceeded', [{ field: 'from.amount', message }]],
    ['limit_exceeded', [{ field: 'from.amount', message }]],
    ['limit_exceeded', [{ field: 'amount.amount', message }]],
  ]);
  expect(passed.map(({ status }) => status)).toEqual([200, 200, 201, 201]);
});

it('answers a repeated request as the first time, though the rate has moved it over the limit', async () => {
  const key = { 'idempotency-key': 'within-then' };
  const first = await ada.post('/wallet/withdrawals', of('116.84', 'USD'), key);
  await app.query(
    `insert into rate (currency, date, per_euro, source) values ('USD', '2026-04-14', 1, 'test')`,
  );

  const again = await ada.post('/wallet/withdrawals', of('116.84', 'USD'), key);
  const fresh = await ada.post('/wallet/withdrawals', of('116.84', 'USD'));

  await app.query(`delete from rate where date = '2026-04-14'`);
  expect([again.status, again.body]).toEqual([201, first.body]);
  expect(fresh.body.code).toBe('limit_exceeded');
});

it('what was quoted within the limit is refused when it is over it by then', async () => {
  const { body } = await ada.post('/wallet/quotes', converting(dollar, money('85.58')));
  quote(app, 'BTC-USD', '90000', '90001');
  const answer = await ada.post('/wallet/conversions', { quoteId: body.id });
  quote(app, 'BTC-USD', '100000', '100001');
  const later = await ada.post('/wallet/conversions', { quoteId: body.id });

  expect(answer.body).toMatchObject({ code: 'limit_exceeded', errors: [{ field: 'quoteId' }] });
  expect(later.status).toBe(201);
});
