import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { CandlesJob } from './candles.job.js';
import { LiveCandlesService } from './live-candles.service.js';
import { MarketJob } from './market.job.js';
import { OutsideCandlesService } from './outside-candles.service.js';
import { QuotesService } from './quotes.service.js';
import { SimulatedProvider } from './simulated.provider.js';
import { TicksService } from './ticks.service.js';

const clock = new TestClock();
const started: TestApp[] = [];
let first: TestApp;
let second: TestApp;

/** A process in which somebody outside says what Bitcoin costs, and nothing is simulated. */
async function start(databaseUrl?: string): Promise<TestApp> {
  const app = await createTestApp({ clock, databaseUrl });
  started.push(app);
  app.get(MarketJob).stop();
  app.get(CandlesJob).stop();
  await app.get(CandlesJob).lookAfterTables();
  app.get(SimulatedProvider).leave('BTC-USD');
  app.get(QuotesService).open('BTC-USD', { currency: 'USD', day: undefined, previousClose: null });
  app.get(TicksService).begin({ symbol: 'BTC-USD', class: 'crypto', tickSize: '0.01' });
  return app;
}

beforeAll(async () => {
  clock.set('2025-08-29T12:00:10Z');
  first = await start();
  second = await start(first.databaseUrl);
  for (const app of started) app.get(LiveCandlesService).begin('BTC-USD', []);
});
afterAll(async () => {
  for (const app of started.reverse()) await app.close();
});

function trade(time: string, price: string, ...apps: readonly TestApp[]): void {
  clock.set(`2025-08-29T${time}Z`);
  const atMs = clock.now().getTime();
  for (const app of apps) {
    const tick = { symbol: 'BTC-USD', price, volume: '1', atMs, source: 'binance' } as const;
    expect(app.get(TicksService).publish(tick)).toBe(true);
  }
}

const save = (app: TestApp) => app.get(OutsideCandlesService).save();

async function stored(table: string): Promise<string[]> {
  const rows = await first.query(
    `select to_char(at at time zone 'UTC', 'HH24:MI') as at, * from ${table} order by 1`,
  );
  return rows.map(({ at, open, high, low, close, volume }) =>
    [new Date(at).toISOString().slice(11, 16), ...[open, high, low, close, volume].map(Number)].join(' '),
  );
}
const minutes = () => stored(`candle where symbol = 'BTC-USD' and "interval" = '1m'`);
const fiveMinutes = () => stored(`candle where symbol = 'BTC-USD' and "interval" = '5m'`);
const forming = () => stored(`forming_minute where symbol = 'BTC-USD'`);
const today = () => stored(`candle where symbol = 'BTC-USD' and "interval" = '1d' and source = 'binance'`);

it('is stored by one process, as it grows and when it has ended, with the day', async () => {
  trade('12:00:20', '100', first, second);
  trade('12:00:30', '103', first);
  await save(first);
  await save(second);
  expect(await forming()).toEqual(['12:00 100 103 100 103 2']);
  trade('12:01:10', '101', first, second);
  await save(second);
  expect(await minutes()).toEqual([]);
  await save(first);
  expect(await minutes()).toEqual(['12:00 100 103 100 103 2']);
  expect(await fiveMinutes()).toEqual(['12:00 100 103 100 103 2']);
  expect(await today()).toEqual(['00:00 100 103 100 101 3']);
});

it('is gone on with by another process, which takes nothing away from what the first one saw', async () => {
  trade('12:01:20', '99', second);
  await first.get(OutsideCandlesService).end();
  trade('12:02:00', '102', second);
  await save(second);
  expect(await minutes()).toEqual(['12:00 100 103 100 103 2', '12:01 101 101 99 99 2']);
  expect(await fiveMinutes()).toEqual(['12:00 100 103 99 99 4']);
  expect(await forming()).toEqual(['12:02 102 102 102 102 1']);
  expect(await today()).toEqual(['00:00 100 103 99 102 4']);
});

it('is gone on with after a restart', async () => {
  // Nobody asks the provider itself, and nothing is simulated.
  await first.query(`update instrument set provider = 'binance', status = 'halted' where symbol = 'BTC-USD'`);
  const third = await start(first.databaseUrl);
  expect(third.get(LiveCandlesService).findLive('BTC-USD', '5m')?.at).toEqual(
    new Date('2025-08-29T12:00:00Z'),
  );
  await second.get(OutsideCandlesService).end();
  trade('12:02:30', '105', third);
  clock.set('2025-08-29T12:03:02Z');
  await save(third);
  expect((await minutes()).at(-1)).toBe('12:02 102 105 102 105 2');
  expect(await fiveMinutes()).toEqual(['12:00 100 105 99 105 6']);
});
