import { describe, expect, it } from 'vitest';
import { fileName, noFilter, queryOf, readFilter, writeFilter } from './statement-filter.js';

const read = (address: string) => readFilter(new URLSearchParams(address));

describe('the filter of a statement', () => {
  it('comes back from its address as it was', () => {
    const filter = {
      kinds: ['deposit', 'hold'] as const,
      from: '2026-01-01',
      to: '2026-03-31',
      text: 'rent & more',
    };
    expect(readFilter(writeFilter(filter))).toEqual(filter);
  });

  it.each([
    ['a day that does not exist', 'from=2026-02-30'],
    ['a day in other words', 'to=yesterday'],
    ['a kind that does not exist', 'kind=gift'],
    ['nothing', ''],
  ])('leaves out %s', (_, address) => {
    expect(read(address)).toEqual(noFilter);
  });

  it('leaves no empty names in the address', () => {
    expect(writeFilter({ ...noFilter, text: 'rent' }).toString()).toBe('text=rent');
  });

  it('asks for days as they begin and end where the reader is', () => {
    const { from, to } = queryOf('EUR', read('from=2026-03-29&to=2026-03-29'));
    expect(new Date(from ?? 0).getTime()).toBe(new Date(2026, 2, 29).getTime());
    // The clocks may go forward on it: the end is the next midnight and not 24 hours later.
    expect(new Date(to ?? 0).getTime()).toBe(new Date(2026, 2, 30).getTime());
  });

  it('asks for what is filtered and nothing else', () => {
    expect(queryOf('EUR', noFilter)).toEqual({ currency: 'EUR' });
    expect(queryOf('EUR', read('kind=deposit,hold&text=+rent+'))).toEqual({
      currency: 'EUR',
      kind: ['deposit', 'hold'],
      text: 'rent',
    });
  });

  it.each([
    ['', 'tradeyard-EUR-2026-11-21.csv'],
    ['from=2026-01-01', 'tradeyard-EUR-2026-01-01-2026-11-21.csv'],
    ['to=2026-03-31', 'tradeyard-EUR-2026-03-31.csv'],
    ['from=2026-01-01&to=2026-03-31&kind=deposit', 'tradeyard-EUR-2026-01-01-2026-03-31.csv'],
  ])('names a file of "%s" %s', (address, name) => {
    // Late in the evening, when it is tomorrow elsewhere.
    expect(fileName('EUR', read(address), new Date(2026, 10, 21, 23, 59))).toBe(name);
  });
});
