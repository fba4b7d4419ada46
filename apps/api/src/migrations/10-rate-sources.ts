import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What became of each refresh of the rates, and the rates that were not believed. */
export class RateSources1700000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table rate_run (
        id uuid not null constraint rate_run_pkey primary key,
        reason text not null,
        requested_by uuid,
        started_at timestamptz not null,
        ended_at timestamptz not null,
        complete boolean not null,
        sources jsonb not null,
        constraint rate_run_reason check (reason in ('schedule', 'catch_up', 'admin'))
      )`);
    await runner.query(`
      create table rate_quarantine (
        id uuid not null constraint rate_quarantine_pkey primary key,
        source text not null,
        currency text not null,
        date date not null,
        per_euro numeric not null,
        last_per_euro numeric not null,
        last_date date not null,
        reason text not null,
        at timestamptz not null,
        status text not null,
        decided_at timestamptz,
        decided_by uuid,
        constraint rate_quarantine_key unique (source, currency, date),
        constraint rate_quarantine_reason check (reason in ('jump', 'swapped')),
        constraint rate_quarantine_status check (status in ('open', 'accepted', 'dismissed', 'settled'))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table rate_quarantine');
    await runner.query('drop table rate_run');
  }
}
