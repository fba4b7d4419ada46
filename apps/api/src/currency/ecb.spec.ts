import { describe, expect, it } from 'vitest';
import { ecbDocument } from '../../test/rate-server.js';
import { readEcbDays } from './ecb.provider.js';

const rates = { USD: '1.17', JPY: '187.1', GBP: '0.871', CHF: '0.925' };
const newestFirst = ecbDocument({ '2026-04-14': rates, '2026-04-13': rates, '2026-04-10': rates });
const oldestFirst = ecbDocument({ '2026-04-10': rates, '2026-04-13': rates, '2026-04-14': rates });
const read = (xml: string, ...days: string[]) => readEcbDays(xml, days).map(({ date }) => date);

describe('a file of many days', () => {
  it.each([
    ['its newest first', newestFirst],
    ['its oldest first', oldestFirst],
    ['the other quotation mark, on one line', newestFirst.replaceAll("'", '"').replaceAll(/\n\s*/g, '')],
  ])('is read with %s: the newest, and those that are asked for', (_, xml) => {
    expect(read(xml, '2026-04-13', '2026-04-14')).toEqual(['2026-04-13', '2026-04-14']);
    expect(read(xml, '2026-04-10', '2026-04-11', '2026-04-14')).toEqual(['2026-04-10', '2026-04-14']);
    expect(read(xml, '2026-04-20')).toEqual(['2026-04-14']);
  });

  it.each([
    ['cut off between days', newestFirst.slice(0, newestFirst.indexOf("\t\t<Cube time='2026-04-10'"))],
    ['cut off within a day', newestFirst.slice(0, newestFirst.lastIndexOf("<Cube currency='GBP'"))],
    ['without its end', newestFirst.replace('</gesmes:Envelope>', '')],
  ])('is not believed when it is %s', (_, xml) => {
    expect(() => read(xml, '2026-04-13', '2026-04-14')).toThrow('not a list of reference rates');
  });

  it('is not believed when it has a day twice', () => {
    expect(() => read(newestFirst.replace('2026-04-13', '2026-04-14'), '2026-04-10', '2026-04-14')).toThrow(
      'one day twice',
    );
  });
});
