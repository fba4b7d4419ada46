import { describe, expect, it } from 'vitest';
import { instrument } from '../../test/instrument.js';
import { ageWords, haltWords, sessionWords } from './instrument-words.js';

const now = new Date(2026, 5, 17, 12, 0); // a Wednesday
const at = (day: number, hour: number, minute = 0) => new Date(2026, 5, day, hour, minute).toISOString();
const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('instruments in words', () => {
  it.each([
    [true, at(17, 22), 'Open until 10:00 PM'],
    [false, at(17, 15, 30), 'Closed until 3:30 PM'],
    [false, at(19, 15, 30), 'Closed until Friday, 3:30 PM'],
    [false, at(29, 15, 30), 'Closed until Jun 29, 2026, 3:30 PM'],
    [false, null, 'Closed'],
  ])('say until when they are traded or not', (isOpen, until, words) => {
    const session = { isOpen, until };
    expect(plain(sessionWords({ ...instrument('AAPL'), session }, now))).toBe(words);
  });

  it('say that coins are always traded, and why something is not', () => {
    expect(sessionWords(instrument('BTC-USD'), now)).toBe('Open day and night');
    expect(haltWords({ symbol: 'AAPL', status: 'active' })).toBeNull();
    expect(haltWords({ symbol: 'AAPL', status: 'halted' })).toContain('is halted');
    expect(haltWords({ symbol: 'AAPL', status: 'delisted' })).toContain('not listed any more');
  });

  it.each([
    [0, '0 seconds ago'],
    [59, '59 seconds ago'],
    [60, '1 minute ago'],
    [7300, '2 hours ago'],
    [200_000, '2 days ago'],
  ])('say how old a price of %d seconds is', (seconds, words) => {
    expect(ageWords(new Date(now.getTime() - seconds * 1000).toISOString(), now)).toBe(words);
  });
});
