import { formatDecimal, parseDecimal } from '@tradeyard/kernel';
import { pricesOf } from '@tradeyard/market';
import { expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';
import { tick } from '../../test/orders.js';

/** Apple in February 2020: open, high, low, close, and a hundred-thousandth of the shares that were traded. */
const csv = `date,Open,High,Low,Close,Volume
2020-02-19,320.0,324.57,320.0,323.62,234
2020-02-20,322.63,324.65,318.21,320.3,251
2020-02-21,318.62,320.45,310.5,313.05,324
2020-02-24,297.26,304.18,289.23,298.18,555
2020-02-25,300.95,302.53,286.13,288.08,576
2020-02-26,286.53,297.88,286.5,292.65,496`;

const orders = [
  { name: 'buy the dip', side: 'buy', type: 'limit', quantity: '30', limitPrice: '318.50' },
  {
    name: 'for cash',
    side: 'buy',
    type: 'limit',
    notional: { amount: '5000', currency: 'USD' },
    limitPrice: '290.00',
  },
  { name: 'break out', side: 'buy', type: 'stop', quantity: '10', stopPrice: '324.00' },
  {
    ...{
      name: 'bracket',
      side: 'buy',
      type: 'limit',
      quantity: '8',
      limitPrice: '315.00',
      orderClass: 'bracket',
    },
    takeProfit: { limitPrice: '330.00', clientOrderId: 'profit' },
    stopLoss: { trailPercent: '5', clientOrderId: 'loss' },
  },
];

/**
 * All fills of a portfolio that trades at a tenth of the volume, slips by half a thousandth and pays half a cent for each
 * share, at least a dollar: a line for each, with everything that explains it.
 */
async function replay(): Promise<string> {
  const app = await createTestApp();
  try {
    return await fillsOf(app);
  } finally {
    await app.close();
  }
}

async function fillsOf(app: TestApp): Promise<string> {
  app.clock.set('2031-02-18T00:00:00Z');
  const ada = await app.register({ baseCurrency: 'USD' });
  quote(app, 'AAPL', '320.00', '320.00');
  const { body: portfolio } = await ada.post('/portfolios', {
    ...{ name: 'Replayed', currency: 'USD', startingCash: { amount: '50000', currency: 'USD' } },
    models: {
      price: { kind: 'volume', percent: '10' },
      slippage: { kind: 'fixed', percent: '0.05' },
      fee: { kind: 'perShare', amount: '0.005', minimum: '1' },
    },
  });
  for (const { name, ...terms } of orders) {
    const { status, body } = await ada.post('/orders', {
      ...{ symbol: 'AAPL', portfolioId: portfolio.id, clientOrderId: name, timeInForce: 'gtc', ...terms },
    });
    expect([status, body.status]).toEqual([201, 'open']);
  }
  for (const line of csv.split('\n').slice(1)) {
    const [day, ...cells] = line.split(',');
    const [open, high, low, close, volume] = cells.map(parseDecimal) as Parameters<typeof candle>[1];
    for (const each of pricesOf(candle(day ?? '', [open, high, low, close, volume]), 86_400_000)) {
      const [price, traded] = [each.price, each.volume].map(formatDecimal);
      await tick(app, 'AAPL', price ?? '', price ?? '', { volume: traded ?? '', afterMs: 21_600_000 });
    }
  }
  expect(await auditLedger(app.query.bind(app))).toEqual([]);
  const rows = await app.query(
    `select o.client_order_id as name, f.quantity, f.price, f.cash, f.fee, f.slippage, f.rule, f.fee_rule as "feeRule", f.bid, f.quoted_at as at
     from fill f join "order" o on o.id = f.order_id order by f.id`,
  );
  return rows
    .map(({ name, quantity, price, cash, fee, slippage, rule, feeRule, bid, at }) =>
      [name, quantity, price, cash, fee, slippage, rule, feeRule, bid, at.toISOString()].join(' | '),
    )
    .join('\n');
}

function candle(day: string, [open, high, low, close, volume]: [P, P, P, P, P]) {
  return { at: new Date(`2031${day.slice(4)}T00:00:00Z`), open, high, low, close, volume };
}
type P = ReturnType<typeof parseDecimal>;

it('the same file gives the same fills, byte for byte', async () => {
  const fills = await replay();
  expect(await replay()).toBe(fills);
  expect(fills).toMatchInlineSnapshot(`
    "break out | 580000000 | 324.57 | 188251 | 100 | 0 | stop buy at the ask, 10 % of the volume, no further than the prices that were seen | 0.005 USD per unit, at least 1.00 USD | 324.57 | 2031-02-18T18:00:00.000Z
    break out | 420000000 | 323.62 | 135921 | 0 | 0 | stop buy at the ask, no further than the prices that were seen | 0.005 USD per unit, at least 1.00 USD | 323.62 | 2031-02-19T00:00:00.000Z
    buy the dip | 620000000 | 318.21 | 197291 | 100 | 0 | limit buy at the ask, 10 % of the volume, no further than the prices that were seen | 0.005 USD per unit, at least 1.00 USD | 318.21 | 2031-02-19T18:00:00.000Z
    buy the dip | 810000000 | 310.5 | 251505 | 0 | 0 | limit buy at the ask, 10 % of the volume, no further than the prices that were seen | 0.005 USD per unit, at least 1.00 USD | 310.5 | 2031-02-20T18:00:00.000Z
    bracket | 800000000 | 310.5 | 248400 | 100 | 0 | limit buy at the ask, no further than the prices that were seen | 0.005 USD per unit, at least 1.00 USD | 310.5 | 2031-02-20T18:00:00.000Z
    buy the dip | 810000000 | 313.05 | 253571 | 0 | 0 | limit buy at the ask, 10 % of the volume, no further than the prices that were seen | 0.005 USD per unit, at least 1.00 USD | 313.05 | 2031-02-21T00:00:00.000Z
    buy the dip | 760000000 | 297.26 | 225918 | 0 | 0 | limit buy at the ask, no further than the prices that were seen | 0.005 USD per unit, at least 1.00 USD | 297.26 | 2031-02-21T06:00:00.000Z
    loss | 800000000 | 297.26 | 237808 | 100 | 0 | trailing stop sell at the bid, no further than the prices that were seen | 0.005 USD per unit, at least 1.00 USD | 297.26 | 2031-02-21T06:00:00.000Z
    for cash | 1380000000 | 289.23 | 399138 | 100 | 0 | limit buy at the ask, 10 % of the volume, no further than the prices that were seen | 0.005 USD per unit, at least 1.00 USD | 289.23 | 2031-02-21T12:00:00.000Z
    for cash | 352504106 | 286.13 | 100862 | 0 | 0 | limit buy at the ask, no further than the prices that were seen | 0.005 USD per unit, at least 1.00 USD | 286.13 | 2031-02-22T18:00:00.000Z"
  `);
});
