import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Portfolios that are entered by hand or imported, what happened in them, settings of all kinds of portfolios, and groups. */
export class TrackedPortfolios1700000000027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table paper_owner add column tracked_count integer not null default 0,
        add constraint paper_owner_tracked_count_not_negative check (tracked_count >= 0)`);
    await createPortfolios(runner);
    await createActivities(runner);
    await createGroups(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table portfolio_group_member, portfolio_group, portfolio_change, portfolio_activity, tracked_price,
        tracked_asset, portfolio_setting, tracked_portfolio`);
    await runner.query('alter table paper_owner drop column tracked_count');
  }
}

async function createPortfolios(runner: QueryRunner): Promise<void> {
  // Each change of anything in it counts the version up, and so waits for the one before it.
  await runner.query(`
    create table tracked_portfolio (
      id uuid constraint tracked_portfolio_pkey primary key,
      user_id uuid not null constraint tracked_portfolio_user_id_fkey references "user" (id),
      name text not null,
      currency text not null,
      keeps_cash boolean not null,
      version bigint not null,
      activity_count integer not null default 0
        constraint tracked_portfolio_count_not_negative check (activity_count >= 0),
      created_at timestamptz not null,
      archived_at timestamptz
    ) with (fillfactor = 50)`);
  await runner.query('create index tracked_portfolio_user_id_id on tracked_portfolio (user_id, id)');
  // The id is of any portfolio; that of the main one is its owner's.
  await runner.query(`
    create table portfolio_setting (
      portfolio_id uuid constraint portfolio_setting_pkey primary key,
      user_id uuid not null constraint portfolio_setting_user_id_fkey references "user" (id),
      cost_basis text not null constraint portfolio_setting_cost_basis_known
        check (cost_basis in ('fifo', 'lifo', 'hifo', 'average', 'chosen')),
      benchmark text,
      targets jsonb not null,
      version bigint not null
    )`);
  await runner.query(`
    create table tracked_asset (
      portfolio_id uuid not null constraint tracked_asset_portfolio_id_fkey references tracked_portfolio (id),
      symbol text collate "C" not null,
      name text not null,
      class text not null constraint tracked_asset_class_known check (class in (
        'stock', 'etf', 'fund', 'bond', 'crypto', 'commodity', 'real_estate', 'cash', 'liability', 'other')),
      currency text not null,
      sector text,
      country text,
      instrument text constraint tracked_asset_instrument_fkey references instrument (symbol),
      version bigint not null,
      constraint tracked_asset_pkey primary key (portfolio_id, symbol)
    )`);
  await runner.query(
    'create index tracked_asset_portfolio_id_version on tracked_asset (portfolio_id, version)',
  );
  // One that was taken away stays as a null, so that whoever asks what changed learns of it.
  await runner.query(`
    create table tracked_price (
      portfolio_id uuid not null constraint tracked_price_portfolio_id_fkey references tracked_portfolio (id),
      symbol text collate "C" not null,
      day date not null,
      price numeric,
      version bigint not null,
      constraint tracked_price_pkey primary key (portfolio_id, symbol, day)
    )`);
  await runner.query(
    'create index tracked_price_portfolio_id_version on tracked_price (portfolio_id, version)',
  );
}

async function createActivities(runner: QueryRunner): Promise<void> {
  // A row is never changed but for the version that ends it: what there was at any version can be told. It has no key to
  // its portfolio: those are never deleted, and to look at it for each row would be a large part of an import.
  await runner.query(`
    create table portfolio_activity (
      portfolio_id uuid not null,
      id uuid not null,
      from_version bigint not null,
      to_version bigint,
      key uuid not null,
      day date not null,
      at timestamptz,
      type text not null,
      symbol text collate "C",
      quantity numeric,
      price numeric,
      amount numeric,
      currency text not null,
      fee numeric not null,
      ratio_to numeric,
      ratio_from numeric,
      target text,
      cost_share numeric,
      acquired date,
      lots jsonb,
      note text not null,
      constraint portfolio_activity_pkey primary key (portfolio_id, id, from_version)
    )`);
  const current = 'where to_version is null';
  await runner.query(
    `create index portfolio_activity_day_id on portfolio_activity (portfolio_id, day, id) ${current}`,
  );
  await runner.query(
    `create index portfolio_activity_symbol_day_id on portfolio_activity (portfolio_id, symbol, day, id) ${current}`,
  );
  await runner.query(
    `create index portfolio_activity_key on portfolio_activity (portfolio_id, key) ${current}`,
  );
  await runner.query(
    'create index portfolio_activity_from_version on portfolio_activity (portfolio_id, from_version)',
  );
  await runner.query(
    `create index portfolio_activity_to_version on portfolio_activity (portfolio_id, to_version) where to_version is not null`,
  );
  await runner.query(`
    create table portfolio_change (
      portfolio_id uuid not null constraint portfolio_change_portfolio_id_fkey references tracked_portfolio (id),
      version bigint not null,
      kind text not null,
      at timestamptz not null,
      count integer not null,
      undoes bigint,
      undone_by bigint,
      constraint portfolio_change_pkey primary key (portfolio_id, version)
    )`);
}

async function createGroups(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table portfolio_group (
      id uuid constraint portfolio_group_pkey primary key,
      user_id uuid not null constraint portfolio_group_user_id_fkey references "user" (id),
      name text not null,
      currency text not null
    )`);
  await runner.query('create index portfolio_group_user_id_id on portfolio_group (user_id, id)');
  await runner.query(`
    create table portfolio_group_member (
      group_id uuid not null constraint portfolio_group_member_group_id_fkey references portfolio_group (id) on delete cascade,
      portfolio_id uuid not null,
      constraint portfolio_group_member_pkey primary key (group_id, portfolio_id)
    )`);
}
