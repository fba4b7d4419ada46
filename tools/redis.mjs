import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './processes.mjs';
import { Refusal } from './refusal.mjs';

const startMsMax = 10_000;

/** The path of a redis-server for the tests; on Debian and as root one is installed when there is none. */
export async function getRedis() {
  const found = findRedis();
  if (found) return found;
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'ignore' };
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await run('apt-get', ['update'], quiet);
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], quiet);
  }
  const installed = findRedis();
  if (installed) return installed;
  throw new Refusal(
    'The tests of several processes need redis-server, and it could not be installed here: install it ' +
      '(`sudo apt-get install redis-server` on Debian, `brew install redis` on macOS).',
  );
}

function findRedis() {
  const folders = new Set(['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)]);
  return [...folders].map((folder) => join(folder, 'redis-server')).find((file) => existsSync(file));
}

/** Starts a server that stores nothing; `stop` kills it, as a crash would. */
export async function startRedis(port) {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(await getRedis(), options, { stdio: 'ignore' });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  for (const began = Date.now(); !(await answers(port)); await sleep(20)) {
    if (child.exitCode !== null || Date.now() - began > startMsMax)
      throw new Error('redis-server did not start');
  }
  return {
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
