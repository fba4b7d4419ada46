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

const pictures = 'pages.spec.ts';

export default defineConfig({
  testDir: 'src',
  globalSetup: './src/global-setup.ts',
  // One product and one market for all of them. What changes its exchange rates goes one by one, and so do the pictures
  // of every page, but the two side by side.
  workers: 2,
  fullyParallel: false,
  projects: [
    { name: 'pages', testMatch: pictures, workers: 1 },
    { name: 'journeys', testIgnore: pictures, workers: 1 },
  ],
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
