import {
  compareDecimals,
  divide,
  formatDecimal,
  formatMinor,
  getCurrency,
  parseDecimal,
  powerOfTen,
  unitExponent,
  type AssetCode,
  type Decimal,
  type Rounding,
} from '@tradeyard/kernel';
import { customer, house, move, type Journal, type Line } from '@tradeyard/ledger';
import { costOf } from './amounts.js';
import type { FeeModel } from './fees.js';
import { end, reheld, type Course, type Happening } from './order-course.js';
import { remainingOf } from './order-hold.js';
import { sumHeld } from './order-journal.js';
import { isResting } from './order-state.js';
import type { Order } from './order.js';

/** Each `from` shares become `to`; both are above zero. */
export type SplitRatio = { readonly to: bigint; readonly from: bigint };

/** What a book has, and what that is traded in. */
export type Position = { readonly bookId: string; readonly asset: AssetCode; readonly currency: string };

/** Places of a price that is no price of the market's: what an order reserves for, and the best price of a trailing stop. */
const priceScale = 12;

/** Units, in hundred-millionths, after a split; the fraction of the smallest is dropped. */
export const splitUnits = (units: bigint, { to, from }: SplitRatio): bigint =>
  divide(units * to, from, 'down');

/**
 * What `quantity` units, in hundred-millionths, come to: `quantity` are the units afterwards, and `cash` pays for the
 * fraction of the smallest unit that is dropped, in minor units of `currency`, rounded down; nothing where nobody knows
 * the `price` after the split.
 */
export function splitPosition(
  quantity: bigint,
  { to, from }: SplitRatio,
  price: Decimal | null,
  currency: string,
): { readonly quantity: bigint; readonly cash: bigint } {
  const numerator = quantity * to;
  const rest = price ? (numerator % from) * price.digits * powerOfTen(getCurrency(currency).exponent) : 0n;
  const cash = price ? divide(rest, from * powerOfTen(unitExponent + price.scale), 'down') : 0n;
  return { quantity: divide(numerator, from, 'down'), cash };
}

/** What `quantity` units, in hundred-millionths, get of `amount` per whole unit, in minor units of `currency`, rounded down. */
export const dividendOf = (quantity: bigint, amount: Decimal, currency: string): bigint =>
  costOf(quantity, amount, currency, 'down');

/** Cash comes from the market, which pays no tax. */
export const dividendJournal = ({ bookId, currency }: Position, cash: bigint): Journal => ({
  kind: 'dividend',
  lines: move(house('market', currency), customer(bookId, currency), cash),
});

/**
 * The one journal of a split: the units of a book change by `quantity`, `cash` pays for what was dropped, and what is
 * reserved follows its orders from `before` to `after`. Null where nothing moves.
 */
export function splitJournal(
  { bookId, asset, currency }: Position,
  { quantity, cash }: { readonly quantity: bigint; readonly cash: bigint },
  before: readonly Order[],
  after: readonly Order[],
): Journal | null {
  const held = (which: AssetCode): bigint => sumHeld(after, which) - sumHeld(before, which);
  const lines: Line[] = [
    { account: customer(bookId, asset), amount: quantity, held: held(asset) },
    { account: house('market', asset), amount: -quantity },
    { account: customer(bookId, currency), amount: cash, held: held(currency) },
    { account: house('market', currency), amount: -cash },
  ];
  const moving = lines.filter(({ amount, held: reserved = 0n }) => amount !== 0n || reserved !== 0n);
  return moving.length === 0 ? null : { kind: 'split', lines: moving };
}

/**
 * An order in shares after a split: of as many more as they are cheaper, and worth the same to its owner. Prices go to a
 * step of `tickSize`, a buy's down and a sale's up, and never below one step. What is filled and what is left are rounded
 * down each by itself, so that what a sale has left never outgrows the shares that it held. An amount of cash stays, and
 * so does a percentage.
 */
export function splitOrder<O extends Order>(order: O, ratio: SplitRatio, tickSize: Decimal): O {
  const rounding = order.side === 'buy' ? 'down' : 'up';
  const onTick = (text: string | null, towards: Rounding = rounding): string | null =>
    text === null ? null : formatDecimal(splitToTick(parseDecimal(text), ratio, tickSize, towards));
  const filledQuantity = splitUnits(order.filledQuantity, ratio);
  const remaining = remainingOf(order);
  const prices = {
    limitPrice: onTick(order.limitPrice),
    stopPrice: onTick(order.stopPrice),
    trailAmount: onTick(order.trailAmount, 'halfEven'),
    watermark: order.watermark === null ? null : splitPrice(order.watermark, ratio, 'halfEven'),
  };
  return {
    ...order,
    ...prices,
    filledQuantity,
    quantity: remaining === null ? null : filledQuantity + splitUnits(remaining, ratio),
    reservePrice: splitReserve(order, prices, ratio),
  };
}

/** A price to twelve places, rounded. */
export function splitPrice(text: string, { to, from }: SplitRatio, rounding: Rounding): string {
  const { digits, scale } = parseDecimal(text);
  const split = divide(digits * from * powerOfTen(priceScale), to * powerOfTen(scale), rounding);
  return formatDecimal({ digits: split, scale: priceScale });
}

function splitToTick(
  { digits, scale }: Decimal,
  { to, from }: SplitRatio,
  tick: Decimal,
  rounding: Rounding,
): Decimal {
  const steps = divide(
    digits * from * powerOfTen(tick.scale),
    to * powerOfTen(scale) * tick.digits,
    rounding,
  );
  return { digits: (steps > 0n ? steps : 1n) * tick.digits, scale: tick.scale };
}

/**
 * A buy never reserves for more than its own new price. A sale for an amount of cash holds units for it, and the new price
 * is the least at which those are no more than what it held has become.
 */
function splitReserve(
  order: Order,
  { limitPrice, stopPrice }: Pick<Order, 'limitPrice' | 'stopPrice'>,
  ratio: SplitRatio,
): string | null {
  const { reservePrice, side, quantity, notional, filledCash, held, currency } = order;
  if (reservePrice === null) return null;
  const isAt = (price: string | null): boolean =>
    price !== null && compareDecimals(parseDecimal(price), parseDecimal(reservePrice)) === 0;
  if (side === 'buy') {
    if (isAt(order.limitPrice)) return limitPrice;
    return isAt(order.stopPrice) ? stopPrice : splitPrice(reservePrice, ratio, 'down');
  }
  const units = splitUnits(held, ratio);
  if (quantity !== null || units === 0n) return splitPrice(reservePrice, ratio, 'up');
  const { exponent } = getCurrency(currency);
  const cash = ((notional ?? 0n) - filledCash) * powerOfTen(unitExponent + priceScale);
  return formatDecimal({ digits: divide(cash, units * powerOfTen(exponent), 'up'), scale: priceScale });
}

/** A split as it befalls the orders of a book; `day` is the first one at the new price. */
export type OrderSplit = { readonly ratio: SplitRatio; readonly day: string; readonly tickSize: Decimal };

/**
 * The orders of a group after a split, those of `ids`: others were placed or replaced at the new price. What is left of an
 * order may be less than the smallest unit, and then it ends. Each holds what it has to from then on.
 */
export function splitCourse<O extends Order>(
  course: Course<O>,
  ids: ReadonlySet<string>,
  split: OrderSplit,
  feeModel: FeeModel,
): Course<O> {
  const isSplit = (order: O): boolean => ids.has(order.id) && isResting(order.status);
  const pairs = course.orders.map(
    (order) => [order, isSplit(order) ? splitOrder(order, split.ratio, split.tickSize) : order] as const,
  );
  const happened = pairs.filter(([before, after]) => before !== after);
  const scaled: Course<O> = {
    orders: pairs.map(([, after]) => after),
    happenings: [...course.happenings, ...happened.map(([before, after]) => happening(before, after, split))],
  };
  const empty = happened.map(([, after]) => after).filter((order) => remainingOf(order) === 0n);
  return reheld(endAll(scaled, empty, 'too little was left of it by the split'), feeModel);
}

/** Cancels those of `orders` that still rest, and what depends on them. */
export const endAll = <O extends Order>(
  course: Course<O>,
  orders: readonly Pick<Order, 'id'>[],
  cause: string,
): Course<O> =>
  orders.reduce((next, { id }) => {
    const order = next.orders.find((each) => each.id === id);
    return order && isResting(order.status) ? end(next, id, 'cancel', cause) : next;
  }, course);

/** What it was and what it is, under names of the API; only what changed. */
function happening(before: Order, after: Order, { ratio, day }: OrderSplit): Happening {
  const terms = [
    ['quantity', units(before.quantity), units(after.quantity)],
    ['filledQuantity', units(before.filledQuantity), units(after.filledQuantity)],
    ['limitPrice', before.limitPrice, after.limitPrice],
    ['stopPrice', before.stopPrice, after.stopPrice],
    ['trailAmount', before.trailAmount, after.trailAmount],
    ['watermark', before.watermark, after.watermark],
  ] as const;
  const changed = terms.filter(([, old, now]) => old !== null && now !== null && old !== now);
  const detail = Object.fromEntries(
    changed.flatMap(([name, old, now]) => [
      [`${name}Before`, old ?? ''],
      [name, now ?? ''],
    ]),
  );
  const ratioText = `${ratio.to}:${ratio.from}`;
  const words = changed.map(([name, old, now]) => `${wordsOf[name]} ${plain(old)} to ${plain(now)}`);
  return {
    orderId: before.id,
    kind: 'split',
    cause: [`the shares were split ${ratioText} on ${day}`, ...words].join(', '),
    detail: { ratio: ratioText, day, ...detail },
  };
}

const wordsOf = {
  quantity: 'quantity',
  filledQuantity: 'filled',
  limitPrice: 'limit price',
  stopPrice: 'stop price',
  trailAmount: 'trail',
  watermark: 'best price',
} as const;

const units = (quantity: bigint | null): string | null =>
  quantity === null ? null : formatMinor(quantity, unitExponent);

const plain = (text: string | null): string => (text === null ? 'none' : formatDecimal(parseDecimal(text)));
