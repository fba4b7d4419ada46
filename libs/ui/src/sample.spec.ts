import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samplePoints } from './sample.js';
import { timeTicks } from './time-ticks.js';

const day = 86_400_000;

describe('a line with fewer points', () => {
  const values = (line: readonly { value: number }[]) => line.map(({ value }) => value);
  const lines = fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 400 });

  it('keeps its ends, its order, and the lowest and highest of it', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 4, max: 60 }), (prices, count) => {
        const line = prices.map((value, at) => ({ at, value }));
        const sampled = samplePoints(line, count);

        expect(sampled.length).toBeLessThanOrEqual(count);
        expect([sampled[0], sampled.at(-1)]).toEqual([line[0], line.at(-1)]);
        expect(Math.min(...values(sampled))).toBe(Math.min(...prices));
        expect(Math.max(...values(sampled))).toBe(Math.max(...prices));
        expect(sampled.every(({ at }, index) => index === 0 || at > (sampled[index - 1]?.at ?? 0))).toBe(
          true,
        );
        expect(sampled.every((point) => line.includes(point))).toBe(true);
      }),
    );
  });

  it('leaves a short line alone', () => {
    const line = Array.from({ length: 600 }, (_, at) => ({ at, value: Math.sin(at / 50) }));
    expect(samplePoints(line, 600)).toBe(line);
  });
});

describe('the marks of a time axis', () => {
  it.each([
    ['a month', Date.UTC(2026, 2, 3), Date.UTC(2026, 3, 3)],
    ['a year', Date.UTC(2025, 3, 3), Date.UTC(2026, 3, 3)],
    ['five years', Date.UTC(2021, 3, 3), Date.UTC(2026, 3, 3)],
    ['a lifetime', Date.UTC(1999, 10, 1), Date.UTC(2026, 3, 3)],
  ])('are few, inside of %s, and none is written twice', (_, from, to) => {
    const { at, format } = timeTicks(from, to);

    expect(at.length).toBeGreaterThan(2);
    expect(at.length).toBeLessThan(10);
    expect(at.every((tick) => tick >= from - day && tick <= to)).toBe(true);
    expect(new Set(at.map((tick) => format.format(tick))).size).toBe(at.length);
  });
});
