import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  andCoarser,
  isCovered,
  needsOther,
  rangeWindow,
  ranges,
  viewWindow,
  type LoadedWindow,
} from './chart-window.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const nowMs = Date.UTC(2026, 10, 26, 15, 3, 20);

describe('what a range asks for', () => {
  it.each([
    ['1D', '2026-11-25T15:00:00.000Z', '5m'],
    ['5D', '2026-11-19T15:00:00.000Z', '15m'],
    ['1M', '2026-10-26T00:00:00.000Z', '1h'],
    ['6M', '2026-05-26T00:00:00.000Z', '1d'],
    ['1Y', '2025-11-26T00:00:00.000Z', '1d'],
    ['5Y', '2021-11-26T00:00:00.000Z', '1d'],
    ['Max', null, '1d'],
  ] as const)('%s', (range, from, interval) => {
    const window = rangeWindow(range, nowMs, 200);

    expect(window.fromMs === null ? null : new Date(window.fromMs).toISOString()).toBe(from);
    expect(window).toMatchObject({ toMs: null, interval, points: 200 });
  });

  it('is never more than the server gives', () => {
    for (const { value } of ranges) {
      expect(rangeWindow(value, nowMs, 9000).points).toBe(5000);
      expect(rangeWindow(value, nowMs, 0).points).toBe(10);
    }
  });
});

describe('what a view asks for', () => {
  it('holds the view, with room on either side, in as many candles as can be seen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 * 24 }),
        fc.integer({ min: 0, max: 3000 * 24 }),
        fc.integer({ min: 50, max: 1500 }),
        (hours, hoursAgo, points) => {
          const toMs = nowMs - hoursAgo * hourMs;
          const fromMs = toMs - hours * hourMs;
          const window = viewWindow(fromMs, toMs, points, nowMs);

          expect(window.fromMs).toBeLessThanOrEqual(fromMs - (toMs - fromMs));
          if (window.toMs === null) expect(toMs + (toMs - fromMs)).toBeGreaterThanOrEqual(nowMs);
          else expect(window.toMs).toBeGreaterThanOrEqual(toMs);
          expect(window.points).toBe(Math.min(5000, 3 * points));
        },
      ),
    );
  });

  it('is finer the closer one looks', () => {
    const interval = (spanMs: number) => viewWindow(nowMs - spanMs, nowMs, 200, nowMs).interval;
    expect([hourMs, dayMs, 5 * dayMs, 30 * dayMs, 365 * dayMs].map(interval)).toEqual([
      '1m',
      '5m',
      '15m',
      '1h',
      '1d',
    ]);
  });
});

describe('whether other candles are needed', () => {
  const loaded: LoadedWindow = {
    fromMs: nowMs - 365 * dayMs,
    toMs: null,
    interval: '1d',
    points: 200,
    stepMs: dayMs,
    firstMs: nowMs - 364 * dayMs,
    lastMs: nowMs,
  };
  const asks = (fromDaysAgo: number, toDaysAgo: number, window = loaded) => {
    const [fromMs, toMs] = [nowMs - fromDaysAgo * dayMs, nowMs - toDaysAgo * dayMs];
    return needsOther(window, fromMs, toMs, viewWindow(fromMs, toMs, 200, nowMs));
  };

  it.each([
    ['the whole of it', asks(364, 0), false],
    ['half of it', asks(200, 20), false],
    ['a month of it, which has hours', asks(60, 30), true],
    ['a year before it', asks(700, 350), true],
    ['before it, where nothing is', asks(700, 350, { ...loaded, firstMs: nowMs - 100 * dayMs }), false],
    ['later than it', asks(40, 5, { ...loaded, toMs: nowMs - 10 * dayMs, stepMs: hourMs }), true],
    ['far more of it than can be told apart', asks(3000, 0, { ...loaded, fromMs: null }), true],
  ])('%s', (_, answer, expected) => {
    expect(answer).toBe(expected);
  });
});

describe('whether candles cover what was asked for', () => {
  const window = rangeWindow('5D', nowMs, 200);
  const at = (days: number) => (window.fromMs ?? 0) + days * dayMs;
  it.each([
    ['after a weekend of an exchange', at(3.5), false, true],
    ['the last day alone', at(6), false, false],
    ['the last four days of a coin', at(3), true, false],
    ['a coin from the first hours on', at(0.5), true, true],
  ])('%s', (_, firstMs, isAlwaysOpen, expected) => {
    expect(isCovered(window, firstMs, nowMs, isAlwaysOpen)).toBe(expected);
  });

  it('goes on with the coarser ones', () => {
    expect(andCoarser('15m')).toEqual(['15m', '1h', '1d']);
  });
});
