import type { CommandName, Refusal } from './command.js';

/** An answer of the quote server as it was given: each costs money, and is proven by its key. */
export type Hit = {
  readonly price: string;
  readonly symbol: string;
  readonly user: string;
  readonly quotedAtMs: number;
  readonly cryptoKey: string;
};

/** What a command came to. Cash and prices are dollars as text, shares whole. */
export type Result = {
  readonly symbol?: string;
  readonly price?: string;
  readonly shares?: number;
  readonly cash?: string;
  /** That the trigger was reached at once. */
  readonly fired?: true;
};

/**
 * What is kept of everything that happened to a trader, as JSON: a command that came, a trigger that fired, an order that
 * expired. The entries of the log follow from it, and so does the answer to a command that comes again.
 */
export type Happening = {
  readonly kind: 'command' | 'fired' | 'expired' | 'quoted';
  readonly transaction: number;
  readonly atMs: number;
  /** When a command came, where it had to wait for a quote. */
  readonly receivedAtMs?: number;
  /** `name` is what was written where that is none of the sixteen commands. */
  readonly command: CommandName | null;
  readonly name?: string;
  readonly symbol?: string;
  readonly funds?: string;
  readonly filename?: string;
  readonly hits?: readonly Hit[];
  /** What moved the cash that is available, in dollars with a sign. */
  readonly moved?: readonly string[];
  readonly refusal?: Refusal;
  readonly result?: Result;
};
