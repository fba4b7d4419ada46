import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Roles, closed accounts, and names in an order of their own. */
export class People1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table "user"
        add column role text not null default 'user' constraint user_role_known check (role in ('user', 'admin')),
        add column closed_at timestamptz`);
    // Who was here first is who runs the installation.
    await runner.query(`
      update "user" set role = 'admin' where id = (select id from "user" order by created_at, id limit 1)`);
    // Compared byte by byte, whatever the language of the server: only so does an index find them by their beginning.
    await runner.query(`
      alter table "user" alter column email type text collate "C", alter column handle type text collate "C"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table "user" alter column email type text collate "default", alter column handle type text collate "default"`);
    await runner.query('alter table "user" drop column role, drop column closed_at');
  }
}
