import { DataSource, DefaultNamingStrategy, type DataSourceOptions } from 'typeorm';
import { migrations } from '../migrations/index.js';

/** Any number that nothing else in this database locks; it keeps two booting processes from migrating at once. */
const migrationLock = 7_270_001;

/** `bookId` in TypeScript is `book_id` in Postgres, which needs no quotes there. */
class SnakeCase extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string): string {
    return customName || propertyName.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

export const databaseOptions = (url: string): DataSourceOptions => ({
  type: 'postgres',
  url,
  entities: [],
  migrations: [...migrations],
  namingStrategy: new SnakeCase(),
  applicationName: 'tradeyard',
  poolSize: 20,
  connectTimeoutMS: 10_000,
  // A process that stands still in the middle of a transaction must not keep its locks from the others.
  extra: { keepAlive: true, pipeline: true, idle_in_transaction_session_timeout: 10_000 },
});

/** Connects, and brings the schema up to date before anything else reads it. */
export async function connect(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = await new DataSource(options).initialize();
  try {
    const runner = dataSource.createQueryRunner();
    await runner.query('select pg_advisory_lock($1)', [migrationLock]);
    await dataSource.runMigrations({ transaction: 'each' });
    await runner.query('select pg_advisory_unlock($1)', [migrationLock]);
    await runner.release();
  } catch (error) {
    // Closing the connections gives the lock back: the next try must not wait for this one.
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}
