import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { apiFlags } from '../../tools/node-flags.mjs';
import { signal, until } from '../../tools/processes.mjs';
import { Refusal } from '../../tools/refusal.mjs';

const stopTimeoutMs = 10_000;

/**
 * Starts one of the programs beside this file in a process of its own, so that contenders share neither a heap nor
 * what the compiler has learned from another. `measure` and all else that the program offers is called by name.
 */
export async function startContender(program, options) {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), {
    execArgv: apiFlags,
    stdio: ['ignore', 2, 2, 'ipc'], // stdout is for the figures
    detached: process.platform !== 'win32', // Ctrl-C in a terminal is for us: we end it
  });
  const waiting = new Map();
  let running = true;
  child.once('exit', (code, by) => {
    running = false;
    for (const { reject } of waiting.values())
      reject(new Refusal(`${program} ended by itself (${by ?? code}).`));
  });
  child.on('message', ({ id, result, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(`${program}: ${error}`));
    else resolve(result);
  });
  let calls = 0;
  const call = (name, argument) =>
    new Promise((resolve, reject) => {
      if (!running) return reject(new Refusal(`${program} has ended.`));
      waiting.set((calls += 1), { resolve, reject });
      child.send({ id: calls, name, argument });
    });
  const stop = async () => {
    if (!running) return;
    child.disconnect();
    if (!(await until(() => !running, stopTimeoutMs))) signal(child.pid, 'SIGKILL');
  };
  try {
    await call('start', options);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid, call, measure: (argument) => call('measure', argument), stop };
}

/** The other end: makes this process a contender. `start(options)` answers with the functions that may be called. */
export function serve(start) {
  let functions = { start: async (options) => void (functions = await start(options)) };
  // The channel is a leash: it closes when the benchmark ends, in whatever way.
  process.once('disconnect', () => process.exit());
  process.on('message', async ({ id, name, argument }) => {
    try {
      process.send({ id, result: await functions[name](argument) });
    } catch (error) {
      process.send({ id, error: error.stack });
    }
  });
}
