import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which stretch of history is told again, and since when. */
export class Replay1700000000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table replay (
        id integer constraint replay_pkey primary key constraint replay_only_one check (id = 1),
        wanted_from date,
        speed integer not null constraint replay_speed_positive check (speed > 0),
        from_at timestamptz not null,
        to_at timestamptz not null,
        started_at timestamptz not null,
        constraint replay_in_order check (from_at < to_at)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table replay');
  }
}
