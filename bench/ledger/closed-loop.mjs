import { setTimeout as sleep } from 'node:timers/promises';
import { watchCpu } from './cpu.mjs';

/**
 * Keeps `inFlight` clients busy, each with one operation at a time, the next when the last was answered. What ends
 * within the `seconds` after the warm-up counts; what is still on its way then is awaited. Rejects with the first
 * operation that fails: a benchmark that counts refusals measures nothing.
 */
export async function closedLoop({ inFlight, warmUpSeconds, seconds, watched }, operation) {
  const latenciesMs = [];
  let answered = 0;
  let counting = false;
  let over = false;
  let failed;
  const failure = new Promise((_, reject) => (failed = reject));

  const client = async (index) => {
    while (!over) {
      const begin = performance.now();
      await operation(index);
      answered += 1;
      if (counting) latenciesMs.push(performance.now() - begin);
    }
  };
  const clients = Promise.all(Array.from({ length: inFlight }, (_, index) => client(index)));
  clients.catch(failed);
  try {
    await Promise.race([sleep(warmUpSeconds * 1000), failure]);
    const cpu = watchCpu(watched);
    const begin = performance.now();
    counting = true;
    await Promise.race([sleep(seconds * 1000), failure]);
    counting = false;
    const elapsedSeconds = (performance.now() - begin) / 1000;
    const used = cpu();
    over = true;
    await clients;
    return { answered, ...describe(latenciesMs, elapsedSeconds, used) };
  } finally {
    over = true;
  }
}

/** Rate, latencies, and microseconds of CPU for each operation. */
function describe(latenciesMs, elapsedSeconds, cpuSeconds) {
  const sorted = Float64Array.from(latenciesMs).sort();
  const count = sorted.length;
  return {
    tps: count / elapsedSeconds,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    cpuMicros: mapValues(cpuSeconds, (spent) => (spent * 1e6) / count),
    // Of one core, while it lasted.
    cpuShare: mapValues(cpuSeconds, (spent) => spent / elapsedSeconds),
  };
}

const mapValues = (values, change) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));

/** The smallest of the sorted values that at least this fraction of them does not exceed. */
export const quantile = (sorted, fraction) => sorted[Math.max(Math.ceil(sorted.length * fraction) - 1, 0)];
