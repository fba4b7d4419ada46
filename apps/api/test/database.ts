import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connect, databaseOptions } from '../src/platform/database.js';

/** A migrated database that nobody is connected to; every test's own one is a copy of it. */
const templateName = (url: string): string => `${new URL(url).pathname.slice(1)}_template`;

/** The address of another database on the same server. */
function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Makes the template anew on the server at `serverUrl`, whose role may create databases. */
export async function createTemplate(serverUrl: string): Promise<void> {
  const template = templateName(serverUrl);
  await onServer(serverUrl, `drop database if exists "${template}" with (force)`);
  await onServer(serverUrl, `create database "${template}"`);
  const dataSource = await connect(databaseOptions(databaseUrl(serverUrl, template)));
  await dataSource.destroy();
}

export type TestDatabase = { readonly url: string; drop: () => Promise<void> };

/** A database of the caller's own, in a few tens of milliseconds; with `migrated: false` there is nothing in it. */
export async function createTestDatabase(serverUrl: string, { migrated = true } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = migrated ? templateName(serverUrl) : 'template0';
  await onServer(serverUrl, `create database "${name}" template "${template}"`);
  return {
    url: databaseUrl(serverUrl, name),
    drop: () => onServer(serverUrl, `drop database if exists "${name}" with (force)`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
