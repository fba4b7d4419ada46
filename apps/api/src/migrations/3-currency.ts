import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The European Central Bank's reference rates of one day, so that a first start
 * without a network has real ones: units of each currency for one euro.
 */
const firstDay = '2026-04-13';
const firstRates = `USD 1.1684, JPY 186.75, CZK 24.378, DKK 7.4727, GBP 0.87058, HUF 366.9, PLN 4.2543, RON 5.092,
  SEK 10.892, CHF 0.9242, ISK 143.2, NOK 11.098, TRY 52.2478, AUD 1.661, BRL 5.874, CAD 1.6177,
  CNY 7.9827, HKD 9.1507, IDR 20082.05, ILS 3.5787, INR 109.047, KRW 1740.86, MXN 20.3203,
  MYR 4.6444, NZD 2.0081, PHP 70.356, SGD 1.4912, THB 37.728, ZAR 19.3849`;

/** What one euro is worth in other currencies, day by day. */
export class Currency1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // NaN is greater than every number to Postgres, infinity too.
    await runner.query(`
      create table rate (
        currency text not null,
        date date not null,
        per_euro numeric not null,
        source text not null,
        constraint rate_pkey primary key (currency, date),
        constraint rate_per_euro_positive check (per_euro > 0 and per_euro < 'Infinity')
      )`);
    const rates = firstRates.split(',').map((entry) => entry.trim().split(' '));
    await runner.query(
      `insert into rate (currency, date, per_euro, source)
       select currency, $1, per_euro, 'ECB' from unnest($2::text[], $3::numeric[]) as first (currency, per_euro)`,
      [firstDay, rates.map(([currency]) => currency), rates.map(([, perEuro]) => perEuro)],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table rate');
  }
}
