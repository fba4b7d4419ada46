import {
  carryOut,
  dollars,
  expire,
  meetQuote,
  nobody,
  readCommand,
  reservations,
  cashOf,
  sharesOf,
  splitLine,
  type Change,
  type Command,
  type Course,
  type Happening,
  type Hit,
  type Quoted,
  type Trader,
  type Turn,
} from '../src/index.js';

export const hitOf = (symbol: string, price: string): Hit => ({
  price,
  symbol,
  user: 'ada',
  quotedAtMs: 1_000,
  cryptoKey: `key-${symbol}`,
});

export const quoteUnavailable = { code: 'quote_unavailable', message: 'No quote came in time' } as const;

/** Reads one line, which the next number is given to. */
export function commandOf(line: string, transaction: number): Command {
  const written = splitLine(line, transaction - 1);
  if (!written) throw new Error('The line is empty');
  return readCommand(written.transaction, written.name, written.args);
}

/**
 * The day of one trader: commands one after the other, each after what had to expire, at prices that stand until they are
 * changed. A is at $10.00, B at $3.00; nobody knows the price of another symbol.
 */
export class Day {
  trader: Trader = nobody;
  atMs = 0;
  windowMs: number | null = 60_000;
  readonly prices = new Map<string, Quoted>([
    ['A', { price: 10_00n }],
    ['B', { price: 3_00n }],
  ]);
  readonly changes: Change[] = [];
  readonly happenings: Happening[] = [];
  #ids = 0;
  #transactions = 0;

  constructor(...lines: readonly string[]) {
    this.say(...lines);
  }

  /** Carries the lines out, all of which must succeed. */
  say(...lines: readonly string[]): this {
    for (const line of lines) {
      const code = this.ask(line);
      if (code !== 'ok') throw new Error(`${line}: ${code}`);
    }
    return this;
  }

  /** Carries out one line: `ok`, the code of its refusal, or `waits for` and a symbol. */
  ask(line: string): string {
    const transaction = (this.#transactions += 1);
    this.expire();
    const course = carryOut(this.trader, commandOf(line, transaction), this.turn());
    if ('waitsFor' in course) return `waits for ${course.waitsFor}`;
    return this.#take(course)[0]?.refusal?.code ?? 'ok';
  }

  turn(): Turn {
    return {
      ...{ atMs: this.atMs, windowMs: this.windowMs },
      newId: () => `r${(this.#ids += 1)}`,
      quote: (symbol) => this.prices.get(symbol),
    };
  }

  after(ms: number): this {
    this.atMs += ms;
    return this;
  }

  price(symbol: string, cents: bigint): this {
    this.prices.set(symbol, { price: cents });
    return this;
  }

  expire(): readonly Happening[] {
    return this.#take(expire(this.trader, this));
  }

  /** A fresh quote, which stands from now on. */
  meet(symbol: string, cents: bigint): readonly Happening[] {
    this.price(symbol, cents);
    return this.#take(meetQuote(this.trader, { symbol, price: cents }, this.atMs));
  }

  #take({ trader, changes, happenings }: Course): readonly Happening[] {
    this.trader = trader;
    this.changes.push(...changes);
    this.happenings.push(...happenings);
    return happenings;
  }

  /** What there is, free and reserved: `70.00 +30.00, A 3 +2`. */
  get has(): string {
    const all = [...reservations(this.trader)];
    const sum = (of: (reservation: (typeof all)[number]) => bigint): bigint =>
      all.reduce((total, each) => total + of(each), 0n);
    const symbols = [...this.trader.holdings.keys(), ...all.map(({ symbol }) => symbol)];
    const shares = [...new Set(symbols)].sort().map((symbol) => {
      const free = this.trader.holdings.get(symbol) ?? 0n;
      return { symbol, free, held: sum((each) => (each.symbol === symbol ? sharesOf(each) : 0n)) };
    });
    const cash = `${dollars(this.trader.balance)} +${dollars(sum(cashOf))}`;
    const told = shares.filter(({ free, held }) => free !== 0n || held !== 0n);
    return [cash, ...told.map(({ symbol, free, held }) => `${symbol} ${free} +${held}`)].join(', ');
  }
}
