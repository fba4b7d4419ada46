import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { databaseOptions } from '../platform/database.js';
import { People1700000000006 } from './6-people.js';
import { migrations } from './index.js';

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseServerUrl'), { migrated: false });
  const before = migrations.slice(0, migrations.indexOf(People1700000000006));
  dataSource = await new DataSource(
    Object.assign(databaseOptions(database.url), { migrations: before }),
  ).initialize();
  await dataSource.runMigrations();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

it('makes who was there first the administrator, and can be taken back', async () => {
  for (const [name, year] of [
    ['late', 2026],
    ['first', 2024],
    ['between', 2025],
  ]) {
    await dataSource.query(
      `insert into "user" values (gen_random_uuid(), $1, $1, $1, 'EUR', 'none', make_date($2, 1, 1))`,
      [name, year],
    );
  }
  const before = await dataSource.query<object[]>('select * from "user" order by handle');
  const runner = dataSource.createQueryRunner();

  await new People1700000000006().up(runner);

  expect(await dataSource.query('select handle, role, closed_at from "user" order by handle')).toEqual([
    { handle: 'between', role: 'user', closed_at: null },
    { handle: 'first', role: 'admin', closed_at: null },
    { handle: 'late', role: 'user', closed_at: null },
  ]);
  await new People1700000000006().down(runner);
  expect(await dataSource.query('select * from "user" order by handle')).toEqual(before);
  await runner.release();
});
