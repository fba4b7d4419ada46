import { expect, type Page } from '@playwright/test';
import { test } from './journey.js';
import { inspect, looks } from './looks.js';
import { choose, Person } from './person.js';
import { runCommand, screenshotFile } from './product.js';
import { WalletClient } from './wallet-client.js';

for (const look of looks) {
  test(`a paper portfolio is opened, traded in, compared and begun anew, ${look.name}`, async ({
    browser,
  }) => {
    const ada = await Person.register(browser, 'Ada Lovelace', 'EUR', { ...look, reducedMotion: 'reduce' });
    const { page } = ada;
    await page.goto('/portfolios');
    await expect(page.getByRole('row', { name: 'Main portfolio' })).toBeVisible();
    await open(page, 'Momentum', async () => {
      await page.getByRole('button', { name: /How orders are filled/ }).click();
      await pick(page, 'Fee', 'In tiers');
      await pick(page, 'Slippage', 'By the size of the order');
      await inspect(page, look.name, 'portfolio-new');
      await pick(page, 'Fee', 'A percentage');
      await pick(page, 'Slippage', 'None');
    });
    const id = new URL(page.url()).pathname.split('/')[2] ?? '';
    const client = await WalletClient.of(ada);
    for (const [symbol, amount] of [
      ['BTC-USD', '3000'],
      ['ETH-USD', '2000'],
    ])
      await client.send('/orders', {
        ...{ symbol, side: 'buy', portfolioId: id, timeInForce: 'ioc' },
        notional: { amount, currency: 'USD' },
      });
    await expect(page.getByRole('table', { name: 'Positions' }).getByRole('row')).toHaveCount(3);
    await expect(page.getByText('2 positions and cash')).toBeVisible();
    await inspect(page, look.name, 'portfolio-paper');

    await page.goto('/portfolios');
    await open(page, 'Nothing bought in it, and with a long name');
    await page.goto('/portfolios');
    await expect(page.getByRole('row', { name: /Momentum/ })).toContainText('$');
    await inspect(page, look.name, 'portfolios');
    await page.getByText('Compare', { exact: true }).click();
    const compared = page.getByRole('table', { name: 'Portfolios side by side' });
    await expect(compared.getByRole('columnheader')).toHaveCount(3);
    await expect(compared.getByRole('row', { name: /^Orders/ })).toContainText('2');
    await inspect(page, look.name, 'portfolios-compared');
    await page.getByText('Main portfolio', { exact: true }).first().click();
    await page.reload();
    await expect(compared.getByRole('columnheader')).toHaveCount(2);

    await page.goto('/portfolio');
    await expect(page.getByText('You hold nothing yet')).toBeVisible();
    await inspect(page, look.name, 'portfolio-main');
    await pick(page, 'Portfolio', 'Momentum');
    await expect(page.getByRole('heading', { name: 'Momentum', level: 1 })).toBeVisible();
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('textbox', { name: 'Starting cash' }).fill('5000');
    await page.screenshot({ path: screenshotFile(`${look.name}/portfolio-reset`) });
    await page.getByRole('button', { name: 'Begin anew' }).click();
    await expect(page.getByText('You hold nothing yet')).toBeVisible();
    await expect(page.getByRole('table', { name: 'History' }).getByRole('row')).toHaveCount(3);
    await expect(page.getByText('From $5,000.00')).toBeVisible();
    await inspect(page, look.name, 'portfolio-begun-anew');

    await page.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
    await expect(page.getByText('Archived, valued in USD')).toBeVisible();
    await page.goto('/portfolios?view=archived');
    await expect(page.getByRole('link', { name: 'Momentum' })).toBeVisible();
    await inspect(page, look.name, 'portfolios-archived');
    expect(ada.complaints).toEqual([]);
  });
}

/** A portfolio of ten thousand dollars. */
async function open(page: Page, name: string, more: () => Promise<void> = () => Promise.resolve()) {
  await page.getByRole('button', { name: 'New paper portfolio' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await choose(page, 'Currency', 'USD');
  await more();
  await page.getByRole('button', { name: 'Open portfolio' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

for (const look of looks) {
  test(`a league is opened, joined by its code, and has a leaderboard, ${look.name}`, async ({ browser }) => {
    const options = { ...look, reducedMotion: 'reduce' } as const;
    const [ada, grace] = [
      await Person.register(browser, 'Ada Lovelace', 'EUR', options),
      await Person.register(browser, 'Grace Hopper', 'EUR', options),
    ];
    await runCommand('user:role', ada.email, 'admin');
    await ada.page.goto('/leagues');
    await expect(ada.page.getByText('You are in no league yet')).toBeVisible();
    await inspect(ada.page, look.name, 'leagues-none');
    await ada.page.getByRole('button', { name: 'Open a league' }).click();
    await ada.page.getByRole('textbox', { name: 'Name' }).fill('Economics 101');
    await ada.page
      .getByRole('textbox', { name: 'Description' })
      .fill('A month of trading.\nThe best three win.');
    await ada.page.getByRole('textbox', { name: 'Largest position' }).fill('25');
    await ada.page.getByRole('checkbox', { name: 'Funds' }).uncheck();
    await inspect(ada.page, look.name, 'league-new');
    await ada.page.getByRole('button', { name: 'Open league' }).click();
    await expect(ada.page.getByText('Nobody is in it')).toBeVisible();
    const code = await ada.page.getByText(/^[2-9A-Z]{4} [2-9A-Z]{4}$/).innerText();

    for (const { page } of [ada, grace]) {
      await page.goto('/leagues');
      await page.getByRole('button', { name: 'Join with a code' }).first().click();
      await page.getByRole('textbox', { name: 'Code' }).fill(code.toLowerCase());
      await page.screenshot({ path: screenshotFile(`${look.name}/league-join`) });
      await page.getByRole('button', { name: 'Join', exact: true }).click();
      await expect(page.getByRole('heading', { name: 'Economics 101' })).toBeVisible();
    }
    const table = grace.page.getByRole('table', { name: 'Leaderboard' });
    await expect(table.getByRole('row')).toHaveCount(3);
    await expect(table.getByRole('row', { name: 'Grace Hopper' })).toContainText('You');
    await inspect(grace.page, look.name, 'league');
    await grace.page.getByRole('link', { name: 'My portfolio in it' }).click();
    await expect(grace.page.getByText('Paper money in a league, valued in EUR')).toBeVisible();
    await expect(grace.page.getByText('€100,000.00').first()).toBeVisible();
    await inspect(grace.page, look.name, 'portfolio-of-a-league');
    await grace.page.goto('/leagues');
    await expect(grace.page.getByText('1 of 2')).toBeVisible();
    await inspect(grace.page, look.name, 'leagues');

    await ada.page.reload();
    await expect(ada.page.getByRole('list', { name: 'Members' }).getByRole('listitem')).toHaveCount(2);
    await inspect(ada.page, look.name, 'league-of-its-owner');
    await grace.page.getByRole('link', { name: 'Economics 101' }).click();
    await grace.page.getByRole('button', { name: 'Leave' }).click();
    await grace.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await expect(grace.page.getByText('You are in no league yet')).toBeVisible();
    await expect(ada.page.getByRole('table', { name: 'Leaderboard' }).getByRole('row')).toHaveCount(2);
    expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  });
}
