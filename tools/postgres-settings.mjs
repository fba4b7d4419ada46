import { existsSync, statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname } from 'node:path';

const megabyte = 2 ** 20;
const gigabyte = 2 ** 30;

/**
 * Settings of the PostgreSQL that comes with the product, where its own are made for a machine of long ago. None of
 * them touches durability: a commit is on disk when it is answered. `dataDir` is where its data are or will be;
 * `memoryBytes` is what this machine may use.
 */
export function postgresSettings(dataDir, memoryBytes = usableMemory()) {
  return {
    // The rows that people touch stay in memory, and everything else has room beside it: the API, a browser, and
    // the system's own cache, which holds what does not fit here.
    shared_buffers: `${clamp(Math.floor(memoryBytes / 16 / megabyte), 128, 2048)}MB`,
    // After each checkpoint every page is logged whole when it first changes, which for a large ledger is several
    // pages a posting. With the default of 1 GB a busy one would checkpoint every minute and write most pages twice.
    // It is disk space that only a busy server uses, and never more than an eighth of what is free.
    max_wal_size: `${clamp(Math.floor(freeBytes(dataDir) / 8 / gigabyte), 1, 8)}GB`,
    checkpoint_timeout: '15min',
  };
}

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

// In a container the machine may have more memory than we are given.
const usableMemory = () => Math.min(totalmem(), process.constrainedMemory() || Infinity);

function freeBytes(dir) {
  if (!existsSync(dir)) return freeBytes(dirname(dir));
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}
