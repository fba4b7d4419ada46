import { ProblemError } from '@tradeyard/api-client';
import { formatMinor, parseDecimal, toMinor, unitExponent } from '@tradeyard/kernel';
import { useRef, useState } from 'react';
import { useRefreshAccount } from '../../account/account.js';
import { outcomeWords, waitingWords } from '../../orders/order-words.js';
import { isResting, placeOrder, type PlacedOrder, type PlaceOrder } from '../../orders/orders.js';
import { problemSentence } from '../../problem.js';

/** One order of a plan; what it is called does not change while it is carried out. */
export type BasketOrder = PlaceOrder & { side: 'buy' | 'sell' };

/** What became of one order. */
export type Outcome = { readonly tone: 'gain' | 'notice' | 'loss'; readonly words: string };

/** Sales first: what they bring pays for the purchases. The order among each is kept. */
export const inPlacingOrder = <T extends { side: 'buy' | 'sell' }>(orders: readonly T[]): T[] => [
  ...orders.filter(({ side }) => side === 'sell'),
  ...orders.filter(({ side }) => side === 'buy'),
];

type Basket = {
  outcomes: ReadonlyMap<string, Outcome>;
  isPlacing: boolean;
  /** Whether every order has been placed or refused. */
  isDone: boolean;
  place: () => Promise<void>;
};

/**
 * Places orders one after the other, each under a key of its own that stays: an answer that got lost on the way is asked
 * for again, and nothing is bought twice. One that is refused stops none of the others.
 */
export function useBasket(orders: readonly BasketOrder[]): Basket {
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [isPlacing, setPlacing] = useState(false);
  const keys = useRef(new Map<string, string>());
  const refresh = useRefreshAccount();
  const place = async () => {
    setPlacing(true);
    for (const order of inPlacingOrder(orders)) {
      const outcome = await outcomeOf(order, keyFor(keys.current, order.symbol));
      setOutcomes((before) => new Map(before).set(order.symbol, outcome));
    }
    await refresh();
    setPlacing(false);
  };
  return {
    outcomes,
    isPlacing,
    isDone: !isPlacing && orders.every(({ symbol }) => outcomes.has(symbol)),
    place,
  };
}

/** A plan spends all of the money, and prices move until its last purchase: that may be smaller by so many thousandths. */
const thousandthsLess = [0n, 5n, 10n, 20n];

async function outcomeOf(order: BasketOrder, key: string): Promise<Outcome> {
  let refusal: unknown;
  for (const [attempt, thousandths] of thousandthsLess.entries()) {
    const quantity = order.quantity && lessOf(order.quantity, thousandths, BigInt(attempt));
    if (attempt > 0 && quantity && !/[1-9]/.test(quantity)) break;
    try {
      return placedWords(await placeOrder({ ...order, ...(quantity && { quantity }) }, `${key}-${attempt}`));
    } catch (error) {
      refusal = error;
      if (order.side === 'sell' || !isShortOfMoney(error)) break;
    }
  }
  return { tone: 'loss', words: problemSentence(refusal) };
}

const isShortOfMoney = (error: unknown): boolean =>
  error instanceof ProblemError && error.code === 'insufficient_funds';

/** Less of a quantity: by so many thousandths, or of whole shares by `whole` of them. */
export function lessOf(quantity: string, thousandths: bigint, whole: bigint): string {
  if (!quantity.includes('.')) return String(max(BigInt(quantity) - whole, 0n));
  const units = toMinor(parseDecimal(quantity), unitExponent);
  return formatMinor((units * (1000n - thousandths)) / 1000n, unitExponent);
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** In words: done, waits, or nothing was traded. */
export function placedWords(order: PlacedOrder): Outcome {
  if (isResting(order)) {
    return { tone: 'notice', words: `It waits. ${waitingWords(order) ?? 'See your orders'}.` };
  }
  const [title, message] = outcomeWords(order);
  return /[1-9]/.test(order.filledQuantity)
    ? { tone: 'gain', words: `${title}. ${message}` }
    : { tone: 'loss', words: 'The market did not allow it, and nothing was traded.' };
}

function keyFor(keys: Map<string, string>, symbol: string): string {
  const key = keys.get(symbol) ?? Array.from(crypto.getRandomValues(new Uint32Array(4))).join('-');
  keys.set(symbol, key);
  return key;
}
