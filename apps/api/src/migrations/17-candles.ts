import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Those of which there are too many for one table; each lies in parts by time, which are made as they are needed. */
const growing = ['1m', '5m', '15m', '1h'];

/** Candles of every interval, in parts by interval and time, and what makes reading many of them quick. */
export class Candles1700000000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Until now there were days only. Their table becomes the part of the days as it is, without a copy.
    await runner.query('alter table candle rename to candle_1d');
    await runner.query('alter table candle_1d rename constraint candle_pkey to candle_1d_pkey');
    // Today's candle is written again and again: room on its page keeps that in place, without touching the index.
    await runner.query('alter table candle_1d set (fillfactor = 80)');
    await runner.query(`
      create table candle (
        like candle_1d including defaults including constraints,
        constraint candle_pkey primary key (symbol, "interval", at),
        constraint candle_symbol_fkey foreign key (symbol) references instrument (symbol)
      ) partition by list ("interval")`);
    await runner.query(`alter table candle attach partition candle_1d for values in ('1d')`);
    // The minute that is being built, of each instrument: rewritten every two seconds, and moved on when it has ended.
    await runner.query(`
      create table forming_minute (
        symbol text constraint forming_minute_pkey primary key
          constraint forming_minute_symbol_fkey references instrument (symbol),
        at timestamptz not null,
        open numeric not null,
        high numeric not null,
        low numeric not null,
        close numeric not null,
        volume numeric not null,
        source text not null
      ) with (fillfactor = 40)`);
    // A stretch of candles as the texts of which an answer is made: minutes of a day lie a thousand to a row, where the
    // rows of a thousand instruments lie mixed on every page. What they hold stands in candle too.
    await runner.query(`
      create table candle_pack (
        symbol text not null constraint candle_pack_symbol_fkey references instrument (symbol),
        "interval" text not null,
        at timestamptz not null,
        count integer not null,
        ats text not null,
        opens text not null,
        highs text not null,
        lows text not null,
        closes text not null,
        volumes text not null,
        sources text not null,
        constraint candle_pack_pkey primary key (symbol, "interval", at)
      ) partition by list ("interval")`);
    await runner.query(`create table candle_pack_1d partition of candle_pack for values in ('1d')`);
    for (const table of ['candle', 'candle_pack']) {
      for (const interval of growing) {
        await runner.query(
          `create table ${table}_${interval} partition of ${table} for values in ('${interval}') partition by range (at)`,
        );
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table candle_pack, forming_minute');
    await runner.query('alter table candle detach partition candle_1d');
    await runner.query('drop table candle');
    await runner.query('alter table candle_1d rename to candle');
    await runner.query('alter table candle rename constraint candle_1d_pkey to candle_pkey');
  }
}
