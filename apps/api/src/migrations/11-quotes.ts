import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a conversion comes to, promised for a moment. */
export class Quotes1700000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table conversion_quote (
        id uuid constraint conversion_quote_pkey primary key,
        version bigint not null,
        book_id uuid not null,
        side text not null,
        from_currency text not null,
        to_currency text not null,
        sold bigint not null,
        fee bigint not null,
        bought bigint not null,
        rate text not null,
        rate_date date not null,
        rate_source text not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        used_by uuid,
        constraint conversion_quote_amounts check (fee >= 0 and sold > fee and bought > 0)
      )`);
    // For the job that forgets those that ended long ago.
    await runner.query('create index conversion_quote_expires_at on conversion_quote (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table conversion_quote');
  }
}
