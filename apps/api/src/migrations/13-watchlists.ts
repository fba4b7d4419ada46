import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of instruments that people keep an eye on. */
export class Watchlists1700000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The unique key begins with the owner, so all lists of somebody are found by it; they are twenty at most.
    await runner.query(`
      create table watchlist (
        id uuid constraint watchlist_pkey primary key,
        user_id uuid not null constraint watchlist_user_id_fkey references "user" (id),
        name text not null,
        name_key text collate "C" not null,
        position integer not null,
        symbols text[] not null,
        constraint watchlist_user_id_name_key_key unique (user_id, name_key),
        constraint watchlist_symbols_bounded check (cardinality(symbols) <= 200)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table watchlist');
  }
}
