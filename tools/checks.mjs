import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { getChromium } from './chromium.mjs';
import { watchForEnd } from './leash.mjs';
import { inRoot, root } from './paths.mjs';
import { continuedOnPinnedNode, ensureBuilt, ensureInstalled, localProgram, nxSettings } from './prepare.mjs';
import { run } from './processes.mjs';
import { createProgress, seconds } from './progress.mjs';
import { explain } from './refusal.mjs';
import { add, tallyPlaywright, tallyStep, tallyVitest } from './tallies.mjs';

const reports = inRoot('test-results');

/** A script of package.json as a step that is one check: its exit code decides. */
export const script = (name, scriptName) => ({
  name,
  run: async (context) => tallyStep((await show('npm', ['run', scriptName], context)).code),
});

/** The product as `npm start` builds it, which the browser tests run. */
export const build = {
  name: 'Build',
  run: async ({ signal }) => {
    await ensureBuilt(createProgress(), signal);
    return tallyStep(0);
  },
};

/** The tests that `config` lists. `name` is also the name of the report in test-results. */
export const vitest = (name, config) => ({
  name,
  run: async (context) => {
    const report = freshReport(name);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const [program, args] = localProgram('vitest', ['run', '--config', inRoot(config), ...reporters]);
    const { code } = await show(program, args, context, { NODE_ENV: 'test' });
    return tallyVitest(report, code);
  },
});

/** The journeys of apps/e2e through the built product in a real browser; of those in `files` alone where some are named. */
export const playwright = (name, files = []) => ({
  name,
  run: async (context) => {
    const report = freshReport(name);
    const CHROMIUM_PATH = await getChromium(createProgress(), context.signal);
    const config = inRoot('apps', 'e2e', 'playwright.config.ts');
    const [program, args] = localProgram(
      '@playwright/test',
      ['test', '--config', config, ...files],
      'playwright',
    );
    const env = { CHROMIUM_PATH, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
    const { code } = await show(program, args, context, env);
    return tallyPlaywright(report, code);
  },
});

/**
 * Installs what is needed and runs the steps that `listSteps` answers then. Ends with the line `N passed, N failed`
 * whatever happens, and with exit code 1 unless everything passed.
 */
export async function runSuite(listSteps) {
  const signal = watchForEnd();
  try {
    await ensureInstalled(createProgress(), signal);
    if (await continuedOnPinnedNode(signal)) return;
    await runSteps(listSteps(), signal);
  } catch (error) {
    explain(error);
    console.log('\n0 passed, 1 failed');
  }
}

// In turn up to the first that fails: what comes later builds on it.
async function runSteps(steps, signal) {
  const begin = performance.now();
  const results = [];
  for (const step of steps) {
    const result = await take(step, signal);
    results.push(result);
    if (result.failed > 0) break;
  }
  console.log('\nSummary');
  for (const [index, { name }] of steps.entries()) console.log(describe(name, results[index]));
  const { passed, failed } = add(results);
  console.log(`  in ${seconds(begin)}\n\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

async function take({ name, run: runStep }, signal) {
  const begin = performance.now();
  console.log(`\n== ${name}\n`);
  try {
    signal.throwIfAborted();
    const tally = await runStep({ signal });
    console.log(`\n== ${name}: ${tally.failed === 0 ? 'fine' : 'failed'} after ${seconds(begin)}`);
    return { ...tally, took: seconds(begin) };
  } catch (error) {
    if (error.name === 'AbortError') console.error('stopped');
    else explain(error);
    return { passed: 0, failed: 1, took: seconds(begin) };
  }
}

function describe(name, result) {
  const text = result ? `${result.passed} passed, ${result.failed} failed, ${result.took}` : 'not run';
  return `  ${name.padEnd(24)}${text}`;
}

function freshReport(name) {
  mkdirSync(reports, { recursive: true });
  const file = join(reports, `${name.toLowerCase().replaceAll(' ', '-')}.json`);
  rmSync(file, { force: true }); // an old report must not speak for a run that crashed
  return file;
}

const show = (program, args, { signal }, environment = {}) =>
  run(program, args, {
    cwd: root,
    env: { ...process.env, ...nxSettings, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: program === 'npm' && process.platform === 'win32', // a script there
    signal,
  });
