import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { setRates } from '../../test/euro-rates.js';
import { auditLedger } from '../../test/ledger.js';
import { quote } from '../../test/market.js';
import { VerificationService } from '../ledger/verification.service.js';

// Each way in which money moves, at rates that are easy to reckon with. Who is not said to count in something else
// counts in euros.

const today = '2026-06-01';

let app: TestApp;
/** On the same database, and takes one percent of what is converted. */
let other: TestApp;
let ada: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  app = await createTestApp();
  other = await createTestApp({
    databaseUrl: app.databaseUrl,
    clock: app.clock,
    env: { CONVERSION_SPREAD_BASIS_POINTS: '100' },
  });
});
afterAll(async () => {
  await other.close();
  await app.close();
});
beforeEach(async () => {
  app.clock.set(`${today}T12:00:00Z`);
  ada = await app.register();
  bob = await app.register();
  await setRates(app, today, { USD: '1.25', GBP: '0.80', CHF: '1.00' });
});

const money = (amount: string, currency = 'EUR') => ({ amount, currency });
type Told = { id: string; changes: { asset: string; gain: object | null; costAfter: object | null }[] };

async function move(path: string, body: object, person = ada): Promise<Told> {
  const { status, body: told } = await person.post(path, body);
  expect([status, told.code]).toEqual([201, undefined]);
  return told;
}

const deposit = (amount: string, currency: string, person = ada) =>
  move('/wallet/deposits', { amount: money(amount, currency) }, person);
const convert = (amount: string, from: string, to: string, person = ada) =>
  move('/wallet/conversions', { from: money(amount, from), to: { currency: to } }, person);

/** What a movement did to a currency: the cost after it and what it realised. */
const of = (asset: string, { changes }: Told): [costAfter: object | null, gain: object | null] => {
  const { costAfter, gain } = changes.find((change) => change.asset === asset) as Told['changes'][number];
  return [costAfter, gain];
};

const last = async (person: TestPerson): Promise<Told> =>
  (await person.get('/wallet/transactions?limit=1')).body.items[0];

async function balance(currency: string, person = ada): Promise<[cost: object | null, gain: object | null]> {
  const { body } = await person.get('/wallet/balances');
  const { cost, gain } = body.items.find((item: { currency: string }) => item.currency === currency);
  return [cost, gain];
}

describe('a movement', () => {
  it('of one foreign currency into another is worth what was given up, on both sides', async () => {
    await deposit('100.00', 'USD'); // cost 80.00
    await setRates(app, today, { USD: '1.00' });

    const told = await convert('50.00', 'USD', 'GBP'); // worth 50.00, had cost 40.00, brings 40 pounds

    expect(of('USD', told)).toEqual([money('40.00'), money('10.00')]);
    expect(of('GBP', told)).toEqual([money('50.00'), null]);
    expect(await balance('GBP')).toEqual([money('50.00'), money('0.00')]);
  });

  it('into a foreign currency costs the fee too, and out of it brings less by the fee', async () => {
    await deposit('1000.00', 'EUR');
    const elsewhere = await other.signIn(ada);

    const bought = await convert('100.00', 'EUR', 'USD', elsewhere); // 99.00 buy 123.75
    expect(of('USD', bought)).toEqual([money('100.00'), null]);
    const sold = await convert('123.75', 'USD', 'EUR', elsewhere); // without 1.24, 122.51 bring 98.00
    expect(of('USD', sold)).toEqual([money('0.00'), money('-2.00')]);

    await deposit('125.00', 'USD'); // 100.00, of which the fee is a part
    const exchanged = await convert('125.00', 'USD', 'GBP', elsewhere);
    expect(of('USD', exchanged)).toEqual([money('0.00'), money('0.00')]);
    expect(of('GBP', exchanged)).toEqual([money('100.00'), null]);
  });

  it('by a quote realises what the quote says', async () => {
    await deposit('125.00', 'USD'); // cost 100.00
    const { body: quoted } = await ada.post('/wallet/quotes', {
      from: money('50.00', 'USD'),
      to: { currency: 'EUR' },
    });
    await setRates(app, today, { USD: '2.00' });

    const told = await move('/wallet/conversions', { quoteId: quoted.id });

    expect(of('USD', told)).toEqual([money('60.00'), money('0.00')]); // 40.00 had cost 40.00
  });

  it('out to the world is worth its rate', async () => {
    await deposit('125.00', 'USD');
    await setRates(app, today, { USD: '1.00' });

    expect(of('USD', await move('/wallet/withdrawals', { amount: money('25.00', 'USD') }))).toEqual([
      money('80.00'),
      money('5.00'),
    ]);
  });

  it('between people counts for each in their own currency', async () => {
    await deposit('125.00', 'USD');
    const carol = await app.register({ baseCurrency: 'CHF' });
    const dan = await app.register({ baseCurrency: 'USD' });
    await setRates(app, today, { USD: '1.00', CHF: '0.50' });

    const toCarol = await move('/wallet/transfers', { to: carol.user.handle, amount: money('25.00', 'USD') });
    expect(of('USD', toCarol)).toEqual([money('80.00'), money('5.00')]);
    expect(of('USD', await last(carol))).toEqual([money('12.50', 'CHF'), null]);

    await move('/wallet/transfers', { to: dan.user.handle, amount: money('25.00', 'USD') });
    expect(of('USD', await last(dan))).toEqual([null, null]);
    await move('/wallet/transfers', { to: carol.user.handle, amount: money('5.00', 'USD') }, dan);
    expect(of('USD', await last(dan))).toEqual([null, null]);
    expect(of('USD', await last(carol))).toEqual([money('15.00', 'CHF'), null]);
  });

  it('that converts on the way realises for who pays and begins for who gets', async () => {
    await deposit('125.00', 'USD');
    await setRates(app, today, { USD: '1.00' });

    const paid = await move('/wallet/transfers', {
      to: bob.user.handle,
      amount: money('40.00', 'GBP'),
      from: { currency: 'USD' },
    });

    expect(of('USD', paid)).toEqual([money('60.00'), money('10.00')]); // 50 dollars had cost 40.00
    expect(of('GBP', await last(bob))).toEqual([money('50.00'), null]);
  });

  it('of what was held realises when it is captured', async () => {
    await deposit('125.00', 'USD');
    const { body: hold } = await ada.post('/wallet/holds', {
      to: bob.user.handle,
      amount: money('50.00', 'USD'),
    });
    expect(of('USD', await last(ada))).toEqual([null, null]);
    await setRates(app, today, { USD: '1.00' });

    await move(`/wallet/holds/${hold.id}/capture`, { amount: money('25.00', 'USD') }, bob);

    expect(of('USD', await last(ada))).toEqual([money('80.00'), money('5.00')]);
    expect(of('USD', await last(bob))).toEqual([money('25.00'), null]);
  });

  it('of several in one batch counts each on what the one before it left', async () => {
    const { body } = await ada.post('/wallet/batches', {
      commands: [
        { kind: 'deposit', amount: money('125.00', 'USD') },
        { kind: 'withdrawal', amount: money('25.00', 'USD') },
        { kind: 'conversion', from: money('50.00', 'USD'), to: { currency: 'EUR' } },
      ],
    });

    expect(body.results.map((told: Told) => of('USD', told))).toEqual([
      [money('100.00'), null],
      [money('80.00'), money('0.00')],
      [money('40.00'), money('0.00')],
    ]);
  });

  it('of coins by a trade is worth what was paid, and what they brought', async () => {
    quote(app, 'BTC-USD', '50000.00', '50000.00');
    await deposit('1000.00', 'USD'); // cost 800.00
    const order = { symbol: 'BTC-USD', type: 'market', notional: money('500.00', 'USD') };

    expect((await ada.post('/orders', { ...order, side: 'buy' })).status).toBe(201);
    expect(of('BTC', await last(ada))).toEqual([money('400.00'), null]);
    expect(of('USD', await last(ada))).toEqual([money('400.00'), money('0.00')]);

    quote(app, 'BTC-USD', '60000.00', '60000.00');
    expect(await balance('BTC')).toEqual([money('400.00'), money('80.00')]);
    expect(
      (await ada.post('/orders', { ...order, side: 'sell', notional: money('300.00', 'USD') })).status,
    ).toBe(201);
    // half of the coins; by the reference they are worth 240.00
    expect(of('BTC', await last(ada))).toEqual([money('200.00'), money('40.00')]);
  });

  it('has no worth where nobody knows a rate, and counting begins with the first', async () => {
    expect(of('KWD', await deposit('100.000', 'KWD'))).toEqual([null, null]);
    expect(await balance('KWD')).toEqual([null, null]);
    await setRates(app, today, { KWD: '0.5' });
    expect(await balance('KWD')).toEqual([null, null]);

    expect(of('KWD', await deposit('10.000', 'KWD'))).toEqual([money('220.00'), null]);
    await app.query(`delete from rate where currency = 'KWD'`);
  });
});

describe('what is taken back', () => {
  it('by an administrator gives back a conversion with its cost and its gain', async () => {
    await deposit('125.00', 'USD');
    await setRates(app, today, { USD: '1.00' });
    const { id } = await convert('25.00', 'USD', 'EUR'); // 25.00 had cost 20.00
    await setRates(app, today, { USD: '1.60' });
    const admin = await app.signIn(await makeAdmin());

    await move(`/admin/transactions/${id}/reversal`, {}, admin);

    expect(of('USD', await last(ada))).toEqual([money('100.00'), money('-5.00')]);
    const { body } = await ada.get('/wallet/gains');
    expect(body.realised).toEqual([money('0.00')]);
  });

  it('of what came in takes just its cost out again', async () => {
    await deposit('125.00', 'USD'); // 100.00
    await setRates(app, today, { USD: '1.00' });
    const { id } = await deposit('100.00', 'USD'); // 100.00

    const told = await move(`/wallet/transactions/${id}/reversal`, {});

    expect(of('USD', told)).toEqual([money('100.00'), money('0.00')]);
  });
});

describe('somebody who counts in another currency from now on', () => {
  it('takes costs and gains along, and nothing jumps', async () => {
    await deposit('100.00', 'GBP'); // cost 125.00
    await deposit('300.00', 'EUR');
    await setRates(app, today, { USD: '1.10', GBP: '0.50' });
    expect(await balance('GBP')).toEqual([money('125.00'), money('75.00')]);

    await ada.patch('/me', { baseCurrency: 'USD' });
    expect(await balance('GBP')).toEqual([money('137.50', 'USD'), money('82.50', 'USD')]);
    expect(await balance('EUR')).toEqual([null, null]);

    const told = await convert('40.00', 'GBP', 'USD'); // 88.00, had cost 55.00
    expect(of('GBP', told)).toEqual([money('82.50', 'USD'), money('33.00', 'USD')]);
    expect(of('USD', told)).toEqual([null, null]);
    expect(await balance('GBP')).toEqual([money('82.50', 'USD'), money('49.50', 'USD')]);
    const euros = await move('/wallet/withdrawals', { amount: money('100.00') });
    expect(of('EUR', euros)).toEqual([money('220.00', 'USD'), null]);

    await ada.patch('/me', { baseCurrency: 'EUR' });
    await move('/wallet/withdrawals', { amount: money('30.00', 'GBP') }); // 60.00, had cost 37.50
    expect(of('GBP', await last(ada))).toEqual([money('37.50'), money('22.50')]);
    expect(await balance('USD')).toEqual([null, null]);
    const { body } = await ada.get('/wallet/gains');
    expect(body.realised).toEqual([money('22.50'), money('33.00', 'USD')]);
  });
});

it('is undone in the currency that its owner counts in by now', async () => {
  await deposit('100.00', 'GBP'); // cost 125.00 EUR
  const { id } = await deposit('100.00', 'GBP'); // cost 125.00 EUR
  await ada.patch('/me', { baseCurrency: 'USD' });
  await setRates(app, today, { USD: '1.10', GBP: '0.50' });
  const told = await move(`/wallet/transactions/${id}/reversal`, {});

  expect(of('GBP', told)).toEqual([money('137.50', 'USD'), money('0.00', 'USD')]);
});

it('is counted once, whoever of two processes books it', async () => {
  await deposit('1000.00', 'EUR');
  await deposit('1000.00', 'USD');
  const elsewhere = await other.signIn(ada);

  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) => {
      const [from, to] = index % 2 === 0 ? ['EUR', 'USD'] : ['USD', 'EUR'];
      const body = { from: money(`${1 + index}.00`, from), to: { currency: to } };
      return (index % 3 === 0 ? elsewhere : ada).post('/wallet/conversions', body);
    }),
  );
  expect(answers.filter(({ status }) => status !== 201)).toEqual([]);

  // What came in less what left, and what was realised, is what it costs.
  const [sums] = await app.query(
    `select a.cost, sum(c.cost) as sum, count(*)::int as count from account a join posting_cost c on c.account_id = a.id
     where a.book_id = $1 and a.asset = 'USD' group by a.id`,
    [ada.user.id],
  );
  expect(sums).toEqual({ cost: sums.sum, sum: sums.sum, count: 61 });
  expect(await auditLedger((statement) => app.query(statement))).toEqual([]);
  expect((await app.get(VerificationService).verify()).differences).toEqual([]);
});

async function makeAdmin(): Promise<TestPerson> {
  const admin = await app.register();
  await app.query(`update "user" set role = 'admin' where id = $1`, [admin.user.id]);
  return admin;
}
