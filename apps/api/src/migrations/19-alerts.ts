import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Alerts on prices, the notices that they become, and how those leave the house. */
export class Alerts1700000000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createAlerts(runner);
    await createNotices(runner);
    await createDeliveries(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table delivery, webhook, notice, notice_counter, alert_progress, alert');
  }
}

async function createAlerts(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table alert (
      id uuid constraint alert_pkey primary key,
      user_id uuid not null constraint alert_user_id_fkey references "user" (id),
      symbol text not null constraint alert_symbol_fkey references instrument (symbol),
      kind text not null constraint alert_kind_known check (kind in ('above', 'below', 'change')),
      price numeric constraint alert_price_positive check (price > 0),
      priced_on date not null,
      percent numeric constraint alert_percent_positive check (percent > 0),
      direction text constraint alert_direction_known check (direction in ('up', 'down', 'either')),
      repeats boolean not null,
      note text,
      channels text[] not null,
      expires_at timestamptz,
      status text not null
        constraint alert_status_known check (status in ('active', 'resting', 'paused', 'fired', 'expired')),
      version integer not null,
      since timestamptz not null,
      created_at timestamptz not null,
      changed_at timestamptz not null,
      fired_at timestamptz,
      fired_price numeric,
      constraint alert_condition_complete check (
        (kind = 'change') = (price is null) and (kind = 'change') = (percent is not null)
        and (kind = 'change') = (direction is not null))
    )`);
  // A person's own, newest first; those that wait, for a process that starts and for a split; what changed, for the others.
  await runner.query('create index alert_user_id on alert (user_id, id)');
  await runner.query(`create index alert_waiting on alert (id) where status in ('active', 'resting')`);
  await runner.query('create index alert_symbol on alert (symbol)');
  await runner.query('create index alert_changed_at on alert (changed_at)');
  await runner.query('create index alert_expires_at on alert (expires_at) where expires_at is not null');
  await runner.query(`
    create table alert_progress (
      name text constraint alert_progress_pkey primary key,
      at timestamptz not null
    )`);
}

async function createNotices(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table notice (
      id uuid constraint notice_pkey primary key,
      user_id uuid not null constraint notice_user_id_fkey references "user" (id),
      seq integer not null,
      alert_id uuid,
      symbol text,
      title text not null,
      body text,
      at timestamptz not null,
      read_at timestamptz,
      constraint notice_user_id_seq_key unique (user_id, seq)
    )`);
  await runner.query('create index notice_unread on notice (user_id) where read_at is null');
  await runner.query('create index notice_at on notice (at)');
  // Who gets the next number holds this row until it is committed: numbers are seen in their order.
  await runner.query(`
    create table notice_counter (
      user_id uuid constraint notice_counter_pkey primary key
        constraint notice_counter_user_id_fkey references "user" (id),
      seq integer not null
    )`);
}

async function createDeliveries(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table webhook (
      id uuid constraint webhook_pkey primary key,
      user_id uuid not null constraint webhook_user_id_fkey references "user" (id),
      url text not null,
      secret bytea not null,
      old_secret bytea,
      old_secret_until timestamptz,
      created_at timestamptz not null,
      tested_at timestamptz
    )`);
  await runner.query('create index webhook_user_id on webhook (user_id, id)');
  await runner.query(`
    create table delivery (
      id uuid constraint delivery_pkey primary key,
      user_id uuid not null constraint delivery_user_id_fkey references "user" (id),
      channel text not null constraint delivery_channel_known check (channel in ('webhook', 'email')),
      webhook_id uuid constraint delivery_webhook_id_fkey references webhook (id) on delete cascade,
      payload text not null,
      status text not null
        constraint delivery_status_known check (status in ('pending', 'delivered', 'given_up')),
      attempts integer not null,
      due_at timestamptz not null,
      answer integer,
      fault text,
      created_at timestamptz not null,
      ended_at timestamptz,
      constraint delivery_webhook_of_channel check ((channel = 'webhook') = (webhook_id is not null))
    )`);
  // What is due is a few rows among many that have ended.
  await runner.query(`create index delivery_due_at on delivery (due_at) where status = 'pending'`);
  await runner.query('create index delivery_webhook_id on delivery (webhook_id, id)');
  await runner.query(
    `create index delivery_emails on delivery (user_id, created_at) where channel = 'email'`,
  );
  await runner.query('create index delivery_created_at on delivery (created_at)');
}
