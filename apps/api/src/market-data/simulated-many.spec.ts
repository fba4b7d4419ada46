import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.js';
import { TestClock } from '../../test/clock.js';
import { MarketJob } from './market.job.js';
import { ProvidersJob } from './providers.job.js';
import { QuotesService } from './quotes.service.js';
import { SimulatedProvider } from './simulated.provider.js';
import { TicksService } from './ticks.service.js';

const clock = new TestClock();
let app: TestApp;
beforeAll(async () => {
  clock.set('2025-08-28T14:30:00Z');
  app = await createTestApp({ clock, env: { MARKET_TICK_MS: '1000' } });
  app.get(MarketJob).stop(); // histories of a thousand are not this test's
});
afterAll(() => app.close());

it('prices a thousand instruments from one second to the next', async () => {
  await app.query(
    `insert into instrument (symbol, name, exchange, class, currency, tick_size, start_price, yearly_volatility_bp, spread_bp, daily_volume)
     select 'T' || lpad(number::text, 4, '0'), 'Test ' || number, 'TEST', 'stock', 'USD', 0.01, number, 3000, 5, 1000000
     from generate_series(1, 1000) as number`,
  );
  let startedMs = performance.now();
  await app.get(SimulatedProvider).start();
  const startMs = performance.now() - startedMs;
  const before = app.get(TicksService).countsOf('simulated').accepted;
  clock.advance(1_000);
  startedMs = performance.now();
  await app.get(MarketJob).tick();
  const tickMs = performance.now() - startedMs;
  await app.get(MarketJob).save();
  console.info(
    `1000 instruments: started in ${Math.round(startMs)} ms, a tick of each in ${Math.round(tickMs)} ms`,
  );

  expect(app.get(TicksService).countsOf('simulated').accepted - before).toBe(1006);
  expect(
    app
      .get(QuotesService)
      .listQuotes()
      .filter(({ stale }) => !stale),
  ).toHaveLength(1006);
  expect(app.get(QuotesService).getQuote('T0500')).toMatchObject({
    previousClose: { digits: 500_00n, scale: 2 },
  });
  expect(tickMs).toBeLessThan(1_000);
});

it('makes up their past meanwhile, some at a time', async () => {
  await app.query(`update instrument set status = 'halted' where symbol > 'T0025' and symbol < 'TSLA'`);
  await app.get(ProvidersJob).refresh();
  await app.get(SimulatedProvider).writeHistories(AbortSignal.timeout(15_000));

  const [{ symbols, days }] = await app.query(
    `select count(distinct symbol)::int as symbols, count(*)::int as days from candle where symbol like 'T00%' and "interval" = '1d' and at < '2025-08-28'`,
  );
  expect(symbols).toBe(25);
  expect(days).toBeGreaterThan(25 * 500);
});
