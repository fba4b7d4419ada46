import { addDays } from '@tradeyard/kernel';
import { describe, expect, it } from 'vitest';
import {
  csvReader,
  csvRows,
  markDuplicates,
  readActivities,
  readFile,
  tradeyardCsvChunks,
} from '../index.js';
import { today } from '../../test/import-reading.js';

const header =
  'id,type,day,at,symbol,quantity,price,amount,currency,fee,ratioTo,ratioFrom,target,costShare,acquired,lots,note';

function read(text: string) {
  const found = readFile('tradeyard-csv', { kind: 'csv', rows: csvRows(text) }, { currency: 'EUR' });
  const activities = readActivities(found.rows, { today, currency: 'EUR', idOf: () => 'x' });
  const faults = [...found.faults, ...activities.faults].map(({ line, code, column }) => [
    line,
    code,
    column,
  ]);
  return { ...found, rows: activities.rows, faults };
}

describe('a table of ours', () => {
  it('tells rows of it that were made wrong by hand', () => {
    const { rows, faults } = read(
      'id,type,day,symbol,quantity,price,amount,currency,fee,ratioTo\n,buy,2024-1-1,A,1,1,,EUR,,\n,buy\n,buy,2024-01-01,A,x,1,,EUR,,\n,fly,2024-01-01,A,1,1,,EUR,,\n,buy,2024-01-01,A,1,1,,EUR,,\n',
    );
    expect(faults).toEqual([
      [2, 'not_a_date', 'day'],
      [3, 'row_incomplete', undefined],
      [4, 'not_a_decimal', 'quantity'],
      [5, 'activity_malformed', 'type'],
    ]);
    expect(rows).toHaveLength(1);
  });

  const describing =
    'type,day,symbol,quantity,price,currency,name,class,sector,country,instrument,assetCurrency';

  it('tells what is missing of assets and prices', () => {
    const { faults, assets, prices, rows } = read(
      [
        describing,
        'asset,,A,,,,An A,nothing,,,,EUR',
        'asset,,,,,,No symbol,stock,,,,EUR',
        'asset,,B,,,,No currency,stock,,,,',
        'price,2024-01-01,A,,1.5,EUR,,,,,,',
        'price,2024-1-1,A,,1.5,EUR,,,,,,',
        'price,2024-01-01,,,1.5,EUR,,,,,,',
        'price,2024-01-01,A',
        'Price,2024-01-01,A,,1.5,EUR,,,,,,',
        'buy,2024-01-01,C,x,1,USD,A C,etf,,,CC,USD',
      ].join('\n'),
    );
    expect(faults).toEqual([
      [3, 'missing_value', 'symbol'],
      [4, 'missing_value', 'assetCurrency'],
      [6, 'not_a_date', 'day'],
      [7, 'missing_value', 'symbol'],
      [8, 'missing_value', 'price'],
      [9, 'activity_malformed', 'type'],
      [10, 'not_a_decimal', 'quantity'],
    ]);
    expect(rows).toEqual([]);
    expect(assets).toEqual([
      { symbol: 'A', currency: 'EUR', name: 'An A', class: 'other' },
      { symbol: 'C', currency: 'USD', name: 'A C', class: 'etf', instrument: 'CC' },
    ]);
    expect(prices).toEqual([{ symbol: 'A', day: '2024-01-01', price: '1.5', currency: 'EUR', line: 5 }]);
  });

  it('takes some columns of assets alone for those of another table', () => {
    const { assets, rows } = read(
      'type,day,symbol,quantity,price,currency,name\nbuy,2024-01-01,A,1,1,EUR,An A',
    );
    expect([assets, rows.length]).toEqual([[], 1]);
  });

  it('describes an asset once, by its first activity', () => {
    const { rows } = read(`${header}\nid-1,buy,2024-01-01,,A,1,1,,EUR,,,,,,,,`);
    const activities = rows.flatMap(({ activity }) => [activity, activity]);
    const assets = ['A', 'B'].map(
      (symbol) => ({ symbol, name: '=1', class: 'fund', currency: 'CHF' }) as const,
    );
    const prices = [{ symbol: 'B', day: '2024-01-01', price: '2' }];
    const lines = [...tradeyardCsvChunks({ assets, prices, activities })].join('').split('\r\n');
    expect(lines).toEqual([
      `${header},name,class,sector,country,instrument,assetCurrency`,
      "x,buy,2024-01-01,,A,1,1,,EUR,,,,,,,,,'=1,fund,,,,CHF",
      'x,buy,2024-01-01,,A,1,1,,EUR,,,,,,,,,,,,,,',
      ",asset,,,B,,,,,,,,,,,,,'=1,fund,,,,CHF",
      ',price,2024-01-01,,B,,2,,CHF,,,,,,,,,,,,,,',
      '',
    ]);
  });
});

describe('a long file', () => {
  it('is read whole, and found to be the same again', () => {
    const lines = Array.from(
      { length: 100_000 },
      (_, index) =>
        `id-${index},${index % 3 === 0 ? 'sell' : 'buy'},${addDays('2015-01-01', index % 3000)},,SYM${index % 50},${1 + (index % 7)}.5,${100 + (index % 90)}.25,,USD,1.5,,,,,,,`,
    );
    const file = [header, ...lines].join('\n');
    const reader = csvReader(',');
    const rows = [...reader.push(file), ...reader.end()];
    const found = readFile('tradeyard-csv', { kind: 'csv', rows }, { currency: 'EUR' });
    const read = readActivities(found.rows, { today, currency: 'EUR', idOf: ({ id }) => id ?? '' });
    expect(
      markDuplicates(
        read.rows,
        read.rows.map(({ key }) => key),
      ).every(({ isDuplicate }) => isDuplicate),
    ).toBe(true);
    expect(read.rows).toHaveLength(100_000);
  }, 30_000);

  it('is written as it is taken', () => {
    let asked = 0;
    const price = { symbol: 'A', day: '2024-01-01', price: '1' };
    const prices = (function* () {
      for (; asked < 100_000; asked += 1) yield price;
    })();
    const chunks = tradeyardCsvChunks({ assets: [], prices, activities: [] });
    expect(chunks.next().value).toContain('price,2024-01-01');
    expect(asked).toBeLessThan(1_000);
    expect([...chunks].join('').match(/price/g)?.length).toBeGreaterThan(99_000);
  });
});
