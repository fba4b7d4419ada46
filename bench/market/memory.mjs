import { readFileSync } from 'node:fs';

/** What a process has in memory, in bytes; 0 where there is no /proc. */
export function residentBytes(pid) {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(kilobytes) * 1024;
  } catch {
    return 0; // ended meanwhile, or no Linux
  }
}
