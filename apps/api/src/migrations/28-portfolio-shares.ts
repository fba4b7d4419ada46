import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links by which somebody without an account sees a portfolio. Of the token only its hash is here. */
export class PortfolioShares1700000000028 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table portfolio_share (
        id uuid constraint portfolio_share_pkey primary key,
        user_id uuid not null constraint portfolio_share_user_id_fkey references "user" (id),
        scope_id text not null,
        scope text not null constraint portfolio_share_scope_known check (scope in ('percent', 'amounts')),
        token_hash bytea not null constraint portfolio_share_token_hash_key unique,
        label text not null,
        created_at timestamptz not null,
        expires_at timestamptz,
        revoked_at timestamptz,
        last_seen_at timestamptz
      )`);
    await runner.query('create index portfolio_share_user_id_id on portfolio_share (user_id, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table portfolio_share');
  }
}
