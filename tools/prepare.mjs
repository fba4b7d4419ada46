import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, sep } from 'node:path';
import { ended } from './leash.mjs';
import { inRoot, root } from './paths.mjs';
import { run } from './processes.mjs';
import { Refusal } from './refusal.mjs';

const nodeMajorMin = 24;
const installStamp = inRoot('node_modules', '.tradeyard', 'installed');
const buildStamp = inRoot('node_modules', '.tradeyard', 'built');

/** What has to be there for the product to run. */
const products = ['apps/api/dist/main.js', 'apps/api/dist/cli.js', 'apps/web/dist/index.html'];

/** Installs the packages when there are none, or others than package-lock.json asks for. */
export async function ensureInstalled(progress, signal) {
  const wanted = digest(readFileSync(inRoot('package-lock.json')));
  if (readStamp(installStamp) === wanted) return;
  if (!hasInstalled()) {
    const install = () => runQuietly('npm', ['ci', '--include=dev', '--include=optional'], signal);
    await progress.step('packages', 'installing, a minute or two …', install, () => 'installed');
  }
  writeStamp(installStamp, wanted);
}

// Somebody may have run npm themselves. npm leaves a copy of the lock file beside what it installed; packages that
// are optional may be missing there, since most are for other machines.
function hasInstalled() {
  const copy = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(copy)) return false;
  const packagesIn = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = packagesIn(copy);
  return Object.entries(packagesIn(inRoot('package-lock.json'))).every(
    ([path, { version, optional, link }]) => {
      if (link || !path.includes('node_modules/')) return true; // our own workspaces
      return installed[path] ? installed[path].version === version : optional;
    },
  );
}

/**
 * Runs this program again on the Node that package.json pins, when this one is older. Answers true when that
 * happened; the exit code is then set and nothing is left to do.
 */
export async function continuedOnPinnedNode(end) {
  const pinned = findPinnedNode();
  if (Number(process.versions.node.split('.')[0]) >= nodeMajorMin || !pinned) return false;
  // The channel is a leash: it closes when this process dies, and the other one then stops as well.
  const child = spawn(pinned, process.argv.slice(1), { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  void ended(end).then(() => child.kill());
  const [code, by] = await new Promise((resolve) => child.once('exit', (...end) => resolve(end)));
  process.exitCode = code ?? 128 + constants.signals[by];
  return true;
}

function findPinnedNode() {
  const { platform, arch } = process;
  return [
    inRoot('node_modules', '.bin', 'node'),
    inRoot('node_modules', `node-${platform === 'win32' ? 'win' : platform}-${arch}`, 'bin', 'node.exe'),
  ].find((file) => existsSync(file) && (platform !== 'win32' || file.endsWith('.exe')));
}

/** Builds what changed since the last build. Looks at the sources itself: asking Nx takes seconds even when all is fresh. */
export async function ensureBuilt(progress, signal) {
  const wanted = describeSources();
  if (readStamp(buildStamp) === wanted && products.every((file) => existsSync(inRoot(file)))) return;
  const build = () => runQuietly(...localProgram('nx', ['run-many', '-t', 'build']), signal);
  await progress.step('build', 'building …', build, () => 'built');
  const missing = products.find((file) => !existsSync(inRoot(file)));
  if (missing) throw new Refusal(`The build ended well but made no ${missing}.`);
  writeStamp(buildStamp, wanted);
}

const noSource = new Set(['node_modules', 'dist', 'coverage', 'test-results', 'e2e']);

/** One line for the state of all that goes into a build: names, sizes and times of change. */
function describeSources() {
  const files = ['package.json', 'package-lock.json', 'nx.json', 'tsconfig.base.json'].map((name) =>
    inRoot(name),
  );
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!noSource.has(entry.name)) walk(path);
      } else if (!/\.spec\.|\.tsbuildinfo$/.test(entry.name)) files.push(path);
    }
  };
  for (const folder of ['apps', 'libs']) walk(inRoot(folder));
  const describe = (file) => {
    const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
    return `${file} ${size} ${mtimeMs}`;
  };
  return digest(files.map(describe).sort().join('\n'));
}

/** The command line that runs a package's own program on this very Node, wherever npm put its link. */
export function localProgram(packageName, args, binName = packageName) {
  const folder = inRoot('node_modules', ...packageName.split('/'));
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return [process.execPath, [join(folder, typeof bin === 'string' ? bin : bin[binName]), ...args]];
}

// npm runs on the machine's Node, not on the one inside node_modules, which it is about to replace.
function outerEnvironment() {
  const inside = `node_modules${sep}.bin`;
  const PATH = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.endsWith(inside));
  return { ...process.env, PATH: PATH.join(delimiter) };
}

/** No redrawn screen, and no workers of its own that outlive it when it is stopped. */
export const nxSettings = { NX_TUI: 'false', NX_ISOLATE_PLUGINS: 'false' };

/** Shows a program's output only when it fails. */
async function runQuietly(program, args, signal) {
  const npm = program === 'npm';
  const env = npm ? outerEnvironment() : { ...process.env, ...nxSettings };
  const shell = npm && process.platform === 'win32'; // npm is a script there
  const stdio = ['ignore', 'pipe', 'pipe'];
  const { code, output } = await run(program, args, { cwd: root, env, shell, stdio, signal });
  if (code === 0) return;
  process.stderr.write(`\n${output}\n`);
  const command = npm ? 'npm ci' : 'nx run-many -t build';
  throw new Refusal(`\`${command}\` failed with code ${code}; what it said stands above.`);
}

const digest = (content) => createHash('sha256').update(content).digest('hex');
const readStamp = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

function writeStamp(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
