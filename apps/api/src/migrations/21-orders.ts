import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Orders that rest: their prices, what they reserve, and what happened to each. */
export class Orders1700000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Constant defaults are kept in the catalog: no row is rewritten, however many there are.
    await runner.query(`
      alter table "order"
        add column asset text,
        add column limit_price numeric,
        add column stop_price numeric,
        add column trail_amount numeric,
        add column trail_percent numeric,
        add column watermark numeric,
        add column triggered_at timestamptz,
        add column expires_at timestamptz,
        add column order_class text not null default 'simple',
        add column group_id uuid,
        add column leg_role text,
        add column held bigint not null default 0,
        add column fee bigint not null default 0,
        add column version bigint not null default 0`);
    await runner.query(`
      alter table "order"
        alter column order_class drop default,
        alter column held drop default,
        alter column fee drop default,
        alter column version drop default,
        add constraint order_held_not_negative check (held >= 0),
        add constraint order_status_known check (status in (
          'pending', 'waiting', 'open', 'partly_filled', 'filled', 'cancelled', 'expired', 'rejected'))`);
    // A few orders rest among many that have ended: for a book that is loaded, for what is open of one person, for
    // expiry, and for the legs of a class.
    const resting = `status in ('pending', 'waiting', 'open', 'partly_filled')`;
    await runner.query(`create index order_resting_symbol_id on "order" (symbol, id) where ${resting}`);
    await runner.query(`create index order_resting_user_id_id on "order" (user_id, id) where ${resting}`);
    await runner.query(
      `create index order_resting_expires_at on "order" (expires_at) where ${resting} and expires_at is not null`,
    );
    await runner.query('create index order_group_id on "order" (group_id) where group_id is not null');
    await createEvents(runner);
  }

  /** What orders reserve stays held: cancel those that rest first. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table order_event');
    await runner.query(`
      alter table "order"
        drop constraint order_held_not_negative,
        drop constraint order_status_known,
        drop column asset,
        drop column limit_price,
        drop column stop_price,
        drop column trail_amount,
        drop column trail_percent,
        drop column watermark,
        drop column triggered_at,
        drop column expires_at,
        drop column order_class,
        drop column group_id,
        drop column leg_role,
        drop column held,
        drop column fee,
        drop column version`);
    // These go by no column that is dropped.
    await runner.query('drop index order_resting_symbol_id, order_resting_user_id_id');
  }
}

async function createEvents(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table order_event (
      id uuid constraint order_event_pkey primary key,
      order_id uuid not null constraint order_event_order_id_fkey references "order" (id),
      user_id uuid not null,
      at timestamptz not null,
      kind text not null,
      actor uuid,
      cause text not null,
      detail jsonb not null
    )`);
  await runner.query('create index order_event_order_id_id on order_event (order_id, id)');
  await runner.query(`
    create trigger order_event_append_only before update or delete or truncate on order_event
    for each statement execute function refuse_change()`);
}
