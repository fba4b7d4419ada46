import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Orders and their fills. */
export class Trading1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table "order" (
        id uuid constraint order_pkey primary key,
        user_id uuid not null constraint order_user_id_fkey references "user" (id),
        book_id uuid not null,
        symbol text not null,
        side text not null,
        type text not null,
        status text not null,
        time_in_force text not null,
        client_order_id text,
        quantity bigint,
        notional bigint,
        currency text not null,
        filled_quantity bigint not null,
        filled_cash bigint not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        constraint order_user_id_client_order_id_key unique (user_id, client_order_id)
      )`);
    await runner.query('create index order_user_id_id on "order" (user_id, id)');
    await runner.query('create index order_user_id_symbol_id on "order" (user_id, symbol, id)');
    await runner.query(`
      create table fill (
        id uuid constraint fill_pkey primary key,
        order_id uuid not null constraint fill_order_id_fkey references "order" (id),
        journal_id uuid not null,
        at timestamptz not null,
        quantity bigint not null,
        price numeric not null,
        cash bigint not null,
        fee bigint not null,
        rule text not null,
        bid numeric not null,
        ask numeric not null,
        quoted_at timestamptz not null,
        quote_source text not null
      )`);
    await runner.query('create index fill_order_id on fill (order_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table fill, "order"');
  }
}
