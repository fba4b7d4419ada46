import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp, TestPerson } from '../../test/app.js';
import { createFiguresApp } from '../../test/figures-scene.js';
import { track } from '../../test/tracked.js';

let app: TestApp;
let ada: TestPerson;
beforeAll(async () => {
  app = await createFiguresApp();
  ada = await app.register();
});
afterAll(() => app.close());

type Fields = Record<string, string | null>;

/** A portfolio of its own with these activities, and what it is told of. */
async function snapshotOf(activities: readonly Fields[], portfolio: object = {}) {
  const path = await track(ada, { currency: 'USD', ...portfolio });
  for (const fields of activities) {
    const { status, body } = await ada.post(`${path}/activities`, {
      currency: 'USD',
      day: '2025-03-03',
      ...fields,
    });
    expect([status, body.detail]).toEqual([201, undefined]);
  }
  const { body } = await ada.get(`${path}/snapshot`);
  const performance = (await ada.get(`${path}/performance`)).body;
  const held = body.positions.map(
    ({ symbol, quantity, value }: { symbol: string; quantity: string; value: { amount: string } }) =>
      `${symbol} ${quantity} ${value.amount}`,
  );
  return { path, body, held, effects: performance.total.effects, total: performance.total };
}

describe('positions', () => {
  it('are told in the currency of their asset, whatever was paid in', async () => {
    // Two at 100 euros, when a dollar is 0.80: 125 dollars each.
    const { body, held } = await snapshotOf([
      { type: 'buy', day: '2025-03-05', symbol: 'AAPL', quantity: '1', price: '110' },
      {
        type: 'buy',
        day: '2025-03-05',
        symbol: 'AAPL',
        quantity: '2',
        price: '100',
        currency: 'EUR',
        fee: '4',
      },
    ]);
    expect(held).toEqual(['AAPL 3 375.00']);
    expect(body.invested.amount).toBe('360.00');
    expect(body.fees.amount).toBe('5.00');
  });

  it('by hand have the last price that was said, before the first what was paid', async () => {
    const path = await track(ada, { currency: 'EUR' });
    const house = {
      type: 'item',
      symbol: 'House',
      quantity: '1',
      price: '200000',
      currency: 'EUR',
      day: '2025-03-03',
    };
    expect((await ada.post(`${path}/activities`, house)).status).toBe(201);
    const net = async () => (await ada.get(`${path}/net-worth`)).body.total;
    // Nobody says what it is worth: what was paid.
    expect((await net()).at(-1)).toBe('200000.00');
    await ada.put(`${path}/assets/House/prices/2025-03-05`, { price: '210000' });
    expect(await net()).toEqual(['0.00', '200000.00', '200000.00', '210000.00', '210000.00', '210000.00']);
    await ada.put(`${path}/assets/House/prices/2025-03-03`, { price: '205000' });
    expect(await net()).toEqual(['0.00', '205000.00', '205000.00', '210000.00', '210000.00', '210000.00']);
    await ada.delete(`${path}/assets/House/prices/2025-03-05`);
    expect((await net()).at(-1)).toBe('205000.00');
  });

  it('that are owed lower what there is', async () => {
    const { body } = await snapshotOf([
      { type: 'buy', symbol: 'AAPL', quantity: '10', price: '100' },
      { type: 'liability', symbol: 'Loan', amount: '400' },
      { type: 'liability', symbol: 'Loan', amount: '-150', day: '2025-03-05' },
    ]);
    expect([body.value.amount, body.liabilities.amount, body.netWorth.amount]).toEqual([
      '1250.00',
      '250.00',
      '1000.00',
    ]);
  });

  it('sold short gain when the price falls', async () => {
    const { held, effects } = await snapshotOf([
      { type: 'short', symbol: 'TSLA', quantity: '3', price: '200' },
    ]);
    expect(held).toEqual(['TSLA -3 -570.00']);
    expect(effects.total.amount).toBe('30.00');
  });

  it('count interest and fees that are about none of them, also without cash', async () => {
    const { held, effects } = await snapshotOf([
      { type: 'buy', symbol: 'AAPL', quantity: '10', price: '100' },
      { type: 'interest', amount: '12' },
      { type: 'fee', amount: '5' },
      { type: 'deposit', amount: '1000' },
    ]);
    expect(held).toEqual(['AAPL 10 1250.00']);
    expect(effects).toMatchObject({
      price: { amount: '250.00' },
      dividend: { amount: '12.00' },
      fee: { amount: '-5.00' },
    });
  });

  it('split, merge and are spun off without a gain, and pay their cash', async () => {
    const split = await snapshotOf([
      { type: 'buy', symbol: 'AAPL', quantity: '2', price: '500' },
      { type: 'split', day: '2025-03-04', symbol: 'AAPL', ratioTo: '5', ratioFrom: '1' },
    ]);
    expect(split.held).toEqual(['AAPL 10 1250.00']);
    expect(split.body.invested.amount).toBe('1000.00');

    // Four of A become two shares of AAPL, and 10 in cash for each of A.
    const merged = await snapshotOf(
      [
        { type: 'deposit', amount: '1000' },
        { type: 'buy', symbol: 'A', quantity: '4', price: '65' },
        {
          type: 'merger',
          day: '2025-03-06',
          symbol: 'A',
          target: 'AAPL',
          ratioTo: '1',
          ratioFrom: '2',
          amount: '10',
        },
      ],
      { keepsCash: true },
    );
    expect(merged.held.filter((each: string) => !/ 0 /.test(each))).toEqual([
      'AAPL 2 250.00',
      'USD 780 780.00',
    ]);
    expect(merged.total.paidIn.amount).toBe('1000.00');
    expect(merged.effects.total.amount).toBe('30.00');
  });

  it('of the future count as of today', async () => {
    const { held, body } = await snapshotOf([
      { type: 'buy', day: '2025-03-08', symbol: 'AAPL', quantity: '1', price: '120' },
    ]);
    expect(held).toEqual(['AAPL 1 125.00']);
    expect(body.firstDay).toBe('2025-03-06');
  });

  it('in a currency without any rate count as nothing, and say so', async () => {
    const { body } = await snapshotOf([
      { type: 'buy', symbol: 'Rice', quantity: '1', price: '30', currency: 'THB' },
      { type: 'buy', symbol: 'AAPL', quantity: '1', price: '100' },
    ]);
    expect([body.unrated, body.value.amount]).toEqual([['THB'], '125.00']);
  });
});

describe('a portfolio of the ledger', () => {
  it('takes a conversion for no flow', async () => {
    const bob = await app.register({ baseCurrency: 'EUR' });
    await bob.post('/wallet/deposits', { amount: { amount: '1000.00', currency: 'EUR' } });
    const conversion = { from: { amount: '400.00', currency: 'EUR' }, to: { currency: 'USD' } };
    expect((await bob.post('/wallet/conversions', conversion)).status).toBe(201);
    const { body } = await bob.get(`/portfolios/${bob.user.id}/performance`);
    expect(body.total).toMatchObject({ paidIn: { amount: '1000.00' }, takenOut: { amount: '0.00' } });
    // What the exchange kept is lost, and nothing else.
    expect(Number(body.total.effects.total.amount)).toBeGreaterThan(-10);
    expect(Number(body.total.effects.total.amount)).toBeLessThanOrEqual(0);
  });
});
