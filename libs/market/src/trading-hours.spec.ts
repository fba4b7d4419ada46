import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calendarCodes } from './trading-days.js';
import { isOpen, nextChange, sessionOf } from './trading-hours.js';

const next = (calendar: string, at: string) => {
  const { isOpen: open, until } = sessionOf(calendar, new Date(at));
  return `${open ? 'open' : 'closed'} until ${until?.toISOString().slice(0, 16) ?? 'ever'}`;
};

it.each([
  ['XNAS', '2025-07-02T13:29:59Z', 'closed until 2025-07-02T13:30'],
  ['XNAS', '2025-07-02T13:30:00Z', 'open until 2025-07-02T20:00'],
  ['XNAS', '2025-07-02T19:59:59Z', 'open until 2025-07-02T20:00'],
  ['XNAS', '2025-07-02T20:00:00Z', 'closed until 2025-07-03T13:30'],
  ['XNAS', '2025-07-03T16:59:59Z', 'open until 2025-07-03T17:00'], // 13:00 in New York
  ['XNAS', '2025-07-03T17:00:00Z', 'closed until 2025-07-07T13:30'], // over a holiday and a weekend
  ['XNYS', '2025-03-07T14:29:59Z', 'closed until 2025-03-07T14:30'], // winter
  ['XNYS', '2025-03-07T21:00:00Z', 'closed until 2025-03-10T13:30'], // clocks go forward meanwhile
  ['XNYS', '2025-10-31T20:00:00Z', 'closed until 2025-11-03T14:30'], // and back
  ['XNYS', '2001-09-10T20:00:00Z', 'closed until 2001-09-17T13:30'],
  ['XLON', '2025-03-28T16:29:59Z', 'open until 2025-03-28T16:30'],
  ['XLON', '2025-03-28T16:30:00Z', 'closed until 2025-03-31T07:00'], // London changes three weeks after New York
  ['XLON', '2025-12-24T12:30:00Z', 'closed until 2025-12-29T08:00'],
  ['XETR', '2025-12-30T13:00:00Z', 'closed until 2026-01-02T08:00'],
  ['XPAR', '2025-12-24T13:00:00Z', 'open until 2025-12-24T13:05'],
  ['XTKS', '2025-01-06T02:29:59Z', 'open until 2025-01-06T02:30'],
  ['XTKS', '2025-01-06T02:30:00Z', 'closed until 2025-01-06T03:30'], // lunch
  ['XTKS', '2025-01-06T03:30:00Z', 'open until 2025-01-06T06:30'],
  ['XTKS', '2024-11-01T05:00:00Z', 'open until 2024-11-01T06:00'], // half an hour shorter until November 2024
  ['XTKS', '2025-01-05T23:59:59Z', 'closed until 2025-01-06T00:00'], // Monday there, Sunday in UTC
  ['XHKG', '2025-01-28T03:59:59Z', 'open until 2025-01-28T04:00'], // the eve of New Year has no afternoon
  ['XHKG', '2025-01-28T04:00:00Z', 'closed until 2025-02-03T01:30'],
  ['XHKG', '2025-02-03T04:30:00Z', 'closed until 2025-02-03T05:00'],
  ['XASX', '2025-01-01T00:00:00Z', 'closed until 2025-01-01T23:00'], // summer, a day ahead
  ['XASX', '2025-07-01T06:00:00Z', 'closed until 2025-07-02T00:00'],
  ['24/7', '2025-12-25T00:00:00Z', 'open until ever'],
])('%s at %s is %s', (calendar, at, expected) => {
  expect(next(calendar, at)).toBe(expected);
});

it('answers the same in whatever order it is asked', () => {
  const moments = fc.tuple(
    fc.constantFrom(...calendarCodes),
    fc.date({ min: new Date('2012-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
  );
  fc.assert(
    fc.property(fc.array(moments, { minLength: 2, maxLength: 6 }), (asked) => {
      const there = asked.map(([calendar, at]) => sessionOf(calendar, at));
      const back = asked.toReversed().map(([calendar, at]) => sessionOf(calendar, at));
      expect(back.toReversed()).toEqual(there);
    }),
    { numRuns: 50 },
  );
});

it('changes exactly when it says so', () => {
  const days = fc.date({ min: new Date('2012-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...calendarCodes.filter((code) => code !== '24/7')), days, (calendar, at) => {
      const change = nextChange(calendar, at);
      if (!change) throw new Error('An exchange closes');
      expect(change.getTime()).toBeGreaterThan(at.getTime());
      expect(isOpen(calendar, new Date(change.getTime() - 1))).toBe(isOpen(calendar, at));
      expect(isOpen(calendar, change)).toBe(!isOpen(calendar, at));
    }),
    { numRuns: 100 },
  );
});

it('is cheap enough to be asked for every tick', () => {
  const at = Date.parse('2025-07-02T14:00:00Z');
  isOpen('XNAS', new Date(at));
  const startedAt = performance.now();
  for (let tick = 0; tick < 200_000; tick += 1) isOpen('XNAS', new Date(at + tick));
  expect(performance.now() - startedAt).toBeLessThan(1_000); // some 20 ms, where working it out takes seconds
});

it('refuses a calendar that is none', () => {
  expect(() => isOpen('NASDAQ', new Date())).toThrow(expect.objectContaining({ code: 'unknown_calendar' }));
});
