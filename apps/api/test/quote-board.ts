import type { TestClock } from './clock.js';
import { LineServer } from './line-server.js';

/** A legacy quote server whose prices a test sets; its clock is the test's. Symbols without one are at $1.00. */
export class QuoteBoard {
  readonly server = new LineServer();
  /** Dollars as text. */
  readonly prices = new Map<string, string>();
  /** `silent` takes questions and never answers, `broken` ends each connection without an answer. */
  state: 'well' | 'silent' | 'broken' = 'well';

  static async open(clock: TestClock): Promise<QuoteBoard> {
    const board = new QuoteBoard();
    board.server.plays = [
      (socket, line) => {
        if (board.state === 'silent') return;
        if (board.state === 'broken') socket.end();
        else socket.end(`${board.priceOf(line)},${line},${clock.now().getTime()},${board.keyOf()}\n`);
      },
    ];
    await board.server.start();
    return board;
  }

  get address(): string {
    return this.server.address;
  }

  /** Questions so far, as `SYM,user`. */
  get hits(): readonly string[] {
    return this.server.lines;
  }

  /** Of the question that came last. */
  keyOf(hit = this.hits.length): string {
    return `key/${hit}+x=`;
  }

  private priceOf(line: string): string {
    return this.prices.get(line.split(',')[0] ?? '') ?? '1.00';
  }
}
