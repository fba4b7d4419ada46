import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';

type Item = { date: string; rate: string; asOf?: string };

const clock = new TestClock();
let app: TestApp;
let ada: TestPerson;

beforeAll(async () => {
  clock.set('2026-04-15T12:00:00Z');
  app = await createTestApp({ clock });
  ada = await app.register();
  await app.query(`delete from rate`);
  await app.query(
    `insert into rate (currency, date, per_euro, source) values
       ('USD', '2008-12-09', 1.2914, 'ECB'), ('ISK', '2008-12-09', 290, 'ECB'), ('USD', '2018-02-01', 1.2459, 'ECB'),
       ('ISK', '2018-02-01', 124.7, 'ECB'), ('USD', '2012-06-01', 1.2406, 'ECB'),
       ('HRK', '2022-12-30', 7.5365, 'ECB'), ('USD', '2022-12-30', 1.0666, 'ECB'), ('USD', '2023-01-02', 1.0683, 'ECB'),
       ('ROL', '2005-06-30', 36030, 'ECB'), ('TRL', '2004-12-31', 1836200, 'ECB'), ('ROL', '2004-12-31', 39390, 'ECB'),
       ('TRY', '2005-01-03', 1.8376, 'ECB'),
       ('USD', '2026-04-09', 1.1685, 'ECB'), ('USD', '2026-04-10', 1.1711, 'ECB'), ('USD', '2026-04-13', 1.1684, 'ECB'),
       ('JPY', '2026-04-09', 185.7, 'ECB'), ('JPY', '2026-04-10', 186.43, 'ECB'), ('JPY', '2026-04-13', 186.75, 'ECB'),
       ('AED', '2026-04-11', 4.301, 'currency-api'), ('AED', '2026-04-13', 4.291, 'currency-api'),
       ('SOL', '2026-04-13', 0.00625, 'currency-api')`,
  );
  await app.query(`delete from candle where symbol in ('BTC-USD', 'ETH-USD')`);
  await app.query(
    `insert into candle (symbol, "interval", at, open, high, low, close, volume, source) values
       ('BTC-USD', '1d', '2026-04-10T00:00:00Z', 50000, 50000, 50000, 50000, 1, 'imported'),
       ('BTC-USD', '1d', '2026-04-11T00:00:00Z', 51000, 51000, 51000, 51000, 1, 'imported'),
       ('BTC-USD', '1d', '2026-04-12T00:00:00Z', 52000, 52000, 52000, 52000, 1, 'simulated'),
       ('ETH-USD', '1d', '2026-04-12T00:00:00Z', 2600, 2600, 2600, 2600, 1, 'simulated')`,
  );
});
afterAll(() => app.close());

const ask = (query: string) => ada.get(`/rates/history?${query}`);

/** Each item as text: its day, its rate, and the day the rate is of where that is an earlier one. */
async function items(query: string): Promise<string[]> {
  const { status, body } = await ask(query);
  expect([status, body.detail]).toEqual([200, undefined]);
  return (body.items as Item[]).map(({ date, rate, asOf }) =>
    [date, rate, ...(asOf ? [asOf] : [])].join(' '),
  );
}

describe('GET /rates/history', () => {
  it('needs a session', async () => {
    expect((await app.anonymous.get('/rates/history?base=USD&quote=JPY')).status).toBe(401);
  });

  it('has all days of a cross rate, and says who said so', async () => {
    const { status, body } = await ask('base=USD&quote=JPY&from=2026-04-01&to=2026-04-13');

    expect(status).toBe(200);
    expect(body).toEqual({
      base: 'USD',
      quote: 'JPY',
      from: '2026-04-01',
      to: '2026-04-13',
      sources: ['ECB'],
      ended: null,
      items: [
        { date: '2026-04-09', rate: '158.92169448' }, // 185.7 / 1.1685
        { date: '2026-04-10', rate: '159.19221245' }, // 186.43 / 1.1711
        { date: '2026-04-13', rate: '159.833960972' }, // 186.75 / 1.1684
      ],
    });
  });

  it('reads both currencies with one statement', async () => {
    const query = vi.spyOn(app.get(DataSource), 'query');
    await ask('base=USD&quote=JPY');
    const statements = query.mock.calls.filter(([text]) => text.includes('from rate'));
    query.mockRestore();

    expect(statements).toHaveLength(1);
  });

  it.each([
    ['from the first rate until today', 'base=EUR&quote=JPY', '2026-04-09', '2026-04-15', 3],
    ['until a day', 'base=EUR&quote=JPY&to=2026-04-10', '2026-04-09', '2026-04-10', 2],
    ['from a day', 'base=EUR&quote=JPY&from=2026-04-10', '2026-04-10', '2026-04-15', 2],
    ['of one day', 'base=EUR&quote=JPY&from=2026-04-10&to=2026-04-10', '2026-04-10', '2026-04-10', 1],
  ])('%s', async (_, query, from, to, count) => {
    const { body } = await ask(query);

    expect(body).toMatchObject({ from, to });
    expect(body.items).toHaveLength(count);
  });

  it.each([
    ['a weekend', 'base=EUR&quote=USD&from=2026-04-11&to=2026-04-12', ['2026-04-11 1.1711 2026-04-10']],
    [
      'its Sunday',
      'base=USD&quote=JPY&from=2026-04-12&to=2026-04-12',
      ['2026-04-12 159.19221245 2026-04-10'],
    ],
    [
      'a week from a Saturday on',
      'base=EUR&quote=USD&from=2026-04-11&to=2026-04-15',
      ['2026-04-11 1.1711 2026-04-10', '2026-04-13 1.1684'],
    ],
    [
      'a silence of ten years',
      'base=EUR&quote=ISK&from=2008-12-01&to=2020-01-01',
      ['2008-12-09 290', '2018-02-01 124.7'],
    ],
    [
      'a silence that the other side does not share',
      'base=USD&quote=ISK&from=2008-12-01&to=2020-01-01',
      ['2008-12-09 224.562490321', '2018-02-01 100.08828959'],
    ],
    ['a range within it', 'base=EUR&quote=ISK&from=2012-01-01&to=2012-12-31', []],
    ['the other way round', 'base=USD&quote=EUR&from=2026-04-13&to=2026-04-13', ['2026-04-13 0.85587127696']],
    [
      'sources of different days',
      'base=USD&quote=AED&from=2026-04-11',
      ['2026-04-11 3.67261548971 2026-04-10', '2026-04-13 3.67254364944'],
    ],
  ])('of %s', async (_, query, expected) => {
    expect(await items(query)).toEqual(expected);
  });

  it.each([
    [
      'in the currency of its price, without the euro',
      'base=BTC&quote=USD',
      ['2026-04-10 50000', '2026-04-11 51000', '2026-04-12 52000'],
      ['imported', 'simulated'],
    ],
    [
      'in another, as old as that one is',
      'base=BTC&quote=EUR&from=2026-04-11&to=2026-04-13',
      [
        '2026-04-11 43548.8002732 2026-04-10', // 51000 / 1.1711
        '2026-04-12 44402.6983178 2026-04-10',
        '2026-04-13 44505.3064019 2026-04-12',
      ],
      ['imported', 'ECB', 'simulated'],
    ],
    ['from another coin', 'base=ETH&quote=BTC&from=2026-04-12', ['2026-04-12 0.05'], ['simulated']],
    [
      'without an instrument, by its reference rate',
      'base=SOL&quote=EUR&from=2026-04-13',
      ['2026-04-13 160'],
      ['currency-api'],
    ],
  ])('of a coin %s', async (_, query, expected, sources) => {
    expect(await items(query)).toEqual(expected);
    expect(new Set((await ask(query)).body.sources)).toEqual(new Set(sources));
  });

  it.each([
    [
      'base=USD&quote=HRK&from=2022-12-01&to=2023-06-30',
      { currency: 'HRK', endedOn: '2023-01-01' },
      ['2022-12-30 7.0659103694'],
    ],
    [
      'base=HRK&quote=USD&from=2022-12-31',
      { currency: 'HRK', endedOn: '2023-01-01' },
      ['2022-12-31 0.141524580376 2022-12-30'],
    ],
    [
      'base=ROL&quote=TRL&from=2004-12-31',
      { currency: 'TRL', endedOn: '2005-01-01' },
      ['2004-12-31 46.6158923585'],
    ],
    [
      'base=HRK&quote=USD&to=2022-12-30',
      { currency: 'HRK', endedOn: '2023-01-01' },
      ['2022-12-30 0.141524580376'],
    ],
  ])('%s ends with its currency', async (query, ended, expected) => {
    expect((await ask(query)).body.ended).toEqual(ended);
    expect(await items(query)).toEqual(expected);
  });

  it.each([
    ['quote=USD', 400, 'validation_failed', 'base'],
    ['base=USD', 400, 'validation_failed', 'quote'],
    ['base=&quote=USD', 400, 'validation_failed', 'base'],
    ['base=USD&quote=JPY&from=2026-02-30', 400, 'validation_failed', 'from'],
    ['base=USD&quote=JPY&to=13.04.2026', 400, 'validation_failed', 'to'],
    ['base=USD&quote=JPY&date=2026-04-13', 400, 'validation_failed', 'date'],
    ['base=XXX&quote=USD', 422, 'unknown_currency', 'base'],
    ['base=USD&quote=usd', 422, 'unknown_currency', 'quote'],
    ['base=USD&quote=USD', 422, 'currencies_must_differ', 'quote'],
    ['base=USD&quote=JPY&from=2026-04-13&to=2026-04-10', 422, 'date_out_of_range', 'from'],
    ['base=USD&quote=JPY&from=2026-04-16', 422, 'date_out_of_range', 'from'],
    ['base=USD&quote=JPY&to=2026-04-17', 422, 'date_out_of_range', 'to'],
    ['base=USD&quote=JPY&to=2026-04-08', 422, 'date_out_of_range', 'to'],
    ['base=USD&quote=JPY&from=1999-01-01&to=2020-01-01', 422, 'date_out_of_range', 'to'],
    ['base=HRK&quote=USD&from=2023-01-01', 422, 'currency_ended', 'base'],
    ['base=USD&quote=HRK&from=2023-01-01&to=2023-12-31', 422, 'currency_ended', 'quote'],
    ['base=AFN&quote=USD', 422, 'rate_unavailable', 'base'],
    ['base=USD&quote=AFN&from=2026-04-13', 422, 'rate_unavailable', 'quote'],
    ['base=TRL&quote=TRY', 422, 'rate_unavailable', 'quote'], // one ended when the other began
    ['base=EUR&quote=CLF', 422, 'rate_unavailable', 'quote'],
  ])('refuses %s', async (query, status, code, field) => {
    const answer = await ask(query);

    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.body.errors[0].field).toBe(field);
    expect(answer.body.detail.length).toBeGreaterThan(10);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('takes today where it has begun already', async () => {
    const { status, body } = await ask('base=USD&quote=JPY&from=2026-04-13&to=2026-04-16');

    expect([status, body.items.length]).toEqual([200, 1]);
  });

  it.each([
    ['gzip, deflate, br', 'gzip'],
    ['br', null],
    ['gzip;q=0', null],
  ])('is compressed for who takes %s: %s', async (accepted, encoding) => {
    const answer = await ada.get('/rates/history?base=ADA&quote=USD', { 'accept-encoding': accepted });

    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, encoding]);
    expect(answer.body.items.length).toBeGreaterThan(100); // of simulated days
    expect(answer.headers.get('vary')).toContain('accept-encoding');
  });

  it('is sent again only when it has changed', async () => {
    const query = 'base=EUR&quote=SOL&from=2026-04-13';
    const first = await ask(query);
    const tag = first.headers.get('etag') ?? '';
    const again = () =>
      fetch(`${app.origin}/api/v1/rates/history?${query}`, {
        headers: { authorization: `Bearer ${ada.accessToken}`, 'if-none-match': tag },
      });

    const same = await again();
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', tag]);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    await app.query(`update rate set per_euro = 0.0065 where currency = 'SOL'`);
    const changed = await again();
    expect(changed.status).toBe(200);
    expect(await changed.json()).toMatchObject({ items: [{ rate: '0.0065' }] });
  });
});
