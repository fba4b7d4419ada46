import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People and their sessions. */
export class Accounts1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table "user" (
        id uuid constraint user_pkey primary key,
        email text not null constraint user_email_key unique,
        handle text not null constraint user_handle_key unique,
        display_name text not null,
        base_currency text not null,
        password_hash text not null,
        created_at timestamptz not null
      )`);
    await runner.query(`
      create table session (
        id uuid constraint session_pkey primary key,
        user_id uuid not null constraint session_user_id_fkey references "user" (id),
        token_hash bytea not null,
        previous_hash bytea,
        rotated_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz
      )`);
    await runner.query('create index session_user_id on session (user_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table session');
    await runner.query('drop table "user"');
  }
}
