import {
  divide,
  DomainError,
  getCurrency,
  minorMax,
  money,
  powerOfTen,
  unitExponent,
  type Decimal,
  type Rounding,
} from '@tradeyard/kernel';
import { customer as account, house, move, type Journal } from '@tradeyard/ledger';
import type { Fill, MarketOrder, Offer } from './order.js';

/**
 * A market order is filled as a whole at the touch: a buy at the ask, a sell at
 * the bid. The fraction of a cent, or of the smallest unit, stays with the
 * house. Throws `order_too_small` for less than one cent or unit, and
 * `amount_too_large`.
 */
export function fillAtMarket({ side, size, currency }: MarketOrder, { bid, ask }: Offer): Fill {
  const price = side === 'buy' ? ask : bid;
  const favouringHouse: Rounding = side === 'buy' ? 'up' : 'down';
  const quantity =
    'quantity' in size
      ? size.quantity
      : unitsFor(size.notional.minor, price, currency, side === 'buy' ? 'down' : 'up');
  const cash =
    'quantity' in size ? money(costOf(quantity, price, currency, favouringHouse), currency) : size.notional;
  if (quantity <= 0n || cash.minor <= 0n) {
    throw new DomainError(
      'order_too_small',
      'The order comes to less than the smallest unit that can be traded',
    );
  }
  if (quantity > minorMax || cash.minor > minorMax) {
    throw new DomainError('amount_too_large', 'The order is larger than any account can hold');
  }
  return { quantity, price, cash, rule: side === 'buy' ? 'market buy at the ask' : 'market sell at the bid' };
}

/** Cash and asset change hands with the house in one entry. */
export function trade({ bookId, asset, side }: MarketOrder, { quantity, cash }: Fill): Journal {
  const customer = { cash: account(bookId, cash.currency), asset: account(bookId, asset) };
  const market = { cash: house('market', cash.currency), asset: house('market', asset) };
  return {
    kind: 'trade',
    lines:
      side === 'buy'
        ? [...move(customer.cash, market.cash, cash.minor), ...move(market.asset, customer.asset, quantity)]
        : [...move(customer.asset, market.asset, quantity), ...move(market.cash, customer.cash, cash.minor)],
  };
}

/** `quantity` times `price` in the currency's minor units. */
function costOf(quantity: bigint, price: Decimal, currency: string, rounding: Rounding): bigint {
  const numerator = quantity * price.digits * powerOfTen(getCurrency(currency).exponent);
  return divide(numerator, powerOfTen(unitExponent + price.scale), rounding);
}

/** What `cash` in the currency's minor units is worth in hundred-millionths of the asset. */
function unitsFor(cash: bigint, price: Decimal, currency: string, rounding: Rounding): bigint {
  const numerator = cash * powerOfTen(unitExponent + price.scale);
  return divide(numerator, price.digits * powerOfTen(getCurrency(currency).exponent), rounding);
}
