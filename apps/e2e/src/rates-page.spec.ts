import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './journey.js';
import { inspect, looks } from './looks.js';
import { Person } from './person.js';
import { realDataDir, runCommand } from './product.js';

const dayMs = 86_400_000;
const [firstDay, lastDay] = ['2021-01-04', '2025-12-31'];

test.beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tradeyard-rates-'));
  const file = realDataDir ? join(realDataDir, 'eurofxref-hist.csv') : join(folder, 'rates.csv');
  if (!realDataDir) await writeFile(file, someYears());
  await runCommand('import:rates', file);
  await rm(folder, { recursive: true });
});

for (const look of looks) {
  test(`the history of a pair, ${look.name}`, async ({ browser }) => {
    const { page, complaints } = await Person.register(browser, 'Ada Lovelace', 'EUR', {
      ...look,
      reducedMotion: 'reduce',
    });
    await page.getByRole('link', { name: 'Rates', exact: true }).click();
    const headline = page.getByRole('heading', { level: 2 }).first();
    await expect(headline).toHaveText(/^1 EUR = \d+\.\d+ USD$/);

    await page.getByText('Max', { exact: true }).click();
    await expect(page.locator('.recharts-area-curve').first()).toBeVisible();
    await expect(page).toHaveURL(/range=Max/);
    await inspect(page, look.name, 'rates-history');

    await page.getByRole('combobox', { name: 'From' }).fill('kuna');
    await page.getByRole('option', { name: /^HRK/ }).click();
    await expect(page.getByText('Croatian Kuna ended on Jan 1, 2023')).toBeVisible();
    await page.goto('/rates?base=HRK&quote=CHF&range=1Y');
    await expect(headline).toHaveText(/^1 HRK = 0\.1\d+ CHF$/);
    await page.getByRole('button', { name: 'Show table' }).click();
    await expect(page.getByRole('cell', { name: 'Dec 30, 2022' }).first()).toBeVisible();
    await expect(page.getByText('Croatian Kuna has ended')).toBeVisible();
    await inspect(page, look.name, 'rates-ended');
    expect(complaints).toEqual([]);
  });
}

/** A file as the bank's, with rates that go up and down; the newest days are the product's own. */
function someYears(): string {
  const lines = ['Date,USD,CHF,HRK,'];
  for (let at = Date.parse(firstDay); at <= Date.parse(lastDay); at += dayMs) {
    const date = new Date(at).toISOString().slice(0, 10);
    if ([0, 6].includes(new Date(at).getUTCDay())) continue;
    const wave = Math.round(800 * Math.sin(at / dayMs / 90) + 300 * Math.sin(at / dayMs / 11));
    const kuna = date < '2023-01-01' ? `7.53${50 + (lines.length % 20)}` : 'N/A';
    lines.push(`${date},1.${`${11_200 + wave}`.slice(1)},0.${9300 - Math.round(wave / 2)},${kuna},`);
  }
  return `${lines.join('\n')}\n`;
}
