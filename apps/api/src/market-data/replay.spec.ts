import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDecimal } from '@tradeyard/kernel';
import type { Tick } from '@tradeyard/market';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { eventually } from '../../test/eventually.js';
import { MarketJob } from './market.job.js';
import { PricesImportService } from './prices-import.service.js';
import { ProvidersJob } from './providers.job.js';
import { QuotesService } from './quotes.service.js';
import { SplitsService } from './splits.service.js';
import { TicksService } from './ticks.service.js';

const started = Date.parse('2025-08-30T03:00:00.000Z'); // a Saturday night
const clock = new TestClock();
let app: TestApp;
let other: TestApp;
const heard: Tick[] = [];
const heardElsewhere: Tick[] = [];

/** What was paid for a share before it was split two to one counts half of it. */
const split = { symbol: 'AAPL', day: '2020-02-04', kind: 'split', to: 2, from: 1 };
const rows = {
  AAPL: ['2020-02-03,600,620,580,610,200', '2020-02-04,306,306,299,300,100'],
  TSLA: ['2020-02-03,150,160,149,151,40', '2020-02-05,155,155,150,152,8'],
};

/** A process that listens from its start on. */
async function start(into: Tick[], databaseUrl?: string): Promise<TestApp> {
  const env = { MARKET_REPLAY_SPEED: '3600', MARKET_REPLAY_FROM: '2020-02-03' };
  const begun = await createTestApp({ clock, env, ...(databaseUrl && { databaseUrl }) });
  begun.get(MarketJob).stop();
  begun.get(TicksService).subscribe((tick) => {
    if (tick.source === 'replay') into.push(tick);
  });
  return begun;
}

beforeAll(async () => {
  clock.set(new Date(started));
  app = await start(heard);
  await app.query('delete from instrument_event');
  await app.query(
    `insert into instrument_event (symbol, day, kind, split_to, split_from, created_at) values ($1, $2, $3, $4, $5, $6)`,
    [...Object.values(split), clock.now()],
  );
  await app.get(SplitsService).tell();
  const folder = await mkdtemp(join(tmpdir(), 'tradeyard-replay-'));
  for (const [symbol, days] of Object.entries(rows)) {
    const file = join(folder, `${symbol}.csv`);
    await writeFile(file, ['Date,Open,High,Low,Close,Volume', '2020-01-31,1,1,1,1,1', ...days].join('\n'));
    await app.get(PricesImportService).importDays(symbol, file);
  }
  await rm(folder, { recursive: true });
});
afterAll(async () => {
  await other.close();
  await app.close();
});

/** Such as `AAPL 300 100 +0`: price, volume, and milliseconds since the replay began. */
const told = (ticks: readonly Tick[]) =>
  ticks.map(
    ({ symbol, price, volume, atMs }) =>
      `${symbol} ${formatDecimal(price)} ${formatDecimal(volume)} +${atMs - started}`,
  );

const firstRound = [
  'AAPL 300 100 +0',
  'TSLA 150 10 +0',
  'AAPL 290 100 +6000',
  'TSLA 149 10 +6000',
  'AAPL 310 100 +12000',
  'TSLA 160 10 +12000',
  'AAPL 305 100 +18000',
  'TSLA 151 10 +18000',
  'AAPL 306 25 +24000',
  'AAPL 306 25 +30000',
  'AAPL 299 25 +36000',
  'AAPL 300 25 +42000',
  'TSLA 155 2 +48000',
  'TSLA 155 2 +54000',
  'TSLA 150 2 +60000',
  'TSLA 152 2 +66000',
];

it('tells history in its order, each price at its time', async () => {
  await app.query(`update instrument set provider = 'replay' where symbol in ('AAPL', 'TSLA')`);
  await app.get(ProvidersJob).refresh();
  for (const [afterMs, count] of [
    [0, 2],
    [5_999, 2],
    [6_000, 4],
    [50_000, 13],
  ] as const) {
    clock.set(new Date(started + afterMs));
    await eventually(() => expect(heard).toHaveLength(count));
  }

  expect(told(heard)).toEqual(firstRound.slice(0, 13));
  expect(app.get(QuotesService).getQuote('TSLA')).toMatchObject({ source: 'replay', stale: false });
});

it('is joined where it is by a process that starts later, and both say the same from there on', async () => {
  other = await start(heardElsewhere, app.databaseUrl);
  await eventually(() =>
    expect(heardElsewhere.length + other.get(TicksService).countsOf('replay').accepted).toBeGreaterThan(1),
  );
  heard.length = 0;
  heardElsewhere.length = 0;
  clock.set(new Date(started + 71_999));
  await eventually(() => expect([heard.length, heardElsewhere.length]).toEqual([3, 3]));

  expect(told(heard)).toEqual(firstRound.slice(13));
  expect(heardElsewhere).toEqual(heard);
});

it('begins again when it is over, with the same', async () => {
  clock.set(new Date(started + 72_000 + 71_000));
  await eventually(() => expect([heard.length, heardElsewhere.length]).toEqual([19, 19]));

  const again = firstRound.map((each) => each.replace(/\d+$/, (ms) => `${Number(ms) + 72_000}`));
  expect(told(heard).slice(3)).toEqual(again);
  expect(heardElsewhere).toEqual(heard);
});

it('says what is missing where there is no history', async () => {
  await app.query(`delete from replay`);
  await app.query(`update instrument set provider = 'simulated' where symbol in ('AAPL', 'TSLA')`);
  await app.query(`update instrument set provider = 'replay' where symbol = 'ETH-USD'`);
  await app.get(ProvidersJob).refresh();

  const admin = await app.register();
  await eventually(async () => {
    const { body } = await admin.get('/admin/market/providers');
    const { state, lastError } = body.items.find(
      ({ provider }: { provider: string }) => provider === 'replay',
    );
    expect([state, lastError]).toEqual(['waiting', 'has no history to tell: import prices first']);
  });
});
