import { parseDecimal } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import type { OrderClass, OrderPrices, OrderSide, OrderType } from './order.js';
import { noPrices, requireExits, requirePrices, requireSensible, type ExitTerms } from './order-terms.js';

const cent = parseDecimal('0.01');
const offer = { bid: parseDecimal('100.00'), ask: parseDecimal('100.10') };

/** `code field`, or `fine`. */
function told(act: () => void): string {
  try {
    act();
    return 'fine';
  } catch (error) {
    const { code, field } = error as { code: string; field?: string };
    return `${code} ${field}`;
  }
}

describe('the prices of a type', () => {
  it.each<[OrderType, Partial<OrderPrices>, string]>([
    ['market', {}, 'fine'],
    ['market', { limitPrice: '1' }, 'order_price_unexpected limitPrice'],
    ['market', { stopPrice: '1' }, 'order_price_unexpected stopPrice'],
    ['limit', { limitPrice: '99.50' }, 'fine'],
    ['limit', {}, 'order_price_missing limitPrice'],
    ['limit', { limitPrice: '1', stopPrice: '1' }, 'order_price_unexpected stopPrice'],
    ['limit', { limitPrice: '99.505' }, 'price_off_tick limitPrice'],
    ['limit', { limitPrice: '99.500' }, 'fine'], // zeros at the end are no finer step
    ['limit', { limitPrice: '-1' }, 'price_out_of_range limitPrice'],
    ['limit', { limitPrice: '0' }, 'price_out_of_range limitPrice'],
    ['limit', { limitPrice: '1000000000000.01' }, 'price_out_of_range limitPrice'],
    ['limit', { limitPrice: 'cheap' }, 'not_a_decimal limitPrice'],
    ['stop', { stopPrice: '99.50' }, 'fine'],
    ['stop', {}, 'order_price_missing stopPrice'],
    ['stop', { stopPrice: '1', trailPercent: '1' }, 'order_price_unexpected trailPercent'],
    ['stop_limit', { stopPrice: '99', limitPrice: '98' }, 'fine'],
    ['stop_limit', { stopPrice: '99' }, 'order_price_missing limitPrice'],
    ['stop_limit', { limitPrice: '99' }, 'order_price_missing stopPrice'],
    ['trailing_stop', { trailAmount: '5' }, 'fine'],
    ['trailing_stop', { trailPercent: '0.125' }, 'fine'], // a percentage is no price: it has no steps
    ['trailing_stop', {}, 'order_price_missing trailPercent'],
    ['trailing_stop', { trailAmount: '5', trailPercent: '5' }, 'order_price_unexpected trailPercent'],
    ['trailing_stop', { trailAmount: '0.001' }, 'price_off_tick trailAmount'],
    ['trailing_stop', { trailPercent: '0' }, 'percent_out_of_range trailPercent'],
    ['trailing_stop', { trailPercent: '100' }, 'percent_out_of_range trailPercent'],
  ])('%s with %o: %s', (type, prices, expected) => {
    expect(told(() => requirePrices(type, { ...noPrices, ...prices }, cent))).toBe(expected);
  });
});

describe('what nobody means', () => {
  it.each<[OrderSide, Partial<OrderPrices>, string]>([
    ['sell', { stopPrice: '99.99' }, 'fine'],
    ['sell', { stopPrice: '100' }, 'stop_already_reached stopPrice'],
    ['buy', { stopPrice: '100.11' }, 'fine'],
    ['buy', { stopPrice: '100.10' }, 'stop_already_reached stopPrice'],
    ['buy', { limitPrice: '110.11' }, 'fine'], // ten percent above 100.10
    ['buy', { limitPrice: '110.12' }, 'price_outside_collar limitPrice'],
    ['buy', { limitPrice: '1' }, 'fine'],
    ['sell', { limitPrice: '90' }, 'fine'],
    ['sell', { limitPrice: '89.99' }, 'price_outside_collar limitPrice'],
    ['sell', { limitPrice: '900' }, 'fine'],
  ])('%s at %o: %s', (side, prices, expected) => {
    expect(told(() => requireSensible(side, { ...noPrices, ...prices }, offer, parseDecimal('10')))).toBe(
      expected,
    );
  });
});

describe('the exits of a class', () => {
  const profit = (limitPrice: string): ExitTerms => ({
    role: 'take_profit',
    type: 'limit',
    prices: { ...noPrices, limitPrice },
  });
  const loss = (stopPrice: string): ExitTerms => ({
    role: 'stop_loss',
    type: 'stop',
    prices: { ...noPrices, stopPrice },
  });
  const trailing: ExitTerms = {
    role: 'stop_loss',
    type: 'trailing_stop',
    prices: { ...noPrices, trailPercent: '5' },
  };

  it.each<[OrderClass, OrderSide, readonly ExitTerms[], string]>([
    ['simple', 'buy', [], 'fine'],
    ['simple', 'buy', [profit('120')], 'order_class_malformed takeProfit'],
    ['bracket', 'buy', [profit('120'), loss('90')], 'fine'],
    ['bracket', 'buy', [profit('120'), trailing], 'fine'],
    ['bracket', 'buy', [profit('120')], 'order_class_malformed orderClass'],
    ['bracket', 'sell', [profit('120'), loss('90')], 'order_class_malformed side'],
    ['oto', 'buy', [loss('90')], 'fine'],
    ['oto', 'buy', [], 'order_class_malformed orderClass'],
    ['oto', 'buy', [profit('120'), loss('90')], 'order_class_malformed orderClass'],
    ['oco', 'sell', [profit('120'), loss('90')], 'fine'],
    ['oco', 'buy', [profit('120'), loss('90')], 'order_class_malformed side'],
    ['oco', 'sell', [loss('90')], 'order_class_malformed orderClass'],
    ['protect', 'sell', [loss('90')], 'fine'],
    ['protect', 'sell', [], 'order_class_malformed orderClass'],
    ['protect', 'sell', [profit('100')], 'exit_prices_crossed takeProfit.limitPrice'],
    ['protect', 'sell', [profit('100.01'), loss('100')], 'exit_prices_crossed stopLoss.stopPrice'],
  ])('%s %s with %o: %s', (orderClass, side, exits, expected) => {
    expect(told(() => requireExits(orderClass, side, exits, parseDecimal('100')))).toBe(expected);
  });
});
