import type { RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import {
  currencyApiFile,
  ecbDocument,
  inTurn,
  openExchangeRates,
  RateServer,
  say,
  type PerEuro,
} from '../../test/rate-server.js';
import type { SourceReport } from './rate-run.entity.js';
import { RatesRefreshService } from './rates-refresh.service.js';

// Every source through the same refusals, in its own wire format, from a server that it cannot tell from the real one.

const today = '2026-04-14';
const now = `${today}T15:00:00Z`; // its rates are here, or late by less than they may
const never = new AbortController().signal;
const server = new RateServer();

/** A day of rates for one euro; of the source that gives them for one dollar they are those of the same markets. */
const newDay: PerEuro = {
  USD: '1.25',
  JPY: '190',
  GBP: '0.875',
  CHF: '0.925',
  TRY: '52.5',
  SEK: '10.9',
  NOK: '11.1',
};

const perDollar = (rates: PerEuro): PerEuro =>
  Object.fromEntries(
    // Dividing by 1.25 is multiplying by 0.8, which ends.
    [['EUR', '0.8'], ...Object.entries(rates).map(([code, rate]) => [code, times(rate, 8n, 1)] as const)],
  );

function times(text: string, factor: bigint, scale: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  if (!/^\d+$/.test(whole)) return text;
  const digits = `${BigInt(whole + fraction) * factor}`.padStart(fraction.length + scale + 1, '0');
  const point = digits.length - fraction.length - scale;
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

const sources = [
  {
    name: 'ecb',
    write: (date: string, rates: PerEuro) => ecbDocument({ [date]: rates }),
    half: `<Cube currency='TRY'`,
    tooLarge: 512 * 1024,
  },
  { name: 'currency-api', write: currencyApiFile, half: ',"try"', tooLarge: 1024 * 1024 },
  {
    name: 'open-exchange-rates',
    write: (date: string, rates: PerEuro) => openExchangeRates(date, perDollar(rates)),
    half: '"TRY"',
    tooLarge: 1024 * 1024,
  },
];

beforeAll(() => server.start());
afterAll(() => server.close());

describe.each(sources)('$name', ({ name, write, half, tooLarge }) => {
  const clock = new TestClock();
  let app: TestApp;
  beforeAll(async () => {
    clock.set(now);
    server.answer = say('not yet', 404);
    app = await createTestApp({ clock, env: { ...server.env, RATE_SOURCES: name } });
    await app.query('create table seeded as table rate');
  });
  afterEach(async () => {
    await app.query('delete from rate');
    await app.query('insert into rate select * from seeded');
    await app.query('delete from rate_quarantine');
    clock.set(now);
  });
  afterAll(() => app.close());

  async function refresh(listener: RequestListener): Promise<SourceReport> {
    await app.get(RatesRefreshService).whenIdle();
    server.take();
    server.answer = listener;
    const run = await app.get(RatesRefreshService).refresh({ reason: 'admin' }, never);
    const [report] = run?.sources ?? [];
    if (!report) throw new Error('No source was asked');
    return report;
  }

  const readNewDay = async (): Promise<Record<string, string>> => {
    const rows: { currency: string; rate: string }[] = await app.query(
      `select currency, trim_scale(per_euro)::text as rate from rate where date > '2026-04-13' order by currency`,
    );
    return Object.fromEntries(rows.map(({ currency, rate }) => [currency, rate]));
  };

  const normal = write(today, newDay);
  const without = (code: string) =>
    Object.fromEntries(Object.entries(newDay).filter(([each]) => each !== code));
  const sorted = (rates: PerEuro) =>
    Object.fromEntries(Object.entries(rates).sort(([a], [b]) => (a < b ? -1 : 1)));

  it.each<[string, RequestListener, number, PerEuro]>([
    ['a normal day', say(normal), 1, newDay],
    ['a day without one currency', say(write(today, without('TRY'))), 1, without('TRY')],
    [
      'currencies that nobody knows or that have ended',
      say(write(today, { ...newDay, XQZ: '3', HRK: '7.5345' })),
      1,
      newDay,
    ],
    ['nothing for one currency', say(write(today, { ...newDay, TRY: '0' })), 1, without('TRY')],
    ['an error, and then a normal day', inTurn(say('', 500), say(normal)), 2, newDay],
    [
      'a broken connection, and then a normal day',
      inTurn((request) => request.socket.destroy(), say(normal)),
      2,
      newDay,
    ],
    [
      'half a day, and then the whole',
      inTurn(say(normal.slice(0, normal.indexOf(half))), say(normal)),
      2,
      newDay,
    ],
    [
      'silence, then the page of a proxy, and then a normal day',
      inTurn(() => undefined, say('<html>Wait</html>'), say(normal)),
      3,
      newDay,
    ],
  ])('stores what it can of %s', async (_, listener, requests, rates) => {
    const report = await refresh(listener);

    expect(report).toMatchObject({
      outcome: 'stored',
      date: today,
      stored: Object.keys(rates).length,
      message: null,
    });
    expect(server.requests).toHaveLength(requests);
    expect(await readNewDay()).toEqual(sorted(rates));
  });

  it('is asked again as soon as it wants to be, and not before', async () => {
    const startedAt = Date.now();
    const report = await refresh(inTurn(say('slow down', 429, { 'retry-after': '1' }), say(normal)));

    expect(report.outcome).toBe('stored');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1_000);
  });

  it.each<[string, RequestListener, 'failed' | 'refused', RegExp, number]>([
    ['an error', say('Internal Server Error', 500), 'failed', /status 500/, 3],
    ['a refusal of the key or the address', say('{"error":true}', 401), 'failed', /status 401/, 1],
    ['nothing at this address', say('', 404), 'failed', /status 404/, 1],
    [
      'a wish to be left alone for an hour',
      say('', 429, { 'retry-after': '3600' }),
      'failed',
      /status 429/,
      1,
    ],
    [
      'a wish to be left alone until tomorrow',
      say('', 503, { 'retry-after': 'Wed, 15 Apr 2026 15:00:00 GMT' }),
      'failed',
      /status 503/,
      1,
    ],
    ['a web page with status 200', say('<!doctype html><html>Maintenance</html>'), 'failed', /not a list/, 3],
    ['nothing', say(''), 'failed', /not a list/, 3],
    ['a document cut off', say(normal.slice(0, normal.indexOf(half))), 'failed', /not a list/, 3],
    ['a document without its last character', say(normal.trimEnd().slice(0, -1)), 'failed', /not a list/, 3],
    [
      'less than it promised',
      (_, response) =>
        response.writeHead(200, { 'content-length': '9999' }).write(normal, () => response.destroy()),
      'failed',
      /cannot be reached/,
      3,
    ],
    ['silence', () => undefined, 'failed', /did not answer in time/, 3],
    [
      'half an answer and silence',
      (_, response) => void response.writeHead(200).write(normal.slice(0, 100)),
      'failed',
      /did not answer in time/,
      3,
    ],
    ['a broken connection', (request) => request.socket.destroy(), 'failed', /cannot be reached/, 3],
    ['a huge document', say(Buffer.alloc(tooLarge, 32)), 'refused', /more than \d+ bytes/, 1],
    ['a day to come', say(write('2026-04-16', newDay)), 'refused', /2026-04-16, which has not come yet/, 1],
    [
      'an old day',
      say(write('2026-04-10', newDay)),
      'refused',
      /2026-04-10 when those of 2026-04-13 were due/,
      1,
    ],
    ['a day without francs', say(write(today, without('CHF'))), 'refused', /without a rate for CHF/, 1],
    [
      'a rate of nothing for a major',
      say(write(today, { ...newDay, JPY: '0' })),
      'refused',
      /without a rate for JPY/,
      1,
    ],
    [
      'rates that are all wrong',
      say(write(today, { ...newDay, TRY: '5', SEK: '109', NOK: '111', GBP: '8.75' })),
      'refused',
      /4 rates of 2026-04-14 that cannot be true, such as 8.75 GBP for one euro, after 0.87058 on 2026-04-13/,
      1,
    ],
  ])('is not believed when it answers with %s', async (_, listener, outcome, message, requests) => {
    const report = await refresh(listener);

    expect(report).toMatchObject({
      outcome,
      stored: 0,
      quarantined: 0,
      message: expect.stringMatching(message),
    });
    expect(server.requests).toHaveLength(requests);
    expect(await readNewDay()).toEqual({});
    expect(await app.query('select 1 from rate_quarantine')).toEqual([]);
  });

  it.each<[string, PerEuro, Record<string, string>]>([
    ['a shifted point', { JPY: '19.0' }, { JPY: 'jump' }],
    ['another shifted point', { TRY: '525' }, { TRY: 'jump' }],
    ['the columns of dollar and franc', { USD: '0.925', CHF: '1.25' }, { USD: 'swapped', CHF: 'swapped' }],
  ])('has %s put aside, and the rest believed', async (_, wrong, reasons) => {
    if (name === 'open-exchange-rates' && wrong['USD']) return; // its dollar is always 1
    const report = await refresh(say(write(today, { ...newDay, ...wrong })));

    const count = Object.keys(reasons).length;
    expect(report).toMatchObject({ outcome: 'stored', stored: 7 - count, quarantined: count });
    expect(Object.keys(await readNewDay()).filter((code) => code in reasons)).toEqual([]);
    const aside: { currency: string; reason: string }[] = await app.query(
      'select currency, reason from rate_quarantine',
    );
    expect(Object.fromEntries(aside.map(({ currency, reason }) => [currency, reason]))).toEqual(reasons);
  });

  it('is not late when its new day may still come, and too late later', async () => {
    expect(await refresh(say(write('2026-04-13', newDay)))).toMatchObject({
      outcome: 'late',
      date: '2026-04-13',
    });

    clock.set(name === 'ecb' ? '2026-04-14T16:00:00Z' : '2026-04-15T00:00:00Z');
    expect(await refresh(say(write('2026-04-13', newDay)))).toMatchObject({
      outcome: 'refused',
      message: 'answered with rates of 2026-04-13 when those of 2026-04-14 were due',
    });
  });
});
