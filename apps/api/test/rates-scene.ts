import type { RefreshReason, RateRunEntity } from '../src/currency/rate-run.entity.js';
import { RatesRefreshService } from '../src/currency/rates-refresh.service.js';
import { createTestApp, type TestApp } from './app.js';
import { TestClock } from './clock.js';
import { currencyApiFile, ecbDocument, RateServer, say, type PerEuro } from './rate-server.js';

export const majors: PerEuro = { USD: '1.1700', JPY: '187.10', GBP: '0.8710', CHF: '0.9250' };
export const more: PerEuro = { ...majors, TRY: '52.3', AED: '4.2969', BTC: '1.9e-5', DOGE: '9.25' };

export const bank = (days: Readonly<Record<string, PerEuro>>) => say(ecbDocument(days));
export const dataSet = (date: string, rates: PerEuro) => say(currencyApiFile(date, rates));

/** Nothing is stopped by it. */
export const never: AbortSignal = new AbortController().signal;

/** A day after that of the first rates, when the new ones are out. */
const now = '2026-04-14T15:00:00Z';

/** The application with a bank and a data set to ask, on a day that has new rates of both. */
export class RatesScene {
  private constructor(
    readonly app: TestApp,
    readonly server: RateServer,
    readonly clock: TestClock,
  ) {}

  static async create(): Promise<RatesScene> {
    const clock = new TestClock();
    clock.set(now);
    const server = new RateServer();
    await server.start();
    const app = await createTestApp({ clock, env: server.env });
    await app.get(RatesRefreshService).whenIdle();
    await app.query('create table seeded as table rate');
    return new RatesScene(app, server, clock);
  }

  /** As it was in the beginning. */
  async reset(): Promise<void> {
    for (const table of ['rate', 'rate_run', 'rate_quarantine']) await this.app.query(`delete from ${table}`);
    await this.app.query('insert into rate select * from seeded');
    this.clock.set(now);
    this.server.take();
    this.server.route({
      ecb: bank({ '2026-04-14': majors }),
      currencyApi: dataSet('2026-04-14', more),
    });
  }

  async close(): Promise<void> {
    await this.app.close();
    this.server.close();
  }

  /** As an administrator does it, who asks whatever was done just now. */
  refresh(reason: RefreshReason = 'admin'): Promise<RateRunEntity | undefined> {
    return this.app.get(RatesRefreshService).refresh({ reason }, never);
  }

  /** Such as `04-14 USD 1.17 ECB`. */
  async readRates(since = '2026-04-14'): Promise<string[]> {
    const rows: { text: string }[] = await this.app.query(
      `select concat_ws(' ', to_char(date, 'MM-DD'), currency, trim_scale(per_euro), source) as text
       from rate where date >= $1 order by date, currency`,
      [since],
    );
    return rows.map(({ text }) => text);
  }
}
