import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The numbers of events that the stream sends. Orders from before are numbered 0: they are in every snapshot's past. */
export class Stream1700000000018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create sequence stream_seq');
    await runner.query('alter table "order" add column stream_seq bigint default 0');
    await runner.query('alter table "order" alter column stream_seq drop default');
    await runner.query('create index order_user_id_stream_seq on "order" (user_id, stream_seq)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table "order" drop column stream_seq');
    await runner.query('drop sequence stream_seq');
  }
}
