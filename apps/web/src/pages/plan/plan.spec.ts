import { describe, expect, it } from 'vitest';
import { durationWords, readAssumptions, usualAssumptions, withAssumptions } from './plan.js';

describe('the assumptions of a plan', () => {
  it('are the usual ones unless the address says others, and those that are wrong do not count', () => {
    const search = new URLSearchParams('savings=0&expenses=-5&withdrawal=3.5&growth=cheese');
    expect(readAssumptions(search)).toEqual({ ...usualAssumptions, savings: '0', withdrawal: '3.5' });
  });

  it('stand in the address where they are not the usual ones', () => {
    const next = withAssumptions(new URLSearchParams('growth=7&other=1'), {
      ...usualAssumptions,
      expenses: '24 000',
    });
    expect(next.toString()).toBe('other=1&expenses=24000');
  });
});

it.each([
  [0, 'no time'],
  [1, 'one month'],
  [12, 'one year'],
  [27, '2 years and 3 months'],
])('%s months are %s', (months, words) => {
  expect(durationWords(months)).toBe(words);
});
