import type { MigrationInterface, QueryRunner } from 'typeorm';

/** To which books splits and dividends came, and how far each has got. */
export class EventApplications1700000000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The id follows from the event and the book, so that whoever applies it again is refused by the key.
    await runner.query(`
      create table event_application (
        id uuid constraint event_application_pkey primary key,
        symbol text not null,
        day date not null,
        kind text not null,
        book_id uuid not null,
        quantity bigint not null,
        journal_id uuid,
        at timestamptz not null
      )`);
    await runner.query(`
      create table event_progress (
        symbol text not null,
        day date not null,
        kind text not null,
        holders_after uuid,
        orders_after uuid,
        done_at timestamptz,
        constraint event_progress_pkey primary key (symbol, day, kind)
      )`);
    // Neither what is indexed nor what the condition names ever changes, so balances are still updated in place.
    await runner.query(`
      create index account_share_id on account (asset, id) where kind = 'customer' and asset like 'share:%'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index account_share_id');
    await runner.query('drop table event_progress, event_application');
  }
}
