import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is known of the shares that come along: their prices before are those of fewer, larger shares. */
const splits = [
  ['AAPL', '2000-06-21', 2, 1],
  ['AAPL', '2005-02-28', 2, 1],
  ['AAPL', '2014-06-09', 7, 1],
  ['AAPL', '2020-08-31', 4, 1],
  ['AMZN', '2022-06-06', 20, 1],
  ['TSLA', '2020-08-31', 5, 1],
  ['TSLA', '2022-08-25', 3, 1],
] as const;

/** Splits and dividends, and the indexes by which instruments are searched. */
export class InstrumentEvents1700000000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table instrument_event (
        symbol text not null constraint instrument_event_symbol_fkey references instrument (symbol),
        day date not null,
        kind text not null constraint instrument_event_kind_known check (kind in ('split', 'dividend')),
        split_to integer,
        split_from integer,
        amount numeric,
        created_at timestamptz not null,
        constraint instrument_event_pkey primary key (symbol, day, kind),
        constraint instrument_event_value_of_kind check (
          case kind when 'split' then split_to > 0 and split_from > 0 and split_to <> split_from and amount is null
            else amount > 0 and amount < 'Infinity' and split_to is null and split_from is null end)
      )`);
    for (const split of splits) {
      await runner.query(
        `insert into instrument_event (symbol, day, kind, split_to, split_from, created_at)
         select symbol, $2::date, 'split', $3::integer, $4::integer, now() from instrument where symbol = $1`,
        [...split],
      );
    }
    // Answers come by symbol, so each filter has an index that holds that order.
    await runner.query(`create index instrument_symbol_order on instrument (symbol collate "C")`);
    for (const column of ['class', 'exchange', 'currency', 'provider']) {
      await runner.query(
        `create index instrument_${column}_order on instrument (${column}, symbol collate "C")`,
      );
    }
    await runner.query(
      `create index instrument_status_order on instrument (status, symbol collate "C") where status <> 'active'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['symbol', 'class', 'exchange', 'currency', 'provider', 'status']) {
      await runner.query(`drop index instrument_${name}_order`);
    }
    await runner.query('drop table instrument_event');
  }
}
