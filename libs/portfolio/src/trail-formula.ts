export type TrailCell = number | string | null;
export type TrailRow = Readonly<Record<string, TrailCell>>;

type Names = Readonly<Record<string, TrailCell>>;

/**
 * Computes a formula of a trail: numbers, names, `+ - * / ^`, brackets, `max(a, b)`, `exp(a)`, `sqrt(a)`, and `sum(...)`, `product(...)`
 * and `highest(...)` of an expression over all rows, in which the columns of a row are names too. Throws a plain error for a text that is no
 * formula or a name that is no number, as trails are made by code and never by users.
 */
export function evaluateFormula(text: string, names: Names, rows: readonly TrailRow[]): number {
  const reader = new FormulaReader(text);
  const value = reader.sum(names, rows);
  reader.expectEnd();
  return value;
}

const functions: ReadonlyMap<string, (value: number) => number> = new Map([
  ['exp', Math.exp],
  ['sqrt', Math.sqrt],
]);

type Fold = { readonly ofNothing: number; readonly join: (all: number, each: number) => number };

/** What goes over all rows. */
const folds: ReadonlyMap<string, Fold> = new Map([
  ['sum', { ofNothing: 0, join: (all, each) => all + each }],
  ['product', { ofNothing: 1, join: (all, each) => all * each }],
  ['highest', { ofNothing: -Infinity, join: (all, each) => Math.max(all, each) }],
]);

class FormulaReader {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(private readonly text: string) {
    this.tokens = text.match(/[A-Za-z]\w*|\d+(?:\.\d+)?|\S/g) ?? [];
  }

  expectEnd(): void {
    if (this.at < this.tokens.length) throw new Error(`"${this.text}" goes on where it should end`);
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) throw new Error(`"${this.text}" lacks a ${token}`);
  }

  sum(names: Names, rows: readonly TrailRow[]): number {
    let value = this.term(names, rows);
    for (;;) {
      if (this.take('+')) value += this.term(names, rows);
      else if (this.take('-')) value -= this.term(names, rows);
      else return value;
    }
  }

  private term(names: Names, rows: readonly TrailRow[]): number {
    let value = this.power(names, rows);
    for (;;) {
      if (this.take('*')) value *= this.power(names, rows);
      else if (this.take('/')) value /= this.power(names, rows);
      else return value;
    }
  }

  private power(names: Names, rows: readonly TrailRow[]): number {
    if (this.take('-')) return -this.power(names, rows);
    const base = this.atom(names, rows);
    return this.take('^') ? base ** this.power(names, rows) : base;
  }

  private atom(names: Names, rows: readonly TrailRow[]): number {
    if (this.take('(')) {
      const value = this.sum(names, rows);
      this.expect(')');
      return value;
    }
    const token = this.tokens[this.at++] ?? '';
    if (/^\d/.test(token)) return Number(token);
    if (this.take('(')) return this.call(token, names, rows);
    const value = Object.hasOwn(names, token) ? names[token] : null;
    if (typeof value !== 'number') throw new Error(`"${token}" in "${this.text}" is no number`);
    return value;
  }

  private call(name: string, names: Names, rows: readonly TrailRow[]): number {
    if (name === 'max') {
      const first = this.sum(names, rows);
      this.expect(',');
      const second = this.sum(names, rows);
      this.expect(')');
      return Math.max(first, second);
    }
    const ofOne = functions.get(name);
    if (ofOne) {
      const value = this.sum(names, rows);
      this.expect(')');
      return ofOne(value);
    }
    const fold = folds.get(name);
    if (!fold) throw new Error(`"${name}" is no function of a trail`);
    let value = fold.ofNothing;
    const start = this.at;
    for (const row of rows) {
      this.at = start;
      value = fold.join(value, this.sum({ ...names, ...row }, []));
    }
    if (rows.length === 0) this.skipToEnd();
    this.expect(')');
    return value;
  }

  private skipToEnd(): void {
    for (let depth = 0; this.at < this.tokens.length; this.at++) {
      const token = this.tokens[this.at];
      if (token === ')' && depth === 0) return;
      depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    }
  }
}
