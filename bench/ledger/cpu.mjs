import { readFileSync } from 'node:fs';
import { listPostgres } from '../../tools/processes.mjs';

// What `getconf CLK_TCK` says on every Linux that Node runs on.
const ticksPerSecond = 100;

/** Seconds of CPU that a process has used, with `children` also those that its ended children had. Only on Linux; 0 elsewhere. */
export function cpuSeconds(pid, { children = false } = {}) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Counted from the end of the program's name, which may hold spaces: utime, stime, cutime and cstime are the
    // fields 14 to 17 (man 5 proc).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [own, system, theirs, theirSystem] = fields.slice(11, 15).map(Number);
    return (own + system + (children ? theirs + theirSystem : 0)) / ticksPerSecond;
  } catch {
    return 0; // ended meanwhile, or no Linux
  }
}

/** A whole PostgreSQL: the server, its workers, and the sessions that have ended. */
export function postgresCpuSeconds({ cluster, pid }) {
  const workers = listPostgres(cluster, pid).filter((each) => each !== pid);
  return workers.reduce((sum, each) => sum + cpuSeconds(each), cpuSeconds(pid, { children: true }));
}

/**
 * Starts a clock on the CPU that a contender takes; ask it for the seconds since. `node` is the process under
 * measurement, `client` the one that makes the load when that is another.
 */
export function watchCpu({ postgres, apiPid }) {
  const read = () => ({
    postgres: postgresCpuSeconds(postgres),
    node: cpuSeconds(apiPid ?? process.pid),
    client: apiPid ? cpuSeconds(process.pid) : 0,
  });
  const begin = read();
  return () => {
    const now = read();
    return Object.fromEntries(Object.keys(begin).map((who) => [who, now[who] - begin[who]]));
  };
}
