import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A hold ends and is closed; the row stays, as the reason for what was held. */
export class HoldsStay1700000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create trigger hold_append_only before delete or truncate on hold
      for each statement execute function refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger hold_append_only on hold');
  }
}
