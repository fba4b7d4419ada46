import DataLoader from 'dataloader';

/**
 * Look-ups that begin while others are under way become one query. Each batch waits for the one before it, and at least
 * for all requests of the same turn of the event loop; nothing is remembered after that. `load` answers at each key's place.
 */
export function oneAtATime<Key, Value>(
  load: (keys: readonly Key[]) => Promise<Value[]>,
): DataLoader<Key, Value> {
  let before: Promise<unknown> | undefined;
  const loadNext = (keys: readonly Key[]): Promise<Value[]> => {
    const loading = load(keys);
    before = loading.catch(() => undefined); // who asked is told
    return loading;
  };
  return new DataLoader(loadNext, {
    cache: false,
    batchScheduleFn: (start) => void Promise.resolve(before).then(() => setImmediate(start)),
  });
}
