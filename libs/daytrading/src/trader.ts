import type { CommandName } from './command.js';

export type Side = 'buy' | 'sell';

/**
 * What a trader has set aside. A `pending` one waits for its COMMIT or CANCEL, a `standing` one was made by SET_BUY_AMOUNT
 * or SET_SELL_AMOUNT and waits for a price.
 */
export type Reservation = {
  readonly id: string;
  readonly form: 'pending' | 'standing';
  readonly side: Side;
  readonly symbol: string;
  /** What was asked for, in cents. */
  readonly amount: bigint;
  /** Cents: what a purchase reserves, or what a pending sale will bring. */
  readonly cash: bigint;
  /** Whole shares: what a sale reserves, or what a pending purchase will bring. */
  readonly shares: bigint;
  /** Cents for one share, of a standing one that is armed. */
  readonly trigger: bigint | null;
  /** Of the command that made it so: what becomes of it by itself is logged under this number. */
  readonly transaction: number;
  readonly atMs: number;
};

/** The newest first; null when it is empty. */
export type Stack = { readonly newest: Reservation; readonly older: Stack; readonly size: number } | null;

export const push = (stack: Stack, newest: Reservation): Stack => ({
  newest,
  older: stack,
  size: (stack?.size ?? 0) + 1,
});

/** From the newest to the oldest. */
export function* each(stack: Stack): Generator<Reservation> {
  for (let at = stack; at; at = at.older) yield at.newest;
}

/** Something that moved a trader's available cash, as it is told: a moment in ISO 8601, and dollars. */
export type Movement = {
  readonly transaction: number;
  readonly at: string;
  readonly command: CommandName;
  readonly symbol: string;
  readonly action: 'add' | 'remove';
  readonly funds: string;
};

/**
 * A user of the day-trading system as they stand: cents and whole shares that are free, and what is set aside. Whoever
 * never made a successful ADD is not `known`, and has nothing.
 */
export type Trader = {
  readonly isKnown: boolean;
  readonly balance: bigint;
  /** Cents that purchases have set aside. */
  readonly reserved: bigint;
  /** By symbol; none is zero. */
  readonly holdings: ReadonlyMap<string, bigint>;
  readonly pending: { readonly [side in Side]: Stack };
  /** By symbol. */
  readonly standing: { readonly [side in Side]: ReadonlyMap<string, Reservation> };
  /** The newest last, no more than `movementsMax`. */
  readonly movements: readonly Movement[];
  /** The newest command that was carried out or refused. */
  readonly transaction: number;
};

/** A summary tells so many. */
export const movementsMax = 20;

export const nobody: Trader = {
  isKnown: false,
  balance: 0n,
  reserved: 0n,
  holdings: new Map(),
  pending: { buy: null, sell: null },
  standing: { buy: new Map(), sell: new Map() },
  movements: [],
  transaction: 0,
};

/** Everything that is set aside. */
export function* reservations({ pending, standing }: Trader): Generator<Reservation> {
  yield* each(pending.buy);
  yield* each(pending.sell);
  yield* standing.buy.values();
  yield* standing.sell.values();
}

/** Cents that a reservation holds. */
export const cashOf = ({ side, cash }: Reservation): bigint => (side === 'buy' ? cash : 0n);

/** Whole shares that a reservation holds. */
export const sharesOf = ({ side, shares }: Reservation): bigint => (side === 'sell' ? shares : 0n);
