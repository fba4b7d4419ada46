import { addDays, dayNumber, dayOfNumber } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import { chartDates, roaiRanges } from './roai-dates.js';

/** Ranges as days, from the evening on which each begins to its last day. */
function told(first: string, today: string) {
  const begin = dayNumber(first);
  return Object.fromEntries(
    roaiRanges(begin, dayNumber(today)).map(({ key, start, end }) => [
      key,
      `${dayOfNumber(begin + start)} ${dayOfNumber(begin + end)}`,
    ]),
  );
}

describe('ranges', () => {
  it.each([
    ['a Saturday', '2021-12-18', { '1d': '2021-12-17', wtd: '2021-12-12', mtd: '2021-11-30', ytd: '2020-12-31', '1y': '2020-12-18', '5y': '2016-12-18', max: '2010-06-01' }], // prettier-ignore
    ['a Monday', '2021-12-20', { '1d': '2021-12-19', wtd: '2021-12-19' }],
    ['a Sunday', '2021-12-19', { '1d': '2021-12-18', wtd: '2021-12-12' }],
    ['the first of a year', '2022-01-01', { '1d': '2021-12-31', mtd: '2021-12-31', ytd: '2021-12-31', '1y': '2021-01-01' }], // prettier-ignore
    ['a leap day', '2024-02-29', { '1y': '2023-02-28', '5y': '2019-02-28', mtd: '2024-01-31' }],
    ['a year after a leap day', '2025-02-28', { '1y': '2024-02-28' }],
  ])('begin on the evening before, on %s', (_, today, starts) => {
    const expected = Object.entries(starts).map(([key, start]) => [key, `${start} ${today}`]);
    expect(told('2010-06-01', today)).toMatchObject(Object.fromEntries(expected));
  });

  it('begin no sooner than the days do, and have the years that ended', () => {
    expect(told('2022-11-30', '2024-01-02')).toEqual({
      '1d': '2024-01-01 2024-01-02',
      wtd: '2023-12-31 2024-01-02',
      mtd: '2023-12-31 2024-01-02',
      ytd: '2023-12-31 2024-01-02',
      '1y': '2023-01-02 2024-01-02',
      '5y': '2022-11-30 2024-01-02',
      max: '2022-11-30 2024-01-02',
      '2022': '2022-11-30 2022-12-31',
      '2023': '2022-12-31 2023-12-31',
    });
  });
});

describe('the dates that are looked at', () => {
  const lookedAt = (first: string, today: string, marked: readonly string[] = [], looked: number[] = []) => {
    const begin = dayNumber(first);
    const marks = new Uint8Array(dayNumber(today) - begin + 1);
    for (const day of marked) marks[dayNumber(day) - begin] = 1;
    const dates = chartDates(begin, dayNumber(today), marks, looked);
    return new Set([...dates.keys()].filter((day) => dates[day]).map((day) => addDays(first, day)));
  };

  it('are all of a year and a half', () => {
    expect(lookedAt('2021-09-15', '2022-12-31').size).toBe(473);
  });

  it.each([
    ['every third day', '2021-01-07', true],
    ['not the ones between', '2021-01-08', false],
    ['one on which something happened', '2021-03-03', true],
    ['one that is looked at for another reason', '2021-01-05', true],
    ['the end of a year', '2021-12-31', true],
    ['the beginning of a year', '2022-01-01', true],
    ['every third of the last 90, back from today', '2023-11-02', true],
    ['not those between', '2023-11-03', false],
    ['every one of the last 30', '2024-01-02', true],
    ['the evening before this month', '2023-12-31', true],
    ['a year ago', '2023-01-31', true],
  ])('of three years: %s', (_, day, isLookedAt) => {
    expect(lookedAt('2021-01-01', '2024-01-31', ['2021-03-03'], [4]).has(day)).toBe(isLookedAt);
  });

  it('of one day are that one', () => {
    expect(lookedAt('2024-01-01', '2024-01-01').size).toBe(1);
  });
});
