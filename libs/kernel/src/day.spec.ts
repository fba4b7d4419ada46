import { describe, expect, it } from 'vitest';
import { addDays, dayNumber, dayOf, dayOfNumber, daysBetween, isDay, latestDay } from './day.js';

describe('a day', () => {
  it.each([
    ['2026-04-13', true],
    ['2024-02-29', true],
    ['2000-02-29', true],
    ['1999-01-04', true],
    ['2025-02-29', false],
    ['1900-02-29', false],
    ['2025-04-31', false],
    ['2025-13-01', false],
    ['2025-00-10', false],
    ['2025-01-00', false],
    ['2025-2-9', false],
    ['13.04.2026', false],
    ['2026-04-13T00:00:00Z', false],
    [' 2026-04-13', false],
    ['2026-04-13\n', false],
    ['', false],
  ])('"%s": %s', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });

  it.each([
    ['2026-04-13', '2026-04-13', 0],
    ['2026-04-13', '2026-04-14', 1],
    ['2026-04-14', '2026-04-13', -1],
    ['2024-02-28', '2024-03-01', 2],
    ['2026-03-28', '2026-03-30', 2], // clocks change in between
    ['1999-01-04', '2026-04-13', 9961],
  ])('from %s to %s it is %s', (first, second, days) => {
    expect(daysBetween(first, second)).toBe(days);
    expect(addDays(first, days)).toBe(second);
  });

  it.each([
    ['2026-04-13T09:59:59.999Z', '2026-04-13'],
    ['2026-04-13T10:00:00Z', '2026-04-14'],
    ['2026-04-13T23:59:59.999Z', '2026-04-14'],
  ])('at %s it is %s at the latest', (at, latest) => {
    expect(latestDay(new Date(at))).toBe(latest);
  });

  it.each([
    ['1969-12-31', -1],
    ['1970-01-01', 0],
    ['1999-01-04', 10_595],
    ['2026-04-13', 20_556],
  ])('%s has the number %s', (day, number) => {
    expect(dayNumber(day)).toBe(number);
    expect(dayOfNumber(number)).toBe(day);
  });

  it('has the text that a Date has, over 800 years', () => {
    const first = dayNumber('1600-01-01');
    const days = Array.from({ length: dayNumber('2400-12-31') - first + 1 }, (_, index) => first + index);

    const wrong = days.filter((number) => dayOfNumber(number) !== dayOf(new Date(number * 86_400_000)));
    expect(wrong).toEqual([]);
  });

  it('is counted in UTC', () => {
    expect(dayOf(new Date('2026-04-13T23:59:59.999Z'))).toBe('2026-04-13');
    expect(dayOf(new Date('2026-04-14T01:00:00+02:00'))).toBe('2026-04-13');
  });
});
