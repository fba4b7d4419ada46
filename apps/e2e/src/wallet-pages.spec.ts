import { expect, type Browser } from '@playwright/test';
import { test } from './journey.js';
import { inspect, looks, type Look } from './looks.js';
import { Person } from './person.js';
import { WalletClient } from './wallet-client.js';

// What the wallet looks like when there is something in it: in light, in dark and on a phone.
for (const look of looks) {
  test(`the wallet of somebody who holds and sends, ${look.name}`, async ({ browser }) => {
    const { ada, received, deposited, handle } = await livelyWallet(browser, look);
    const { page } = ada;
    const open = async (name: string, path: string, heading: RegExp) =>
      test.step(name, async () => {
        await page.goto(path);
        await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
        await inspect(page, look.name, name);
      });

    await open('wallet-held', '/wallet', /^Wallet/);
    await open('holds-some', '/wallet/holds', /^Holds/);
    await page.getByRole('button', { name: 'Take payment' }).first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await inspect(page, look.name, 'hold-capture');
    await open('statement-full', '/wallet/statement/EUR', /^Euro statement/);
    await open('statement-filtered', '/wallet/statement/EUR?kind=deposit,hold&text=rent', /^Euro statement/);
    await open('statement-nothing', '/wallet/statement/EUR?text=nobody+wrote+this', /^Euro statement/);
    await open('transaction', `/wallet/transactions/${deposited}`, /^Deposit/);
    await open('transaction-received', `/wallet/transactions/${received}`, /^Received from/);
    await page.getByRole('button', { name: 'Give this back' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await inspect(page, look.name, 'reversal');

    await page.goto('/wallet?do=transfer');
    await page.getByLabel('To', { exact: true }).fill(handle);
    await page.getByLabel('Amount').fill('300');
    await page.getByRole('combobox', { name: 'Currency' }).fill('GBP');
    await page.getByRole('option', { name: /^GBP/ }).click();
    await expect(page.getByText('You pay')).toBeVisible();
    await inspect(page, look.name, 'transfer-converts');

    await page.goto('/wallet?do=convert');
    await page.getByLabel('You pay').fill('30000');
    await expect(page.getByText('You have', { exact: false }).last()).toBeVisible();
    await inspect(page, look.name, 'convert-too-much');
    await page.getByLabel('You pay').fill('300');
    await expect(page.getByRole('timer')).toHaveText(/^Yours for/);
    await inspect(page, look.name, 'convert-offer');
    expect(ada.complaints).toEqual([]);
  });
}

/** Somebody with all kinds of transactions, and somebody else they deal with. */
async function livelyWallet(browser: Browser, look: Look) {
  const ada = await Person.register(browser, 'Ada Lovelace', 'EUR', { ...look, reducedMotion: 'reduce' });
  const bob = await WalletClient.register('Grace Hopper');
  const own = await WalletClient.of(ada);
  const handle = await bob.handle();
  await bob.deposit('900.00', 'EUR');
  const { id: deposited } = await own.send('/wallet/deposits', {
    amount: { amount: '5000.00', currency: 'EUR' },
    memo: 'Salary for November and what was left of the one before',
    valueDate: '2026-04-01',
  });
  await own.send('/wallet/conversions', {
    from: { amount: '1000.00', currency: 'EUR' },
    to: { currency: 'USD' },
  });
  await own.send('/wallet/holds', {
    to: handle,
    amount: { amount: '450.00', currency: 'EUR' },
    memo: 'Rent',
  });
  await own.send('/wallet/transfers', {
    to: handle,
    amount: { amount: '20.00', currency: 'EUR' },
    memo: 'Lunch',
  });
  const { id: received } = await bob.send('/wallet/transfers', {
    to: ada.email,
    amount: { amount: '75.50', currency: 'EUR' },
    memo: 'Concert tickets',
  });
  const { id: promised } = await bob.send('/wallet/holds', {
    to: ada.email,
    amount: { amount: '120.00', currency: 'EUR' },
    memo: 'Repair of the bicycle',
  });
  await own.send(`/wallet/holds/${promised}/capture`, { amount: { amount: '80.00', currency: 'EUR' } });
  await bob.send('/wallet/holds', {
    to: ada.email,
    amount: { amount: '60.00', currency: 'EUR' },
    memo: 'Deposit for the keys',
  });
  const { id: again } = await own.send('/wallet/deposits', { amount: { amount: '10.00', currency: 'EUR' } });
  await own.send(`/wallet/transactions/${again}/reversal`, { memo: 'Paid in twice' });
  return { ada, received, deposited, handle };
}
