import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = process.env['TRADEYARD_REAL_DATA'];
if (!folder) throw new Error('TRADEYARD_REAL_DATA must name the folder of the real files; see the README');

/** Figures that the best-known tracker's own tests expect; they stand beside the real files. */
const file = join(folder, '..', 'portfolio', 'cases.json');
const program = join(import.meta.dirname, '../../../tools/portfolio-cases.mjs');

it('portfolios come to the figures that their cases expect, each of them', () => {
  const { stdout, status } = spawnSync(process.execPath, [program, file], { encoding: 'utf8' });
  const lines = stdout.trimEnd().split('\n');
  expect(lines.filter((line) => line.startsWith('FAIL'))).toEqual([]);
  expect(lines.at(-1)).toBe('16 passed, 0 failed');
  expect(status).toBe(0);
});
