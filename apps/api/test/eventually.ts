import { vi } from 'vitest';

/** Less than a test may take: what failed says so before the test is ended. */
const patienceMs = 15_000;

/** Waits until `check` throws nothing, however busy the machine is; answers with what it gives. */
export const eventually = <T>(check: () => T | Promise<T>, intervalMs = 20): Promise<T> =>
  vi.waitFor(check, { timeout: patienceMs, interval: intervalMs });
