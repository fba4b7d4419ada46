import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { test } from './journey.js';
import { inspect, looks } from './looks.js';
import { Person } from './person.js';

/** As a bank writes it: a table that nobody knows, with a word that means nothing yet and a row that is wrong. */
const file = `Buchungstag;Vorgang;Kürzel;Stück;Kurs;Währung
02.01.2025;Kauf;AAPL;10;180,50;USD
03.02.2025;Kauf;HAUS;1;250000,00;EUR
04.03.2025;Abgang;AAPL;4;201,12;USD
05.03.2025;Kauf;AAPL;viele;201,12;USD
`;

for (const look of looks) {
  test(`a tracked portfolio is opened, imported into, corrected, undone and exported, ${look.name}`, async ({
    browser,
  }) => {
    const ada = await Person.register(browser, 'Ada Lovelace', 'EUR', { ...look, reducedMotion: 'reduce' });
    const { page } = ada;
    await page.goto('/portfolios');
    await page.getByRole('button', { name: 'Track a portfolio' }).first().click();
    await page.getByRole('textbox', { name: 'Name' }).fill('At my bank');
    await inspect(page, look.name, 'tracked-new');
    await page.getByRole('button', { name: 'Open portfolio' }).click();
    await expect(page.getByText('Nothing has happened yet')).toBeVisible();
    await inspect(page, look.name, 'tracked-activities-none');

    await page.getByRole('link', { name: 'Import a file' }).click();
    await inspect(page, look.name, 'tracked-import');
    await importFile(page);
    await inspect(page, look.name, 'tracked-import-mapping');
    await page.getByRole('button', { name: 'Import 3 activities' }).click();
    await expect(page.getByText('Imported 3 activities')).toBeVisible();
    await inspect(page, look.name, 'tracked-import-done');

    await page.getByRole('link', { name: 'See the activities' }).click();
    const table = page.getByRole('table', { name: 'Activities' });
    await expect(table.getByRole('row')).toHaveCount(4);
    await inspect(page, look.name, 'tracked-activities');
    await table.getByRole('link', { name: 'Sell AAPL' }).click();
    await page.getByRole('textbox', { name: 'Quantity' }).fill('5');
    await inspect(page, look.name, 'tracked-activity');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(table.getByRole('row', { name: 'Sell AAPL' })).toContainText('$1,005.60');

    await table.getByRole('checkbox', { name: /^Select Buy HAUS/ }).check();
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect(table.getByRole('row')).toHaveCount(3);
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await expect(table.getByRole('row')).toHaveCount(4);

    await priceByHand(page, look.name);
    await page.getByRole('link', { name: 'Assets' }).click();
    await page.getByRole('link', { name: 'Activities' }).click();
    await page.getByText('Changes', { exact: true }).click();
    const changes = page.getByRole('list', { name: 'Changes' });
    await expect(changes.getByRole('listitem').filter({ hasText: 'Taken back' })).toHaveCount(1);
    await inspect(page, look.name, 'tracked-changes');
    await changes.getByRole('button', { name: /^Undo: Changed an activity/ }).click();
    await expect(changes.getByText('Took a change back')).toHaveCount(2);

    expect(await exported(page, 'CSV')).toMatch(/sell,2025-03-04,[^\n]*AAPL[^\n]*201\.12/);
    const everything = JSON.parse(await exported(page, 'JSON')) as { activities: unknown[] };
    expect(everything.activities).toHaveLength(3);
    await page.getByRole('link', { name: 'Overview' }).click();
    const haus = page.getByRole('table', { name: 'Positions' }).getByRole('row', { name: 'HAUS' });
    await expect(haus).toContainText('€260,000.00');
    await inspect(page, look.name, 'tracked-overview');
    await page.goto('/portfolios/all');
    await expect(page.getByRole('heading', { name: 'All together' })).toBeVisible();
    await inspect(page, look.name, 'portfolios-all-together');
    expect(ada.complaints).toEqual([]);
  });
}

/** Chooses the file, and says what the word in it means that nobody knows. */
async function importFile(page: Page): Promise<void> {
  await page
    .getByLabel(/Choose a file/)
    .setInputFiles({ name: 'umsaetze.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  const faults = page.getByRole('table', { name: 'Rows with a fault' });
  await expect(faults.getByRole('row')).toHaveCount(3);
  await page.getByRole('combobox', { name: '“Abgang”' }).click();
  await page.getByRole('option', { name: 'Sell', exact: true }).click();
  await page.getByRole('button', { name: 'Read the file again' }).click();
  await expect(faults.getByRole('row')).toHaveCount(2);
  await expect(faults).toContainText('viele');
}

/** Says what the house is worth now. */
async function priceByHand(page: Page, look: string): Promise<void> {
  await page.getByRole('link', { name: 'Assets' }).click();
  await inspect(page, look, 'tracked-assets');
  await page.getByRole('link', { name: 'HAUS' }).click();
  await page.getByRole('button', { name: 'Add a price' }).click();
  await page.getByRole('textbox', { name: 'Price of one' }).fill('260 000');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('table', { name: 'Prices by hand' })).toContainText('€260,000.00');
  await inspect(page, look, 'tracked-asset');
}

/** What the browser saves. */
async function exported(page: Page, format: 'CSV' | 'JSON'): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: new RegExp(`^${format}`) }).click();
  return readFile(await (await download).path(), 'utf8');
}
