import { expect, it } from 'vitest';
import { fixedPrice } from './fixed-price.js';

it.each<[string, bigint]>([
  ['S', 359_40n],
  ['ABC', 230_12n],
  ['A', 154_35n],
  ['ZUL', 301_27n],
  ['AAA', 428_76n],
  ['IIO', 416_66n],
])('%s costs the same in every system that is compared', (symbol, price) => {
  expect(fixedPrice(symbol)).toBe(price);
  expect(fixedPrice(symbol)).toBe(price);
});

it('lies between $1.00 and $500.00 for every symbol', () => {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  const prices = [...letters, ...pairs].map(fixedPrice);
  expect(prices.filter((price) => price < 1_00n || price > 500_00n)).toEqual([]);
});
