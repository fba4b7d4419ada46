import { expect, type APIRequestContext, type Browser, type BrowserContext } from '@playwright/test';
import { test } from './journey.js';
import { inspect, looks, type Look } from './looks.js';
import { listenForComplaints, Person } from './person.js';
import { runCommand } from './product.js';

// Every page as people see it: in light, in dark and on a phone. Accessible, without a complaint in the console,
// and with a picture of each to look at.
const pagesOfAnybody = [
  ['sign-in', '/sign-in', 'Sign in'],
  ['register', '/register', 'Create an account'],
] as const;

const pagesOfAPerson = [
  ['dashboard', '/', 'Dashboard'],
  ['markets', '/markets', 'Markets'],
  ['instrument', '/markets/AAPL', 'Apple Inc.'],
  ['coin', '/markets/BTC-USD', 'Bitcoin'],
  ['instrument-as-a-line', '/markets/TSLA?range=Max&chart=line', 'Tesla'],
  ['alerts', '/alerts', 'Alerts'],
  ['notices', '/notices', 'Notices'],
  ['rates', '/rates?quote=JPY', 'Rates'],
  ['rates-of-a-coin', '/rates?base=BTC&quote=EUR&range=6M', 'Rates'],
  ['wallet', '/wallet', 'Wallet'],
  ['deposit', '/wallet?do=deposit', 'Deposit money'],
  ['convert', '/wallet?do=convert', 'Convert money'],
  ['transfer', '/wallet?do=transfer', 'Send money'],
  ['withdraw', '/wallet?do=withdraw', 'Withdraw money'],
  ['statement', '/wallet/statement/EUR', 'Euro statement'],
  ['statement-with-gains', '/wallet/statement/USD', 'US Dollar statement'],
  ['holds', '/wallet/holds', 'Holds'],
  ['hold', '/wallet/holds?do=hold', 'Hold money for somebody'],
  ['portfolio', '/portfolio', 'Portfolio'],
  ['orders', '/orders', 'Orders'],
  ['order-history', '/orders?tab=history', 'Orders'],
  ['points', '/points', 'Automated points'],
  ['daytrading', '/daytrading', 'Day trading'],
  ['settings', '/settings', 'Settings'],
  ['activity', '/settings/activity', 'Activity'],
  ['not-for-you', '/admin/people', 'For administrators'],
  ['not-found', '/no/such/page', 'not found'],
] as const;

const pagesOfAnAdministrator = [
  ['admin-people', '/admin/people', 'Administration'],
  ['admin-audit', '/admin/audit', 'Administration'],
  ['admin-ledger', '/admin/ledger', 'Administration'],
  ['admin-rates', '/admin/rates', 'Administration'],
  ['admin-market', '/admin/market', 'Administration'],
  ['admin-instruments', '/admin/instruments', 'Administration'],
  ['admin-nobody', '/admin/audit?person=nobody-here', 'Administration'],
] as const;

for (const look of looks) {
  test(`pages before signing in, ${look.name}`, async ({ browser }) => {
    const context = await browser.newContext(look);
    await visit(context, look.name, pagesOfAnybody);
  });

  test(`pages of somebody new, ${look.name}`, async ({ browser }) => {
    const context = await registered(browser, look);
    await visit(context, `${look.name}-new`, pagesOfAPerson.slice(0, 1));
    await visit(context, `${look.name}-new`, [
      ['wallet', '/wallet', 'Wallet'],
      ['portfolio', '/portfolio', 'Portfolio'],
      ['orders', '/orders', 'Orders'],
      ['points', '/points', 'Automated points'],
      ['alerts', '/alerts', 'Alerts'],
    ]);
  });

  test(`pages of somebody who trades, ${look.name}`, async ({ browser }) => {
    const context = await registered(browser, look);
    await trade(context.request);
    await visit(context, look.name, pagesOfAPerson);
  });

  test(`pages of an administrator, ${look.name}`, async ({ browser }) => {
    const context = await registered(browser, look, 'Grace Hopper', (email) =>
      runCommand('user:role', email, 'admin'),
    );
    await trade(context.request);
    await visit(context, look.name, pagesOfAnAdministrator);
  });
}

type PageOf = readonly [name: string, path: string, heading: string];

async function visit(context: BrowserContext, look: string, pages: readonly PageOf[]): Promise<void> {
  const page = await context.newPage();
  const complaints = listenForComplaints(page);
  for (const [name, path, heading] of pages) {
    await test.step(name, async () => {
      await page.goto(path);
      await expect(page.getByRole('heading', { name: new RegExp(heading, 'i') }).first()).toBeVisible();
      await inspect(page, look, name);
    });
  }
  expect(complaints).toEqual([]);
}

/** A browser of somebody who has an account and is signed in. */
async function registered(
  browser: Browser,
  look: Look,
  name = 'Ada Lovelace',
  prepare: (email: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<BrowserContext> {
  const { page, email } = await Person.register(browser, name, 'EUR', { ...look, reducedMotion: 'reduce' });
  await prepare(email);
  const context = page.context();
  await page.close();
  return context;
}

async function trade(request: APIRequestContext): Promise<void> {
  const { accessToken } = await post(request, '/auth/refresh', {});
  const send = (path: string, body: object) => post(request, path, body, accessToken);
  await send('/wallet/deposits', { amount: { amount: '10000.00', currency: 'EUR' }, memo: 'To begin with' });
  await send('/wallet/conversions', {
    from: { amount: '6000.00', currency: 'EUR' },
    to: { currency: 'USD' },
  });
  await send('/wallet/withdrawals', { amount: { amount: '250.00', currency: 'EUR' } });
  await refused(
    request,
    '/wallet/withdrawals',
    { amount: { amount: '99000.00', currency: 'EUR' } },
    accessToken,
  );
  for (const [symbol, amount] of [
    ['AAPL', '2000.00'],
    ['TSLA', '900.00'],
    ['BTC-USD', '1500.00'],
    ['ADA-USD', '120.00'],
  ]) {
    await send('/orders', { symbol, side: 'buy', type: 'market', notional: { amount, currency: 'USD' } });
  }
  await send('/alerts', { symbol: 'AAPL', kind: 'above', price: '500', note: 'Sell half', repeats: true });
  await send('/alerts', { symbol: 'BTC-USD', kind: 'change', percent: '7.5', direction: 'down' });
  await send('/alerts/webhooks', { url: 'https://example.org/tradeyard' });
  await send('/orders', { symbol: 'AAPL', side: 'sell', type: 'market', quantity: '2.5' });
}

/** Something that is not allowed, which leaves its mark in the trail of what happened. */
async function refused(request: APIRequestContext, path: string, body: object, token: string): Promise<void> {
  const answer = await request.post(`/api/v1${path}`, {
    data: body,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status(), path).toBe(422);
}

async function post(
  request: APIRequestContext,
  path: string,
  body: object,
  token?: string,
): Promise<{ accessToken: string }> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const answer = await request.post(`/api/v1${path}`, { data: body, headers });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as { accessToken: string };
}
