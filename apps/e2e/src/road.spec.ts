import { expect, type Page } from '@playwright/test';
import { applePricesFile, centsOf, dollars, newestDollarRate, ratesFile, toDollarCents } from './files.js';
import { test } from './journey.js';
import { Person } from './person.js';
import { runCommand, screenshotFile } from './product.js';

// The whole road: from files of real data to a trade, and every cent and share accounted for at its end.
test('real rates and prices, two people, a conversion, a transfer, a purchase and half of it sold', async ({
  browser,
}) => {
  expect(await runCommand('import:rates', ratesFile)).toMatch(/\d rates/);
  expect(await runCommand('import:prices', '--symbol', 'AAPL', applePricesFile)).toMatch(/2025-08-28/);
  const ada = await Person.register(browser, 'Ada Lovelace');
  const bob = await Person.register(browser, 'Grace Hopper', 'USD');

  await test.step('10,000 EUR come in, and 5,000 become dollars at the newest rate of the file, to the cent', async () => {
    await ada.deposit('10000', 'EUR');
    await ada.convert('5000', 'EUR', 'USD');
    expect(await ada.available('Euro')).toBe('€5,000.00');
    expect(await ada.available('US Dollar')).toBe(dollars(converted));
    await shoot(ada.page, 'wallet');
  });

  await test.step('100 of them go to the other', async () => {
    await ada.transfer('100', 'USD', bob.email);
    expect(await ada.available('US Dollar')).toBe(dollars(converted - 100_00n));
    expect(await bob.available('US Dollar')).toBe('$100.00');
  });

  const { page } = ada;
  await test.step('the price of Apple goes on from the last real close', async () => {
    const price = centsOf(await ada.buyFor('1000', 'AAPL'));
    expect(price).toBeGreaterThan(215_00n);
    expect(price).toBeLessThan(250_00n);
    await shoot(page, 'instrument');
    expect(await ada.available('US Dollar')).toBe(dollars(converted - 1100_00n));
  });

  await test.step('the positions can be sorted by every column, with mouse and keyboard', async () => {
    await ada.buyFor('500', 'TSLA');
    await ada.open('Portfolio');
    await shoot(page, 'portfolio');
    const table = page.getByRole('table', { name: 'Positions' });
    for (const column of await table.getByRole('columnheader').allInnerTexts()) {
      const header = table.getByRole('columnheader', { name: column, exact: true });
      await header.getByRole('button').click();
      const first = await header.getAttribute('aria-sort');
      expect(['ascending', 'descending']).toContain(first);
      await header.getByRole('button').press('Enter');
      await expect(header).toHaveAttribute('aria-sort', first === 'ascending' ? 'descending' : 'ascending');
    }
    await table.getByRole('button', { name: 'Value' }).click();
    await expect(table.getByRole('row').nth(1)).toContainText('AAPL');
    await table.getByRole('button', { name: 'Value' }).click();
    await expect(table.getByRole('row').nth(1)).toContainText('TSLA');
    await page.reload(); // the address holds the order
    await expect(table.getByRole('row').nth(1)).toContainText('TSLA');
  });

  await test.step('half is sold, and cash and shares add up', async () => {
    const bought = await quantityOf(page, 'AAPL');
    await table(page).getByRole('link', { name: 'AAPL' }).click();
    await page.getByText('Sell', { exact: true }).click();
    await page.getByRole('button', { name: '50%' }).click();
    await page.getByRole('button', { name: 'Review order' }).click();
    await page.getByRole('button', { name: 'Sell AAPL' }).click();
    const receipt = page.getByText(/You received \$/).first();
    await expect(receipt).toBeVisible();
    const proceeds = centsOf(/You received (\$[\d,.]+\d)/.exec(await receipt.innerText())?.[1] ?? '');

    await ada.open('Portfolio');
    const left = await quantityOf(page, 'AAPL');
    expect(left).toBe(bought - bought / 2n);
    expect(await ada.available('US Dollar')).toBe(dollars(converted - 1600_00n + proceeds));
    // Half of what cost 1,000 comes back at about the same price.
    expect(proceeds).toBeGreaterThan(450_00n);
    expect(proceeds).toBeLessThan(550_00n);
  });

  expect([...ada.complaints, ...bob.complaints]).toEqual([]);
});

const converted = toDollarCents(5000n, newestDollarRate());

const table = (page: Page) => page.getByRole('table', { name: 'Positions' });

/** Hundred-millionths of a share. */
async function quantityOf(page: Page, symbol: string): Promise<bigint> {
  const cell = table(page).getByRole('row', { name: symbol }).getByRole('cell').nth(1);
  const [whole = '0', fraction = ''] = (await cell.innerText()).replaceAll(',', '').trim().split('.');
  return BigInt(whole + fraction.padEnd(8, '0'));
}

const shoot = (page: Page, name: string) => page.screenshot({ path: screenshotFile(name), fullPage: true });
