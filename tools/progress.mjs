const columnWidth = 11;
const longMs = 1_000;

/** Seconds since a moment of performance.now(), for people: 0.2 s, 8.4 s, 75 s. */
export const seconds = (sinceMs) => {
  const passed = (performance.now() - sinceMs) / 1000;
  return `${passed < 10 ? passed.toFixed(1) : Math.round(passed)} s`;
};

/**
 * Tells what the program is doing, a line for each step. A step that takes long shows before it is done: in a
 * terminal with the seconds counting, elsewhere (a log, a pipe) as a line of its own.
 */
export function createProgress(stream = process.stdout) {
  const line = (name, text) => `  ${name.padEnd(columnWidth - 1)} ${text}`;
  const clear = stream.isTTY ? '\r\x1b[K' : '';
  return {
    say: (text) => stream.write(`${text}\n`),
    /** Runs `work` as a step; `done(result)` words the line that stays. */
    async step(name, doing, work, done) {
      const begin = performance.now();
      const ticker = stream.isTTY
        ? setInterval(() => stream.write(clear + line(name, `${doing} ${seconds(begin)}`)), 250)
        : setTimeout(() => stream.write(`${line(name, doing)}\n`), longMs);
      try {
        const result = await work();
        stream.write(`${clear}${line(name, `${done(result)} in ${seconds(begin)}`)}\n`);
        return result;
      } catch (error) {
        stream.write(clear);
        throw error;
      } finally {
        clearInterval(ticker); // clears a timeout as well
      }
    },
  };
}
