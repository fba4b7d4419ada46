import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './journey.js';
import { Person, choose } from './person.js';
import { importRate } from './rates.js';
import { WalletClient } from './wallet-client.js';

test('money is sent in a currency that the sender lacks, at a cost that is shown first and again when it changes', async ({
  browser,
}) => {
  const ada = await Person.register(browser, 'Ada Lovelace');
  const bob = await Person.register(browser, 'Grace Hopper', 'CHF');
  await importRate('CHF', 1, '0.9000');
  await ada.deposit('1000', 'EUR');
  const { page } = ada;
  const cost = page.getByRole('status', { name: 'What it costs' });

  await test.step('the cost, the rate and its day are there before anything is sent', async () => {
    await page.getByRole('button', { name: 'Transfer' }).click();
    await page.getByLabel('To', { exact: true }).fill(bob.email);
    await page.getByLabel('Amount').fill('90');
    await choose(page, 'Currency', 'CHF');
    await expect(cost).toContainText('Grace Hopper receives');
    await expect(cost).toContainText(/You pay\s*€100.00/);
    await expect(cost).toContainText('1 EUR = 0.9000 CHF');
    await expect(page.getByRole('combobox', { name: 'Pay with' })).toHaveValue(/EUR/);
  });

  await test.step('a rate that has become worse meanwhile is not paid without asking', async () => {
    await importRate('CHF', 0, '0.8000');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
      'The rate has changed. This costs €112.50 now',
    );
    await expect(cost).toContainText(/You pay\s*€112.50/);
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
  });

  expect(await ada.available('Euro')).toBe('€887.50');
  expect(await bob.available('Swiss Franc')).toBe('CHF\u00a090.00');
  // The browser reports the answer that said so.
  expect(ada.complaints.filter((complaint) => !/status of 422/.test(complaint))).toEqual([]);
  expect(bob.complaints).toEqual([]);
});

test('money is held, a part of it taken, and the statements of both tell it', async ({ browser }) => {
  const ada = await Person.register(browser, 'Ada Lovelace');
  const bob = await Person.register(browser, 'Grace Hopper');
  await ada.deposit('500', 'EUR');

  await test.step('one holds', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'All holds' }).click();
    await page.getByRole('link', { name: 'Hold money', exact: true }).click();
    await page.getByLabel('For', { exact: true }).fill(bob.email);
    await page.getByLabel('Amount').fill('120');
    await page.getByLabel('Note').fill('Repair of the bicycle');
    await page.getByRole('button', { name: 'Hold', exact: true }).click();
    const hold = page.getByRole('list', { name: 'Holds' }).getByRole('listitem');
    await expect(hold).toContainText(
      /For Grace Hopper.*Repair of the bicycle.*Ends in 7 days.*€120.00.*Open/,
    );
    // Who promised cannot take it back before its time.
    await expect(hold.getByRole('button')).toHaveCount(0);
    expect(await ada.available('Euro')).toMatch(/^€380.00\s+\+ €120.00 held$/);
  });

  await test.step('the other takes a part', async () => {
    const { page } = bob;
    await bob.open('Wallet');
    await page.reload();
    await page.getByRole('button', { name: 'Take payment' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Amount').fill('500');
    await dialog.getByRole('button', { name: 'Take payment' }).click();
    await expect(dialog).toContainText('This is more than what is held: €120.00 is held, €500.00 was asked');
    await dialog.getByLabel('Amount').fill('80');
    await dialog.getByRole('button', { name: 'Take payment' }).click();
    await expect(dialog).toBeHidden();
    expect(await bob.available('Euro')).toBe('€80.00');
  });

  await test.step('both statements say so', async () => {
    await openStatement(bob, 'Euro');
    expect(await tableTexts(bob.page)).toEqual([
      ['Received from Ada Lovelace from a hold Repair of the bicycle', '€80.00', '', '€80.00'],
    ]);
    await ada.page.reload();
    expect(await ada.available('Euro')).toBe('€420.00');
    await openStatement(ada, 'Euro');
    expect(await tableTexts(ada.page)).toEqual([
      ['Paid to Grace Hopper from a hold Repair of the bicycle', '', '€80.00', '-€120.00', '€420.00'],
      ['Held for Grace Hopper Repair of the bicycle', '', '', '+€120.00', '€500.00 €380.00 available'],
      ['Deposit', '€500.00', '', '', '€500.00'],
    ]);
    await ada.page.goto('/wallet/holds');
    await expect(ada.page.getByRole('list', { name: 'Holds' })).toContainText(
      'Grace Hopper took €80.00 of €120.00',
    );
  });
  expect(ada.complaints).toEqual([]);
  expect(bob.complaints.filter((complaint) => !/status of 422/.test(complaint))).toEqual([]);
});

test('what was received is given back, once, and both see which transaction took back which', async ({
  browser,
}) => {
  const ada = await Person.register(browser, 'Ada Lovelace');
  const bob = await Person.register(browser, 'Grace Hopper');
  await ada.deposit('50', 'EUR');
  await ada.transfer('50', 'EUR', bob.email);
  const { page } = bob;
  await bob.open('Wallet');
  await page.reload();
  await page.getByRole('link', { name: 'Received from Ada Lovelace' }).click();
  await page.getByRole('button', { name: 'Give this back' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('€50.00 leaves your wallet, and Ada Lovelace gets €50.00 back');
  await dialog.getByLabel('Note').fill('Paid twice');
  await dialog.getByRole('button', { name: 'Give this back' }).click();
  await expect(dialog).toBeHidden();

  await expect(page.getByRole('button', { name: 'Give this back' })).toHaveCount(0);
  await page.getByRole('link', { name: 'See what took it back' }).click();
  await expect(page.getByRole('heading', { name: 'Given back to Ada Lovelace' })).toBeVisible();
  await expect(page.getByText('Paid twice')).toBeVisible();
  await page.getByRole('link', { name: 'See what it takes back' }).click();
  await expect(page.getByRole('heading', { name: 'Received from Ada Lovelace' })).toBeVisible();
  await expect.poll(() => bob.available('Euro')).toBe('€0.00');

  await ada.page.reload();
  expect(await ada.available('Euro')).toBe('€50.00');
  await expect(ada.page.getByRole('link', { name: 'Given back by Grace Hopper' })).toBeVisible();
  expect([...ada.complaints, ...bob.complaints]).toEqual([]);
});

test('a statement keeps its filters in the address, and its file has what the table has', async ({
  browser,
}) => {
  const ada = await Person.register(browser, 'Ada Lovelace');
  const { page } = ada;
  const client = await WalletClient.of(ada);
  for (let day = 1; day <= 60; day++) {
    await client.send('/wallet/deposits', {
      amount: { amount: `${day}.05`, currency: 'EUR' },
      memo: day % 10 === 0 ? `Rent "${day}", paid` : `Day ${day}`,
    });
  }
  await client.send('/wallet/withdrawals', {
    amount: { amount: '7.00', currency: 'EUR' },
    memo: 'Rent of a car',
  });
  await ada.open('Wallet');
  await page.reload();
  await openStatement(ada, 'Euro');

  await test.step('it goes on page by page', async () => {
    await expect(rows(page)).toHaveCount(1 + 50);
    await page.getByRole('button', { name: 'Load more' }).click();
    await expect(rows(page)).toHaveCount(1 + 61);
  });

  await test.step('filters stand in the address and survive a reload', async () => {
    await page.getByText('Deposits', { exact: true }).click();
    await page.getByLabel('Search').fill('rent');
    await page.getByLabel('From', { exact: true }).fill(localDay());
    await page.getByLabel('To', { exact: true }).fill(localDay());
    await expect(rows(page)).toHaveCount(1 + 6);
    await expect(page).toHaveURL(/kind=deposit/);
    await expect(page).toHaveURL(/text=rent/);
    await page.reload();
    await expect(rows(page)).toHaveCount(1 + 6);
    await expect(page.getByLabel('Search')).toHaveValue('rent');
    await expect(page.getByRole('checkbox', { name: 'Deposits' })).toBeChecked();
    await expect(page.getByText('These are of the whole period')).toBeVisible();
  });

  await test.step('who looks at one entry comes back to the same list', async () => {
    await rows(page).nth(1).click();
    await expect(page.getByRole('heading', { name: 'Deposit', level: 1 })).toBeVisible();
    await page.getByRole('link', { name: 'Statement' }).click();
    await expect(rows(page)).toHaveCount(1 + 6);
  });

  await test.step('the file has the same entries, oldest first', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`tradeyard-EUR-${localDay()}-${localDay()}.csv`);
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n');
    const [header = '', ...entries] = lines;
    expect(header.replace('\uFEFF', '').split(',').slice(0, 5)).toEqual([
      'id',
      'at',
      'valueDate',
      'kind',
      'memo',
    ]);
    const shown = (await tableTexts(page)).reverse();
    expect(entries).toHaveLength(shown.length);
    for (const [index, entry] of entries.entries()) {
      const [what = '', incoming = '', , balance = ''] = shown[index] ?? [];
      const memo = what.replace('Deposit ', '').replaceAll('"', '""');
      expect(entry).toContain(`,deposit,"${memo}",`);
      expect(entry).toContain(`,EUR,${plain(incoming)},0.00,${plain(balance)},`);
    }
  });

  await test.step('a filter that fits nothing says so, and can be taken off', async () => {
    await page.getByLabel('Search').fill('nobody wrote this');
    await expect(page.getByText('Nothing found')).toBeVisible();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await expect(rows(page)).toHaveCount(1 + 50);
    await expect(page).toHaveURL(/\/wallet\/statement\/EUR$/);
  });
  expect(ada.complaints).toEqual([]);
});

async function openStatement({ page }: Person, currency: string): Promise<void> {
  await page.getByRole('table', { name: 'Balances' }).getByRole('row', { name: currency }).click();
  await expect(page.getByRole('heading', { name: `${currency} statement` })).toBeVisible();
}

const rows = (page: Page): Locator => page.getByRole('table', { name: 'Statement' }).getByRole('row');

/** The cells of the statement but the first, which is the time. */
async function tableTexts(page: Page): Promise<string[][]> {
  await expect(rows(page).nth(1)).toBeVisible();
  const [, ...entries] = await rows(page).all();
  return Promise.all(
    entries.map(async (row) => {
      const [, ...cells] = await row.getByRole('cell').allInnerTexts();
      return cells.map((text) => text.replaceAll(/\s+/g, ' ').trim());
    }),
  );
}

/** `1234.50` of an amount as the web writes it. */
const plain = (text: string): string => text.replaceAll(/[^0-9.]/g, '');

/** Today where the browser is. */
const localDay = (): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());
