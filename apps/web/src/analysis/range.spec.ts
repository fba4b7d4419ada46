import { describe, expect, it } from 'vitest';
import { rangeQuery, readRange } from './range.js';

describe('the range of an address', () => {
  it.each([
    ['a year unless another is named', '', { range: '1y' }],
    ['the one that is named', 'range=wtd', { range: 'wtd' }],
    ['a year for one that is not known', 'range=century', { range: '1y' }],
    [
      'from one day to another',
      'range=custom&from=2026-01-02&to=2026-03-04',
      { from: '2026-01-02', to: '2026-03-04' },
    ],
    ['everything while a day is missing', 'range=custom&from=2026-01-02', { range: 'max' }],
    ['everything for a day that is none', 'range=custom&from=2026-02-30&to=2026-03-04', { range: 'max' }],
    [
      'everything where it ends before it begins',
      'range=custom&from=2026-03-05&to=2026-03-04',
      { range: 'max' },
    ],
    [
      'without days that belong to no time of one’s own',
      'range=5y&from=2026-01-02&to=2026-03-04',
      { range: '5y' },
    ],
  ])('is %s', (_, search, query) => {
    expect(rangeQuery(readRange(new URLSearchParams(search)))).toEqual(query);
  });
});
