import { expect, type Page } from '@playwright/test';
import { test } from './journey.js';
import { expectAccessible } from './looks.js';
import { password, Person } from './person.js';
import { runCommand, screenshotFile } from './product.js';

// Two people, an administrator among them. Money refused and money taken back leave their mark for both to read.
test('an administrator looks after people and books', async ({ browser }) => {
  const admin = await Person.register(browser, 'Grace Hopper');
  // On a fresh installation the first person is one already; here others may have come before.
  await runCommand('user:role', admin.email, 'admin');
  await admin.page.reload();
  const ada = await Person.register(browser, 'Ada Byron');

  await test.step('the ordinary person sees no administration', async () => {
    await ada.page.getByRole('button', { name: 'Ada Byron' }).click();
    await expect(ada.page.getByRole('menuitem', { name: 'Settings' })).toBeVisible();
    await expect(ada.page.getByRole('menuitem', { name: 'Administration' })).toHaveCount(0);
    await ada.page.keyboard.press('Escape');
    await ada.page.goto('/admin/people');
    await expect(ada.page.getByRole('heading', { name: 'For administrators' })).toBeVisible();
    await expect(ada.page.getByRole('table')).toHaveCount(0);
  });

  await test.step('a refused transfer is told to who asked, in words', async () => {
    await ada.deposit('100.00', 'EUR');
    await tryTransfer(ada.page, '250.00', admin.email);
    await expect(ada.page.getByRole('dialog')).toContainText('€100.00 is available, €250.00 was asked');
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await ada.page.getByRole('button', { name: 'Ada Byron' }).click();
    await ada.page.getByRole('menuitem', { name: 'Activity' }).click();
    const refused = entry(ada.page, 'Refused');
    await expect(refused).toContainText('Transfer');
    await expect(refused).toContainText('€100.00 is available, €250.00 was asked');
    await expect(refused).toContainText('from 127.0.0.1');
    await expect(entry(ada.page, 'Deposit')).toContainText('+€100.00');
  });

  await test.step('the administrator finds it, with its address and code', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Grace Hopper' }).click();
    await page.getByRole('menuitem', { name: 'Administration' }).click();
    await page.getByLabel('Search people').fill(ada.email);
    await expect(page.getByRole('table', { name: 'People' }).getByRole('row')).toHaveCount(2);
    await page.getByRole('link', { name: 'What they did (Ada Byron)' }).click();
    await page.getByText('Refused', { exact: true }).first().click();
    await expect(page).toHaveURL(/person=ada-byron.*outcome=refused/);
    const refused = entry(page, 'Transfer');
    await expect(refused).toHaveCount(1);
    await expect(refused).toContainText('Ada Byron');
    await expect(refused).toContainText('from 127.0.0.1');
    await refused.getByText('Details').click();
    await expect(refused).toContainText('insufficient_funds');
    await expect(refused).toContainText('250.00');
    await look(page, 'admin-audit-refused');
  });

  await test.step('the administrator takes a deposit back, once', async () => {
    const { page } = admin;
    await page.getByText('Booked', { exact: true }).click();
    await takeBack(page, 'Paid by mistake');
    await expect(entry(page, 'Reversal')).toContainText('Paid by mistake');
    await expect(page.getByRole('dialog')).toBeHidden();
    // Whose money it was sees who took it and why; the address is the administrator's own affair.
    await ada.page.goto('/settings/activity');
    const reversal = entry(ada.page, 'Reversal');
    await expect(reversal).toContainText('-€100.00');
    await expect(reversal).toContainText('Paid by mistake');
    await expect(reversal).toContainText('Grace Hopper');
    await expect(reversal).not.toContainText('127.0.0.1');
    await look(ada.page, 'activity-taken-back');
    await takeBack(page, 'And again');
    await expect(page.getByRole('dialog')).toContainText('taken back before');
    await look(page, 'admin-take-back');
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  await test.step('the ledger is sound', async () => {
    const { page } = admin;
    await page.getByRole('link', { name: 'Ledger check' }).click();
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect(page.getByRole('heading', { name: 'The ledger is sound' })).toBeVisible();
    await look(page, 'admin-ledger-sound');
  });

  await test.step('an account is closed, and open again', async () => {
    const { page } = admin;
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByLabel('Search people').fill(ada.email);
    await page.getByRole('button', { name: 'Close the account of Ada Byron' }).click();
    await look(page, 'admin-close');
    await page.getByRole('dialog').getByRole('button', { name: 'Close account' }).click();
    await expect(page.getByRole('row', { name: 'Ada Byron' })).toContainText('Closed');
    await ada.page.goto('/wallet');
    await expect(ada.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await signIn(ada.page, ada.email);
    await expect(ada.page.getByRole('alert')).toBeVisible();

    await page.getByRole('button', { name: 'Reopen the account of Ada Byron' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reopen account' }).click();
    await expect(page.getByRole('row', { name: 'Ada Byron' })).toContainText('Open');
    await signIn(ada.page, ada.email);
    await expect(ada.page.getByRole('heading', { name: 'Wallet', level: 1 })).toBeVisible();
  });

  // A closed account's page is told so by the API, and the browser reports those answers.
  const unexpected = [...admin.complaints, ...ada.complaints].filter(
    (line) => !/status of (401|422)/.test(line),
  );
  expect(unexpected).toEqual([]);
});

test('somebody closes their own account, once it is empty', async ({ browser }) => {
  const { page, ...person } = await Person.register(browser, 'Charles Babbage');
  // Whoever is the only administrator cannot leave.
  await Person.register(browser, 'Grace Hopper').then(({ email }) => runCommand('user:role', email, 'admin'));
  await page.getByRole('link', { name: 'Wallet', exact: true }).first().click();
  await page.getByRole('button', { name: 'Deposit', exact: true }).first().click();
  await page.getByLabel('Amount').fill('5.00');
  await page.getByRole('dialog').getByRole('button', { name: 'Deposit', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.goto('/settings');
  await page.getByRole('button', { name: 'Close my account' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password', { exact: true }).fill('not the password');
  await dialog.getByRole('button', { name: 'Close account' }).click();
  await expect(dialog.getByText('This is not your password')).toBeVisible();
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Close account' }).click();
  await expect(dialog.getByRole('alert')).toContainText('still money');
  await look(page, 'close-not-empty');
  await dialog.getByRole('link', { name: 'wallet' }).click();

  await page.getByRole('button', { name: 'Withdraw', exact: true }).first().click();
  await page.getByLabel('Amount').fill('5.00');
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Close my account' }).click();
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Close account' }).click();
  await expect(page.getByRole('heading', { name: 'Your account is closed' })).toBeVisible();
  await look(page, 'account-closed');
  await page.getByRole('link', { name: 'Go to the sign-in page' }).click();
  await signIn(page, person.email);
  await expect(page.getByRole('alert')).toBeVisible();
});

const entry = (page: Page, text: string) =>
  page.getByRole('list', { name: 'Trail' }).locator('> li').filter({ hasText: text });

async function tryTransfer(page: Page, amount: string, to: string): Promise<void> {
  await page.getByRole('link', { name: 'Wallet', exact: true }).first().click();
  await page.getByRole('button', { name: 'Transfer', exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('To', { exact: true }).fill(to);
  await dialog.getByLabel('Amount').fill(amount);
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
}

async function takeBack(page: Page, memo: string): Promise<void> {
  const deposit = entry(page, 'Deposit').first();
  const button = deposit.getByRole('button', { name: 'Take back' });
  if (!(await button.isVisible())) await deposit.getByText('Details').click();
  await button.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Note').fill(memo);
  await dialog.getByRole('button', { name: 'Take back' }).click();
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** A picture, and no complaint of the accessibility checker. */
async function look(page: Page, name: string): Promise<void> {
  // What fades in is half transparent for a moment.
  await page.waitForTimeout(400);
  await expectAccessible(page);
  // A dialog stands in the middle of the window, and not of the page.
  const fullPage = (await page.getByRole('dialog').count()) === 0;
  await page.screenshot({ path: screenshotFile(name), fullPage });
}
