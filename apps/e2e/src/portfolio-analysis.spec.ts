import { expect, type Page } from '@playwright/test';
import { test } from './journey.js';
import { inspect, looks } from './looks.js';
import { listenForComplaints, Person } from './person.js';
import { WalletClient } from './wallet-client.js';

type Told = { day: string; type: 'buy' | 'sell' | 'dividend'; symbol: string } & Record<string, string>;

/** Bought in two years, with dividends and a sale. */
const activities: readonly Told[] = [
  { day: '2024-01-10', type: 'buy', symbol: 'AAPL', quantity: '10', price: '180', fee: '1' },
  { day: '2024-06-10', type: 'buy', symbol: 'BTC-USD', quantity: '0.1', price: '60000' },
  { day: '2024-08-15', type: 'dividend', symbol: 'AAPL', amount: '2.5' },
  { day: '2025-02-15', type: 'dividend', symbol: 'AAPL', amount: '2.6' },
  { day: '2025-03-10', type: 'sell', symbol: 'AAPL', quantity: '4', price: '220', fee: '1' },
];

for (const look of looks) {
  test(`a tracked portfolio is looked into, and shared by a link, ${look.name}`, async ({ browser }) => {
    const ada = await Person.register(browser, 'Ada Lovelace', 'EUR', { ...look, reducedMotion: 'reduce' });
    const { page } = ada;
    const client = await WalletClient.of(ada);
    const { id } = await client.send('/portfolios', { kind: 'tracked', name: 'Savings', currency: 'USD' });
    const open = async (section: string) => {
      await page
        .getByRole('navigation', { name: 'This portfolio' })
        .getByRole('link', { name: section })
        .click();
      await expect(page).toHaveURL(new RegExp(`/portfolios/${id}/${section.toLowerCase()}`));
    };

    await page.goto(`/portfolios/${id}/performance`);
    await expect(page.getByText('Nothing has happened here yet')).toBeVisible();
    await inspect(page, look.name, 'performance-of-nothing');
    for (const activity of activities)
      await client.send(`/portfolios/${id}/activities`, { currency: 'USD', ...activity });

    await page.reload();
    await page.getByText('Max', { exact: true }).click();
    const parts = page.getByRole('table', { name: 'What each part did' });
    await expect(parts.getByRole('row', { name: /AAPL/ })).toContainText('$');
    await inspect(page, look.name, 'performance');
    await page.getByRole('button', { name: /how Simple came about/ }).click();
    await expect(page.getByRole('dialog', { name: 'Simple' })).toContainText('The gain, divided by');
    await inspect(page, look.name, 'performance-trail');
    await page.goBack();
    await expect(page.getByRole('dialog')).toBeHidden();

    await open('Income');
    await page.getByText('By year', { exact: true }).click();
    await page.getByRole('button', { name: 'Show table' }).click();
    await expect(page.getByRole('row', { name: '2024 $2.50' })).toBeVisible();
    await inspect(page, look.name, 'income');

    await open('Gains');
    await expect(page.getByText('Lot of Jan 10, 2024')).toBeVisible();
    await inspect(page, look.name, 'gains');
    await page.getByRole('combobox', { name: 'Method' }).click();
    await page.getByRole('option', { name: 'Average cost' }).click();
    await page.getByRole('button', { name: 'Switch to this' }).click();
    await expect(page.getByRole('row', { name: /Average cost, in use/ })).toBeVisible();

    await open('Risk');
    await page.getByText('Max', { exact: true }).click();
    await expect(page.getByRole('table', { name: /each month/ })).toBeVisible();
    await inspect(page, look.name, 'risk');
    await open('Plan');
    await expect(page.getByText('How the capital grows')).toBeVisible();
    await inspect(page, look.name, 'plan');
    await share(page, look.name, open);
    expect(ada.complaints).toEqual([]);
  });
}

/** Makes a link, looks at what it shows without a session, and revokes it. */
async function share(page: Page, look: string, open: (section: string) => Promise<void>): Promise<void> {
  await open('Sharing');
  await page.getByRole('button', { name: 'New link' }).click();
  await page.getByRole('button', { name: 'Make the link' }).click();
  const address = await page.getByText(/\/shared\//).innerText();
  await page.getByRole('button', { name: 'Done' }).click();
  await inspect(page, look, 'sharing');
  const guest = await (await page.context().browser()?.newContext())?.newPage();
  if (!guest) throw new Error('There is no browser for a guest');
  const complaints = listenForComplaints(guest);
  await guest.goto(address);
  await expect(guest.getByRole('heading', { name: 'Savings' })).toBeVisible();
  await expect(guest.getByRole('table', { name: 'Positions' })).toContainText('AAPL');
  await expect(guest.locator('main')).not.toContainText('$');
  await inspect(guest, look, 'shared');
  expect(complaints).toEqual([]);
  await page.getByRole('button', { name: 'Revoke Savings' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('Nobody else can see this')).toBeVisible();
  await guest.reload();
  await expect(guest.getByText('There is nothing to see here, or not any more')).toBeVisible();
}

for (const look of looks) {
  test(`a plan becomes orders that are placed, ${look.name}`, async ({ browser }) => {
    const ada = await Person.register(browser, 'Ada Lovelace', 'EUR', { ...look, reducedMotion: 'reduce' });
    const { page } = ada;
    const client = await WalletClient.of(ada);
    const { id } = await client.send('/portfolios', {
      ...{ name: 'Half and half', currency: 'USD' },
      startingCash: { amount: '10000', currency: 'USD' },
    });
    await client.send('/orders', {
      ...{ symbol: 'BTC-USD', side: 'buy', portfolioId: id, timeInForce: 'ioc' },
      notional: { amount: '6000', currency: 'USD' },
    });
    await client.send('/orders', {
      ...{ symbol: 'ETH-USD', side: 'buy', portfolioId: id, timeInForce: 'ioc' },
      notional: { amount: '1000', currency: 'USD' },
    });
    await page.goto(`/portfolios/${id}/allocation?by=position`);
    await page.getByRole('button', { name: 'Set targets' }).click();
    for (const symbol of ['BTC-USD', 'ETH-USD']) await page.getByRole('textbox', { name: symbol }).fill('50');
    await page.getByRole('button', { name: 'Save targets' }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
    await page.getByRole('button', { name: 'Work out a plan' }).click();
    await expect(page.getByRole('table', { name: 'Plan' }).getByRole('row')).toHaveCount(3);
    await inspect(page, look.name, 'allocation');
    await page.getByRole('button', { name: 'Review 2 orders' }).click();
    const orders = page.getByRole('dialog').getByRole('listitem');
    await expect(orders.first()).toContainText('Sell');
    await expect(orders.first()).toContainText('brings about $');
    await expect(orders.last()).toContainText('paid with what the sales bring');
    await inspect(page, look.name, 'allocation-orders');
    await page.getByRole('button', { name: 'Place 2 orders' }).click();
    await expect(page.getByRole('button', { name: 'Done' })).toBeVisible();
    await expect(orders.filter({ hasText: 'Traded' })).toHaveCount(2);
    // A purchase that prices have outrun is refused, and tried a little smaller.
    expect(ada.complaints.filter((each) => !/422 .*\/orders$/.test(each))).toEqual([]);
  });
}
