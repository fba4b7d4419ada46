import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candleSlots, isOneLater, momentAt, placeOf, thinSlots, type Candle } from './candle-slots.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const minuteMs = 60_000;

const candle = (at: string, close = '10'): Candle => ({
  at: new Date(at).toISOString(),
  open: '10',
  high: '11',
  low: '9',
  close,
  volume: '5',
});

describe('the slots of a time axis', () => {
  it.each([
    ['a weekend of an exchange', dayMs, false, '2026-01-02', '2026-01-05', 0],
    ['a month without prices', dayMs, false, '2026-01-02', '2026-02-01', 29],
    ['two days without prices of a coin', dayMs, true, '2026-01-02', '2026-01-05', 2],
    ['a night of an exchange', minuteMs, false, '2026-01-05T20:59Z', '2026-01-06T14:30Z', 0],
    ['a halt within the day', minuteMs, false, '2026-01-05T15:00Z', '2026-01-05T15:30Z', 29],
    ['the next minute', minuteMs, true, '2026-01-05T15:00Z', '2026-01-05T15:01Z', 0],
    ['a missing minute', minuteMs, true, '2026-01-05T15:00Z', '2026-01-05T15:02Z', 1],
    ['weeks, one with a holiday', 7 * dayMs, false, '2026-01-05', '2026-01-13', 0],
  ])('%s', (_, stepMs, isAlwaysOpen, before, after, empty) => {
    const slots = candleSlots([candle(before), candle(after)], stepMs, isAlwaysOpen);

    expect(slots.filter((slot) => slot.candle === null)).toHaveLength(empty);
    expect(slots.every(({ atMs }, place) => place === 0 || atMs > (slots[place - 1]?.atMs ?? 0))).toBe(true);
  });

  it('stays drawable, whatever is missing', () => {
    const slots = candleSlots([candle('1990-01-01'), candle('2026-01-01')], minuteMs, true);
    expect(slots).toHaveLength(2002);
  });
});

describe('slots of a line', () => {
  it('lose no volume, no peak and no gap', () => {
    const days = Array.from({ length: 900 }, (_, day) =>
      candle(
        new Date(Date.UTC(2020, 0, 1) + (day < 500 ? day : day + 90) * dayMs).toISOString(),
        day === 321 ? '99' : String(10 + Math.sin(day)),
      ),
    );
    const slots = candleSlots(days, dayMs, true);
    const thinned = thinSlots(slots, 300);

    expect(thinned.length).toBeLessThan(400);
    expect(thinned.reduce((sum, { volume }) => sum + volume, 0)).toBe(4500);
    expect(thinned.some(({ close }) => close === 99)).toBe(true);
    expect(thinned.filter((slot) => slot.candle === null)).toHaveLength(90);
    expect(thinSlots(thinned, 1000)).toBe(thinned);
  });
});

describe('a change of the last candle', () => {
  const [first, second, third] = ['2026-01-05', '2026-01-06', '2026-01-07'].map((at) => candle(at));
  const slots = (...candles: (Candle | undefined)[]) =>
    candleSlots(
      candles.filter((one) => one !== undefined),
      dayMs,
      true,
    );
  it.each([
    ['grown', slots(first, second), slots(first, candle('2026-01-06', '12')), true],
    ['followed by the next', slots(first, second), slots(first, second, third), true],
    ['another beginning', slots(first, second), slots(candle('2026-01-05', '12'), second), false],
    ['other times', slots(first, second), slots(first, third), false],
    ['nothing before', [], slots(first, second), false],
  ])('%s', (_, before, after, isLater) => {
    expect(isOneLater(before, after)).toBe(isLater);
  });
});

describe('places and moments', () => {
  it('are each other turned round', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 40 }),
        fc.double({ min: -20, max: 60, noNaN: true }),
        (hours, place) => {
          const slots = hours
            .sort((a, b) => a - b)
            .map((hour) => ({
              ...candleSlots([candle('2026-01-01')], hourMs, true)[0],
              atMs: hour * hourMs,
            }));
          expect(placeOf(slots as never, momentAt(slots as never, place, hourMs), hourMs)).toBeCloseTo(
            place,
            6,
          );
        },
      ),
    );
  });
});
