import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processStamp } from './processes.mjs';
import { Refusal } from './refusal.mjs';

/**
 * Makes this process the only one that starts a database in `dataDir`. The claim of a process that was killed
 * counts for nothing. Throws a Refusal when a live process holds it.
 */
export function claimDataDir(dataDir) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'owner.json');
  const mine = JSON.stringify({ pid: process.pid, stamp: processStamp(process.pid) });
  while (!take(file, mine)) {
    const theirs = read(file);
    if (theirs && isLive(theirs)) throw inUse(dataDir, theirs);
    discard(file, theirs);
  }
  return {
    release() {
      if (read(file) === mine) rmSync(file, { force: true });
    },
  };
}

/** The sentence for a second start on the same data. */
function inUse(dataDir, owner) {
  return new Refusal(
    `DATA_DIR ${dataDir} is in use by another Tradeyard (process ${JSON.parse(owner).pid}): stop that one first, or set DATA_DIR to another folder.`,
  );
}

// A link appears with its whole content or not at all, and never replaces one that is there.
function take(file, content) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

// Two starts may find the same dead claim. Each moves what is there aside and looks at it again: when it is
// no longer the dead one but the other's fresh claim, it is put back.
function discard(file, dead) {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  const moved = read(aside);
  if (moved !== dead) take(file, moved);
  rmSync(aside, { force: true });
}

function isLive(content) {
  try {
    const { pid, stamp } = JSON.parse(content);
    return stamp !== null && processStamp(pid) === stamp;
  } catch {
    return false; // cut off by a crash of the machine
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
