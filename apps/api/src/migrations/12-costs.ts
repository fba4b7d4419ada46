import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What balances cost, and what each posting did to that. It has a table of its
 * own: postings of what nobody counts, which are most, stay as short as they are.
 */
export class Costs1700000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table account
        add column cost bigint,
        add column cost_currency text,
        add constraint account_cost_counted check ((cost is null) = (cost_currency is null) and coalesce(cost, 0) >= 0)`);
    // The key holds what sums of gains ask for: they are read from the index alone.
    await runner.query(`
      create table posting_cost (
        account_id uuid not null,
        journal_id uuid not null,
        currency text not null,
        cost bigint not null,
        cost_after bigint constraint posting_cost_not_negative check (cost_after >= 0),
        gain bigint,
        constraint posting_cost_pkey primary key (account_id, journal_id) include (currency, gain)
      )`);
    await runner.query(`
      create trigger posting_cost_append_only before update or delete or truncate on posting_cost
      for each statement execute function refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table posting_cost');
    await runner.query('alter table account drop column cost, drop column cost_currency');
  }
}
