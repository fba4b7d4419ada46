import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What processes have counted of the commands of day-trading workloads. Whoever reads it adds it up. */
export class DaytradingFigures1700000000026 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A row is written anew each second: room in its page keeps that there.
    await runner.query(`
      create table daytrading_total (
        workload_id uuid not null,
        counter_id uuid not null,
        commands bigint not null,
        failed bigint not null,
        by_command jsonb not null,
        failures jsonb not null,
        symbols jsonb not null,
        last_at timestamptz not null,
        constraint daytrading_total_pkey primary key (workload_id, counter_id)
      ) with (fillfactor = 50)`);
    await runner.query(`
      create table daytrading_second (
        workload_id uuid not null,
        at timestamptz not null,
        counter_id uuid not null,
        commands integer not null,
        failed integer not null,
        latency_from smallint not null,
        latencies integer[] not null,
        constraint daytrading_second_pkey primary key (workload_id, at, counter_id)
      )`);
    await runner.query('create index daytrading_second_at on daytrading_second (at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table daytrading_second, daytrading_total');
  }
}
