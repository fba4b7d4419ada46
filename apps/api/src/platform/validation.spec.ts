import { expect, it } from 'vitest';
import { isMoment, isUsableDay } from './validation.js';

it.each([
  ['2026-04-13', true],
  ['2024-02-29', true],
  ['1970-01-01', true],
  ['9998-12-31', true],
  ['1969-12-31', false],
  ['9999-01-01', false],
  ['0000-01-01', false],
  ['2026-11-31', false],
  ['2026-4-13', false],
  ['2026-04-13T00:00:00Z', false],
  [20260413, false],
  [['2026-04-13'], false],
])('%j is a day: %s', (value, expected) => {
  expect(isUsableDay(value)).toBe(expected);
});

it.each([
  ['2026-04-13T09:30:00Z', true],
  ['2026-04-13T09:30Z', true],
  ['2026-04-13T09:30:00.123456789+05:45', true],
  ['2026-11-31T00:00:00Z', false],
  ['2026-02-29T10:00:00+02:00', false],
  ['2026-04-13T24:00:00Z', false],
  ['2026-04-13T09:60:00Z', false],
  ['2026-04-13T09:30:00+24:00', false],
  ['2026-04-13T09:30:00', false],
  ['2026-04-13 09:30:00Z', false],
  ['2026-04-13', false],
  ['0001-01-01T00:00:00Z', true],
  ['9999-12-31T23:59:59Z', true],
  [1_776_072_600_000, false],
])('%j is a moment: %s', (value, expected) => {
  expect(isMoment(value)).toBe(expected);
});
