import { watchForEnd } from './leash.mjs';
import { readOptions, usage } from './daytrade/options.mjs';
import { continuedOnPinnedNode, ensureBuilt, ensureInstalled } from './prepare.mjs';
import { createProgress } from './progress.mjs';
import { explain } from './refusal.mjs';

/** Runs a day-trading workload. The last line of stdout is JSON; what is being done goes to stderr. */
async function daytrade(end, progress) {
  const options = readOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  await ensureInstalled(progress, end);
  if (await continuedOnPinnedNode(end)) return;
  await ensureBuilt(progress, end);
  end.throwIfAborted();
  const { startOwnServer } = await import('./daytrade/own-server.mjs'); // needs the packages
  const { runWorkload } = await import('./daytrade/run.mjs');
  const grammar = await import('../libs/daytrading/dist/index.js'); // needs the build
  const server = options.url
    ? { origin: options.url, account: options.account, isNew: false, durable: null }
    : await startOwnServer(options, progress, end);
  let result;
  try {
    result = await runWorkload(options, server, grammar, { stderr: process.stderr, end });
  } finally {
    await server.stop?.();
  }
  console.log(JSON.stringify(result));
}

const end = watchForEnd();
try {
  await daytrade(end, createProgress(process.stderr));
} catch (error) {
  if (end.aborted) process.exitCode = 130;
  else explain(error);
}
process.exit();
