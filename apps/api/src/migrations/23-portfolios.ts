import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Paper portfolios, each with a book of its own in the ledger, the leagues that they compete in, and who opens those. */
export class Portfolios1700000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table "user" drop constraint user_role_known,
        add constraint user_role_known check (role in ('user', 'teacher', 'admin'))`);
    await createLeagues(runner);
    await createPortfolios(runner);
    await createMembers(runner);
  }

  /** Money of paper portfolios stays in their books. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table league_result, league_member, paper_run, paper_portfolio, paper_owner, league',
    );
    await runner.query(`update "user" set role = 'user' where role = 'teacher'`);
    await runner.query(`
      alter table "user" drop constraint user_role_known,
        add constraint user_role_known check (role in ('user', 'admin'))`);
  }
}

async function createLeagues(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table league (
      id uuid constraint league_pkey primary key,
      owner_id uuid not null constraint league_owner_id_fkey references "user" (id),
      name text not null,
      description text,
      currency text not null,
      starting_cash bigint not null constraint league_starting_cash_positive check (starting_cash > 0),
      models jsonb not null,
      rules jsonb not null,
      code text not null constraint league_code_key unique,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      created_at timestamptz not null,
      frozen_at timestamptz,
      constraint league_ends_after_start check (ends_at > starts_at)
    )`);
  await runner.query('create index league_owner_id_id on league (owner_id, id)');
  await runner.query('create index league_ends_at on league (ends_at) where frozen_at is null');
}

async function createPortfolios(runner: QueryRunner): Promise<void> {
  // A row for each person, which commands change: the count is right however many open portfolios at once.
  await runner.query(`
    create table paper_owner (
      id uuid constraint paper_owner_pkey primary key
        constraint paper_owner_id_fkey references "user" (id),
      version bigint not null,
      open_count integer not null constraint paper_owner_count_not_negative check (open_count >= 0),
      main_models jsonb
    )`);
  await runner.query(`
    create table paper_portfolio (
      id uuid constraint paper_portfolio_pkey primary key,
      version bigint not null,
      user_id uuid not null constraint paper_portfolio_user_id_fkey references "user" (id),
      league_id uuid constraint paper_portfolio_league_id_fkey references league (id),
      name text not null,
      currency text not null,
      book_id uuid not null constraint paper_portfolio_book_id_key unique,
      starting_cash bigint not null constraint paper_portfolio_starting_cash_positive check (starting_cash > 0),
      models jsonb not null,
      created_at timestamptz not null,
      started_at timestamptz not null,
      archived_at timestamptz
    )`);
  await runner.query(
    'create index paper_portfolio_open_user_id_id on paper_portfolio (user_id, id) where archived_at is null',
  );
  await runner.query(
    'create index paper_portfolio_archived_user_id_id on paper_portfolio (user_id, id) where archived_at is not null',
  );
  // The id of a run is the id of its book.
  await runner.query(`
    create table paper_run (
      id uuid constraint paper_run_pkey primary key,
      version bigint not null,
      portfolio_id uuid not null constraint paper_run_portfolio_id_fkey references paper_portfolio (id),
      started_at timestamptz not null,
      ended_at timestamptz,
      starting_cash bigint not null,
      end_value bigint
    )`);
  await runner.query('create index paper_run_portfolio_id_id on paper_run (portfolio_id, id)');
  for (const table of ['paper_portfolio', 'paper_run']) {
    await runner.query(`
      create trigger ${table}_stays before delete or truncate on ${table}
      for each statement execute function refuse_change()`);
  }
}

async function createMembers(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table league_member (
      id uuid constraint league_member_pkey primary key,
      league_id uuid not null constraint league_member_league_id_fkey references league (id),
      user_id uuid not null constraint league_member_user_id_fkey references "user" (id),
      portfolio_id uuid not null constraint league_member_portfolio_id_fkey references paper_portfolio (id),
      joined_at timestamptz not null,
      left_at timestamptz,
      was_removed boolean not null
    )`);
  await runner.query(
    'create unique index league_member_key on league_member (user_id, league_id) where left_at is null',
  );
  await runner.query('create index league_member_user_id_league_id on league_member (user_id, league_id)');
  await runner.query('create index league_member_league_id_id on league_member (league_id, id)');
  await runner.query('create index league_member_portfolio_id on league_member (portfolio_id)');
  await runner.query(`
    create table league_result (
      league_id uuid not null constraint league_result_league_id_fkey references league (id),
      place integer not null,
      rank integer not null,
      user_id uuid not null constraint league_result_user_id_fkey references "user" (id),
      value bigint not null,
      return_percent numeric not null,
      constraint league_result_pkey primary key (league_id, place),
      constraint league_result_league_id_user_id_key unique (league_id, user_id)
    )`);
  await runner.query(`
    create trigger league_result_append_only before update or delete or truncate on league_result
    for each statement execute function refuse_change()`);
}
