import { compareDecimals, parseDecimal, ratio, ratioToDecimal } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { quote } from '../../test/market.js';
import { RatesService } from './rates.service.js';

type RateItem = { currency: string; rate: string; date: string; source: string };

const noon = '2026-04-15T12:00:00Z';
const clock = new TestClock();
let app: TestApp;
let ada: TestPerson;
let rates: RatesService;

beforeAll(async () => {
  clock.set(noon);
  app = await createTestApp({ clock });
  ada = await app.register();
  rates = app.get(RatesService);
  quote(app, 'BTC-USD', '50000', '50010');
  quote(app, 'ETH-USD', '2500', '2501');
  await app.query(
    `insert into rate (currency, date, per_euro, source) values
       ('USD', '2014-10-01', 1.2603, 'ECB'), ('HRK', '2022-12-30', 7.5365, 'ECB'), ('USD', '2022-12-30', 1.0666, 'ECB'),
       ('USD', '2026-04-10', 1.1711, 'ECB'), ('GBP', '2026-04-10', 0.87105, 'ECB'), ('JPY', '2026-04-10', 186.43, 'ECB')`,
  );
  await app.query(
    `insert into candle (symbol, "interval", at, open, high, low, close, volume, source)
     values ('BTC-USD', '1d', '2014-10-02T00:00:00Z', 383, 392, 372, 378, 34777300, 'imported')`,
  );
});
afterAll(() => app.close());

async function listRates(
  query: string,
): Promise<{ body: { items: RateItem[] }; byCode: Record<string, RateItem> }> {
  const { status, body } = await ada.get(`/rates${query}`);
  expect(status).toBe(200);
  const items = body.items as RateItem[];
  return { body, byCode: Object.fromEntries(items.map((item) => [item.currency, item])) };
}

describe('GET /currencies', () => {
  it('lists all of them for anybody, ended ones flagged', async () => {
    const { status, body } = await app.anonymous.get('/currencies');

    expect(status).toBe(200);
    expect(body.next).toBeNull();
    expect(body.items).toContainEqual({
      code: 'JPY',
      name: 'Japanese Yen',
      exponent: 0,
      kind: 'fiat',
      endedOn: null,
    });
    expect(body.items).toContainEqual({
      code: 'BTC',
      name: 'Bitcoin',
      exponent: 8,
      kind: 'crypto',
      endedOn: null,
    });
    expect(body.items).toContainEqual({
      code: 'HRK',
      name: 'Croatian Kuna',
      exponent: 2,
      kind: 'fiat',
      endedOn: '2023-01-01',
    });
  });
});

describe('GET /rates', () => {
  it('needs a session', async () => {
    expect((await app.anonymous.get('/rates')).status).toBe(401);
  });

  it('says what one euro is worth, and how old that is', async () => {
    const { body, byCode } = await listRates('');

    expect(body).toMatchObject({ base: 'EUR', date: '2026-04-13', source: 'ECB', ageDays: 2, next: null });
    expect(byCode['USD']).toEqual({ currency: 'USD', rate: '1.1684', date: '2026-04-13', source: 'ECB' });
    expect(byCode['IDR']?.rate).toBe('20082.05');
    expect(byCode['BTC']).toEqual({
      currency: 'BTC',
      rate: '0.000023368', // 1.1684 / 50000
      date: '2026-04-13',
      source: 'ECB + simulated',
    });
    expect(byCode['EUR']).toBeUndefined();
    expect(byCode['HRK']).toBeUndefined(); // ended
    expect(byCode['AED']).toBeUndefined(); // nobody says what it is worth
  });

  it('crosses from any base', async () => {
    const { byCode } = await listRates('?base=USD');

    expect(byCode['EUR']?.rate).toBe('0.85587127696'); // 1 / 1.1684
    expect(byCode['JPY']?.rate).toBe('159.833960972'); // 186.75 / 1.1684
    expect(byCode['USD']).toBeUndefined();
  });

  it('values a coin by its market: its price in dollars rests on no euro rate', async () => {
    const { body, byCode } = await listRates('?base=BTC');

    expect(body).toMatchObject({ base: 'BTC', date: '2026-04-13', source: 'ECB', ageDays: 2 });
    expect(byCode['USD']).toEqual({
      currency: 'USD',
      rate: '50000',
      date: '2026-04-15',
      source: 'simulated',
    });
    expect(byCode['ETH']).toEqual({ currency: 'ETH', rate: '20', date: '2026-04-15', source: 'simulated' });
    expect(byCode['EUR']).toEqual({
      currency: 'EUR',
      rate: '42793.563848', // 50000 / 1.1684
      date: '2026-04-13',
      source: 'ECB + simulated',
    });
  });

  it.each([
    ['2026-04-13', '1.1684', '2026-04-13'],
    ['2026-04-12', '1.1711', '2026-04-10'], // a Sunday
    ['2026-04-10', '1.1711', '2026-04-10'],
    ['2026-04-09', '1.0666', '2022-12-30'],
  ])('of %s are the last on or before that day', async (date, rate, from) => {
    const { body, byCode } = await listRates(`?date=${date}`);

    expect(body).toMatchObject({ date: from });
    expect(byCode['USD']).toEqual({ currency: 'USD', rate, date: from, source: 'ECB' });
  });

  it('knows an ended currency while it lasted', async () => {
    const { byCode } = await listRates('?base=HRK&date=2022-12-31');

    expect(byCode['EUR']).toMatchObject({ rate: '0.132687587076', date: '2022-12-30' }); // 1 / 7.5365
  });

  it.each([
    ['base=XXX', 422, 'unknown_currency', 'base'],
    ['base=eur', 422, 'unknown_currency', 'base'],
    ['base=HRK', 422, 'currency_ended', 'base'],
    ['base=HRK&date=2023-01-01', 422, 'currency_ended', 'base'],
    ['base=AED', 422, 'rate_unavailable', 'base'],
    ['base=EUR&base=USD', 400, 'validation_failed', 'base'],
    ['base=ABCDEFGHIJKLM', 400, 'validation_failed', 'base'],
    ['date=2026-02-30', 400, 'validation_failed', 'date'],
    ['date=13.04.2026', 400, 'validation_failed', 'date'],
    ['date=', 400, 'validation_failed', 'date'],
    ['date=2026-04-13T00:00:00Z', 400, 'validation_failed', 'date'],
    ['date=1999-01-01', 422, 'date_out_of_range', 'date'],
    ['date=2014-09-30', 422, 'date_out_of_range', 'date'],
    ['date=2026-04-17', 422, 'date_out_of_range', 'date'],
    ['day=2026-04-13', 400, 'validation_failed', 'day'],
  ])('refuses %s', async (query, status, code, field) => {
    const answer = await ada.get(`/rates?${query}`);

    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.body.errors[0].field).toBe(field);
    expect(answer.body.detail.length).toBeGreaterThan(10);
  });
});

describe('RatesService', () => {
  const text = (dated: { rate: { rate: { numerator: bigint; denominator: bigint } } } | undefined) =>
    dated && `${dated.rate.rate.numerator}/${dated.rate.rate.denominator}`;

  it('keeps cross rates exact, there and back', async () => {
    const there = await rates.getRate('USD', 'JPY');
    const back = await rates.getRate('JPY', 'USD');

    expect(there).toMatchObject({ date: '2026-04-13', source: 'ECB', stale: false });
    const exact = ratio(parseDecimal('186.75'), parseDecimal('1.1684'));
    expect(there.rate.rate.numerator * exact.denominator).toBe(there.rate.rate.denominator * exact.numerator);
    expect(there.rate.rate.numerator * back.rate.rate.numerator).toBe(
      there.rate.rate.denominator * back.rate.rate.denominator,
    );
  });

  it('takes the close of the day, or the last before it, for a coin in the past', async () => {
    const [onTheDay, later, before] = await rates.ratesByDate([
      { from: 'BTC', to: 'EUR', on: '2014-10-02' },
      { from: 'BTC', to: 'USD', on: '2014-10-05' },
      { from: 'BTC', to: 'USD', on: '2014-10-01' },
    ]);

    expect(onTheDay).toMatchObject({ date: '2014-10-01', source: 'ECB + imported', stale: false });
    const inEuro = ratioToDecimal(onTheDay?.rate.rate ?? { numerator: 0n, denominator: 1n }, 6);
    expect(compareDecimals(inEuro, parseDecimal('299.928588'))).toBe(0); // 378 / 1.2603
    expect(later).toMatchObject({ date: '2014-10-02', source: 'imported' });
    expect(before).toBeUndefined();
  });

  it('answers many questions in their order, with one statement for the reference rates', async () => {
    const query = vi.spyOn(app.get(DataSource), 'query');
    const asked = ['2026-04-13', '2026-04-10', '1999-01-01', '2026-04-12'].flatMap((on) => [
      { from: 'EUR', to: 'USD', on },
      { from: 'GBP', to: 'EUR', on },
    ]);

    const answers = await rates.ratesByDate(asked);

    // The server looks after its markets meanwhile.
    expect(query.mock.calls.filter(([text]) => text.includes('per_euro'))).toHaveLength(1);
    query.mockRestore();
    expect(answers.map(text)).toEqual([
      '11684/10000',
      '100000/87058',
      '11711/10000',
      '100000/87105',
      undefined,
      undefined,
      '11711/10000',
      '100000/87105',
    ]);
    expect(answers[6]?.date).toBe('2026-04-10');
  });

  it('leaves what has no rate out of a table, and knows one unit of a currency as itself', async () => {
    const table = await rates.rateTable(['USD', 'USD', 'AED', 'HRK', 'EUR', 'BTC'], 'EUR');

    expect([...table.keys()]).toEqual(['USD', 'EUR', 'BTC']);
    expect(table.get('EUR')).toMatchObject({ date: '2026-04-15', source: 'identity' });
    expect(text(table.get('EUR'))).toBe('1/1');
    expect(await rates.rateTable([], 'EUR')).toEqual(new Map());
    expect((await rates.getRate('AED', 'AED')).source).toBe('identity');
  });

  it.each([
    ['AED', 'EUR', undefined, 'rate_unavailable', /between AED and EUR/],
    ['EUR', 'HRK', undefined, 'rate_unavailable', /Croatian Kuna ended on 2023-01-01/],
    ['EUR', 'USD', '1999-01-04', 'rate_unavailable', /1999-01-04/],
    ['EUR', 'SOL', undefined, 'rate_unavailable', /between EUR and SOL/],
    ['XXX', 'EUR', undefined, 'unknown_currency', /XXX/],
    ['XXX', 'XXX', undefined, 'unknown_currency', /XXX/],
  ])('has no rate from %s to %s on %s: %s', async (from, to, on, code, message) => {
    await expect(rates.getRate(from, to, on)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('takes a price that has stopped for a value, and not to act on', async () => {
    clock.set('2026-04-15T12:30:00Z');
    const value = (await rates.rateTable(['BTC'], 'USD')).get('BTC');
    const toActOn = rates.getRate('EUR', 'BTC');

    expect(value).toMatchObject({ date: '2026-04-15', source: 'simulated', stale: true });
    await expect(toActOn).rejects.toMatchObject({ code: 'quote_unavailable', message: /too old/ });
    expect((await rates.getRate('EUR', 'USD')).stale).toBe(false);
    clock.set(noon);
  });
});
