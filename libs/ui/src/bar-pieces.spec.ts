import { describe, expect, it } from 'vitest';
import { stackPieces, stepPieces } from './bar-pieces.js';

describe('the pieces of a bar', () => {
  it.each([
    ['nothing', [null, 0], []],
    ['on top of each other', [2, 3], [[0, 2], [2, 5]]], // prettier-ignore
    ['below zero downwards, whatever is above', [2, -1, 3, -4], [[0, 2], [0, -1], [2, 5], [-1, -5]]], // prettier-ignore
  ] as const)('are %s', (_, values, expected) => {
    const pieces = stackPieces(values.map((value) => ({ value, tone: 'change' })));
    expect(pieces.map(({ from, to }) => [from, to])).toEqual(expected);
    expect(pieces.every(({ from, to, tone }) => tone === (to < from ? 'loss' : 'gain'))).toBe(true);
  });

  it('are steps from each to the next, and their sum', () => {
    expect(stepPieces([10, -4, 1])).toEqual([
      { from: 0, to: 10, tone: 'gain' },
      { from: 10, to: 6, tone: 'loss' },
      { from: 6, to: 7, tone: 'gain' },
      { from: 0, to: 7, tone: 'accent' },
    ]);
  });
});
