import { expect, type Page } from '@playwright/test';
import { test } from './journey.js';
import { Person } from './person.js';
import { runCommand, screenshotFile } from './product.js';

test('a chart is zoomed into, moved and read as a table', async ({ browser }) => {
  const { page, complaints } = await Person.register(browser, 'Ada Lovelace');
  await page.goto('/markets/AAPL');
  const chart = page.getByRole('group', { name: 'Chart of Apple Inc.' });
  // The library of the chart is fetched for it.
  await expect(chart.locator('canvas').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/^(Daily prices|Prices of \d days each), all simulated$/)).toBeVisible();

  const finer = page.waitForRequest(/\/candles\?interval=(1h|15m|5m|1m)/);
  for (let times = 0; times < 9; times += 1) await page.getByRole('button', { name: 'Zoom in' }).click();
  await finer;
  await chart.press('ArrowLeft');
  await chart.press('-');
  await expect(chart.locator('canvas').first()).toBeVisible();
  await page.screenshot({ path: screenshotFile('chart-zoomed') });
  await chart.press('0');

  await page.getByText('5Y', { exact: true }).click();
  await page.getByText('Line', { exact: true }).click();
  await expect(page).toHaveURL(/range=5Y&chart=line/);
  await page.getByRole('button', { name: 'Show table' }).click();
  const table = page.getByRole('table', { name: 'Prices of Apple Inc.' });
  await expect(table.getByRole('cell', { name: /^\$/ }).first()).toBeVisible();
  expect(complaints).toEqual([]);
});

test('an alert is set, fires, and is told wherever one is', async ({ browser }) => {
  const { page, complaints } = await Person.register(browser, 'Grace Hopper');
  await page.goto('/markets/BTC-USD');
  await page.getByRole('button', { name: 'Alert me' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Price' }).fill('999000');
  await dialog.getByLabel('Note to myself').fill('To the moon');
  await dialog.getByRole('button', { name: 'Set alert' }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole('link', { name: 'Alerts', exact: true }).click();
  const alert = page.getByRole('table', { name: 'Alerts' }).getByRole('row', { name: 'BTC-USD' });
  await expect(alert).toContainText('Rises to $999,000.00 · To the moon');
  await expect(alert).toContainText('Waiting');
  await setAround(page, 'BTC-USD');
  await expect(page.getByText(/^BTC-USD (rose|fell) to/).first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('row', { name: 'BTC-USD' }).filter({ hasText: 'Fired' }).first()).toBeVisible();

  await page.getByRole('link', { name: /^Notices, \d unread$/ }).click();
  const notices = page.getByRole('list', { name: 'Notices' });
  await expect(notices.getByText('New', { exact: true }).first()).toBeVisible();
  // The alert on the other side of the price may fire meanwhile, and be new in its turn.
  await expect(async () => {
    await page.getByRole('button', { name: 'Mark all as read' }).click({ timeout: 2_000 });
    await expect(notices.getByText('New', { exact: true })).toHaveCount(0, { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });

  await page.goto('/alerts');
  await alert.filter({ hasText: 'moon' }).getByRole('button', { name: 'Delete the alert' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('To the moon')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

/** Alerts just above and just below the price: the next move fires one of them. */
async function setAround(page: Page, symbol: string): Promise<void> {
  const session = await page.request.post('/api/v1/auth/refresh', { data: {} });
  const { accessToken } = (await session.json()) as { accessToken: string };
  const headers = { authorization: `Bearer ${accessToken}` };
  // The price may move between the question and the alert: then it is asked again.
  await expect(async () => {
    const quotes = await page.request.get(`/api/v1/quotes?symbols=${symbol}`, { headers });
    const { items } = (await quotes.json()) as { items: { price: string }[] };
    const cents = Math.round(Number(items[0]?.price) * 100);
    for (const [kind, level] of [
      ['above', cents + 1],
      ['below', cents - 1],
    ] as const) {
      const data = { symbol, kind, price: (level / 100).toFixed(2) };
      expect((await page.request.post('/api/v1/alerts', { data, headers })).status()).toBe(201);
    }
  }).toPass({ timeout: 20_000 });
}

test('an administrator lists an instrument, which then ticks, and halts it', async ({ browser }) => {
  const { page, email, complaints } = await Person.register(browser, 'Grace Hopper');
  await runCommand('user:role', email, 'admin');
  const symbol = `E${Date.now().toString(36).toUpperCase().slice(-6)}`;
  await page.goto('/admin/instruments');
  await page.getByRole('button', { name: 'New instrument' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Symbol', { exact: true }).fill(symbol);
  await dialog.getByLabel('Name', { exact: true }).fill('Engines of tomorrow');
  await dialog.getByLabel('Exchange', { exact: true }).fill('NASDAQ');
  await dialog.getByLabel('Volatility').fill('20000');
  await page.screenshot({ path: screenshotFile('admin-new-instrument') });
  await dialog.getByRole('button', { name: 'List instrument' }).click();
  await expect(dialog).toBeHidden();

  await page.goto(`/markets?q=${symbol}`);
  const price = page.getByRole('row', { name: symbol }).getByRole('cell', { name: /^\$/ }).first();
  await expect(price).toBeVisible({ timeout: 20_000 });
  const first = await price.innerText();
  await expect(price).not.toHaveText(first, { timeout: 20_000 });

  await page.goto(`/admin/instruments?q=${symbol}`);
  await page.getByRole('button', { name: `Change ${symbol}` }).click();
  await page.getByRole('menuitem', { name: 'Halt' }).click();
  await dialog.getByRole('button', { name: 'Halt' }).click();
  await expect(page.getByRole('row', { name: symbol })).toContainText('Halted');
  await page.goto(`/markets/${symbol}`);
  await expect(page.getByText(`Trading of ${symbol} is halted. The last price stands`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Review order' })).toBeDisabled();
  await page.screenshot({ path: screenshotFile('halted') });
  expect(complaints).toEqual([]);
});
