import type { MigrationInterface, QueryRunner } from 'typeorm';

const resting = `status in ('pending', 'waiting', 'open', 'partly_filled')`;

/** What an order needs to rest: when it may be filled, what it reserves for, and how far its prices were looked at. */
export class RestingOrders1700000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table "order"
        add column portfolio_id uuid,
        add column active_from timestamptz,
        add column pending_until timestamptz,
        add column reserved_quote jsonb,
        add column reserve_price numeric,
        add column is_point boolean not null default false,
        add column met_at timestamptz`);
    // Orders from before any could rest are all filled, and few.
    await runner.query(`
      update "order" set portfolio_id = coalesce(portfolio_id, book_id), met_at = updated_at,
        asset = coalesce(asset, (select coalesce(base, 'share:' || symbol) from instrument where symbol = "order".symbol))
      where portfolio_id is null or asset is null or met_at is null`);
    await runner.query(`
      alter table "order"
        alter column portfolio_id set not null,
        alter column asset set not null,
        alter column is_point drop default,
        alter column met_at set not null`);
    await runner.query(`
      create index order_pending_until on "order" (pending_until) where status = 'pending'`);
    await runner.query(`create index order_resting_updated_at on "order" (updated_at) where ${resting}`);
    await runner.query('create index order_portfolio_id_id on "order" (portfolio_id, id)');
    await runner.query(`alter table fill
      add column slippage numeric not null default 0,
      add column fee_rule text not null default 'no fee'`);
    await runner.query(`alter table fill
      alter column slippage drop default,
      alter column fee_rule drop default`);
    // A fill and what happened are written by one transaction with their order, and none is ever removed: to check each
    // against it would cost a tenth of their speed.
    await runner.query('alter table fill drop constraint fill_order_id_fkey');
    await runner.query('alter table order_event drop constraint order_event_order_id_fkey');
    await runner.query(`
      create table order_progress (
        name text constraint order_progress_pkey primary key,
        at timestamptz not null
      )`);
    await runner.query(`
      create table trading_stop (
        scope text constraint trading_stop_pkey primary key,
        at timestamptz not null,
        actor uuid not null,
        reason text
      )`);
  }

  /** What orders reserve stays held: cancel those that rest first. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table order_progress, trading_stop');
    for (const table of ['fill', 'order_event']) {
      await runner.query(
        `alter table ${table} add constraint ${table}_order_id_fkey foreign key (order_id) references "order" (id)`,
      );
    }
    await runner.query('alter table fill drop column slippage, drop column fee_rule');
    await runner.query('drop index order_resting_updated_at');
    await runner.query(`
      alter table "order"
        alter column asset drop not null,
        drop column portfolio_id,
        drop column active_from,
        drop column pending_until,
        drop column reserved_quote,
        drop column reserve_price,
        drop column is_point,
        drop column met_at`);
  }
}
