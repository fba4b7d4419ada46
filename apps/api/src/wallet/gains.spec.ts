import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';
import { setRates } from '../../test/euro-rates.js';
import { VerificationService } from '../ledger/verification.service.js';

// One person's dollars, from the first to the last day, worked by hand. In euros.

let app: TestApp;
let ada: TestPerson;
let bob: TestPerson;
/** The answer of the last movement. */
let answer: { id: string; changes: Change[] };

type Change = { asset: string; gain: object | null; costAfter: object | null };

beforeAll(async () => {
  app = await createTestApp();
  ada = await app.register({ displayName: 'Ada' });
  bob = await app.register({ displayName: 'Bob' });
  await setRates(app, '2026-05-04', { JPY: '160' });
  await setRates(app, '2026-06-01', { USD: '1.10', JPY: '170' });
  await setRates(app, '2026-06-02', { USD: '1.20' });
  await setRates(app, '2026-06-03', { USD: '1.15' });
});
afterAll(() => app.close());

const money = (amount: string, currency = 'EUR') => ({ amount, currency });

async function move(path: string, body: object, person = ada): Promise<void> {
  const { status, body: told } = await person.post(path, body);
  expect([status, told.code]).toEqual([201, undefined]);
  answer = told;
}

/** What the movement did to the cost of a currency, and what it realised. */
const realised = (asset: string) => {
  const { costAfter, gain } = answer.changes.find((change) => change.asset === asset) as Change;
  return { costAfter, gain };
};

const balance = async (currency: string, person = ada) => {
  const { body } = await person.get('/wallet/balances');
  const { value, cost, gain, gainPercent } = body.items.find(
    (item: { currency: string }) => item.currency === currency,
  );
  return { value, cost, gain, gainPercent };
};

describe('what dollars cost and earn', () => {
  it('begins with what was paid for them', async () => {
    app.clock.set('2026-06-01T12:00:00Z');
    await move('/wallet/deposits', { amount: money('10000.00') });
    expect(realised('EUR')).toEqual({ costAfter: null, gain: null });

    // 1000 / 1.10 = 909.0909..., and the fraction is the house's
    await move('/wallet/conversions', { from: { currency: 'EUR' }, to: money('1000.00', 'USD') });

    expect(realised('USD')).toEqual({ costAfter: money('909.10'), gain: null });
    expect(realised('EUR')).toEqual({ costAfter: null, gain: null });
    // worth 909.09 by the reference rate
    expect(await balance('USD')).toEqual({
      value: money('909.09'),
      cost: money('909.10'),
      gain: money('-0.01'),
      gainPercent: '0.00',
    });
    expect(await balance('EUR')).toEqual({
      value: money('9090.90'),
      cost: null,
      gain: null,
      gainPercent: null,
    });
  });

  it('adds what is bought at another rate', async () => {
    app.clock.set('2026-06-02T12:00:00Z');
    await move('/wallet/conversions', { from: { currency: 'EUR' }, to: money('1000.00', 'USD') });

    expect(realised('USD')).toEqual({ costAfter: money('1742.44'), gain: null }); // + 833.34
    // 2000 / 1.20 = 1666.67
    expect(await balance('USD')).toMatchObject({ gain: money('-75.77'), gainPercent: '-4.35' });
  });

  it('is realised by a sale, at what it brought', async () => {
    app.clock.set('2026-06-03T12:00:00Z');
    await move('/wallet/conversions', { from: money('500.00', 'USD'), to: { currency: 'EUR' } });

    // brought 434.78, and had cost 1742.44 x 500 / 2000 = 435.61
    expect(realised('USD')).toEqual({ costAfter: money('1306.83'), gain: money('-0.83') });
  });

  it('is realised by what is sent, at the reference rate, and begins there for who gets it', async () => {
    await move('/wallet/transfers', { to: bob.user.handle, amount: money('200.00', 'USD') });

    // worth 173.91; had cost 1306.83 x 200 / 1500 = 174.244
    expect(realised('USD')).toEqual({ costAfter: money('1132.59'), gain: money('-0.33') });
    expect(await balance('USD', bob)).toMatchObject({ cost: money('173.91'), gain: money('0.00') });
  });

  it('is realised by what is spent on shares', async () => {
    const sent = answer;
    quote(app, 'AAPL', '232.50', '232.56');
    const order = { symbol: 'AAPL', side: 'buy', type: 'market', notional: money('300.00', 'USD') };
    expect((await ada.post('/orders', order)).status).toBe(201);

    const { body } = await ada.get('/wallet/transactions?limit=1');
    [answer] = body.items;
    // worth 260.87; had cost 1132.59 x 300 / 1300 = 261.367
    expect(realised('USD')).toEqual({ costAfter: money('871.22'), gain: money('-0.50') });
    answer = sent;
  });

  it('comes back with what is given back, as if it had never been sent', async () => {
    await move(`/wallet/transactions/${answer.id}/reversal`, {}, bob);
    expect(realised('USD')).toEqual({ costAfter: money('0.00'), gain: money('0.00') });

    const { body } = await ada.get('/wallet/transactions?limit=1');
    [answer] = body.items;
    expect(realised('USD')).toEqual({ costAfter: money('1045.46'), gain: money('0.33') }); // + 174.24
    // 1200 / 1.15 = 1043.48
    expect(await balance('USD')).toEqual({
      value: money('1043.48'),
      cost: money('1045.46'),
      gain: money('-1.98'),
      gainPercent: '-0.19',
    });
  });

  it('counts a deposit at the rate of the day it is of', async () => {
    await move('/wallet/deposits', { amount: money('16000', 'JPY'), valueDate: '2026-05-04' });

    expect(realised('JPY')).toEqual({ costAfter: money('100.00'), gain: null });
    // 16000 / 170 = 94.12
    expect(await balance('JPY')).toEqual({
      value: money('94.12'),
      cost: money('100.00'),
      gain: money('-5.88'),
      gainPercent: '-5.88',
    });
  });

  it('keeps what is held in the cost', async () => {
    await move('/wallet/holds', { to: bob.user.handle, amount: money('1000.00', 'USD') });

    expect(await balance('USD')).toMatchObject({ cost: money('1045.46'), gain: money('-1.98') });
  });

  it('is told with the balances in all', async () => {
    expect((await ada.get('/wallet/balances')).body.gain).toEqual(money('-7.86'));
    const poor = await app.register();
    expect((await poor.get('/wallet/balances')).body.gain).toBeNull();
  });

  it('is told by the statement as by the transactions', async () => {
    const { body } = await ada.get('/wallet/statement?currency=USD');

    expect(
      body.items.map(({ kind, gain, costAfter }: Record<string, unknown>) => [kind, gain, costAfter]),
    ).toEqual([
      ['hold', null, null],
      ['reversal', money('0.33'), money('1045.46')],
      ['trade', money('-0.50'), money('871.22')],
      ['transfer', money('-0.33'), money('1132.59')],
      ['conversion', money('-0.83'), money('1306.83')],
      ['conversion', null, money('1742.44')],
      ['conversion', null, money('909.10')],
    ]);
    const { body: file } = await ada.get('/wallet/statement.csv?currency=USD&kind=reversal,trade');
    expect(file).toContain(',-0.50,871.22,EUR,');
    expect(file).toContain(',0.33,1045.46,EUR,');
  });

  it.each([
    ['all time', '', [money('-1.33')]],
    ['the day of the sales', '?from=2026-06-03&to=2026-06-03', [money('-1.33')]],
    ['the days before', '?to=2026-06-02', []],
    ['the days after', '?from=2026-06-04', []],
    ['until a moment', '?from=2026-06-03&to=2026-06-03T12:00:00Z', []],
    ['from a moment', '?from=2026-06-03T12:00:00Z', [money('-1.33')]],
  ])('is summed by currency for %s', async (_, query, sums) => {
    const { body } = await ada.get(`/wallet/gains${query}`);

    expect(body).toEqual({
      items: [
        { currency: 'JPY', kind: 'fiat', realised: [], unrealised: money('-5.88') },
        { currency: 'USD', kind: 'fiat', realised: sums, unrealised: money('-1.98') },
      ],
      realised: sums,
      unrealised: money('-7.86'),
    });
  });

  it.each([
    ['a period that ends before it begins', 'from=2026-06-03&to=2026-06-02', 'to'],
    ['a day that does not exist', 'from=2026-02-30', 'from'],
  ])('is not summed for %s', async (_, query, field) => {
    const { status, body } = await ada.get(`/wallet/gains?${query}`);

    expect([status, body.code, body.errors[0].field]).toEqual([400, 'validation_failed', field]);
  });

  it('leaves a ledger that is sound', async () => {
    expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
    expect((await app.get(VerificationService).verify()).differences).toEqual([]);
  });
});
