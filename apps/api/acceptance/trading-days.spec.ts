import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tradingDays } from '@tradeyard/market';
import { expect, it } from 'vitest';

const folder = process.env['TRADEYARD_REAL_DATA'];
if (!folder) throw new Error('TRADEYARD_REAL_DATA must name the folder of the real files; see the README');

/** The days of a file of prices, oldest first. */
const daysOf = (file: string): string[] =>
  readFileSync(join(folder, 'prices', file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.slice(0, 10))
    .sort();

it.each(['AAPL.csv', 'AMZN.csv', 'TSLA.csv'])('has the same trading days as %s', (file) => {
  const days = daysOf(file);
  const expected = tradingDays('XNAS', days[0] ?? '', days.at(-1) ?? '');
  expect({
    tradedThoughClosed: days.filter((day) => !expected.includes(day)),
    notInTheFile: expected.filter((day) => !days.includes(day)),
  }).toEqual({ tradedThoughClosed: [], notInTheFile: [] });
});
