import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../../tools/postgres.mjs';
import { createTemplate } from './database.js';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface merges with Vitest's own
  interface ProvidedContext {
    databaseServerUrl: string;
  }
}

/**
 * One PostgreSQL for the whole run, in a temporary folder and never flushed to
 * disk. TEST_DATABASE_URL names another server (a Postgres 15, say) to run the
 * same tests on; its role has to be allowed to create databases.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) {
    await provide(project, given);
    return undefined;
  }
  // Every application under test keeps a pool of its own.
  const { url, stop } = await startPostgres({ ephemeral: true, settings: { max_connections: 300 } });
  await provide(project, url);
  return stop;
}

async function provide(project: TestProject, serverUrl: string): Promise<void> {
  await createTemplate(serverUrl);
  project.provide('databaseServerUrl', serverUrl);
}
