import { convert, divide, minorMax, money, type ExchangeRate, type Money } from '@tradeyard/kernel';
import type { Account } from './account.js';

/**
 * What the amount of a line is worth in the currency that the account's owner
 * counts in, zero or more. Where the account may still be counted in the currency
 * that its owner counted in before, `from` is the rate from that one.
 */
export type Worth = Money & {
  readonly from?: ExchangeRate;
  /** The rate from the account's asset, for what is there and nobody counted: the amount may be too small to tell it. */
  readonly begins?: ExchangeRate;
  /** Takes back a movement that realised this much: the cost that it moved goes back, and the gain with it. */
  readonly undoes?: bigint;
};

/**
 * What a posting did to the cost of its account, in minor units of `currency`.
 * `costAfter` is null where the cost is not known from here on, `gain` where
 * nothing is realised, or nobody knows how much.
 */
export type Counted = {
  readonly currency: string;
  readonly cost: bigint;
  readonly costAfter: bigint | null;
  readonly gain: bigint | null;
};

type Holding = Pick<Account, 'balance' | 'cost'>;

/**
 * What an account's balance costs after `amount` enters it, or leaves it when
 * negative: the average cost of all that is there (the weighted average of IAS 2,
 * paragraphs 25 and 27, for money instead of goods). What comes in adds its
 * worth. What leaves takes its share of the cost with it, and the gain is how
 * much more it is worth than that share. In one currency, worths in less worths
 * out plus gains are the cost. Undefined where nothing is counted.
 *
 * - Without a worth the average stays, and nothing is said of a gain.
 * - A balance of unknown cost begins at the worth of this moment, by `begins` where that is known.
 * - An owner who counts in another currency from now on takes the cost along at
 *   the rate of the day (IAS 21, paragraph 37); a worth in a currency that the
 *   account is not counted in, and without that rate, is none.
 */
export function countCost(before: Holding, amount: bigint, worth?: Worth): Counted | undefined {
  if (amount === 0n) return undefined;
  const known = worth && costIn(before, worth);
  if (worth && known !== undefined) return countWorth(before.balance, known, amount, worth);
  return before.cost && keepAverage(before.balance, before.cost, amount);
}

/** The cost so far in the currency of the worth; null where nobody knows it, undefined where the worth says nothing of it. */
function costIn({ balance, cost }: Holding, { currency, from }: Worth): bigint | null | undefined {
  if (balance === 0n) return 0n;
  if (!cost) return null;
  if (cost.currency === currency) return cost.minor;
  const isRate = from && from.from === cost.currency && from.to === currency;
  return isRate ? countable(convert(cost, from, 'halfEven').minor) : undefined;
}

function countWorth(balance: bigint, known: bigint | null, amount: bigint, worth: Worth): Counted {
  const { currency, begins, undoes } = worth;
  const minor = countable(worth.minor);
  const quantity = amount < 0n ? -amount : amount;
  const worthBefore = (): bigint =>
    begins
      ? convert(money(balance, begins.from), begins, 'halfEven').minor
      : divide(minor * balance, quantity, 'halfEven');
  const costBefore = known ?? countable(worthBefore());
  const entering = amount > 0n ? minor : -minor;
  const share = amount > 0n ? minor : -divide(costBefore * quantity, balance, 'halfEven');
  const change = undoes === undefined || known === null ? share : entering + undoes;
  // An empty account cost nothing, and no other can have cost less.
  const costAfter = balance + amount === 0n ? 0n : countable(costBefore + change);
  const cost = costAfter - costBefore;
  const isRealised = known !== null && (amount < 0n || undoes !== undefined);
  return { currency, cost, costAfter, gain: isRealised ? cost - entering : null };
}

function keepAverage(balance: bigint, { minor, currency }: Money, amount: bigint): Counted {
  // What was empty has no average.
  if (balance === 0n) return { currency, cost: 0n, costAfter: null, gain: null };
  const costAfter = countable(minor + divide(minor * amount, balance, 'halfEven'));
  return { currency, cost: costAfter - minor, costAfter, gain: null };
}

/** No movement is refused for what it is worth: a cost or a worth beyond the largest stays the largest. */
const countable = (cost: bigint): bigint => (cost < 0n ? 0n : cost > minorMax ? minorMax : cost);

/** The cost of the account after a posting. */
export const costOf = ({ cost }: Pick<Account, 'cost'>, counted: Counted | undefined): Money | undefined =>
  counted ? (counted.costAfter === null ? undefined : money(counted.costAfter, counted.currency)) : cost;

/**
 * The worth that takes a movement back as if it had never been: its own worth,
 * and what it realised. It brings back the cost that left and takes the gain
 * back, as far as the cost that is there by now allows.
 */
export const undoing = ({ currency, cost, gain }: Pick<Counted, 'currency' | 'cost' | 'gain'>): Worth => {
  const entered = cost - (gain ?? 0n);
  return { currency, minor: entered < 0n ? -entered : entered, undoes: -(gain ?? 0n) };
};
