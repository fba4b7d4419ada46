import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestPerson } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { CandlesJob } from './candles.job.js';
import type { CandleDto } from './candles.dto.js';
import { MarketJob } from './market.job.js';

const clock = new TestClock();
const started: TestApp[] = [];
let reference: TestApp;
let first: TestApp;
let ada: TestPerson;

/** A market of a tick each second, in which time passes only when the test says so. */
async function start(databaseUrl?: string): Promise<TestApp> {
  const env = { MARKET_TICK_MS: '1000', ...(databaseUrl && { DATABASE_URL: databaseUrl }) };
  const app = await createTestApp({ clock, env, databaseUrl });
  started.push(app);
  app.get(MarketJob).stop();
  app.get(CandlesJob).stop();
  await app.get(CandlesJob).lookAfterTables();
  return app;
}

beforeAll(async () => {
  clock.set('2025-08-29T11:58:20Z');
  reference = await start();
  first = await start();
  ada = await first.register();
});
afterAll(async () => {
  for (const app of started.reverse()) await app.close();
});

async function pass(seconds: number, ...apps: readonly TestApp[]): Promise<void> {
  clock.advance(seconds * 1_000);
  for (const app of [reference, ...apps]) await app.get(MarketJob).tick();
}

const save = async (...apps: readonly TestApp[]) => {
  for (const app of apps) await app.get(MarketJob).save();
};

const stored = (app: TestApp) =>
  app.query(
    `select symbol, "interval", at, open, high, low, close, volume, source from candle
     where "interval" <> '1d' order by symbol, "interval", at`,
  );
const forming = (app: TestApp) => app.query('select * from forming_minute order by symbol');

const candlesOf = async (interval: string, query = ''): Promise<CandleDto[]> =>
  (await ada.get(`/instruments/AAPL/candles?interval=${interval}${query}`)).body.items;
const timesOf = (candles: readonly CandleDto[]) => candles.map(({ at }) => at.slice(11, 16));

describe('minutes', () => {
  it('are the same after restarts and with two processes as if one had run all the time', async () => {
    await pass(25, first);
    await save(first, reference);
    await pass(90, first); // is not stored: the process that is killed here takes it along
    const second = await start(first.databaseUrl);
    await save(second, reference);
    for (const seconds of [13, 47, 30, 60, 1]) {
      await pass(seconds, first, second);
      await save(first, second, first);
    }
    await pass(120, first, second);
    await save(second);
    await pass(100, second); // the first one is gone
    const third = await start(first.databaseUrl);
    await pass(10, second, third);
    await save(third, second, reference);

    expect(await stored(first)).toEqual(await stored(reference));
    expect(await forming(first)).toEqual(await forming(reference));
    const minutes = (await stored(first)).filter(
      ({ symbol, interval }) => symbol === 'AAPL' && interval === '1m',
    );
    expect(minutes).toHaveLength(8);
    await pass(0, first);
  });

  it('roll up to what they come to, in storage and in what is asked for while they are built', async () => {
    await pass(31, first);
    await save(first);
    const minutes = await candlesOf('1m');
    expect(timesOf(minutes)).toEqual([
      ...['11:58', '11:59', '12:00', '12:01', '12:02', '12:03', '12:04', '12:05', '12:06', '12:07'],
    ]);
    for (const [interval, starts] of [
      ['5m', ['11:55', '12:00', '12:05']],
      ['15m', ['11:45', '12:00']],
      ['1h', ['11:00', '12:00']],
    ] as const) {
      const candles = await candlesOf(interval);
      expect(timesOf(candles)).toEqual(starts);
      for (const [place, candle] of candles.entries()) {
        const next = candles[place + 1]?.at ?? '9';
        const parts = minutes.filter(({ at }) => at >= candle.at && at < next);
        expect([candle.open, candle.close]).toEqual([parts[0]?.open, parts.at(-1)?.close]);
        expect(Number(candle.high)).toBe(Math.max(...parts.map(({ high }) => Number(high))));
        expect(Number(candle.low)).toBe(Math.min(...parts.map(({ low }) => Number(low))));
        expect(Number(candle.volume)).toBe(parts.reduce((sum, { volume }) => sum + Number(volume), 0));
      }
    }
  });

  it('that are being built are in the answer at once, and only where they were asked for', async () => {
    const before = await candlesOf('1m');
    await pass(1, first);
    const after = await candlesOf('1m');
    expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
    expect(after.at(-1)?.at).toBe(before.at(-1)?.at);
    expect(Number(after.at(-1)?.volume)).toBeGreaterThan(Number(before.at(-1)?.volume));
    expect(timesOf(await candlesOf('1m', '&to=2025-08-29T12:06:59Z'))).not.toContain('12:07');
    expect(timesOf(await candlesOf('1m', '&to=2025-08-29'))).toContain('12:06');
    expect(timesOf(await candlesOf('1m', '&to=2025-08-28'))).toEqual([]);
    expect(timesOf(await candlesOf('1m', '&from=2025-08-29T12:07:00Z'))).toEqual(['12:07']);
    const { body } = await ada.get('/instruments/AAPL/candles?interval=1m&limit=9');
    expect([timesOf(body.items).at(-1), body.next]).toEqual(['12:06', '2025-08-29T12:06:00.000Z']);
    expect(timesOf(await candlesOf('1m', `&limit=9&cursor=${body.next}`))).toEqual(['12:07']);
  });

  it('of a time when nobody ran the market are a gap, and the last one before it is kept', async () => {
    await save(first);
    const before = await candlesOf('1m');
    await pass(26 * 3_600, first);
    await pass(90, first);
    await save(first);
    const after = await candlesOf('1m');
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length).map(({ at }) => at.slice(8, 16))).toEqual(['30T14:07', '30T14:08']);
    expect(timesOf(await candlesOf('1h'))).toEqual(['11:00', '12:00', '14:00']);
  });
});

describe('tables', () => {
  const tables = async () =>
    (
      await first.query(
        `select relname from pg_class where relname like 'candle%\\_2%' and relkind = 'r' order by relname`,
      )
    ).map(({ relname }) => relname);

  it('are made ahead, and minutes on both sides of an edge go to theirs', async () => {
    const before = await tables();
    expect(before).toContain('candle_1m_20250825');
    clock.set('2025-08-31T23:58:30Z');
    await pass(0, first);
    expect(await tables()).toEqual(before);
    await first.get(CandlesJob).lookAfterTables();
    expect(await tables()).toEqual(expect.arrayContaining(['candle_1m_20250901', 'candle_pack_1m_20250901']));
    await pass(150, first);
    await save(first);
    const counts = await first.query(
      `select tableoid::regclass::text as name, count(*)::integer from candle
       where symbol = 'AAPL' and "interval" = '1m' and at >= '2025-08-31T23:00Z' group by name order by name`,
    );
    expect(counts).toEqual([
      { name: 'candle_1m_20250825', count: 2 },
      { name: 'candle_1m_20250901', count: 1 },
    ]);
  });

  it('are made on the way where the job did not come to it', async () => {
    clock.set('2025-10-19T23:59:30Z');
    await pass(0, first);
    await pass(150, first);
    await save(first);
    expect(await tables()).toContain('candle_1m_20251020');
    expect(timesOf(await candlesOf('1m', '&from=2025-10-19T00:00:00Z'))).toEqual([
      ...['23:59', '00:00', '00:01', '00:02'],
    ]);
  });

  it('are made again where another process has dropped them', async () => {
    await first.query('drop table candle_1m_20251020, candle_pack_1m_20251020');
    await pass(60, first);
    await save(first);
    expect(await tables()).toContain('candle_1m_20251020');
    expect(timesOf(await candlesOf('1m', '&from=2025-10-20T00:00:00Z'))).toEqual(['00:02', '00:03']);
  });

  it('that hold nothing but what is not kept any more are dropped, and only those', async () => {
    const days = await candlesOf('1d', '&limit=10000');
    clock.set('2025-11-30T00:00:00Z'); // 90 days after the first of September
    await first.get(CandlesJob).lookAfterTables();
    expect((await tables()).filter((name) => name.includes('_1m_'))).toEqual([
      ...[
        'candle_1m_20250901',
        'candle_1m_20251013',
        'candle_1m_20251020',
        'candle_1m_20251124',
        'candle_1m_20251201',
      ],
      ...[
        'candle_pack_1m_20250901',
        'candle_pack_1m_20251013',
        'candle_pack_1m_20251020',
        'candle_pack_1m_20251124',
        'candle_pack_1m_20251201',
      ],
    ]);
    const [oldest] = await candlesOf('1m');
    expect(oldest?.at).toBe('2025-09-01T00:00:00.000Z');
    expect((await candlesOf('1h'))[0]?.at).toBe('2025-08-29T11:00:00.000Z');
    expect(await candlesOf('1d', '&limit=10000')).toEqual(days);
  });
});
