import { describe, expect, it } from 'vitest';
import { inRange, rangeFacts, type HistoryItem } from './rate-range.js';

const days = (...dates: string[]): HistoryItem[] => dates.map((date) => ({ date, rate: '1' }));
const rates = (...texts: string[]): HistoryItem[] =>
  texts.map((rate, index) => ({ date: `2026-04-0${index + 1}`, rate }));

describe('a range of a history', () => {
  it.each([
    ['1M', ['2026-02-28', '2026-03-30', '2026-03-31']],
    ['6M', ['2025-09-30', '2026-02-28', '2026-03-30', '2026-03-31']],
    ['1Y', ['2025-09-29', '2025-09-30', '2026-02-28', '2026-03-30', '2026-03-31']],
    ['Max', ['1999-01-04', '2025-09-29', '2025-09-30', '2026-02-28', '2026-03-30', '2026-03-31']],
  ] as const)('%s counts back from the newest rate', (range, expected) => {
    const all = days('1999-01-04', '2025-09-29', '2025-09-30', '2026-02-28', '2026-03-30', '2026-03-31');

    expect(inRange(all, range).map(({ date }) => date)).toEqual(expected);
  });

  it('of nothing is nothing', () => {
    expect(inRange([], '1M')).toEqual([]);
    expect(rangeFacts([])).toBeNull();
  });
});

describe('what happened in a range', () => {
  it.each([
    ['a rise', ['1.1', '1.05', '1.21', '1.21'], '10', '2026-04-03', '2026-04-02'],
    ['a fall', ['200', '100'], '-50', '2026-04-01', '2026-04-02'],
    ['nothing', ['1.5', '1.50'], '0', '2026-04-01', '2026-04-01'],
    ['a third', ['3', '2', '1'], '-66.6667', '2026-04-01', '2026-04-03'],
    ['numbers of one length and another', ['9.5', '10.2', '9.9'], '4.2105', '2026-04-02', '2026-04-01'],
  ])('is %s', (_, texts, percent, high, low) => {
    const facts = rangeFacts(rates(...texts));

    expect(facts?.changePercent).toBe(percent);
    expect([facts?.high.date, facts?.low.date]).toEqual([high, low]);
  });
});
