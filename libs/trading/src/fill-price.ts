import {
  addDecimals,
  compareDecimals,
  divide,
  formatDecimal,
  multiplyDecimals,
  powerOfTen,
  unitExponent,
  type Decimal,
} from '@tradeyard/kernel';
import type { Offer, OrderSide } from './order.js';

/**
 * Which price a fill begins at, and how much of it there is.
 *
 * - `touch`: a buy at the ask, a sale at the bid, all of it.
 * - `spread`: from the middle, so many percent of the way to the touch.
 * - `volume`: at the touch, at most so many percent of what was traded in this tick.
 */
export type PriceModel =
  | { readonly kind: 'touch' }
  | { readonly kind: 'spread'; readonly percent: Decimal }
  | { readonly kind: 'volume'; readonly percent: Decimal };

/**
 * How much worse the price gets by trading at it.
 *
 * - `fixed`: by so many percent.
 * - `volumeShare`: by the square of the order's share of the traded volume, that at most `limitPercent`, times
 *   `impactPercent`, as the model of that name in QuantConnect's LEAN and in Zipline has it.
 */
export type SlippageModel =
  | { readonly kind: 'none' }
  | { readonly kind: 'fixed'; readonly percent: Decimal }
  | { readonly kind: 'volumeShare'; readonly limitPercent: Decimal; readonly impactPercent: Decimal };

export type FillModels = { readonly price: PriceModel; readonly slippage: SlippageModel };

/** What was seen of the market: the offer, the range of prices around it, and the units traded in this tick. */
export type Observed = Offer & { readonly low: Decimal; readonly high: Decimal; readonly volume: Decimal };

/**
 * `quantity` is what is filled, in hundred-millionths, at most what was wanted; `price` is per unit and within what was
 * observed; `slippage` is how far from the model's price, never below zero; `rule` says all that to people.
 */
export type FillPrice = {
  readonly quantity: bigint;
  readonly price: Decimal;
  readonly slippage: Decimal;
  readonly rule: string;
};

/** Places of a price that comes of a ratio. */
const priceScale = 12;
const zero: Decimal = { digits: 0n, scale: 0 };

/** Null when the volume model has nothing to fill with: less than a hundred-millionth of a unit was traded. */
export function priceFill(
  side: OrderSide,
  wanted: bigint,
  observed: Observed,
  { price: priceModel, slippage: slippageModel }: FillModels,
): FillPrice | null {
  const volume = unitsOf(observed.volume);
  const quantity = availableOf(priceModel, wanted, volume);
  if (quantity <= 0n) return null;
  const start = startOf(side, observed, priceModel);
  const slipped = slip(side, start.price, quantity, volume, slippageModel);
  const price = withinRange(slipped, observed);
  const slippage = absolute(subtract(price, start.price));
  const words = [start.rule];
  if (quantity < wanted) words.push(`${formatDecimal(percentOf(priceModel))} % of the volume`);
  if (compareDecimals(slippage, zero) > 0) words.push(`slipped by ${formatDecimal(slippage)}`);
  if (compareDecimals(price, slipped) !== 0) words.push('no further than the prices that were seen');
  return { quantity, price, slippage, rule: words.join(', ') };
}

const percentOf = (model: PriceModel): Decimal => ('percent' in model ? model.percent : zero);

function availableOf(model: PriceModel, wanted: bigint, volume: bigint): bigint {
  if (model.kind !== 'volume') return wanted;
  const most = divide(volume * model.percent.digits, powerOfTen(model.percent.scale + 2), 'down');
  return wanted < most ? wanted : most;
}

function startOf(side: OrderSide, { bid, ask }: Offer, model: PriceModel): { price: Decimal; rule: string } {
  const touch = side === 'buy' ? { price: ask, rule: 'at the ask' } : { price: bid, rule: 'at the bid' };
  if (model.kind !== 'spread') return touch;
  const middle = multiplyDecimals(addDecimals(bid, ask), { digits: 5n, scale: 1 });
  const way = multiplyDecimals(subtract(touch.price, middle), asShare(model.percent));
  const rule = `${formatDecimal(model.percent)} % of the way from the middle to the ${side === 'buy' ? 'ask' : 'bid'}`;
  return { price: addDecimals(middle, way), rule };
}

function slip(
  side: OrderSide,
  price: Decimal,
  quantity: bigint,
  volume: bigint,
  model: SlippageModel,
): Decimal {
  if (model.kind === 'none') return price;
  const share = model.kind === 'fixed' ? asShare(model.percent) : impactOf(quantity, volume, model);
  const distance = multiplyDecimals(price, share);
  return side === 'buy' ? addDecimals(price, distance) : subtract(price, distance);
}

/** The whole limit where nothing was traded that the order could have a share of. */
function impactOf(
  quantity: bigint,
  volume: bigint,
  { limitPercent, impactPercent }: Extract<SlippageModel, { kind: 'volumeShare' }>,
): Decimal {
  const limit = asShare(limitPercent);
  const ofVolume =
    volume > 0n
      ? { digits: divide(quantity * powerOfTen(priceScale), volume, 'up'), scale: priceScale }
      : limit;
  const share = compareDecimals(ofVolume, limit) < 0 ? ofVolume : limit;
  return multiplyDecimals(multiplyDecimals(share, share), asShare(impactPercent));
}

/** To at most twelve places, and never beyond what was seen: the observed range, of which bid and ask are part. */
function withinRange(price: Decimal, { bid, ask, low, high }: Observed): Decimal {
  const least = compareDecimals(bid, low) < 0 ? bid : low;
  const most = compareDecimals(ask, high) > 0 ? ask : high;
  if (compareDecimals(price, least) < 0) return least;
  if (compareDecimals(price, most) > 0) return most;
  if (price.scale <= priceScale) return price;
  const digits = divide(price.digits, powerOfTen(price.scale - priceScale), 'halfEven');
  return { digits, scale: priceScale };
}

const unitsOf = ({ digits, scale }: Decimal): bigint =>
  divide(digits * powerOfTen(unitExponent), powerOfTen(scale), 'down');

const asShare = ({ digits, scale }: Decimal): Decimal => ({ digits, scale: scale + 2 });

const subtract = (a: Decimal, { digits, scale }: Decimal): Decimal =>
  addDecimals(a, { digits: -digits, scale });

const absolute = ({ digits, scale }: Decimal): Decimal => ({
  digits: digits < 0n ? -digits : digits,
  scale,
});
