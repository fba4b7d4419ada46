import { parseDecimal } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { CandlesJob } from '../src/market-data/candles.job.js';
import { CandlesService } from '../src/market-data/candles.service.js';
import { MarketJob } from '../src/market-data/market.job.js';
import { createTestApp, type TestApp } from './app.js';
import { TestClock } from './clock.js';
import { setRates } from './euro-rates.js';
import { quote } from './market.js';

/** A Friday. */
export const friday = '2025-03-07T12:00:00Z';

/**
 * The application with a market that stands still: AAPL closed at 100, 110, 110 and 120 from Monday on and stands at 125
 * dollars; a dollar is a euro on Monday, and 0.8 from Wednesday on.
 */
export async function createFiguresApp(clock = new TestClock(), databaseUrl?: string): Promise<TestApp> {
  clock.set(friday);
  const app = await createTestApp({ clock, ...(databaseUrl !== undefined && { databaseUrl }) });
  app.get(MarketJob).stop();
  app.get(CandlesJob).stop();
  if (databaseUrl === undefined) {
    for (const table of ['rate', 'candle', 'candle_pack']) await app.query(`delete from ${table}`);
    await setRates(app, '2025-03-03', { USD: '1' });
    await setRates(app, '2025-03-05', { USD: '1.25' });
    await writeCloses(app, 'AAPL', {
      '2025-03-03': '100',
      '2025-03-04': '110',
      '2025-03-05': '110',
      '2025-03-06': '120',
    });
    await writeCloses(app, 'TSLA', { '2025-03-03': '200', '2025-03-06': '180' });
  }
  standStill(app);
  return app;
}

/** Quotes are of each process: what another one has seen is not here. */
export function standStill(app: TestApp): void {
  quote(app, 'AAPL', '125.00', '125.10');
  quote(app, 'TSLA', '190.00', '190.10');
  quote(app, 'AMZN', '50.00', '50.10');
}

/** As an import of them does. */
export async function writeCloses(
  app: TestApp,
  symbol: string,
  closes: Record<string, string>,
): Promise<void> {
  const candles = Object.entries(closes).map(([day, close]) => {
    const price = parseDecimal(close);
    const at = new Date(`${day}T00:00:00Z`);
    return { at, open: price, high: price, low: price, close: price, volume: parseDecimal('1') };
  });
  await app
    .get(DataSource)
    .transaction((manager) => app.get(CandlesService).writeDays(manager, symbol, candles, 'imported'));
}
