import { describe, expect, it } from 'vitest';
import { csvRows, readFile } from '../index.js';
import { read } from '../../test/import-reading.js';

const activity = (fields: Record<string, unknown>): Record<string, unknown> => ({
  accountId: null,
  comment: null,
  fee: 0,
  quantity: 1,
  type: 'BUY',
  unitPrice: 10,
  currency: 'USD',
  dataSource: 'YAHOO',
  date: '2021-09-16T00:00:00.000Z',
  symbol: 'MSFT',
  tags: [],
  ...fields,
});
const json = (...activities: Record<string, unknown>[]): string =>
  JSON.stringify({
    meta: { date: '2023-02-05T00:00:00.000Z', version: 'dev' },
    assetProfiles: [
      {
        symbol: '7e91b7d4',
        name: 'Penthouse Apartment',
        currency: 'USD',
        dataSource: 'MANUAL',
        assetClass: 'REAL_ESTATE',
        marketData: [{ date: '2022-02-01T00:00:00.000Z', marketPrice: 510000.5 }],
      },
      {
        symbol: 'MSFT',
        name: 'Microsoft',
        currency: 'USD',
        dataSource: 'YAHOO',
        assetClass: 'EQUITY',
        assetSubClass: 'STOCK',
        isin: 'US5949181045',
        marketData: [],
      },
    ],
    activities,
  });

describe('Ghostfolio', () => {
  it('exports JSON', () => {
    const { activities, faults, format, passedOver, rows } = read(
      json(
        activity({ quantity: 5, unitPrice: 298.58, fee: 19, comment: 'My first order 🤓' }),
        activity({ type: 'SELL', quantity: 2, unitPrice: 300, date: '2021-10-01T14:30:00.000Z' }),
        activity({ type: 'BUY', quantity: -1, unitPrice: 301 }),
        activity({ type: 'DIVIDEND', quantity: 5, unitPrice: 0.62, date: '2021-11-17T00:00:00.000Z' }),
        activity({
          type: 'FEE',
          quantity: 0,
          unitPrice: 0,
          fee: 49,
          dataSource: 'MANUAL',
          symbol: 'Account Opening Fee',
        }),
        activity({ type: 'INTEREST', quantity: 1, unitPrice: 2.5, dataSource: 'MANUAL', symbol: 'Interest' }),
        activity({ quantity: 1, unitPrice: 500000, dataSource: 'MANUAL', symbol: '7e91b7d4' }),
        activity({ type: 'LIABILITY', quantity: 1, unitPrice: 3000, dataSource: 'MANUAL', symbol: 'Loan' }),
        activity({ currency: 'GBp', unitPrice: 250, symbol: 'VOD.L', quantity: 1e-7 }),
        activity({ quantity: 0, unitPrice: 0 }),
      ),
    );
    expect({ faults, format }).toEqual({ faults: [], format: 'ghostfolio-json' });
    expect(activities).toEqual([
      expect.objectContaining({
        type: 'buy',
        day: '2021-09-16',
        symbol: 'MSFT',
        quantity: '5',
        price: '298.58',
        fee: '19',
        note: 'My first order 🤓',
      }),
      expect.objectContaining({ type: 'sell', at: '2021-10-01T14:30:00.000Z', quantity: '2' }),
      expect.objectContaining({ type: 'sell', quantity: '1', price: '301' }),
      expect.objectContaining({ type: 'dividend', symbol: 'MSFT', amount: '3.1' }),
      expect.objectContaining({ type: 'fee', amount: '49', note: 'Account Opening Fee' }),
      expect.objectContaining({ type: 'interest', amount: '2.5' }),
      expect.objectContaining({ type: 'buy', symbol: 'Penthouse Apartment', price: '500000' }),
      expect.objectContaining({ type: 'liability', symbol: 'Loan', amount: '3000' }),
      expect.objectContaining({ symbol: 'VOD.L', currency: 'GBP', price: '2.5', quantity: '0.0000001' }),
    ]);
    expect(activities[0]).not.toHaveProperty('at');
    expect(rows[0]?.asset).toEqual({
      symbol: 'MSFT',
      name: 'Microsoft',
      class: 'stock',
      currency: 'USD',
      isin: 'US5949181045',
    });
    expect(rows[6]?.asset).toMatchObject({ symbol: 'Penthouse Apartment', class: 'real_estate' });
    expect(passedOver).toEqual([expect.objectContaining({ count: 1, lines: [10] })]);
  });

  it('has prices by hand', () => {
    const result = readFile(
      'ghostfolio-json',
      { kind: 'json', value: JSON.parse(json()) },
      { currency: 'EUR' },
    );
    expect(result.prices).toEqual([{ symbol: 'Penthouse Apartment', day: '2022-02-01', price: '510000.5' }]);
  });

  it('imports CSV with the day first', () => {
    const { activities, faults, format } = read(
      'Date,Code,DataSource,Currency,Price,Quantity,Action,Fee,Note\n01-09-2021,Account Opening Fee,MANUAL,USD,0,0,fee,49,\n16-09-2021,MSFT,YAHOO,USD,298.580,5,buy,19.00,My first order 🤓\n05/11/2021,MSFT,YAHOO,USD,0.62,5,dividend,0.00,\n20210606,US5949181045,YAHOO,USD,10.00,1,sell,0.00,\n',
    );
    expect({ faults, format }).toEqual({ faults: [], format: 'ghostfolio-csv' });
    expect(activities.map(({ type, day }) => [type, day])).toEqual([
      ['fee', '2021-09-01'],
      ['buy', '2021-09-16'],
      ['dividend', '2021-11-05'],
      ['sell', '2021-06-06'],
    ]);
  });

  it('tells what is wrong', () => {
    const { faults } = read(
      json(
        activity({ type: 'BARTER' }),
        activity({ date: 'soon' }),
        activity({ unitPrice: {} }),
        activity({ currency: 'XXX' }),
      ),
    );
    expect(faults.map(({ line, code }) => [line, code])).toEqual([
      [1, 'unknown_type'],
      [2, 'not_a_date'],
      [3, 'not_a_number'],
      [4, 'unknown_currency'],
    ]);
    expect(() =>
      readFile('ghostfolio-csv', { kind: 'csv', rows: csvRows('a,b\n1,2') }, { currency: 'EUR' }),
    ).toThrow(expect.objectContaining({ code: 'csv_malformed' }));
  });
});
