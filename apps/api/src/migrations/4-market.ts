import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The default market. The prices are closes of 2025-08-28 (shares) and 2022-02-14 (crypto). */
const instruments = [
  // symbol, name, exchange, class, base, tick size, start price, volatility of a year and spread in bp, volume of a day
  ['AAPL', 'Apple Inc.', 'NASDAQ', 'stock', null, '0.01', '232.56', 2800, 1, '50000000'],
  ['AMZN', 'Amazon.com, Inc.', 'NASDAQ', 'stock', null, '0.01', '231.60', 3200, 1, '40000000'],
  ['TSLA', 'Tesla, Inc.', 'NASDAQ', 'stock', null, '0.01', '345.98', 5500, 2, '80000000'],
  ['BTC-USD', 'Bitcoin', 'CRYPTO', 'crypto', 'BTC', '0.01', '42618.63', 5500, 2, '20000000000'],
  ['ETH-USD', 'Ethereum', 'CRYPTO', 'crypto', 'ETH', '0.01', '2948.50', 7000, 3, '12000000000'],
  ['ADA-USD', 'Cardano', 'CRYPTO', 'crypto', 'ADA', '0.0001', '1.0476', 8500, 10, '1500000000'],
] as const;

/** Instruments, their candles, and where the simulated market stands. */
export class Market1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // `words` finds an instrument by the beginning of any word of its symbol or name, with what every Postgres has.
    await runner.query(`
      create table instrument (
        symbol text constraint instrument_pkey primary key,
        name text not null,
        exchange text not null,
        class text not null constraint instrument_class_known check (class in ('stock', 'crypto')),
        currency text not null,
        base text,
        tick_size numeric not null constraint instrument_tick_size_positive check (tick_size > 0),
        start_price numeric not null constraint instrument_start_price_positive check (start_price > 0),
        yearly_volatility_bp integer not null,
        spread_bp integer not null,
        daily_volume numeric not null,
        words tsvector generated always as
          (to_tsvector('simple', regexp_replace(symbol || ' ' || name, '[^[:alnum:]]+', ' ', 'g'))) stored,
        constraint instrument_base_of_crypto check ((base is not null) = (class = 'crypto'))
      )`);
    await runner.query('create index instrument_words on instrument using gin (words)');
    await runner.query('create index instrument_base on instrument (base) where base is not null');
    // Candles of one instrument lie together and in the order in which a chart reads them.
    await runner.query(`
      create table candle (
        symbol text not null constraint candle_symbol_fkey references instrument (symbol),
        "interval" text not null,
        at timestamptz not null,
        open numeric not null,
        high numeric not null,
        low numeric not null,
        close numeric not null,
        volume numeric not null,
        source text not null,
        constraint candle_pkey primary key (symbol, "interval", at),
        constraint candle_prices_in_order
          check (low > 0 and low <= least(open, close) and high >= greatest(open, close) and high < 'Infinity'),
        constraint candle_volume_not_negative check (volume >= 0 and volume < 'Infinity')
      )`);
    // Updated every few seconds: room on its page keeps that in place, without touching an index.
    await runner.query(`
      create table simulation (
        symbol text constraint simulation_pkey primary key
          constraint simulation_symbol_fkey references instrument (symbol),
        generation integer not null,
        at timestamptz not null,
        price numeric not null constraint simulation_price_positive check (price > 0)
      ) with (fillfactor = 50)`);
    for (const instrument of instruments) {
      await runner.query(
        `insert into instrument (symbol, name, exchange, class, base, tick_size, start_price,
           yearly_volatility_bp, spread_bp, daily_volume, currency)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'USD')`,
        [...instrument],
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table simulation, candle, instrument');
  }
}
