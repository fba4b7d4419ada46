import { defineConfig } from '@playwright/test';
import { artifactsDir, reportFile } from './src/product.js';

/** Calm and offline, and able to run as root in a container. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: 'src',
  globalSetup: './src/global-setup.ts',
  // One product and one market for all of them.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 300_000,
  expect: { timeout: 20_000 },
  outputDir: artifactsDir,
  reporter: [['list'], ['json', { outputFile: reportFile }]],
  use: {
    baseURL: process.env['TRADEYARD_URL'], // set by the global setup
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env['CHROMIUM_PATH'] || '/usr/bin/chromium', args: flags },
  },
});
