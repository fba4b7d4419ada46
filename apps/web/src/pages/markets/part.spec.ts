import { expect, it } from 'vitest';
import { part } from './part.js';

it.each([
  ['4.29184549', 50n, '2.14592274'],
  ['100.00', 25n, '25.00'],
  ['0.01', 50n, '0.00'],
  ['3671.91', 100n, '3671.91'],
])('of %s, %s percent are %s', (whole, percent, expected) => {
  expect(part(whole, percent)).toBe(expected);
});
