import { expect, it } from 'vitest';
import { numberText } from './number-text.js';

it.each([
  [232.56, '232.56'],
  [0.1, '0.1'],
  [1e-7, '0.0000001'],
  [1.25e-9, '0.00000000125'],
  [150_000_000, '150000000'],
  [0, '0'],
  [-1, undefined],
  [1e21, undefined],
  [Number.NaN, undefined],
  [Infinity, undefined],
  ['232.56', undefined],
  [null, undefined],
])('writes %j as %s', (value, text) => {
  expect(numberText(value)).toBe(text);
});
