import { test as base } from '@playwright/test';

/** A test whose browser windows are closed when it ends: prices go on moving in those that stay open. */
export const test = base.extend<{ closing: undefined }>({
  closing: [
    async ({ browser }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
});
