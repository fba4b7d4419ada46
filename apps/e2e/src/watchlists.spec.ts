import { expect } from '@playwright/test';
import { test } from './journey.js';
import { inspect, looks } from './looks.js';
import { Person } from './person.js';
import { screenshotFile } from './product.js';

for (const look of looks) {
  test(`lists of instruments, ${look.name}`, async ({ browser }) => {
    const { page, complaints } = await Person.register(browser, 'Ada Lovelace', 'EUR', {
      ...look,
      reducedMotion: 'reduce',
    });
    const names = page.getByRole('table').getByRole('link');
    await page.goto('/markets/TSLA');
    await page.getByRole('button', { name: 'Add TSLA to a watchlist' }).click();
    await page.getByRole('menuitem', { name: 'New list with TSLA' }).click();
    await page.getByLabel('Name').fill('To watch');
    await page.getByRole('button', { name: 'Create with TSLA' }).click();
    await expect(page.getByRole('button', { name: 'Watchlists with TSLA' })).toBeVisible();

    await page.goto('/markets');
    await page.getByRole('button', { name: 'Add BTC-USD to a watchlist' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'To watch' }).click();
    await expect(page.getByRole('button', { name: 'Watchlists with BTC-USD' })).toBeVisible();
    await page.screenshot({ path: screenshotFile(`${look.name}/watchlist-menu`) });
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'To watch' }).click();
    await expect(names).toHaveText(['TSLA', 'BTC-USD']);
    await expect(page.getByRole('cell', { name: /\$/ }).first()).toBeVisible();

    await page.getByRole('button', { name: 'Watchlists with BTC-USD' }).click();
    await page.getByRole('menuitem', { name: 'Move up' }).click();
    await expect(names).toHaveText(['BTC-USD', 'TSLA']);
    await page.keyboard.press('Escape');
    await page.reload();
    await expect(names).toHaveText(['BTC-USD', 'TSLA']);
    await expect(page.getByRole('cell', { name: /\$/ }).first()).toBeVisible();
    await inspect(page, look.name, 'watchlist');

    await page.getByRole('button', { name: 'Change To watch' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page).toHaveURL(/\/markets$/);
    await expect(page.getByRole('link', { name: 'To watch' })).toHaveCount(0);
    expect(complaints).toEqual([]);
  });
}
