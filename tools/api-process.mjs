import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { apiFlags } from './node-flags.mjs';
import { inRoot, root } from './paths.mjs';
import { lastWords, signal, until } from './processes.mjs';
import { Refusal } from './refusal.mjs';

const stopTimeoutMs = 10_000;
const logLengthMax = 100_000;

/** What the API and the ledger alone are told, for a benchmark or a workload. Nothing reaches the network, and the market all but stands still. */
export const apiEnvironment = (databaseUrl) => ({
  NODE_ENV: 'production',
  DATABASE_URL: databaseUrl,
  AUTH_SECRET: randomBytes(48).toString('base64url'),
  SIGN_IN_ATTEMPTS_PER_MINUTE: '1000000',
  RATE_SOURCES: 'none',
  MARKET_TICK_MS: '60000',
});

/**
 * Starts the built API as `npm start` does, in a process of its own, and answers once it can serve; `more` adds to its
 * environment. `exited` settles when it ends, for whatever reason.
 */
export async function startApi(databaseUrl, more = {}) {
  const port = await findFreePort();
  const child = spawn(process.execPath, [...apiFlags, inRoot('apps', 'api', 'dist', 'main.js')], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      ...apiEnvironment(databaseUrl),
      ...more,
      HOST: '127.0.0.1',
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32', // Ctrl-C in a terminal is for us: we end it
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => (log = (log + text).slice(-logLengthMax)));
  let running = true;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  void exited.then(() => (running = false));
  const ready = new Promise((resolve) => child.once('message', resolve));
  const code = await Promise.race([ready.then(() => 'ready'), exited]);
  if (code !== 'ready') throw new Refusal(`The API did not start: ${lastWords(log)}`);
  const stop = async () => {
    if (!running) return;
    if (process.platform === 'win32') child.disconnect();
    else signal(child.pid, 'SIGTERM');
    if (!(await until(() => !running, stopTimeoutMs))) signal(child.pid, 'SIGKILL');
    await exited;
  };
  return { pid: child.pid, port, exited, stop };
}

async function findFreePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
