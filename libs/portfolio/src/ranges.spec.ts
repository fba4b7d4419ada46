import { addDays, dayNumber, dayOfNumber, daysBetween } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { seriesOf } from '../test/series.js';
import { isRangeKey, rangeIndexes, rangeKeys, rangeOfSeries, type Range } from './ranges.js';

const opening = (range: Range, today: string, firstDay = '2010-01-01'): string => {
  const first = dayNumber(firstDay);
  return dayOfNumber(first + rangeIndexes(range, { first, last: dayNumber(today) }).start);
};

it.each([
  ['1d', '2024-05-15', '2024-05-14'],
  ['wtd, a Wednesday', '2024-05-15', '2024-05-12'],
  ['wtd, a Monday', '2024-05-13', '2024-05-12'],
  ['wtd, a Sunday', '2024-05-19', '2024-05-12'],
  ['mtd', '2024-05-15', '2024-04-30'],
  ['mtd, on the first', '2024-05-01', '2024-04-30'],
  ['ytd', '2024-05-15', '2023-12-31'],
  ['ytd, on the first', '2024-01-01', '2023-12-31'],
  ['1y', '2024-05-15', '2023-05-15'],
  ['1y, of a leap day', '2024-02-29', '2023-02-28'],
  ['5y', '2024-05-15', '2019-05-15'],
  ['5y, of a leap day', '2024-02-29', '2019-02-28'],
  ['max', '2024-05-15', '2010-01-01'],
])('%s on %s opens on %s', (name, today, day) => {
  expect(opening(name.split(',')[0] as Range, today)).toBe(day);
});

it('opens no week on the wrong weekday, whatever the day, before 1970 too', () => {
  for (let day = '1969-11-01'; day < '1970-03-01'; day = addDays(day, 1)) {
    const from = opening('wtd', day, '1960-01-01');
    expect(new Date(from).getUTCDay()).toBe(0);
    expect(daysBetween(from, day)).toBeGreaterThanOrEqual(1);
    expect(daysBetween(from, day)).toBeLessThanOrEqual(7);
  }
});

it.each(rangeKeys)('%s opens no earlier than the series does', (key) => {
  expect(opening(key, '2024-01-01', '2024-01-01')).toBe('2024-01-01');
});

describe('any days', () => {
  const days = { first: dayNumber('2024-01-01'), last: dayNumber('2024-01-31') };

  it.each([
    ['both are counted', '2024-01-10', '2024-01-12', 8, 11],
    ['a single one', '2024-01-10', '2024-01-10', 8, 9],
    ['before the first', '2020-01-01', '2024-01-12', 0, 11],
    ['after the last', '2024-01-10', '2030-01-01', 8, 30],
    ['all before', '2020-01-01', '2020-02-01', 0, 0],
    ['all after', '2030-01-01', '2030-02-01', 30, 30],
  ])('%s', (_, from, to, start, end) => {
    expect(rangeIndexes({ from, to }, days)).toEqual({ start, end });
  });

  it('are refused the wrong way round', () => {
    expect(() => rangeIndexes({ from: '2024-01-02', to: '2024-01-01' }, days)).toThrow(
      expect.objectContaining({ code: 'date_out_of_range', field: 'from' }),
    );
  });
});

it('knows its names', () => {
  expect(['max', '2y', 'constructor'].map(isRangeKey)).toEqual([true, false, false]);
});

it('covers all of a series', () => {
  expect(rangeOfSeries('max', seriesOf([{}, {}, {}]))).toEqual({ start: 0, end: 3 });
});
