import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './paths.mjs';
import { localProgram } from './prepare.mjs';
import { lastWords, run } from './processes.mjs';
import { Refusal } from './refusal.mjs';

/** The path of a Chromium for the browser tests; one is installed when there is none. */
export async function getChromium(progress, signal) {
  const found = findChromium();
  if (found) return found;
  const attempts = [];
  for (const [what, steps] of listInstallers()) {
    const install = () => runAll(steps, signal);
    const { code, output } = await progress.step(
      'chromium',
      `installing with ${what} …`,
      install,
      (result) => (result.code === 0 ? `installed with ${what}` : `${what} failed`),
    );
    const installed = findChromium();
    if (installed) return installed;
    attempts.push(`${what} (code ${code}): ${lastWords(output)}`);
  }
  throw new Refusal(
    'The browser tests need Chromium, and it could not be installed here: install it (`sudo apt-get install chromium` on Debian, ' +
      '`brew install --cask chromium` on macOS) or Google Chrome, or set CHROMIUM_PATH to one.\n' +
      attempts.map((attempt) => `  ${attempt}`).join('\n'),
  );
}

/** The path of a Chromium that is already here, or undefined. Throws a Refusal when CHROMIUM_PATH names no file. */
export function findChromium() {
  const asked = process.env.CHROMIUM_PATH;
  if (asked && !existsSync(asked)) throw new Refusal(`CHROMIUM_PATH ${asked} does not exist.`);
  if (asked) return asked;
  return [...listUsualPlaces(), ...listPlaywrightPlaces()].find(
    (file) => existsSync(file) && !isSnapStub(file),
  );
}

function listUsualPlaces() {
  if (process.platform === 'darwin') {
    return ['Chromium', 'Google Chrome'].flatMap((name) =>
      ['/Applications', join(homedir(), 'Applications')].map(
        (folder) => `${folder}/${name}.app/Contents/MacOS/${name}`,
      ),
    );
  }
  if (process.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .map((name) => process.env[name])
      .filter(Boolean)
      .flatMap((folder) => [
        join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        join(folder, 'Chromium', 'Application', 'chrome.exe'),
      ]);
  }
  const folders = new Set(['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)]);
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return [...folders].flatMap((folder) => names.map((name) => join(folder, name)));
}

// Ubuntu's package is a script that asks for a snap, which containers cannot run.
function isSnapStub(file) {
  const start = process.platform === 'linux' ? readFileSync(file).subarray(0, 4_000).toString('latin1') : '';
  return start.startsWith('#!') && start.includes('/snap/bin/') && !existsSync('/snap/bin/chromium');
}

// Playwright keeps each version in a folder of its own; any of them will do, the newest first.
function listPlaywrightPlaces() {
  const cache = {
    linux: join(homedir(), '.cache', 'ms-playwright'),
    darwin: join(homedir(), 'Library', 'Caches', 'ms-playwright'),
    win32: join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright'),
  };
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? cache[process.platform];
  if (!folder || !existsSync(folder)) return [];
  const programs = [
    ['chrome-linux64', 'chrome'],
    ['chrome-linux', 'chrome'],
    ['chrome-mac-arm64', 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
    ['chrome-mac-x64', 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
    ['chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
    ['chrome-win64', 'chrome.exe'],
    ['chrome-win', 'chrome.exe'],
  ];
  return readdirSync(folder)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((one, other) => Number(other.split('-')[1]) - Number(one.split('-')[1]))
    .flatMap((name) => programs.map((parts) => join(folder, name, ...parts)));
}

function listInstallers() {
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const apt = [
    ['apt-get', ['update'], quiet],
    ['apt-get', ['install', '-y', 'chromium'], quiet],
  ];
  const isAptOurs = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  // Ubuntu's chromium is a snap, so it may still be Playwright's turn: with apt it brings the system libraries along.
  const options = ['--no-shell', ...(isAptOurs ? ['--with-deps'] : []), 'chromium'];
  const playwright = [localProgram('@playwright/test', ['install', ...options], 'playwright')];
  return [...(isAptOurs ? [['apt-get', apt]] : []), ['Playwright', playwright]];
}

/** Runs one program after the other until one fails; answers the last one's end. */
async function runAll(steps, signal) {
  let result;
  for (const [program, args, options] of steps) {
    result = await run(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], signal, ...options });
    if (result.code !== 0) break;
  }
  return result;
}
