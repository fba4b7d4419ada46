import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { MarketJob } from './market.job.js';
import { QuotesService } from './quotes.service.js';

const clock = new TestClock();
let app: TestApp;
let admin: TestPerson;
let ada: TestPerson;
beforeAll(async () => {
  clock.set('2025-09-03T12:00:00Z');
  app = await createTestApp({ clock });
  app.get(MarketJob).stop();
  admin = await app.register(); // who comes first
  ada = await app.register();
});
afterAll(() => app.close());

const microsoft = {
  symbol: 'MSFT',
  name: 'Microsoft Corporation',
  exchange: 'NASDAQ',
  class: 'stock',
  currency: 'USD',
  calendar: 'XNAS',
};
const dot = {
  symbol: 'DOT-EUR',
  name: 'Polkadot',
  exchange: 'CRYPTO',
  class: 'crypto',
  currency: 'EUR',
  base: 'DOT',
};

const symbols = () => app.query('select symbol from instrument order by symbol');

describe('a new instrument', () => {
  it('has usual values for what is not said, a past, and a price within seconds', async () => {
    const { status, body } = await admin.post('/instruments', { ...microsoft, startPrice: '420.50' });
    expect([status, body]).toEqual([
      201,
      {
        ...microsoft,
        base: null,
        tickSize: '0.01',
        status: 'active',
        timeZone: 'America/New_York',
        provider: 'simulated',
        session: { isOpen: true, until: null },
        providerSymbol: null,
        simulatedSessions: 'always',
        startPrice: '420.5',
        yearlyDriftBp: 0,
        yearlyVolatilityBp: 3000,
        spreadBp: 2,
        dailyVolume: '1000000',
        sector: null,
        country: null,
      },
    ]);
    await app.get(MarketJob).save();
    expect(app.get(QuotesService).findQuote('MSFT')).toMatchObject({ price: { digits: 42_050n, scale: 2 } });
    const { body: candles } = await ada.get('/instruments/MSFT/candles?from=2025-09-02');
    expect(candles.items[0]).toMatchObject({ close: '420.50', source: 'simulated' });
  });

  it('is of a sector and a country where somebody says so, until they are taken away', async () => {
    const origin = { sector: 'Technology', country: 'US' };
    expect((await admin.patch('/instruments/MSFT', origin)).body).toMatchObject(origin);
    expect((await admin.patch('/instruments/MSFT', { name: 'Microsoft' })).body).toMatchObject(origin);
    const { body } = await admin.patch('/instruments/MSFT', { sector: '', country: '' });
    expect([body.sector, body.country]).toEqual([null, null]);
  });

  it('of crypto trades a coin, around the clock', async () => {
    const { body } = await admin.post('/instruments', { ...dot, tickSize: '0.0001' });
    expect(body).toMatchObject({ base: 'DOT', calendar: '24/7', timeZone: 'UTC', tickSize: '0.0001' });
  });

  it.each([
    ['its symbol again', microsoft, 409, 'instrument_exists', 'symbol'],
    ['small letters', { ...microsoft, symbol: 'msft' }, 422, 'instrument_malformed', 'symbol'],
    ['a symbol with a comma', { ...microsoft, symbol: 'A,B' }, 422, 'instrument_malformed', 'symbol'],
    ['a long symbol', { ...microsoft, symbol: 'A'.repeat(21) }, 400, 'validation_failed', 'symbol'],
    ['no name', { ...microsoft, symbol: 'X', name: ' ' }, 422, 'instrument_malformed', 'name'],
    ['an invisible name', { ...microsoft, symbol: 'X', name: '\u202e' }, 422, 'instrument_malformed', 'name'],
    ['another class', { ...microsoft, symbol: 'X', class: 'bond' }, 400, 'validation_failed', 'class'],
    ['no such currency', { ...microsoft, symbol: 'X', currency: 'XXX' }, 422, 'unknown_currency', 'currency'],
    ['an ended currency', { ...microsoft, symbol: 'X', currency: 'HRK' }, 422, 'currency_ended', 'currency'],
    ['a share with a base', { ...microsoft, symbol: 'X', base: 'BTC' }, 422, 'instrument_malformed', 'base'],
    ['crypto without one', { ...dot, symbol: 'X', base: undefined }, 422, 'instrument_malformed', 'base'],
    ['an unknown coin', { ...dot, symbol: 'X', base: 'NOPE' }, 422, 'unknown_currency', 'base'],
    ['money as a coin', { ...dot, symbol: 'X', base: 'CHF' }, 422, 'instrument_malformed', 'base'],
    ['a coin for itself', { ...dot, symbol: 'X', currency: 'DOT' }, 422, 'instrument_malformed', 'base'],
    [
      'no calendar',
      { ...microsoft, symbol: 'X', calendar: undefined },
      422,
      'instrument_malformed',
      'calendar',
    ],
    [
      'another calendar',
      { ...microsoft, symbol: 'X', calendar: 'NYSE' },
      422,
      'unknown_calendar',
      'calendar',
    ],
    [
      'a tick of nothing',
      { ...microsoft, symbol: 'X', tickSize: '0' },
      422,
      'instrument_malformed',
      'tickSize',
    ],
    ['no country', { ...microsoft, symbol: 'X', country: 'us' }, 422, 'instrument_malformed', 'country'],
    ['a blank sector', { ...microsoft, symbol: 'X', sector: ' ' }, 422, 'instrument_malformed', 'sector'],
    ['no number', { ...microsoft, symbol: 'X', tickSize: '1e-2' }, 422, 'instrument_malformed', 'tickSize'],
    [
      'a price below a tick',
      { ...microsoft, symbol: 'X', startPrice: '0.001' },
      422,
      'instrument_malformed',
      'startPrice',
    ],
    ['a wild market', { ...microsoft, symbol: 'X', spreadBp: 5000 }, 400, 'validation_failed', 'spreadBp'],
    ['half a point', { ...microsoft, symbol: 'X', spreadBp: 1.5 }, 400, 'validation_failed', 'spreadBp'],
    [
      'another provider',
      { ...microsoft, symbol: 'X', provider: 'reuters' },
      400,
      'validation_failed',
      'provider',
    ],
    [
      'a provider without its key',
      { ...microsoft, symbol: 'X', provider: 'finnhub' },
      422,
      'provider_unavailable',
      'provider',
    ],
  ])('is refused with %s', async (_, body, status, code, field) => {
    const before = await symbols();
    const answer = await admin.post('/instruments', body);
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.field]).toEqual([status, code, field]);
    expect(await symbols()).toEqual(before);
  });
});

describe('a change', () => {
  it('is of what is said, the rest stays', async () => {
    const { status, body } = await admin.patch('/instruments/MSFT', {
      name: 'Microsoft',
      providerSymbol: 'MSFT.US',
      simulatedSessions: 'calendar',
    });
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        symbol: 'MSFT',
        name: 'Microsoft',
        exchange: 'NASDAQ',
        providerSymbol: 'MSFT.US',
        session: { isOpen: false, until: '2025-09-03T13:30:00.000Z' },
      }),
    ]);
    expect((await admin.get('/instruments/MSFT/settings')).body).toEqual(body);
    expect((await admin.patch('/instruments/MSFT', { providerSymbol: null })).body.providerSymbol).toBeNull();
  });

  it('reaches the running market, which goes on from where it is', async () => {
    const price = app.get(QuotesService).findQuote('AMZN')?.price;
    await admin.patch('/instruments/AMZN', { spreadBp: 1000, yearlyVolatilityBp: 0 });
    await app.get(MarketJob).save();
    clock.advance(60_000);
    await app.get(MarketJob).tick();
    const quote = app.get(QuotesService).findQuote('AMZN');
    expect(quote?.price).toEqual(price);
    expect(Number(quote?.ask.digits) / Number(quote?.bid.digits)).toBeCloseTo(1.105, 2);
  });

  it('halts and resumes', async () => {
    expect((await admin.patch('/instruments/TSLA', { status: 'halted' })).body.session.isOpen).toBe(false);
    expect((await ada.get('/instruments/TSLA')).body).toMatchObject({
      status: 'halted',
      session: { until: null },
    });
    expect((await admin.patch('/instruments/TSLA', { status: 'active' })).body.session.isOpen).toBe(true);
  });

  it.each([
    ['an instrument that is not there', 'NOPE', { name: 'X' }, 404, 'instrument_not_found', 'symbol'],
    ['its currency', 'AAPL', { currency: 'EUR' }, 400, 'validation_failed', 'currency'],
    ['its symbol', 'AAPL', { symbol: 'APPL' }, 400, 'validation_failed', 'symbol'],
    ['a wrong calendar', 'AAPL', { calendar: '' }, 422, 'instrument_malformed', 'calendar'],
    ['a null', 'AAPL', { name: null }, 400, 'validation_failed', 'name'],
    ['a provider without its key', 'AAPL', { provider: 'finnhub' }, 422, 'provider_unavailable', 'provider'],
  ])('is refused for %s', async (_, symbol, body, status, code, field) => {
    const before = await app.query(`select * from instrument where symbol = 'AAPL'`);
    const answer = await admin.patch(`/instruments/${symbol}`, body);
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.field]).toEqual([status, code, field]);
    expect(await app.query(`select * from instrument where symbol = 'AAPL'`)).toEqual(before);
  });
});

it('is for administrators', async () => {
  const answers = await Promise.all([
    ada.post('/instruments', microsoft),
    ada.patch('/instruments/AAPL', { name: 'Mine' }),
    ada.get('/instruments/AAPL/settings'),
    ada.post('/instruments/import', 'symbol', { 'content-type': 'text/csv' }),
    ada.post('/instruments/AAPL/events', { kind: 'split', day: '2025-01-02', ratio: '2:1' }),
    ada.delete('/instruments/AAPL/events/2020-08-31/split'),
  ]);
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
    answers.map(() => [403, 'forbidden']),
  );
});

describe('a name at a provider', () => {
  const yahoo = { ...microsoft, provider: 'yahoo' };
  const taken = (other: string) => ({
    status: 409,
    body: {
      code: 'provider_symbol_taken',
      errors: [{ field: 'providerSymbol', message: expect.stringContaining(other) as string }],
    },
  });
  const list = (symbol: string, providerSymbol?: string, provider = 'yahoo') =>
    admin.post('/instruments', { ...yahoo, symbol, provider, providerSymbol });

  it('is written in capital letters, and belongs to one instrument', async () => {
    expect((await list('ONE', 'one.l')).body).toMatchObject({ providerSymbol: 'ONE.L' });
    expect(await list('TWO', 'One.L')).toMatchObject(taken('ONE'));
    expect((await admin.get('/instruments/TWO')).status).toBe(404);
    expect(await list('TWO', 'ONE.L', 'binance')).toMatchObject({ status: 201 });
  });

  it('is the symbol where nothing else is said', async () => {
    expect(await list('ONE.L')).toMatchObject(taken('ONE'));
    expect(await list('OWN')).toMatchObject({ status: 201 });
    expect(await list('OTHER', 'OWN')).toMatchObject(taken('OWN'));
  });

  it('is nobody else’s after a change either, and free when its owner gives it up', async () => {
    expect(await list('LATE', 'LATE.L')).toMatchObject({ status: 201 });
    const change = (symbol: string, body: object) => admin.patch(`/instruments/${symbol}`, body);
    expect(await change('LATE', { providerSymbol: 'ONE.L' })).toMatchObject(taken('ONE'));
    expect(await change('TWO', { provider: 'yahoo' })).toMatchObject(taken('ONE'));
    expect(await change('ONE', { name: 'The same name there' })).toMatchObject({ status: 200 });
    expect(await change('ONE', { provider: 'simulated' })).toMatchObject({ status: 200 });
    expect(await change('LATE', { providerSymbol: 'ONE.L' })).toMatchObject({ status: 200 });
  });

  it('goes to one of two who ask at the same moment', async () => {
    const statuses = await Promise.all(
      ['RACE1', 'RACE2', 'RACE3'].map(async (symbol) => (await list(symbol, 'RACE.L')).status),
    );
    expect(statuses.sort()).toEqual([201, 409, 409]);
  });
});
