import { spawn } from 'node:child_process';
import { apiEnvironment, checkForApi, checkPortIsFree, readConfiguration } from './configuration.mjs';
import { ended, watchForEnd } from './leash.mjs';
import { apiFlags } from './node-flags.mjs';
import { inRoot, root } from './paths.mjs';
import { continuedOnPinnedNode, ensureBuilt, ensureInstalled } from './prepare.mjs';
import { signal as send, until } from './processes.mjs';
import { createProgress } from './progress.mjs';
import { explain, Refusal } from './refusal.mjs';

const readyTimeoutMs = 120_000; // the first boot migrates and seeds
const apiStopTimeoutMs = 10_000;

/** Installs, builds, starts the database and the API, and stays until it is told to stop. */
async function start(end, progress) {
  const configuration = readConfiguration();
  await checkPortIsFree(configuration);
  await ensureInstalled(progress, end);
  if (await continuedOnPinnedNode(end)) return;
  await ensureBuilt(progress, end);
  const { Config } = await import('../apps/api/dist/platform/config.js'); // needs the build
  checkForApi(configuration, Config);
  end.throwIfAborted();
  const { openDatabase } = await import('./database.mjs'); // needs the packages
  const database = await openDatabase(configuration, progress);
  try {
    end.throwIfAborted();
    await serve(configuration, database, progress, end);
  } finally {
    await database.stop();
  }
}

async function serve(configuration, database, progress, end) {
  const api = spawnApi(apiEnvironment(configuration, database.url));
  const over = Promise.race([
    ended(end).then(() => end.throwIfAborted()),
    api.exited.then((how) => Promise.reject(new Refusal(`The API ended by itself (${how}).`))),
    database.exited.then(() =>
      Promise.reject(new Refusal('PostgreSQL ended by itself; postgres.log says why.')),
    ),
  ]);
  over.catch(() => {}); // it is awaited below, except when the start itself goes wrong first
  try {
    const ready = () => Promise.race([waitUntilReady(configuration), over]);
    await progress.step('api', 'starting …', ready, () => 'ready');
    progress.say(`\n  ${address(configuration, 'localhost')}   (Ctrl-C stops it)\n`);
    await over;
  } finally {
    await api.stop();
  }
}

// The channel tells the API when this process dies; a session of its own keeps Ctrl-C in a terminal from reaching
// it twice, so that it is always stopped before its database.
function spawnApi(env) {
  const child = spawn(process.execPath, [...apiFlags, inRoot('apps', 'api', 'dist', 'main.js')], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
  });
  let running = true;
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, by) => resolve(by ?? `code ${code}`));
  });
  void exited.then(() => (running = false));
  const stop = async () => {
    if (!running) return;
    if (process.platform === 'win32') child.disconnect();
    else send(child.pid, 'SIGTERM');
    if (!(await until(() => !running, apiStopTimeoutMs))) send(child.pid, 'SIGKILL');
    await exited;
  };
  return { exited, stop };
}

async function waitUntilReady(configuration) {
  const url = `${address(configuration, '127.0.0.1')}/readyz`;
  const answers = async () => {
    try {
      return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
      return false; // not listening yet
    }
  };
  if (!(await until(answers, readyTimeoutMs, 50))) {
    throw new Refusal(`The API was not ready after ${readyTimeoutMs / 1000} s.`);
  }
}

/** Where the API answers; `here` stands for this machine when it listens on every address. */
function address({ host, port }, here) {
  const everywhere = ['0.0.0.0', '::', '127.0.0.1'].includes(host);
  const name = host.includes(':') ? `[${host}]` : host;
  return `http://${everywhere ? here : name}:${port}`;
}

const end = watchForEnd();
const progress = createProgress();
try {
  await start(end, progress);
} catch (error) {
  if (error.name === 'AbortError') progress.say('\n  stopped');
  else explain(error);
}
process.exit();
