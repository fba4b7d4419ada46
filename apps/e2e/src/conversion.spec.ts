import { expect } from '@playwright/test';
import { test } from './journey.js';
import { choose, Person } from './person.js';
import { importRate } from './rates.js';

test('money is converted as it was offered, though the rate moves, and by a new offer when that is over', async ({
  browser,
}) => {
  const ada = await Person.register(browser, 'Ada Lovelace');
  const { page } = ada;
  const offer = page.getByRole('status', { name: 'What you get' });
  await importRate('SEK', 1, '0.9000');
  await ada.deposit('1000', 'EUR');
  await page.clock.install();

  await test.step('what was seen is what is booked', async () => {
    await page.getByRole('button', { name: 'Convert' }).click();
    await choose(page, 'To', 'SEK');
    await page.getByLabel('You pay').fill('100');
    await expect(offer).toContainText(/You pay\s*€100.00\s*Fee\s*None\s*You receive\s*SEK\s90.00/);
    await expect(page.getByRole('timer')).toHaveText(/^Yours for \d+ s$/);
    await importRate('SEK', 0, '0.8000');
    await page.getByLabel('Note').fill('For Malmö');
    await page.getByRole('button', { name: 'Convert', exact: true }).last().click();
    await expect(page.getByRole('dialog')).toBeHidden();
    expect(await ada.available('Swedish Krona')).toBe('SEK\u00a090.00');
    await page
      .getByRole('link', { name: /^Converted/ })
      .first()
      .click();
    await expect(page.getByText('For Malmö')).toBeVisible();
    await expect(page.getByText('1 EUR = 0.9000 SEK')).toBeVisible();
  });

  await test.step('an offer that is over is replaced with one click', async () => {
    await ada.open('Wallet');
    await page.getByRole('button', { name: 'Convert' }).click();
    await choose(page, 'To', 'SEK');
    await page.getByLabel('You receive').fill('80');
    await expect(offer).toContainText(/You pay\s*€100.00/);
    await page.clock.fastForward(31_000);
    await expect(offer).toContainText('The time of this offer is over');
    await page.getByRole('button', { name: 'Get a new offer' }).click();
    await expect(offer).not.toContainText('over');
    await page.getByRole('button', { name: 'Convert', exact: true }).last().click();
    await expect(page.getByRole('dialog')).toBeHidden();
    expect(await ada.available('Swedish Krona')).toBe('SEK\u00a0170.00');
  });
  expect(ada.complaints).toEqual([]);
});
