import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { screenshotFile } from './product.js';

/** How people see every page. */
export const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;
export type Look = (typeof looks)[number];

/** What stands in the window now is all there, fits, and is accessible; and there is a picture of it to look at. */
export async function inspect(page: Page, look: string, name: string): Promise<void> {
  await expect(page.locator('[class*="Skeleton"]')).toHaveCount(0);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${name} is wider than its window`).toBeLessThanOrEqual(0);
  await expectAccessible(page);
  await page.screenshot({ path: screenshotFile(`${look}/${name}`), fullPage: true });
}

/** The accessibility checker finds nothing. It looks at this page alone, without frames, and so opens no other for that. */
export async function expectAccessible(page: Page): Promise<void> {
  // A message that fades away has too little contrast for a moment: what is wrong stays so.
  await expect(async () => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }).toPass({ intervals: [500], timeout: 30_000 });
}
