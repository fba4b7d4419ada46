import type { Change } from './change.js';
import type { Command } from './command.js';
import type { Turn, Waiting } from './decide.js';
import type { Happening } from './happening.js';
import { carryOut, expire, meetQuote, type Course } from './rules.js';
import type { Trader } from './trader.js';

/** What waits for a trader's turn: a command, a fresh quote that may reach what is armed, or that time has passed. */
export type Errand =
  | { readonly command: Command; readonly receivedAtMs: number }
  | { readonly quote: { readonly symbol: string; readonly price: bigint } }
  | { readonly wake: true };

/** A command that was carried out or refused, and the trader as they stood then. */
export type Done = { readonly happening: Happening; readonly trader: Trader };

/** What came of a turn. `taken` errands are done, the rest has to wait: for a quote, or since the next one was done before. */
export type TurnTaken = {
  readonly trader: Trader;
  readonly changes: readonly Change[];
  readonly happenings: readonly Happening[];
  readonly taken: number;
  /** By the place of the errand; undefined for what is no command. */
  readonly done: readonly (Done | undefined)[];
  readonly waitsFor?: string;
  readonly isRepeated?: true;
};

/**
 * Does the errands in turn, as many as can be done now. What had to expire has expired before the first. A command without
 * a number takes the one after the trader's newest; one whose number is no higher has come before.
 */
export function takeTurn(trader: Trader, errands: readonly Errand[], turn: Turn): TurnTaken {
  const first = expire(trader, turn);
  let now = first.trader;
  const changes = [...first.changes];
  const happenings = [...first.happenings];
  const done: (Done | undefined)[] = [];
  const stop = (why: Pick<TurnTaken, 'waitsFor' | 'isRepeated'> = {}): TurnTaken => ({
    trader: now,
    changes,
    happenings,
    taken: done.length,
    done,
    ...why,
  });
  for (const errand of errands) {
    const isRepeated = 'command' in errand && isBehind(errand.command, now);
    if (isRepeated) return stop({ isRepeated: true });
    const course = run(now, errand, turn);
    if ('waitsFor' in course) return stop(course);
    now = course.trader;
    changes.push(...course.changes);
    happenings.push(...course.happenings);
    const [happening] = course.happenings;
    done.push('command' in errand && happening ? { happening, trader: now } : undefined);
  }
  return stop();
}

const isBehind = ({ transaction }: Command, trader: Trader): boolean =>
  transaction !== 0 && transaction <= trader.transaction;

function run(trader: Trader, errand: Errand, turn: Turn): Course | Waiting {
  if ('wake' in errand) return { trader, changes: [], happenings: [] };
  if ('quote' in errand) return meetQuote(trader, errand.quote, turn.atMs);
  const { command, receivedAtMs } = errand;
  const transaction = command.transaction === 0 ? trader.transaction + 1 : command.transaction;
  return carryOut(trader, { ...command, transaction }, turn, receivedAtMs);
}
