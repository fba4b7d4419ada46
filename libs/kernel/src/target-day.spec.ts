import { describe, expect, it } from 'vitest';
import { frankfurtDay, isTargetDay, lastTargetDay } from './target-day.js';

describe('a day of TARGET', () => {
  it.each([
    ['2026-04-13', true],
    ['2026-04-11', false], // a Saturday
    ['2026-04-12', false], // a Sunday
    ['2026-01-01', false],
    ['2026-01-02', true],
    ['2026-04-02', true],
    ['2026-04-03', false], // Good Friday
    ['2026-04-06', false], // Easter Monday
    ['2026-04-07', true],
    ['2026-05-01', false],
    ['2026-12-24', true],
    ['2026-12-25', false],
    ['2025-12-26', false],
    ['2026-12-31', true],
    ['2024-03-29', false], // Good Friday, in March
    ['2024-04-01', false],
    ['2011-04-25', false], // Easter Monday, late
    ['2008-03-21', false], // Good Friday, early
    ['2038-04-26', false], // Easter Monday, the latest of all
    ['2026-05-25', true], // Whit Monday, which Germany keeps and TARGET does not
  ])('%s: %s', (day, is) => {
    expect(isTargetDay(day)).toBe(is);
  });
});

describe('the newest published day', () => {
  it.each([
    ['2026-04-14T13:59:59Z', '2026-04-13'], // one second to four in the afternoon, in summer
    ['2026-04-14T14:00:00Z', '2026-04-14'],
    ['2026-01-14T14:59:59Z', '2026-01-13'], // in winter
    ['2026-01-14T15:00:00Z', '2026-01-14'],
    ['2026-04-14T23:59:59Z', '2026-04-14'],
    ['2026-04-19T12:00:00Z', '2026-04-17'], // a Sunday
    ['2026-04-20T09:00:00Z', '2026-04-17'], // a Monday morning
    ['2026-04-07T13:00:00Z', '2026-04-02'], // after Easter
    ['2026-04-07T15:00:00Z', '2026-04-07'],
    ['2026-03-29T15:00:00Z', '2026-03-27'], // the Sunday on which summer begins
    ['2027-01-01T18:00:00Z', '2026-12-31'],
  ])('at %s is %s', (at, day) => {
    expect(lastTargetDay(new Date(at))).toBe(day);
  });
});

it('begins at midnight in Frankfurt', () => {
  expect(frankfurtDay(new Date('2026-04-13T22:00:00Z'))).toBe('2026-04-14');
  expect(frankfurtDay(new Date('2026-01-13T22:59:59Z'))).toBe('2026-01-13');
});
