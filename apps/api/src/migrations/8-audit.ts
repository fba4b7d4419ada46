import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who did what is asked for by person. */
export class Audit1700000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // What people send is found by the accounts that it touched; only these kinds may touch nothing of who sent them.
    // An index of all would cost every movement something.
    await runner.query(
      `create index journal_actor_id on journal (actor, id) where kind in ('release', 'reversal')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index journal_actor_id');
  }
}
