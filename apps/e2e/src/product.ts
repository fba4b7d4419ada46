import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..', '..');
const results = join(root, 'test-results');
const readyTimeoutMs = 60_000;

/** The folder of the real market data, when the journeys run on it; otherwise they bring small files of their own. */
export const realDataDir = process.env['TRADEYARD_REAL_DATA'];

/** Playwright empties this folder when it begins. */
export const artifactsDir = join(results, realDataDir ? 'playwright-real' : 'playwright');
export const reportFile = join(results, 'playwright.json');

/** Where to write the screenshot of a page so that a person finds it. */
export const screenshotFile = (name: string): string =>
  join(results, realDataDir ? 'screenshots-real' : 'screenshots', `${name}.png`);

export type Product = { url: string; dataDir: string; stop: () => Promise<void> };

/** Starts the product as `npm start` does, with an empty database of its own on a free port. */
export async function startProduct(): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tradeyard-e2e-'));
  const port = await findFreePort();
  mkdirSync(results, { recursive: true });
  const logFile = join(results, 'product.log');
  const log = createWriteStream(logFile);
  const child = spawn(process.execPath, [join(root, 'tools', 'start.mjs')], {
    env: { ...environment(dataDir), PORT: String(port) },
    // Through the channel it learns when this process dies.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const stop = async (): Promise<void> => {
    if (isRunning(child)) {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await exited;
    }
    rmSync(dataDir, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady(url, child, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, dataDir, stop };
}

/**
 * Runs a command such as `import:rates FILE` on the product under test, as `npm run import:rates -- FILE` does, and
 * answers all it wrote. Throws when it ends with another code than zero.
 */
export function runCommand(command: string, ...args: readonly string[]): Promise<string> {
  const dataDir = process.env['TRADEYARD_DATA_DIR'];
  if (!dataDir) throw new Error('TRADEYARD_DATA_DIR is not set: the global setup has not run');
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [join(root, 'tools', 'run.mjs'), command, ...args],
      { env: environment(dataDir) },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${command} failed: ${stderr || error.message}`));
        else resolve(stdout + stderr);
      },
    );
  });
}

/** Without what the person at this machine has set for their own Tradeyard, and without the outside world. */
function environment(dataDir: string): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of ['DATABASE_URL', 'AUTH_SECRET', 'HOST', 'PORT', 'PUBLIC_URL', 'WEB_ROOT', 'NODE_ENV']) {
    Reflect.deleteProperty(env, name);
  }
  // Today's rates would change what the journeys expect, so nothing answers where they are asked for.
  const nobody = 'http://127.0.0.1:9/';
  return {
    ...env,
    DATA_DIR: dataDir,
    ECB_URL: nobody,
    CURRENCY_API_URL: `${nobody}{date}/`,
    RATE_AGE_DAYS_MAX: '36500',
  };
}

async function waitUntilReady(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const giveUpAt = Date.now() + readyTimeoutMs;
  while (!(await answers(`${url}/readyz`))) {
    if (!isRunning(child)) throw new Error(`The product did not start:\n${readFileSync(logFile, 'utf8')}`);
    if (Date.now() > giveUpAt) throw new Error(`The product was not ready in time; see ${logFile}`);
    await sleep(100);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false; // not listening yet
  }
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
