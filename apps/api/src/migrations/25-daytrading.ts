import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The day-trading system: runs of it, their traders, what those have reserved, and the log. */
export class Daytrading1700000000025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table daytrading_workload (
        id uuid constraint daytrading_workload_pkey primary key,
        owner_id uuid not null constraint daytrading_workload_owner_id_fkey references "user" (id),
        name text not null,
        quotes text not null constraint daytrading_workload_quotes_known check (quotes in ('fixed', 'server')),
        is_default boolean not null,
        created_at timestamptz not null
      )`);
    await runner.query('create index daytrading_workload_owner_id_id on daytrading_workload (owner_id, id)');
    await runner.query(
      'create unique index daytrading_workload_default_key on daytrading_workload (owner_id) where is_default',
    );
    // It changes with each command: room in its page keeps the change there, and out of the indexes.
    await runner.query(`
      create table daytrading_trader (
        id uuid constraint daytrading_trader_pkey primary key,
        workload_id uuid not null,
        name text collate "C" not null,
        version bigint not null,
        transaction bigint not null,
        commands bigint not null,
        is_known boolean not null,
        constraint daytrading_trader_workload_id_name_key unique (workload_id, name)
      ) with (fillfactor = 50)`);
    await runner.query(`
      create table daytrading_reservation (
        id uuid constraint daytrading_reservation_pkey primary key,
        trader_id uuid not null,
        form text not null,
        side text not null,
        symbol text not null,
        amount bigint not null,
        cash bigint not null,
        shares bigint not null,
        trigger bigint,
        transaction bigint not null,
        at timestamptz not null,
        expires_at timestamptz,
        is_watched boolean not null
      )`);
    await runner.query('create index daytrading_reservation_trader_id on daytrading_reservation (trader_id)');
    await runner.query(`
      create index daytrading_reservation_expires_at on daytrading_reservation (expires_at) where expires_at is not null`);
    await runner.query(`
      create index daytrading_reservation_watched on daytrading_reservation (symbol, side, trigger) where is_watched`);
    await runner.query(`
      create table daytrading_log (
        id uuid constraint daytrading_log_pkey primary key,
        workload_id uuid not null,
        trader_id uuid not null,
        transaction bigint not null,
        happenings text not null
      )`);
    await runner.query('create index daytrading_log_workload_id_id on daytrading_log (workload_id, id)');
    await runner.query(
      'create index daytrading_log_trader_id_transaction on daytrading_log (trader_id, transaction, id)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table daytrading_log, daytrading_reservation, daytrading_trader, daytrading_workload',
    );
  }
}
