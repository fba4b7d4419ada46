const parentCheckMs = 1_000;

/**
 * A signal that is aborted when this program has to end: on Ctrl-C, when it is asked to terminate, or when the
 * program that started it has died without a word.
 */
export function watchForEnd() {
  const end = new AbortController();
  const abort = () => end.abort();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, abort);
  process.once('disconnect', abort);
  process.channel?.unref();
  // npm gives us no channel. Outside npm a changed parent is nothing unusual: that is how one leaves a shell.
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && abort(), parentCheckMs).unref();
  }
  return end.signal;
}

/** Settles when the signal is aborted. */
export const ended = (signal) =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', resolve, { once: true });
  });
