import { expect, it } from 'vitest';
import { relativeTime } from './hold-words.js';

const now = Date.parse('2026-05-01T12:00:00Z');

it.each([
  ['2026-05-08T12:00:00Z', 'in 7 days'],
  ['2026-05-08T11:59:00Z', 'in 7 days'],
  ['2026-05-07T20:00:00Z', 'in 6 days'],
  ['2026-05-02T12:00:00Z', 'tomorrow'],
  ['2026-05-02T11:59:00Z', 'in 24 hours'],
  ['2026-05-01T12:01:20Z', 'in 1 minute'],
  ['2026-05-01T12:00:20Z', 'this minute'],
  ['2026-05-01T11:00:00Z', '1 hour ago'],
])('says of %s: %s', (at, words) => {
  expect(relativeTime(at, now)).toBe(words);
});
