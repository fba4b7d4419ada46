import { apiEnvironment, readConfiguration } from './configuration.mjs';
import { watchForEnd } from './leash.mjs';
import { inRoot } from './paths.mjs';
import { continuedOnPinnedNode, ensureBuilt, ensureInstalled } from './prepare.mjs';
import { run } from './processes.mjs';
import { createProgress } from './progress.mjs';
import { explain, Refusal } from './refusal.mjs';

/** Runs one of the API's commands (`import:rates FILE`) on the product's database, whether or not the product runs. */
async function runCommand(command, end, progress) {
  if (command.length === 0) throw new Refusal('Usage: node tools/run.mjs COMMAND [ARGUMENT...]');
  const configuration = readConfiguration();
  await ensureInstalled(progress, end);
  if (await continuedOnPinnedNode(end)) return;
  await ensureBuilt(progress, end);
  end.throwIfAborted();
  const { openDatabase } = await import('./database.mjs'); // needs the packages
  const database = await openDatabase(configuration, progress, { join: true });
  try {
    const { code } = await run(process.execPath, [inRoot('apps', 'api', 'dist', 'cli.js'), ...command], {
      // npm changes to the root; a file is named from where the person stands.
      cwd: process.env.INIT_CWD ?? process.cwd(),
      env: apiEnvironment(configuration, database.url),
      stdio: 'inherit',
      signal: end,
    });
    process.exitCode = code;
  } finally {
    await database.stop();
  }
}

const end = watchForEnd();
try {
  await runCommand(process.argv.slice(2), end, createProgress(process.stderr)); // the command's own output stays clean
} catch (error) {
  if (error.name === 'AbortError') process.exitCode = 130;
  else explain(error);
}
process.exit();
