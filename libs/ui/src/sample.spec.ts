import { describe, expect, it } from 'vitest';
import { samplePoints } from './sample.js';
import { timeTicks } from './time-ticks.js';

const day = 86_400_000;

describe('a line with fewer points', () => {
  const line = Array.from({ length: 6500 }, (_, at) => ({
    at,
    value: at === 3210 ? 1000 : Math.sin(at / 50),
  }));

  it('keeps its ends, its order and its peak', () => {
    const sampled = samplePoints(line, 600);

    expect(sampled).toHaveLength(600);
    expect([sampled[0], sampled.at(-1)]).toEqual([line[0], line.at(-1)]);
    expect(sampled).toContain(line[3210]);
    expect(sampled.every(({ at }, index) => index === 0 || at > (sampled[index - 1]?.at ?? 0))).toBe(true);
  });

  it('leaves a short line alone', () => {
    expect(samplePoints(line.slice(0, 600), 600)).toEqual(line.slice(0, 600));
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
