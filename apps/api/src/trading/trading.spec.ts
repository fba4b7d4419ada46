import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { quote } from '../../test/market.js';
import { LedgerService } from '../ledger/ledger.service.js';

let app: TestApp;
let ada: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

beforeEach(async () => {
  ada = await app.register({ baseCurrency: 'USD' });
  await ada.post('/wallet/deposits', { amount: { amount: '10000.00', currency: 'USD' } });
  quote(app, 'AAPL', '232.50', '232.56');
  quote(app, 'BTC-USD', '42610.00', '42620.00');
});

const buy = (order: object, headers = {}) =>
  ada.post('/orders', { symbol: 'AAPL', side: 'buy', type: 'market', ...order }, headers);
const sell = (order: object) =>
  ada.post('/orders', { symbol: 'AAPL', side: 'sell', type: 'market', ...order });
const balance = async (asset: string): Promise<string> => {
  const rows = await app.query('select balance from account where book_id = $1 and asset = $2', [
    ada.user.id,
    asset,
  ]);
  return rows[0]?.balance ?? '0';
};

describe('a market order', () => {
  it('by cash spends exactly that, at the ask, and shows the quote behind the fill', async () => {
    const { status, body } = await buy({ notional: { amount: '1000.00', currency: 'USD' } });

    expect(status).toBe(201);
    expect(body).toMatchObject({
      symbol: 'AAPL',
      status: 'filled',
      quantity: null,
      notional: { amount: '1000.00', currency: 'USD' },
      filledQuantity: '4.29996560', // 1000 / 232.56
      averagePrice: '232.56',
      amount: { amount: '1000.00', currency: 'USD' },
      fee: { amount: '0.00', currency: 'USD' },
      fills: [
        {
          quantity: '4.29996560',
          price: '232.56',
          rule: 'market buy at the ask',
          quote: { bid: '232.5', ask: '232.56', source: 'simulated' },
        },
      ],
    });
    expect(await balance('USD')).toBe('900000');
    expect(await balance('share:AAPL')).toBe('429996560');
  });

  it('by quantity costs quantity times ask, and selling brings the bid', async () => {
    expect((await buy({ quantity: '2' })).body.amount).toEqual({ amount: '465.12', currency: 'USD' });
    expect((await sell({ quantity: '1.5' })).body.amount).toEqual({ amount: '348.75', currency: 'USD' });
    expect(await balance('USD')).toBe((1_000_000 - 46_512 + 34_875).toString());
    expect(await balance('share:AAPL')).toBe('50000000');
  });

  it('is one journal entry: cash and shares move together', async () => {
    const { body } = await buy({ quantity: '1' });
    const [{ journal_id: journal }] = await app.query('select journal_id from fill where order_id = $1', [
      body.id,
    ]);
    const sums = await app.query(
      `select a.asset, sum(p.amount) as sum, count(*) from posting p join account a on a.id = p.account_id
       where p.journal_id = $1 group by a.asset order by a.asset`,
      [journal],
    );
    expect(sums).toEqual([
      { asset: 'USD', sum: '0', count: '2' },
      { asset: 'share:AAPL', sum: '0', count: '2' },
    ]);
  });

  it('for a coin puts the coin itself into the wallet', async () => {
    await ada.post('/orders', { symbol: 'BTC-USD', side: 'buy', type: 'market', quantity: '0.1' });
    const { body } = await ada.get('/wallet/balances');
    expect(body.items).toContainEqual(
      expect.objectContaining({
        currency: 'BTC',
        kind: 'crypto',
        available: { amount: '0.10000000', currency: 'BTC' },
      }),
    );
  });

  it('is placed once, however often it is sent with one key', async () => {
    const key = { 'idempotency-key': 'order-1' };
    const [first, second] = await Promise.all([buy({ quantity: '1' }, key), buy({ quantity: '1' }, key)]);
    const third = await buy({ quantity: '1' }, key);
    expect(second.body).toEqual(first.body);
    expect(third.body).toEqual(first.body);
    expect(third.headers.get('idempotency-replayed')).toBe('true');
    expect((await ada.get('/orders')).body.items).toHaveLength(1);
    expect((await buy({ quantity: '2' }, key)).body).toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
    });
  });

  it('never spends more than there is, however many are placed at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => buy({ notional: { amount: '1000', currency: 'USD' } })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ body }) => body.code === 'insufficient_funds')).toHaveLength(10);
    expect(await balance('USD')).toBe('0');
  });
});

describe('a list of orders', () => {
  it('is read in pages, newest first, and by symbol; nobody else sees one', async () => {
    for (const quantity of ['1', '2', '3']) await buy({ quantity });
    await ada.post('/orders', { symbol: 'BTC-USD', side: 'buy', type: 'market', quantity: '0.01' });

    const first = (await ada.get('/orders?limit=2&symbol=AAPL')).body;
    const rest = (await ada.get(`/orders?limit=2&symbol=AAPL&cursor=${first.next}`)).body;
    expect([...first.items, ...rest.items].map(({ quantity }) => quantity)).toEqual([
      '3.00000000',
      '2.00000000',
      '1.00000000',
    ]);
    expect(rest.next).toBeNull();
    expect((await ada.get('/orders')).body.items).toHaveLength(4);

    const [{ id }] = first.items;
    expect((await ada.get(`/orders/${id}`)).body.id).toBe(id);
    const bob = await app.register();
    expect(await bob.get(`/orders/${id}`)).toMatchObject({ status: 404, body: { code: 'order_not_found' } });
    expect((await bob.get('/orders')).body.items).toEqual([]);
  });
});

describe('the history of an order', () => {
  it('tells that it was placed and filled, and by which rule', async () => {
    const { body } = await buy({ quantity: '1' });
    const { events } = (await ada.get(`/orders/${body.id}`)).body;
    expect(events.map(({ kind, actor, cause }: Record<string, string>) => [kind, actor, cause])).toEqual([
      ['place', 'owner', 'placed by its owner'],
      ['fill', 'market', 'market buy at the ask'],
    ]);
    await expect(app.query('delete from order_event')).rejects.toThrow();
  });

  it('begins with an order that was written, not with one that was refused', async () => {
    await buy({ quantity: '1000' });
    expect(await app.query('select 1 from order_event where user_id = $1', [ada.user.id])).toEqual([]);
  });
});

it('lists orders that are open, and those that are closed', async () => {
  const [open, closed] = [(await buy({ quantity: '1' })).body.id, (await buy({ quantity: '1' })).body.id];
  await app.query(`update "order" set status = 'open' where id = $1`, [open]);
  const ids = async (status: string) =>
    (await ada.get(`/orders?status=${status}`)).body.items.map(({ id }: { id: string }) => id);
  expect(await ids('open')).toEqual([open]);
  expect(await ids('closed')).toEqual([closed]);
  expect((await ada.get('/orders?status=lost')).status).toBe(400);
});

it.each([
  ['an unknown symbol', { symbol: 'NOPE', quantity: '1' }, 404, 'instrument_not_found', 'symbol'],
  ['no size', {}, 400, 'validation_failed', 'quantity'],
  ['null for its size', { quantity: null }, 400, 'validation_failed', 'quantity'],
  ['null for its cash', { notional: null }, 400, 'validation_failed', 'notional'],
  [
    'two sizes',
    { quantity: '1', notional: { amount: '1', currency: 'USD' } },
    400,
    'validation_failed',
    'quantity',
  ],
  ['a quantity of zero', { quantity: '0' }, 422, 'amount_must_be_positive', 'quantity'],
  ['a negative quantity', { quantity: '-1' }, 422, 'amount_must_be_positive', 'quantity'],
  ['nine decimal places', { quantity: '0.123456789' }, 422, 'too_many_decimals', 'quantity'],
  ['no number', { quantity: 'many' }, 422, 'not_a_decimal', 'quantity'],
  ['a JSON number', { quantity: 1 }, 400, 'validation_failed', 'quantity'],
  ['a huge quantity', { quantity: '99999999999999999999' }, 422, 'amount_too_large', 'quantity'],
  [
    'cash of another currency',
    { notional: { amount: '1', currency: 'EUR' } },
    422,
    'currency_mismatch',
    'notional.currency',
  ],
  [
    'cash of no currency',
    { notional: { amount: '1', currency: 'XXX' } },
    422,
    'unknown_currency',
    'notional.currency',
  ],
  [
    'cash of zero',
    { notional: { amount: '0', currency: 'USD' } },
    422,
    'amount_must_be_positive',
    'notional.amount',
  ],
  ['more than there is', { quantity: '1000' }, 422, 'insufficient_funds', undefined],
  ['selling what is not there', { side: 'sell', quantity: '1' }, 422, 'insufficient_shares', undefined],
  ['another type', { type: 'iceberg', quantity: '1' }, 400, 'validation_failed', 'type'],
  ['another side', { side: 'short', quantity: '1' }, 400, 'validation_failed', 'side'],
  ['a field that is not ours', { quantity: '1', price: '1' }, 400, 'validation_failed', 'price'],
  [
    "somebody else's portfolio",
    { quantity: '1', portfolioId: '01a1fcd5-ebea-722a-b3c4-09815092f91a' },
    404,
    'portfolio_not_found',
    'portfolioId',
  ],
] as const)('refuses %s and writes nothing', async (_, order, status, code, field) => {
  const answer = await buy(order);
  expect(answer).toMatchObject({ status, body: { status, code } });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body.errors?.[0]?.field).toBe(field);
  expect((await ada.get('/orders')).body.items).toEqual([]);
  expect(await balance('USD')).toBe('1000000');
});

it('takes a clientOrderId once', async () => {
  expect((await buy({ quantity: '1', clientOrderId: 'mine' })).body.clientOrderId).toBe('mine');
  expect(await buy({ quantity: '1', clientOrderId: 'mine' })).toMatchObject({
    status: 409,
    body: { code: 'client_order_id_reused' },
  });
  expect((await ada.get('/orders')).body.items).toHaveLength(1);
});

it('takes a clientOrderId once, however many come at the same instant', { timeout: 5_000 }, async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => buy({ quantity: '1', clientOrderId: 'ours' })),
  );

  const codes = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code);
  expect(codes).toEqual(Array.from({ length: 19 }, () => 'client_order_id_reused'));
  expect((await ada.get('/orders')).body.items).toHaveLength(1);
});

it('answers a repeated order as it did first, though its price has stopped since', async () => {
  const key = { 'idempotency-key': 'while-it-ticked' };
  const order = { quantity: '1', clientOrderId: 'named' };
  const first = await buy(order, key);
  app.clock.advance(10 * 60_000);

  const again = await buy(order, key);

  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});

it('does not trade on a price that stopped while the order waited', async () => {
  const place = buy({ quantity: '1' });
  const ledger = app.get(LedgerService);
  const submit = ledger.submit.bind(ledger);
  vi.spyOn(ledger, 'submit').mockImplementationOnce((command, retry) => {
    app.clock.advance(10 * 60_000);
    return submit(command, retry);
  });

  expect(await place).toMatchObject({ status: 503, body: { code: 'quote_unavailable' } });
  expect(await balance('USD')).toBe('1000000');
});

it('does not trade on a price that has stopped', async () => {
  app.clock.advance(10 * 60_000);
  expect(await buy({ quantity: '1' })).toMatchObject({ status: 503, body: { code: 'quote_unavailable' } });
});

it.each(['halted', 'delisted'] as const)('does not trade what is %s', async (status) => {
  await app.query(`update instrument set status = $1 where symbol = 'AAPL'`, [status]);
  try {
    expect(await buy({ quantity: '1' })).toMatchObject({
      status: 422,
      body: { code: `instrument_${status}`, errors: [{ field: 'symbol' }] },
    });
    expect(await balance('USD')).toBe('1000000');
  } finally {
    await app.query(`update instrument set status = 'active' where symbol = 'AAPL'`);
  }
});
