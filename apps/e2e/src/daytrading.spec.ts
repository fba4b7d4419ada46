import { expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { test } from './journey.js';
import { expectAccessible, inspect, looks } from './looks.js';
import { Person } from './person.js';

for (const look of looks) {
  test(`a demo of day trading runs, and is looked at, ${look.name}`, async ({ browser }) => {
    const ada = await Person.register(browser, 'Ada Lovelace', 'EUR', { ...look, reducedMotion: 'reduce' });
    const { page } = ada;
    await page.goto('/daytrading');
    await expect(page.getByText('You have run no workload yet')).toBeVisible();
    await expect(page.getByText(/npm run daytrade -- --workload FILE .* --url http/)).toBeVisible();
    await inspect(page, look.name, 'daytrading-none');

    await page.getByRole('button', { name: 'Start a demo' }).click();
    await expect(page.getByRole('heading', { name: 'Demo', level: 1 })).toBeVisible();
    await expect(page.getByText('Running', { exact: true })).toBeVisible();
    const first = await numberOf(page, 'Carried out');
    await expect.poll(() => numberOf(page, 'Carried out')).toBeGreaterThan(first);
    await expect.poll(() => numberOf(page, 'Commands per second')).toBeGreaterThan(0);
    await expect.poll(() => numberOf(page, 'Half within')).toBeGreaterThan(0);
    const failures = page.getByRole('table', { name: 'Failures by kind' });
    await expect(failures.getByRole('row', { name: /Not enough cash/ })).toBeVisible();
    await expectAccessible(page);
    await inspect(page, look.name, 'daytrading-running');

    await expect(page.getByText('The demo is over: 400 of 400 commands were sent and answered.')).toBeVisible(
      {
        timeout: 90_000,
      },
    );
    await expect(page.getByText('Not running')).toBeVisible();
    await expect(page.getByText('Of 400 commands', { exact: true })).toBeVisible();
    const [ok, failed] = [await numberOf(page, 'Carried out'), await numberOf(page, 'Refused')];
    expect(ok + failed).toBe(400);
    expect(await sumOf(page, 'Failures by kind', 1)).toBe(failed);
    expect(await sumOf(page, 'By command', 1)).toBe(ok);
    expect(await sumOf(page, 'By command', 2)).toBe(failed);
    await expect(page.getByRole('table', { name: 'Progress of users' }).getByRole('row')).toHaveCount(11);
    expect(await sumOf(page, 'Progress of users', 1)).toBe(400);
    await inspect(page, look.name, 'daytrading-over');

    await page.getByRole('button', { name: 'Show table' }).first().click();
    await expect(
      page.getByRole('table', { name: 'Commands of each second, for five minutes at most' }),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Show table' }).first().click();
    await page.evaluate(() => scrollTo(0, 0));
    await inspect(page, look.name, 'daytrading-as-tables');

    // The log's form knows the sixteen commands only.
    const unknown = await refusedOf(page, 'Unknown');
    const log = await download(page, 'Log (XML)');
    expect(log.name).toBe('Demo-log.xml');
    expect(log.text.match(/<userCommand>/g)).toHaveLength(400 - unknown);
    expect(log.text.match(/<errorEvent>/g)).toHaveLength(failed);
    const state = await download(page, 'State (JSON)');
    expect(Object.keys((JSON.parse(state.text) as { users: object }).users)).toHaveLength(10);

    await page.getByRole('link', { name: 'Day trading' }).first().click();
    await expect(page.getByRole('row', { name: /Demo/ })).toBeVisible();
    await inspect(page, look.name, 'daytrading-list');
    expect(ada.complaints).toEqual([]);
  });
}

/** What stands below a label of the page, as a number. */
async function numberOf(page: Page, label: string): Promise<number> {
  const value = page
    .locator('dl', { has: page.getByText(label, { exact: true }) })
    .locator('dd')
    .first();
  return Number((await value.innerText()).replaceAll(/[^\d.]/g, ''));
}

/** The sum of a column of numbers. */
async function sumOf(page: Page, table: string, column: number): Promise<number> {
  const rows = page.getByRole('table', { name: table }).locator('tbody tr');
  const texts = await Promise.all(
    (await rows.all()).map((row) => row.getByRole('cell').nth(column).innerText()),
  );
  return texts.reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0);
}

async function refusedOf(page: Page, command: string): Promise<number> {
  const row = page.getByRole('table', { name: 'By command' }).getByRole('row', { name: command });
  return Number(await row.getByRole('cell').nth(2).innerText());
}

async function download(page: Page, button: string): Promise<{ name: string; text: string }> {
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const file = await started;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}
