import { compareDecimals, DomainError, parseDecimal, powerOfTen, type Decimal } from '@tradeyard/kernel';
import type { LegRole, Offer, OrderClass, OrderPrices, OrderSide, OrderType } from './order.js';
import { priceText } from './price-text.js';

type PriceName = keyof OrderPrices;

const priceNames = ['limitPrice', 'stopPrice', 'trailAmount', 'trailPercent'] as const;

/** The prices that an order of a type has to have; of a trailing stop it is one of two. */
const needed: Record<OrderType, readonly PriceName[]> = {
  market: [],
  limit: ['limitPrice'],
  stop: ['stopPrice'],
  stop_limit: ['stopPrice', 'limitPrice'],
  trailing_stop: ['trailAmount', 'trailPercent'],
};

const words: Record<PriceName, string> = {
  limitPrice: 'a limit price',
  stopPrice: 'a stop price',
  trailAmount: 'an amount to trail by',
  trailPercent: 'a percentage to trail by',
};

export const noPrices: OrderPrices = {
  limitPrice: null,
  stopPrice: null,
  trailAmount: null,
  trailPercent: null,
};

/**
 * Throws where an order lacks a price of its type or has one of another, where a price is not a whole number of steps, or
 * a percentage none: `order_price_missing`, `order_price_unexpected`, `price_out_of_range`, `price_off_tick`,
 * `percent_out_of_range`. `prefix` is where the prices stand in the request.
 */
export function requirePrices(type: OrderType, prices: OrderPrices, tickSize: Decimal, prefix = ''): void {
  const given = priceNames.filter((name) => prices[name] !== null);
  const wanted = needed[type];
  const unexpected =
    given.find((name) => !wanted.includes(name)) ?? (type === 'trailing_stop' ? given[1] : undefined);
  if (unexpected) {
    const message =
      type === 'trailing_stop' && wanted.includes(unexpected)
        ? 'A trailing stop follows by an amount or by a percentage, not by both'
        : `A ${typeWord(type)} order has no use for ${words[unexpected]}`;
    throw new DomainError('order_price_unexpected', message, prefix + unexpected);
  }
  const missing =
    type === 'trailing_stop'
      ? given.length === 0 && 'trailPercent'
      : wanted.find((name) => prices[name] === null);
  if (missing) {
    const message = `A ${typeWord(type)} order needs ${words[missing]}`;
    throw new DomainError('order_price_missing', message, prefix + missing);
  }
  for (const name of given) requireUsable(name, prices[name] as string, tickSize, prefix + name);
}

function requireUsable(name: PriceName, text: string, tickSize: Decimal, field: string): void {
  const value = readDecimal(text, field);
  if (name === 'trailPercent') {
    if (value.digits > 0n && compareDecimals(value, { digits: 100n, scale: 0 }) < 0) return;
    throw new DomainError(
      'percent_out_of_range',
      'A stop trails by more than 0 and less than 100 percent',
      field,
    );
  }
  if (value.digits <= 0n || compareDecimals(value, priceMax) > 0) {
    throw new DomainError(
      'price_out_of_range',
      'A price is above zero, and not beyond a thousand billion',
      field,
    );
  }
  if (isOnTick(value, tickSize)) return;
  throw new DomainError('price_off_tick', `Prices here move in steps of ${priceText(tickSize)}`, field);
}

const priceMax: Decimal = { digits: 10n ** 12n, scale: 0 };

function readDecimal(text: string, field: string): Decimal {
  try {
    return parseDecimal(text);
  } catch (error) {
    throw error instanceof DomainError ? new DomainError(error.code, error.message, field) : error;
  }
}

const isOnTick = (price: Decimal, tick: Decimal): boolean => {
  const scale = Math.max(price.scale, tick.scale);
  return (
    (price.digits * powerOfTen(scale - price.scale)) % (tick.digits * powerOfTen(scale - tick.scale)) === 0n
  );
};

/**
 * Throws where the market makes an order one that nobody means: `stop_already_reached`, and `price_outside_collar` for a
 * limit that is worse than the market's price by more than `collarPercent`.
 */
export function requireSensible(
  side: OrderSide,
  prices: OrderPrices,
  { bid, ask }: Offer,
  collarPercent: Decimal,
  prefix = '',
): void {
  const { stopPrice, limitPrice } = prices;
  if (stopPrice !== null) {
    const stop = parseDecimal(stopPrice);
    const isReached = side === 'sell' ? compareDecimals(bid, stop) <= 0 : compareDecimals(ask, stop) >= 0;
    if (isReached) {
      const message =
        side === 'sell'
          ? `The bid of ${priceText(bid)} is at the stop or below: it would sell at once`
          : `The ask of ${priceText(ask)} is at the stop or above: it would buy at once`;
      throw new DomainError('stop_already_reached', message, `${prefix}stopPrice`);
    }
  }
  if (limitPrice === null || stopPrice !== null) return;
  const [limit, touch] = [parseDecimal(limitPrice), side === 'buy' ? ask : bid];
  if (compareDecimals(limit, collarOf(side, touch, collarPercent)) === (side === 'buy' ? 1 : -1)) {
    const message = `A limit of ${priceText(limit)} is more than ${priceText(collarPercent)} % worse than the price of ${priceText(touch)}`;
    throw new DomainError('price_outside_collar', message, `${prefix}limitPrice`);
  }
}

/** The worst price that an order may name. */
export function collarOf(side: OrderSide, touch: Decimal, { digits, scale }: Decimal): Decimal {
  const whole = 100n * powerOfTen(scale);
  return {
    digits: touch.digits * (side === 'buy' ? whole + digits : whole - digits),
    scale: touch.scale + scale + 2,
  };
}

/** One exit as it is asked for. */
export type ExitTerms = {
  readonly role: Exclude<LegRole, 'entry'>;
  readonly type: OrderType;
  readonly prices: OrderPrices;
};

const exitsOf: Record<OrderClass, { entry: boolean; least: number; most: number }> = {
  simple: { entry: true, least: 0, most: 0 },
  bracket: { entry: true, least: 2, most: 2 },
  oto: { entry: true, least: 1, most: 1 },
  oco: { entry: false, least: 2, most: 2 },
  protect: { entry: false, least: 1, most: 2 },
};

export const hasEntry = (orderClass: OrderClass): boolean => exitsOf[orderClass].entry;

/**
 * Throws where a class has not the exits it is made of (`order_class_malformed`), or they would not lie around the price
 * (`exit_prices_crossed`): a take-profit above `reference` and a stop-loss below it. What an entry buys is sold by its
 * exits, so an entry with exits is a buy.
 */
export function requireExits(
  orderClass: OrderClass,
  side: OrderSide,
  exits: readonly ExitTerms[],
  reference: Decimal,
): void {
  const { entry, least, most } = exitsOf[orderClass];
  if (exits.length < least || exits.length > most) {
    const which =
      most === 0
        ? 'neither takeProfit nor stopLoss'
        : least === 2
          ? 'both takeProfit and stopLoss'
          : 'takeProfit or stopLoss';
    throw malformed(
      `An order of class ${orderClass} has ${which}`,
      exits.length > most && least !== 1 ? 'takeProfit' : 'orderClass',
    );
  }
  if (entry && exits.length > 0 && side !== 'buy') {
    throw malformed('What exits protect has to be bought: the entry is a buy', 'side');
  }
  if (!entry && side !== 'sell')
    throw malformed(`An order of class ${orderClass} sells what is there`, 'side');
  for (const { role, prices } of exits) {
    const price = role === 'take_profit' ? prices.limitPrice : prices.stopPrice;
    if (price === null) continue;
    const isBeyond = compareDecimals(parseDecimal(price), reference) === (role === 'take_profit' ? 1 : -1);
    if (!isBeyond) {
      throw new DomainError(
        'exit_prices_crossed',
        role === 'take_profit'
          ? `The take-profit of ${priceText(parseDecimal(price))} is not above ${priceText(reference)}`
          : `The stop-loss of ${priceText(parseDecimal(price))} is not below ${priceText(reference)}`,
        role === 'take_profit' ? 'takeProfit.limitPrice' : 'stopLoss.stopPrice',
      );
    }
  }
}

const malformed = (message: string, field: string): DomainError =>
  new DomainError('order_class_malformed', message, field);

const typeWord = (type: OrderType): string => type.replace('_', ' ');
