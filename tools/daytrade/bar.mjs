const redrawMs = 250;
const lineMs = 10_000;
const barWidth = 24;
/** The rate is that of the last seconds. */
const windowMs = 5_000;

/**
 * Shows how far the workload is: in a terminal one line that is drawn anew, elsewhere a line now and then. `read()` answers
 * `{ answered, failed, total }`, of which `total` may be an estimate.
 */
export function showProgress(stream, read) {
  const samples = [{ now: performance.now(), answered: read().answered }];
  const clear = stream.isTTY ? '\r\x1b[K' : '';
  const show = () => {
    const now = performance.now();
    const state = read();
    samples.push({ now, answered: state.answered });
    while (samples.length > 2 && now - samples[0].now > windowMs) samples.shift();
    stream.write(clear + describe(state, rateOf(samples)) + (stream.isTTY ? '' : '\n'));
  };
  const timer = setInterval(show, stream.isTTY ? redrawMs : lineMs);
  return {
    say: (text) => stream.write(`${clear}  ${text}\n`),
    stop() {
      clearInterval(timer);
      stream.write(clear);
    },
  };
}

function rateOf(samples) {
  const [first, last] = [samples[0], samples.at(-1)];
  return last.now > first.now ? ((last.answered - first.answered) * 1000) / (last.now - first.now) : 0;
}

/** One line: `[######------]  50 %   12,345/s   failed 678   0:12 left`. */
export function describe({ answered, failed, total }, perSecond) {
  const part = total > 0 ? Math.min(answered / total, 1) : 0;
  const full = Math.floor(part * barWidth);
  const bar = '#'.repeat(full) + '-'.repeat(barWidth - full);
  const left = perSecond > 0 ? `${clockTime((total - answered) / perSecond)} left` : '';
  const percent = String(Math.floor(part * 100)).padStart(3);
  const rate = Math.round(perSecond).toLocaleString('en-US').padStart(7);
  return `  [${bar}] ${percent} %  ${rate}/s  failed ${failed.toLocaleString('en-US')}  ${left}`.trimEnd();
}

function clockTime(seconds) {
  const whole = Math.max(Math.ceil(seconds), 0);
  const two = (number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
