import fc from 'fast-check';
import { accountKey, customer, house, isCustomer, type AccountRef } from '../src/account.js';

// The ledger against something too simple to be wrong: numbers in a map, changed one request at a time. What groups
// it is asked in, and how many of them are on their way to storage when the next is decided, must make no difference.

const firsts = ['deposit', 'withdrawal', 'transfer', 'conversion', 'hold'] as const;
const sequels = ['capture', 'release', 'expire', 'reverse'] as const;

/** `book`, `other` and `currency` are places in the lists below; `back` is how many asks ago `about` happened. */
type One = {
  readonly kind: (typeof firsts)[number] | (typeof sequels)[number];
  readonly book: number;
  readonly other: number;
  readonly currency: number;
  readonly amount: number;
  readonly bought: number;
  readonly back: number;
};
export type Ask = {
  readonly parts: readonly One[];
  /** Few, so that some come again with another request. */
  readonly key: string | null;
  /** Asks the one so far back once more, key and all. */
  readonly repeats: number | null;
  readonly endsGroup: boolean;
  /** How many groups reach storage before the next one is decided, and whether the first one of them fails. */
  readonly landings: number;
  readonly fails: boolean;
};

const books = ['ada', 'bob', 'eve'];
const currencies = ['EUR', 'USD', 'JPY'];

const one: fc.Arbitrary<One> = fc.record({
  kind: fc.oneof(fc.constantFrom(...firsts, 'deposit', 'hold'), fc.constantFrom(...sequels)),
  book: fc.nat(2),
  other: fc.integer({ min: 1, max: 2 }),
  currency: fc.nat(2),
  amount: fc.integer({ min: -1, max: 50 }),
  bought: fc.integer({ min: 0, max: 50 }),
  back: fc.integer({ min: 1, max: 6 }),
});
const ask: fc.Arbitrary<Ask> = fc.record({
  parts: fc.oneof(
    { arbitrary: fc.array(one, { minLength: 1, maxLength: 1 }), weight: 4 },
    { arbitrary: fc.array(one, { minLength: 2, maxLength: 4 }), weight: 1 },
  ),
  key: fc.option(fc.constantFrom(...Array.from({ length: 9 }, (_, index) => `k${index}`)), { freq: 2 }),
  repeats: fc.oneof(
    { arbitrary: fc.constant(null), weight: 5 },
    { arbitrary: fc.integer({ min: 1, max: 5 }), weight: 1 },
  ),
  endsGroup: fc.boolean(),
  landings: fc.nat(3),
  fails: fc.boolean(),
});

/** Without it most of what is asked is refused for want of money. */
const funding: Ask = {
  parts: [0, 1, 2].flatMap((book) =>
    [0, 1, 2].map((currency): One => {
      return { kind: 'deposit', book, currency, amount: 60, other: 1, bought: 0, back: 1 };
    }),
  ),
  ...{ key: null, repeats: null, endsGroup: false, landings: 0, fails: false },
};
export const asks: fc.Arbitrary<Ask[]> = fc
  .noBias(fc.array(ask, { maxLength: 80, size: 'max' }))
  .map((list) => [funding, ...list]);

const pick = (list: readonly string[], index: number): string => list[index % list.length] as string;

/** A request with all names in full, so that the same one is the same text. */
export type Part = {
  readonly id: string;
  readonly about: Part | undefined;
  readonly kind: One['kind'];
  readonly book: string;
  readonly other: string;
  readonly currency: string;
  readonly into: string;
  readonly amount: number;
  readonly bought: number;
};
export type Request = {
  readonly parts: readonly Part[];
  readonly actor: string;
  readonly key: string | null;
};

/** Mostly something that it can be done to, whether that was booked or not. */
function about(kind: One['kind'], all: readonly Part[], back: number): Part | undefined {
  if (!sequels.some((each) => each === kind)) return undefined;
  const isHold = kind !== 'reverse';
  const fitting = all.filter((part) => (part.kind === 'hold') === isHold);
  return (back > 4 ? all : fitting).at(-Math.ceil(back / 2));
}

export function requestsOf(list: readonly Ask[]): Request[] {
  const all: Part[] = [];
  const requests: Request[] = [];
  for (const { parts, key, repeats } of list) {
    const again = repeats === null ? undefined : requests.at(-repeats);
    if (again?.key) {
      requests.push(again);
      continue;
    }
    const own = parts.map(({ kind, book, other, currency, amount, bought, back }): Part => {
      const part = {
        id: `part-${all.length}`,
        about: about(kind, all, back),
        ...{ kind, book: pick(books, book), other: pick(books, book + other), amount, bought },
        ...{ currency: pick(currencies, currency), into: pick(currencies, currency + other) },
      };
      all.push(part);
      return part;
    });
    requests.push({ parts: own, actor: own[0]?.book ?? '', key });
  }
  return requests;
}

/** Where money goes, as names and numbers. */
type Effect = readonly (readonly [account: AccountRef, amount: number])[];

function effect({ kind, book, other, currency, into, amount, bought, about }: Part): Effect {
  const mine = customer(book, currency);
  if (kind === 'deposit') return [[house('outside', currency), -amount], [mine, amount]]; // prettier-ignore
  if (kind === 'withdrawal') return [[mine, -amount], [house('outside', currency), amount]]; // prettier-ignore
  if (kind === 'transfer') return [[mine, -amount], [customer(other, currency), amount]]; // prettier-ignore
  if (kind === 'conversion') {
    return [
      ...([[mine, -amount], [house('fx', currency), amount]] as const), // prettier-ignore
      ...([[house('fx', into), -bought], [customer(book, into), bought]] as const), // prettier-ignore
    ];
  }
  if (kind === 'hold' || !about) return [[mine, 0]];
  if (kind === 'reverse') return effect(about).map(([account, moved]) => [account, -moved]);
  const taken = kind === 'capture' ? amount : 0;
  return [[customer(about.book, about.currency), -taken], [customer(about.other, about.currency), taken]]; // prettier-ignore
}

/** One by one on plain numbers; says `booked`, `replayed` or why not. */
export class NaiveLedger {
  static readonly holdsLastMs = 12_000;

  private state = {
    balances: {} as Record<string, number>,
    held: {} as Record<string, number>,
    holds: {} as Record<string, { amount: number; until: number; status: string }>,
    booked: {} as Record<string, boolean>,
    reversed: {} as Record<string, boolean>,
  };
  private readonly keys = new Map<string, string>();

  get totals(): Record<string, [balance: number, held: number]> {
    const { balances, held } = this.state;
    return Object.fromEntries(Object.entries(balances).map(([name, sum]) => [name, [sum, held[name] ?? 0]]));
  }

  /** `now` in milliseconds. */
  ask({ parts, actor, key }: Request, now: number): string {
    const name = `${actor} ${key}`;
    const first = key === null ? undefined : this.keys.get(name);
    if (first !== undefined) return first === JSON.stringify(parts) ? 'replayed' : 'idempotency_key_reused';
    const before = structuredClone(this.state);
    for (const part of parts) {
      const fault = this.fault(part, now);
      if (!fault) continue;
      this.state = before;
      return fault;
    }
    if (key !== null) this.keys.set(name, JSON.stringify(parts));
    return 'booked';
  }

  private fault(part: Part, now: number): string | undefined {
    const { kind, id, about, amount, bought, book, currency } = part;
    const { balances, held, holds, booked, reversed } = this.state;
    const hold = about?.kind === 'hold' ? holds[about.id] : undefined;
    let reserved: [name: string, amount: number] | undefined;
    if (kind === 'reverse') {
      if (!about || !booked[about.id]) return 'transaction_not_found';
      if (reversed[about.id]) return 'already_reversed';
      if (['hold', 'release', 'expire', 'reverse'].includes(about.kind)) return 'not_reversible';
      reversed[about.id] = true;
    } else if (kind === 'capture' || kind === 'release' || kind === 'expire') {
      if (!hold || !about) return 'hold_not_found';
      if (hold.status !== 'open') return 'hold_closed';
      if (kind === 'capture' && now >= hold.until) return 'hold_expired';
      if (kind === 'capture' && amount <= 0) return 'amount_must_be_positive';
      if (kind === 'capture' && amount > hold.amount) return 'capture_exceeds_hold';
      hold.status = kind;
      reserved = [accountKey(customer(about.book, about.currency)), -hold.amount];
    } else {
      if (amount <= 0 || (kind === 'conversion' && bought <= 0)) return 'amount_must_be_positive';
      if (kind === 'hold') {
        holds[id] = { amount, until: now + NaiveLedger.holdsLastMs, status: 'open' };
        reserved = [accountKey(customer(book, currency)), amount];
      }
    }
    if (reserved) held[reserved[0]] = (held[reserved[0]] ?? 0) + reserved[1];
    for (const [account, moved] of effect(part)) {
      const name = accountKey(account);
      if (moved === 0 && name !== reserved?.[0]) continue;
      const after = (balances[name] ??= 0) + moved;
      if (isCustomer(account) && after < (held[name] ?? 0)) return 'insufficient_funds';
      balances[name] = after;
    }
    booked[id] = true;
    return undefined;
  }
}
