import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ledger. A book is the id of the user or paper portfolio that owns it, or
 * of the house. Postings are only ever added: the database itself refuses to
 * change or remove one.
 */
export class Ledger1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Room on each page lets Postgres update a balance in place, without touching an index.
    await runner.query(`
      create table account (
        id uuid constraint account_pkey primary key,
        book_id uuid not null,
        asset text not null,
        kind text not null,
        balance bigint not null,
        seq bigint not null,
        constraint account_book_id_asset_kind_key unique (book_id, asset, kind),
        constraint account_customer_not_negative check (kind not in ('available', 'held') or balance >= 0)
      ) with (fillfactor = 70)`);
    await runner.query(`
      create table journal (
        id uuid constraint journal_pkey primary key,
        kind text not null,
        actor uuid,
        at timestamptz not null,
        memo text,
        detail jsonb,
        idempotency_key text
      )`);
    // The book leads the key, so that one person's history is read from one place.
    // No foreign keys: a posting, its journal and its account are written by one
    // statement and none of them can be removed (below); checking each posting
    // against both would cost a quarter of the ledger's speed.
    await runner.query(`
      create table posting (
        book_id uuid not null,
        journal_id uuid not null,
        account_id uuid not null,
        seq bigint not null,
        amount bigint not null,
        balance_after bigint not null,
        constraint posting_pkey primary key (book_id, journal_id, account_id),
        constraint posting_account_id_seq_key unique (account_id, seq)
      )`);
    await runner.query(`
      create table idempotency (
        user_id uuid not null,
        key text not null,
        fingerprint text not null,
        answer jsonb not null,
        at timestamptz not null,
        constraint idempotency_pkey primary key (user_id, key)
      )`);
    await runner.query(`
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'Rows of % are never changed or removed', tg_table_name using errcode = 'restrict_violation';
      end $$`);
    for (const [table, changes] of [
      ['journal', 'update or delete or truncate'],
      ['posting', 'update or delete or truncate'],
      ['account', 'delete or truncate'],
    ]) {
      await runner.query(`
        create trigger ${table}_append_only before ${changes} on ${table}
        for each statement execute function refuse_change()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table idempotency, posting, journal, account');
    await runner.query('drop function refuse_change');
  }
}
