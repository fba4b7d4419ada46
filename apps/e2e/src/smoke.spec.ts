import { expect, test } from '@playwright/test';
import { screenshotFile } from './product.js';

test('the front page loads without a complaint', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));

  await page.goto('/');

  await expect(page).toHaveTitle(/Tradeyard/);
  await page.screenshot({ path: screenshotFile('front-page') });
  expect(complaints).toEqual([]);
});
