import { expect, type Page } from '@playwright/test';
import { test } from './journey.js';
import { expectAccessible, inspect, looks } from './looks.js';
import { choose, Person } from './person.js';

for (const look of looks) {
  test(`orders that rest, ${look.name}`, async ({ browser }) => {
    const person = await Person.register(browser, 'Ada Lovelace', 'EUR', {
      ...look,
      reducedMotion: 'reduce',
    });
    const { page, complaints } = person;
    await person.deposit('10000.00', 'USD');
    await placeLimit(page, look.name);
    await replaceAndCancel(page, look.name);
    await reserveAndCommit(page, look.name);
    await protect(page, look.name);
    await setPoint(page, look.name);
    await stopTrading(page, look.name);
    expect(complaints).toEqual([]);
  });
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** Far below the market, so that it waits: the ticket says for what, and how much it reserves. */
async function placeLimit(page: Page, look: string): Promise<void> {
  await page.goto('/markets/BTC-USD');
  await button(page, 'Limit, stop and more').click();
  await pick(page, 'Order type', 'Limit');
  await pick(page, 'How long', 'Until cancelled');
  await page.getByText('Coins', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Quantity' }).fill('0.01');
  await page.getByRole('textbox', { name: 'Limit price' }).fill('99000000');
  await expect(page.getByText(/^That is far from the market: /)).toBeVisible();
  await page.getByRole('textbox', { name: 'Limit price' }).fill('1000');
  await expect(page.getByText('Reserved', { exact: true })).toBeVisible();
  await inspect(page, look, 'ticket-limit');
  await button(page, 'Buy BTC-USD').dblclick();
  await expect(page.getByRole('heading', { name: 'Buy 0.01 BTC-USD: it waits' })).toBeVisible();
  await expect(page.getByText(/^Limit \$1,000.00 is below the ask \$/)).toBeVisible();
  await expect(page.getByText('$10.00 is reserved for it.')).toBeVisible();
  await inspect(page, look, 'ticket-waits');
}

/** One order, however often the button was pressed; it is changed where it stands, and cancelled after a word. */
async function replaceAndCancel(page: Page, look: string): Promise<void> {
  await page.getByRole('link', { name: 'Orders', exact: true }).click();
  const orders = page.getByRole('list', { name: 'Open orders' });
  const order = orders.getByRole('listitem');
  await expect(order).toHaveCount(1);
  await expect(order).toContainText('Limit $1,000.00 · Until cancelled · $10.00 reserved');
  await expect(order).toContainText(/Limit \$1,000.00 is below the ask \$/);
  await inspect(page, look, 'orders-open');
  await button(page, 'Change: Buy 0.01 BTC-USD').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Limit price' }).fill('1100');
  await dialog.getByRole('textbox', { name: 'Quantity' }).fill('0.02');
  await expectAccessible(page);
  await button(page, 'Change the order').click();
  await expect(dialog).toBeHidden();
  await expect(order).toContainText('Limit $1,100.00 · Until cancelled · $22.00 reserved');
  await order.getByRole('link', { name: 'Buy 0.02 BTC-USD' }).click();
  const story = page.getByRole('list', { name: 'What happened' });
  await expect(story.getByRole('listitem')).toHaveText([/^Placed by you/, /^Changed by you.*1000 to 1100/]);
  await inspect(page, look, 'order-open');
  await button(page, 'Cancel: Buy 0.02 BTC-USD').click();
  await button(page, 'Cancel it').click();
  await expect(story.getByRole('listitem').last()).toHaveText(/^Cancelled by you/);
  await expect(button(page, 'Cancel: Buy 0.02 BTC-USD')).toHaveCount(0);
}

/** A market order is looked at once more, at a price that is kept for a minute. */
async function reserveAndCommit(page: Page, look: string): Promise<void> {
  await page.goto('/markets/BTC-USD');
  await page.getByRole('textbox', { name: 'Amount' }).fill('500');
  await button(page, 'Review order').click();
  await expect(page.getByRole('heading', { name: 'Buy $500.00 of BTC-USD?' })).toBeVisible();
  await expect(page.getByRole('timer')).toHaveText(/^This price is yours for \d\d s\.$/);
  await inspect(page, look, 'ticket-review');
  await button(page, 'Cancel').click();
  await expect(page.getByRole('textbox', { name: 'Amount' })).toHaveValue('500');
  await button(page, 'Review order').click();
  await button(page, 'Buy BTC-USD').click();
  await expect(page.getByRole('heading', { name: /^Bought 0\.\d+ BTC-USD$/ })).toBeVisible();
  await page.getByRole('link', { name: 'See how it was filled' }).click();
  await expect(page.getByRole('heading', { name: 'How it was filled' })).toBeVisible();
  await inspect(page, look, 'order-filled');
}

/** Both exits of a position stand together in the list of orders. */
async function protect(page: Page, look: string): Promise<void> {
  await page.goto('/markets/BTC-USD');
  await button(page, 'Protect').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Take profit at' }).fill('9000000');
  await pick(page, 'Stop-loss', 'Trails by percent');
  await dialog.getByRole('textbox', { name: 'Below its best price' }).fill('50');
  await expectAccessible(page);
  await button(page, 'Protect it').click();
  await expect(dialog).toBeHidden();
  await page.goto('/orders');
  const exits = page.getByRole('list', { name: 'Open orders' }).getByRole('listitem');
  await expect(exits).toHaveText(/Take-profit.*Stop-loss.*Trails by 50%/);
  await inspect(page, look, 'orders-protect');
}

async function setPoint(page: Page, look: string): Promise<void> {
  await page.goto('/points');
  await button(page, 'New point').click();
  const dialog = page.getByRole('dialog');
  await choose(page, 'Instrument', 'AAPL');
  await dialog.getByRole('textbox', { name: 'Falls to' }).fill('10');
  await dialog.getByRole('textbox', { name: 'Quantity' }).fill('2');
  await expectAccessible(page);
  await button(page, 'Set point').click();
  await expect(dialog).toBeHidden();
  const point = page.getByRole('list', { name: 'Automated points' }).getByRole('listitem');
  await expect(point).toHaveText(/Buy 2 AAPL when it falls to \$10\.00-\d\d\.\d\d% to go, now \$/);
  await inspect(page, look, 'points');
}

/** All that is open goes with it, and no new order is taken until one trades again. */
async function stopTrading(page: Page, look: string): Promise<void> {
  await page.goto('/settings');
  await button(page, /^Stop my trading/).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('Enough for today');
  await dialog.getByRole('button', { name: 'Stop trading' }).click();
  await expect(page.getByText('3 orders were cancelled.')).toBeVisible();
  await page.goto('/markets/AAPL');
  await expect(page.getByText(/You have stopped your trading since .*: Enough for today\./)).toBeVisible();
  await expect(button(page, 'Review order')).toBeDisabled();
  await inspect(page, look, 'ticket-stopped');
  await page.getByRole('link', { name: 'Trade again' }).click();
  await button(page, 'Trade again').click();
  await expect(page.getByText(/takes no new ones until you say so/)).toBeVisible();
}

async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}
