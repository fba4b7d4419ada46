import { describe, expect, it } from 'vitest';
import { nameWords, noteSentence, trailValue } from './trail-words.js';

describe('a trail in words', () => {
  it.each([
    [1234.5, 'money', '€1,234.50'],
    [0.0725, 'rate', '7.25%'],
    [1.5, 'quantity', '1.5'],
    [1.1684, 'exchange_rate', '1.1684'],
    [1.0123456789, 'factor', '1.012346'],
    ['2026-04-13', 'day', 'Apr 13, 2026'],
    ['AAPL', 'text', 'AAPL'],
    [null, 'money', '–'],
  ] as const)('writes %s as %s', (value, unit, written) => {
    expect(trailValue(value, unit, 'EUR')).toBe(written);
  });

  it('names what a program has named, and keeps a note that has no words yet', () => {
    expect([nameWords('openingCapital'), nameWords('day'), noteSentence('brand_new')]).toEqual([
      'Opening capital',
      'Day',
      'brand_new',
    ]);
  });
});
