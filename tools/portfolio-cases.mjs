import { watchForEnd } from './leash.mjs';
import { readOptions, usage } from './portfolio-cases/options.mjs';
import { openCalculator } from './portfolio-cases/remote.mjs';
import { runCases } from './portfolio-cases/run.mjs';
import { continuedOnPinnedNode, ensureBuilt, ensureInstalled } from './prepare.mjs';
import { createProgress } from './progress.mjs';
import { explain } from './refusal.mjs';

/** Calculates the cases of a file and compares them with what they expect. Results go to stdout, what is being done to stderr. */
async function portfolioCases(end, progress) {
  const options = readOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  await ensureInstalled(progress, end);
  if (await continuedOnPinnedNode(end)) return;
  await ensureBuilt(progress, end);
  end.throwIfAborted();
  const calculate = options.url
    ? await openCalculator(options.url, end)
    : (await import('../libs/portfolio/dist/index.js')).calculationOf; // needs the build
  const { failed } = await runCases(options.cases, calculate, (line) => console.log(line));
  if (failed > 0) process.exitCode = 1;
}

const end = watchForEnd();
try {
  await portfolioCases(end, createProgress(process.stderr));
} catch (error) {
  if (end.aborted) process.exitCode = 130;
  else explain(error);
}
process.exit();
