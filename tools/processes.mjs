import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const killAfterMs = 2_000;
const linux = process.platform === 'linux';

/**
 * What a process is beyond its number, which the system hands out again: two equal answers mean the same
 * process. Null when there is no such process, or only the remains of one that its parent has not reaped.
 */
export function processStamp(pid) {
  if (linux) return linuxStamp(pid);
  if (process.platform === 'win32') return isAlive(pid) ? 'alive' : null;
  const line = spawnSync('ps', ['-p', String(pid), '-o', 'stat=,lstart='], {
    encoding: 'utf8',
  }).stdout?.trim();
  return line && !line.startsWith('Z') ? line.slice(line.search(/\s/)).trim() : null;
}

function linuxStamp(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold spaces, so fields are counted from its end:
    // the third is the state, the twenty-second the start time in ticks since boot (man 5 proc).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return null; // gone while we looked
  }
}

/** Whether the number is taken; the remains of a process that nobody reaped count too. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Numbers of the live postgres processes that work in this data directory: the server and what is left of its children. */
export function listPostgres(clusterDir, postmasterPid) {
  if (linux) {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => isPostgresIn(clusterDir, pid) && processStamp(pid) !== null);
  }
  // Elsewhere only the server itself can be looked up, by the number in its lock file.
  if (!postmasterPid || processStamp(postmasterPid) === null) return [];
  const found =
    process.platform === 'win32'
      ? spawnSync('tasklist', ['/NH', '/FI', `PID eq ${postmasterPid}`], { encoding: 'utf8' })
      : spawnSync('ps', ['-p', String(postmasterPid), '-o', 'command='], { encoding: 'utf8' });
  return /postgres/i.test(found.stdout ?? '') ? [postmasterPid] : [];
}

// Postgres and all its children work with the data directory as their current directory.
function isPostgresIn(clusterDir, pid) {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === clusterDir &&
      readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
    );
  } catch {
    return false; // gone, or another user's
  }
}

/** Sends a signal and shrugs when the process has ended by itself. */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Asks `isDone` every few milliseconds; answers whether it came true in time. */
export async function until(isDone, timeoutMs, pauseMs = 20) {
  const end = Date.now() + timeoutMs;
  while (!(await isDone())) {
    if (Date.now() > end) return false;
    await sleep(pauseMs);
  }
  return true;
}

/**
 * Runs a program to its end; `output` holds what it wrote when `options.stdio` asks for pipes. When
 * `options.signal` is aborted the program is told to stop, made to after a moment (npm would first finish a whole
 * install to undo it), and its end is awaited.
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options);
    let output = '';
    let failure;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text));
    child.once('error', (error) => {
      failure = error;
      setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref();
      if (child.pid === undefined) reject(error); // never ran, so it will not close either
    });
    child.once('close', (code, by) =>
      failure ? reject(failure) : resolve({ code: code ?? 1, signal: by, output }),
    );
  });
}

/** Of a failed program's output, the line that says why. */
export function lastWords(output) {
  const lines = output.trim().split('\n');
  return (lines.findLast((line) => /error|fatal|panic/i.test(line)) ?? lines.at(-1)).trim();
}
