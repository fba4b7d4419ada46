import { expect, it } from 'vitest';
import { allocationWord } from './allocation-words.js';

it.each([
  ['class', 'real_estate', 'Real estate'],
  ['class', 'something_new', 'something_new'],
  ['currency', 'EUR', 'Euro'],
  ['country', 'DE', 'Germany'],
  ['country', 'a country by its name', 'a country by its name'],
  ['sector', 'Technology', 'Technology'],
  ['position', 'AAPL', 'AAPL'],
  ['sector', null, 'Not known'],
] as const)('a part of an allocation by %s, %s, is called %s', (by, key, word) => {
  expect(allocationWord(by, key)).toBe(word);
});
