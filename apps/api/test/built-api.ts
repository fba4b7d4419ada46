import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { apiFlags } from '../../../tools/node-flags.mjs';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const startTimeoutMs = 30_000;

/** The API as it is shipped, in a process of its own. */
export type BuiltApi = {
  readonly origin: string;
  /** What it has written so far. */
  readonly log: () => string;
  /** As a crash or the kernel would: no signal handler runs. */
  readonly kill: () => Promise<void>;
  /** It stands still, as on a machine that is suspended, and keeps its connections. */
  readonly pause: () => void;
  readonly resume: () => void;
};

/** A port that nobody listens on now. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts the built API and waits until it can serve. Throws when there is no build, or when it ends by itself. */
export async function startBuiltApi(
  databaseUrl: string,
  port: number,
  env: Readonly<Record<string, string>> = {},
): Promise<BuiltApi> {
  if (!existsSync(program)) throw new Error(`${program} is missing: run "npm run build" first`);
  const child = spawn(process.execPath, [...apiFlags, program], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      AUTH_SECRET: 'the same before and after a crash, long enough',
      HOST: '127.0.0.1',
      PORT: String(port),
      SIGN_IN_ATTEMPTS_PER_MINUTE: '1000000',
      ECB_URL: 'http://127.0.0.1:1/',
      CURRENCY_API_URL: 'http://127.0.0.1:1/{date}/',
      RATE_AGE_DAYS_MAX: '36500',
      MARKET_TICK_MS: '60000',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (log += text.toString()));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const origin = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + startTimeoutMs;
  while (!(await isReady(origin))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`The API did not start:\n${log}`);
    }
    await sleep(20);
  }
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  const pause = () => void child.kill('SIGSTOP');
  const resume = () => void child.kill('SIGCONT');
  return { origin, log: () => log, kill, pause, resume };
}

async function isReady(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/readyz`)).ok;
  } catch {
    return false; // not listening yet
  }
}
