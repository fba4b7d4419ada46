import { totalmem } from 'node:os';

const megabyte = 2 ** 20;

/**
 * Settings of the PostgreSQL that comes with the product, where its own are made for a machine of long ago. None of
 * them touches durability: a commit is on disk when it is answered. `memoryBytes` is what this machine may use.
 */
export function postgresSettings(memoryBytes = usableMemory()) {
  const sixteenth = Math.floor(memoryBytes / 16 / megabyte);
  return {
    // The rows that people touch stay in memory, and everything else has room beside it: the API, a browser, and
    // the system's own cache, which holds what does not fit here.
    shared_buffers: `${Math.min(Math.max(sixteenth, 128), 2048)}MB`,
    // After each checkpoint every page is logged whole when it first changes. With the default of 1 GB a busy ledger
    // would checkpoint every minute and write most pages twice. It is disk space that only a busy server uses.
    max_wal_size: '4GB',
  };
}

// In a container the machine may have more memory than we are given.
const usableMemory = () => Math.min(totalmem(), process.constrainedMemory() || Infinity);
