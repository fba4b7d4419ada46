import { describe, expect, it } from 'vitest';
import {
  directionOf,
  formatCompact,
  formatMoney,
  formatPercent,
  formatPrice,
  formatQuantity,
  formatRate,
} from './number-format.js';

describe('numbers for people', () => {
  it.each([
    ['more digits than a float holds', '9007199254740993.07', 'EUR', '€9,007,199,254,740,993.07'],
    ['a currency without cents', '1234', 'JPY', '¥1,234'],
    ['a currency of thousandths', '1.5', 'KWD', 'KWD 1.500'],
    ['a coin', '0.01877429', 'BTC', '0.01877429 BTC'],
    ['a coin with a name too long for ISO', '5', 'USDC', '5.00 USDC'],
    ['less than nothing', '-0.50', 'USD', '-$0.50'],
  ])('writes money: %s', (_, amount, currency, written) => {
    expect(formatMoney(amount, currency).replace('\u00a0', ' ')).toBe(written);
  });

  it.each([
    ['42639.4', '$42,639.40'],
    ['457.3340148925781', '$457.33'],
    ['1.0429', '$1.0429'],
    ['0.891304123', '$0.891304'],
    ['5', '$5.00'],
  ])('writes the price %s as %s', (price, written) => {
    expect(formatPrice(price, 'USD')).toBe(written);
  });

  it('writes percents as they are, and the sign where it is asked for', () => {
    expect([
      formatPercent('12.34'),
      formatPercent('0.5', 'exceptZero'),
      formatPercent('0.00', 'exceptZero'),
    ]).toEqual(['12.34%', '+0.50%', '0.00%']);
  });

  it('writes quantities, rates and volumes', () => {
    expect([
      formatQuantity('4.29000000'),
      formatRate('1.1684'),
      formatRate('0.00002345678'),
      formatCompact('38074700'),
    ]).toEqual(['4.29', '1.1684', '0.0000234568', '38.1M']);
  });

  it.each([
    ['0.00', 'flat'],
    ['-0.00', 'flat'],
    ['-0.01', 'down'],
    ['0.01', 'up'],
  ])('%s points %s', (decimal, direction) => {
    expect(directionOf(decimal)).toBe(direction);
  });
});
