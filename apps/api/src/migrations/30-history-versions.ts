import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How often the past was told anew: a count for each instrument (closes, splits) and one for all rates. Whoever keeps
 * what was computed of the past asks whether it still holds.
 */
export class HistoryVersions1700000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table history_version (
        name text constraint history_version_pkey primary key,
        version bigint not null
      ) with (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table history_version');
  }
}
