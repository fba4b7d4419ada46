import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of the default market. Coins are of no country. */
const origins = [
  ['AAPL', 'Technology', 'US'],
  ['AMZN', 'Consumer cyclical', 'US'],
  ['TSLA', 'Consumer cyclical', 'US'],
] as const;

/** By what portfolios are divided: the sector of an instrument, and its country by ISO 3166-1. */
export class InstrumentOrigins1700000000029 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table instrument
        add column sector text,
        add column country text constraint instrument_country_of_two_letters check (country ~ '^[A-Z]{2}$')`);
    for (const origin of origins) {
      await runner.query('update instrument set sector = $2, country = $3 where symbol = $1', [...origin]);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table instrument drop column sector, drop column country');
  }
}
