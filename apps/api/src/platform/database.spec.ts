import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { migrations } from '../migrations/index.js';
import { connect, databaseOptions } from './database.js';

let database: TestDatabase;
let opened: DataSource[];
beforeEach(async () => {
  opened = [];
  database = await createTestDatabase(inject('databaseServerUrl'), { migrated: false });
});
afterEach(async () => {
  await Promise.all(opened.map((dataSource) => dataSource.destroy()));
  await database.drop();
});

async function open(options = databaseOptions(database.url)): Promise<DataSource> {
  const dataSource = await connect(options);
  opened.push(dataSource);
  return dataSource;
}

const listTables = (dataSource: DataSource): Promise<unknown[]> =>
  dataSource.query(`
    select table_name, column_name, data_type, is_nullable from information_schema.columns
    where table_schema = 'public' and table_name <> 'migrations' order by table_name, ordinal_position`);

it('is migrated once, however many processes start at the same time', async () => {
  const [dataSource] = await Promise.all([open(), open(), open(), open()]);

  const [{ applied }] = await dataSource.query('select count(*)::int as applied from migrations');
  expect(applied).toBe(migrations.length);
});

it('can be taken back migration by migration, and brought forward again', async () => {
  const dataSource = await open();
  const before = await listTables(dataSource);
  expect(before.length).toBeGreaterThan(20);

  for (const _ of migrations) await dataSource.undoLastMigration({ transaction: 'each' });
  expect(await listTables(dataSource)).toEqual([]);

  await dataSource.runMigrations({ transaction: 'each' });
  expect(await listTables(dataSource)).toEqual(before);
});

it('lets the next start try when a migration failed', async () => {
  class Broken1900000000000 {
    name = 'Broken1900000000000';
    up(): Promise<void> {
      return Promise.reject(new Error('This migration is broken'));
    }
    down = (): Promise<void> => Promise.resolve();
  }
  const options = databaseOptions(database.url);
  const broken = { ...options, migrations: [...migrations, Broken1900000000000] } as typeof options;
  await expect(open(broken)).rejects.toThrow('This migration is broken');

  const dataSource = await open();

  const [{ applied }] = await dataSource.query('select count(*)::int as applied from migrations');
  expect(applied).toBe(migrations.length);
});
