import { randomUUID } from 'node:crypto';
import { expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';

export const password = 'a long sentence is best';

/** What a browser complained of: errors in the console and exceptions that nobody caught. */
export function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A person who has not signed in yet is told so by the API, and the browser reports each such answer.
    const isRefusal = /status of 401/.test(message.text()) && /\/auth\/refresh$/.test(message.location().url);
    if (message.type() === 'error' && !isRefusal)
      complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/** Somebody at a browser of their own, newly registered. */
export class Person {
  private constructor(
    readonly page: Page,
    readonly email: string,
    readonly complaints: readonly string[],
  ) {}

  static async register(
    browser: Browser,
    name: string,
    baseCurrency = 'EUR',
    look: BrowserContextOptions = {},
  ): Promise<Person> {
    const page = await (await browser.newContext(look)).newPage();
    const complaints = listenForComplaints(page);
    const email = `${name.toLowerCase().replaceAll(' ', '.')}.${randomUUID()}@example.org`;
    await page.goto('/register');
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    if (baseCurrency !== 'EUR') await choose(page, 'Base currency', baseCurrency);
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible();
    return new Person(page, email, complaints);
  }

  async open(name: 'Dashboard' | 'Markets' | 'Portfolio' | 'Wallet' | 'Orders'): Promise<void> {
    const link = (to: string) => this.page.getByRole('link', { name: to, exact: true }).first();
    // The main portfolio is the first of them.
    if (name === 'Portfolio') {
      await link('Portfolios').click();
      await link('Main portfolio').click();
    } else await link(name).click();
    await expect(this.page.getByRole('heading', { name, level: 1 })).toBeVisible();
  }

  async deposit(amount: string, currency: string): Promise<void> {
    await this.walletForm('Deposit', async (page) => {
      await page.getByLabel('Amount').fill(amount);
      await choose(page, 'Currency', currency);
    });
  }

  async convert(amount: string, from: string, to: string): Promise<void> {
    await this.walletForm('Convert', async (page) => {
      await choose(page, 'From', from);
      await choose(page, 'To', to);
      await page.getByLabel('You pay').fill(amount);
    });
  }

  async transfer(amount: string, currency: string, to: string): Promise<void> {
    await this.walletForm(
      'Transfer',
      async (page) => {
        await page.getByLabel('To', { exact: true }).fill(to);
        await page.getByLabel('Amount').fill(amount);
        await choose(page, 'Currency', currency);
      },
      'Send',
    );
  }

  /** Buys for an amount of cash on the instrument's page; answers the price of one unit as it is written there. */
  async buyFor(cash: string, symbol: string): Promise<string> {
    const { page } = this;
    await this.open('Markets');
    await page.getByRole('table', { name: 'Markets' }).getByRole('link', { name: symbol }).click();
    await page.getByRole('textbox', { name: 'Amount' }).fill(cash);
    await page.getByRole('button', { name: 'Review order' }).click();
    await page.getByRole('button', { name: `Buy ${symbol}` }).click();
    await expect(page.getByRole('heading', { name: /^Bought .* / })).toBeVisible();
    const receipt = await page.getByText(/^At \$.* each/).innerText();
    return /At (\S+) each/.exec(receipt)?.[1] ?? '';
  }

  /** What the wallet shows as available in a currency, as it is written there. */
  async available(currencyName: string): Promise<string> {
    await this.open('Wallet');
    const row = this.page.getByRole('table', { name: 'Balances' }).getByRole('row', { name: currencyName });
    return (await row.getByRole('cell').nth(1).innerText()).trim();
  }

  private async walletForm(
    button: string,
    fill: (page: Page) => Promise<void>,
    submit = button,
  ): Promise<void> {
    await this.open('Wallet');
    await this.page.getByRole('button', { name: button, exact: true }).first().click();
    const dialog = this.page.getByRole('dialog');
    await fill(this.page);
    await dialog.getByRole('button', { name: submit, exact: true }).click();
    await expect(dialog).toBeHidden();
  }
}

/** Picks from a searchable list by its code. */
export async function choose(page: Page, label: string, code: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label, exact: true });
  await field.click();
  await field.fill(code);
  await page.getByRole('option', { name: new RegExp(`^${code}\\b`) }).click();
}
