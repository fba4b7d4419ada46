import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './product.js';

/** Gives the product a rate of a day, per euro. */
export async function importRate(currency: string, daysAgo: number, rate: string): Promise<void> {
  const day = new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const file = join(tmpdir(), `tradeyard-rates-${process.pid}.csv`);
  writeFileSync(file, `Date,${currency}\n${day},${rate}\n`);
  await runCommand('import:rates', file);
}
