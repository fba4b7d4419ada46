import { isCommandName } from './command.js';
import { latencyBin, latencyBins } from './latency.js';

/** What became of one command. */
export type Told = {
  readonly command: string;
  /** Empty where the command has none. */
  readonly symbol: string;
  /** Why it was refused; null when it was carried out. */
  readonly code: string | null;
  /** From its arrival to its commit, in milliseconds. */
  readonly ms: number;
};

/** What was counted in one second: `at` is its beginning, in seconds since 1970. */
export type CountedSecond = {
  readonly at: number;
  commands: number;
  failed: number;
  /** How many commands took how long, by `latencyBin`. */
  readonly latencies: Uint32Array;
};

/** All that was counted so far. */
export type CountedTotals = {
  readonly commands: number;
  readonly failed: number;
  readonly lastAtMs: number;
  readonly byCommand: Readonly<Record<string, readonly [ok: number, failed: number]>>;
  readonly failures: Readonly<Record<string, number>>;
  /** The most frequent ones. */
  readonly symbols: Readonly<Record<string, number>>;
};

/** Commands that are none of the sixteen are counted under this name. */
export const otherCommand = 'OTHER';

/** A reader adds up several of these: what is behind so many is of no weight. */
const symbolsMax = 50;
/** While nobody takes them, so many are kept. */
const secondsMax = 600;

/** There are 18,278 of these, which is how large the count can get; whatever else was written is no symbol. */
const symbol = /^[A-Z]{1,3}$/;

type Count = { count: number };
type Outcomes = { ok: number; failed: number };

/**
 * Counts what becomes of the commands of one workload, tens of thousands of times a second: to count one makes no object
 * but where it is the first of its kind or second.
 */
export class CommandTally {
  private commands = 0;
  private failed = 0;
  private lastAtMs = 0;
  private readonly byCommand = new Map<string, Outcomes>();
  private readonly failures = new Map<string, Count>();
  private readonly symbols = new Map<string, Count>();
  private current: CountedSecond | undefined;
  private over: CountedSecond[] = [];

  /** How many commands were counted. */
  get size(): number {
    return this.commands;
  }

  /** When the last of them was. */
  get lastMs(): number {
    return this.lastAtMs;
  }

  note(told: Told, atMs: number): void {
    const second = this.secondOf(atMs);
    this.commands += 1;
    this.lastAtMs = atMs;
    second.commands += 1;
    const bin = latencyBin(told.ms);
    second.latencies[bin] = (second.latencies[bin] ?? 0) + 1;
    const outcomes = this.outcomesOf(told.command);
    if (told.code === null) outcomes.ok += 1;
    else {
      outcomes.failed += 1;
      this.failed += 1;
      second.failed += 1;
      countIn(this.failures, told.code);
    }
    const known = this.symbols.get(told.symbol);
    if (known) known.count += 1;
    else if (symbol.test(told.symbol)) this.symbols.set(told.symbol, { count: 1 });
  }

  totals(): CountedTotals {
    return {
      commands: this.commands,
      failed: this.failed,
      lastAtMs: this.lastAtMs,
      byCommand: Object.fromEntries(
        [...this.byCommand].map(([command, { ok, failed }]) => [command, [ok, failed] as const]),
      ),
      failures: countsOf(this.failures),
      symbols: countsOf(mostFrequent(this.symbols, symbolsMax)),
    };
  }

  /** The seconds that were over before `untilMs` and that nobody has told to be `kept`, oldest first. */
  seconds(untilMs: number): readonly CountedSecond[] {
    if (this.current && this.current.at < Math.floor(untilMs / 1_000)) this.close(this.current);
    return this.over;
  }

  /** They are stored elsewhere now. */
  kept(seconds: readonly CountedSecond[]): void {
    const gone = new Set(seconds);
    this.over = this.over.filter((second) => !gone.has(second));
  }

  /** A clock that is put back counts into the second in which it was. */
  private secondOf(atMs: number): CountedSecond {
    const at = Math.floor(atMs / 1_000);
    const { current } = this;
    if (current && current.at >= at) return current;
    if (current) this.close(current);
    return (this.current = { at, commands: 0, failed: 0, latencies: new Uint32Array(latencyBins) });
  }

  private close(second: CountedSecond): void {
    this.current = undefined;
    this.over = [...this.over.slice(1 - secondsMax), second];
  }

  private outcomesOf(command: string): Outcomes {
    const known = this.byCommand.get(command);
    if (known) return known;
    const name = isCommandName(command) ? command : otherCommand;
    const outcomes = this.byCommand.get(name) ?? { ok: 0, failed: 0 };
    this.byCommand.set(name, outcomes);
    return outcomes;
  }
}

function countIn(counts: Map<string, Count>, key: string): void {
  const known = counts.get(key);
  if (known) known.count += 1;
  else counts.set(key, { count: 1 });
}

const countsOf = (counts: Iterable<readonly [string, Count]>): Record<string, number> =>
  Object.fromEntries([...counts].map(([key, { count }]) => [key, count]));

/** The `max` largest counts, without sorting all of them. */
function mostFrequent(counts: ReadonlyMap<string, Count>, max: number): (readonly [string, Count])[] {
  const found: (readonly [string, Count])[] = [];
  for (const entry of counts) {
    const least = found.at(-1);
    if (least && found.length === max && entry[1].count <= least[1].count) continue;
    let place = found.length;
    while (place > 0 && (found[place - 1]?.[1].count ?? 0) < entry[1].count) place -= 1;
    found.splice(place, 0, entry);
    if (found.length > max) found.pop();
  }
  return found;
}
