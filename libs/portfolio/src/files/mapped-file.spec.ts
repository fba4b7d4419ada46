import { describe, expect, it } from 'vitest';
import { csvRows, suggestMapping } from '../index.js';
import { read } from '../../test/import-reading.js';
import type { ColumnMapping } from './column-mapping.js';

const columns = {
  type: 'Action',
  day: 'Date',
  symbol: 'Ticker',
  quantity: 'Qty',
  price: 'Price',
  amount: 'Total',
  fee: 'Fee',
  currency: 'Ccy',
} as const;
const header = 'Date,Action,Ticker,Qty,Price,Total,Fee,Ccy\n';

describe('a table with a mapping', () => {
  it('reads types by the own words first, then by known ones', () => {
    const { activities, faults, passedOver } = read(
      `${header}2024-01-02,Erwerb,AAPL,2,100,,1.5,USD\n2024-01-03,Verkauf,AAPL,-1,110,,0,USD\n2024-01-04,Dividende,AAPL,,,5,0,USD\n2024-01-05,Gebühr,,,,-3,,EUR\n2024-01-06,Einzahlung,,,,500,,\n2024-01-07,Umzug,,,,500,,\n`,
      { columns, types: { Erwerb: 'buy', UMZUG: 'skip' } },
    );
    expect(faults).toEqual([]);
    expect(activities).toEqual([
      expect.objectContaining({ type: 'buy', quantity: '2', price: '100', fee: '1.5', currency: 'USD' }),
      expect.objectContaining({ type: 'sell', quantity: '1', price: '110' }),
      expect.objectContaining({ type: 'dividend', amount: '5' }),
      expect.objectContaining({ type: 'fee', amount: '3', currency: 'EUR' }),
      expect.objectContaining({ type: 'deposit', amount: '500', currency: 'EUR' }),
    ]);
    expect(passedOver).toEqual([expect.objectContaining({ count: 1, lines: [7] })]);
  });

  it.each<[string, Partial<ColumnMapping>, string, Record<string, string>]>([
    [
      'a total has the fee in it',
      { amountIs: 'total' },
      '2024-01-02,buy,AAPL,2,,201.50,1.50,USD',
      { amount: '200', price: '100', fee: '1.5' },
    ],
    [
      'a total of a sale is without it',
      { amountIs: 'total' },
      '2024-01-02,sell,AAPL,2,,198.50,1.50,USD',
      { amount: '200', price: '100' },
    ],
    [
      'days first where it is said so',
      { dateOrder: 'DMY' },
      '03/04/2024,buy,AAPL,2,100,,0,USD',
      { day: '2024-04-03' },
    ],
    [
      'months first where it is said so',
      { dateOrder: 'MDY' },
      '03/04/2024,buy,AAPL,2,100,,0,USD',
      { day: '2024-03-04' },
    ],
    [
      'the decimal mark where it is said so',
      { decimalMark: ',' },
      '2024-01-02,buy,AAPL,2,"1.234",,0,USD',
      { price: '1234' },
    ],
    ['a default currency', { defaultCurrency: 'CHF' }, '2024-01-02,buy,AAPL,2,1,,0,', { currency: 'CHF' }],
    ['a default type', { defaultType: 'sell' }, '2024-01-02,,AAPL,2,1,,0,USD', { type: 'sell' }],
    ['pence', {}, '2024-01-02,buy,VOD,2,150,,50,GBX', { price: '1.5', fee: '0.5', currency: 'GBP' }],
  ])('knows %s', (_, more, line, expected) => {
    const { activities, faults } = read(header + line, { columns, ...more });
    expect(faults).toEqual([]);
    expect(activities).toEqual([expect.objectContaining(expected)]);
  });

  it('decides dates and numbers by the whole file, and says what to choose where nothing tells', () => {
    const told = read(
      `${header}03/04/2024,buy,AAPL,2,"1,234",,0,USD\n25/04/2024,buy,AAPL,2,"1,234.5",,0,USD\n`,
      { columns },
    );
    expect(told.faults).toEqual([]);
    expect(told.activities[0]).toMatchObject({ day: '2024-04-03', price: '1234' });
    const untold = read(`${header}03/04/2024,buy,AAPL,2,1,,0,USD\n2024-04-03,buy,AAPL,2,"1,234",,0,USD\n`, {
      columns,
    });
    expect(untold.faults).toEqual([
      expect.objectContaining({
        line: 2,
        column: 'Date',
        code: 'ambiguous_date',
        message: expect.stringContaining('choose'),
      }),
      expect.objectContaining({
        line: 3,
        column: 'Price',
        code: 'ambiguous_number',
        message: expect.stringContaining('choose'),
      }),
    ]);
    const contradictory = read(
      `${header}13/04/2024,buy,A,2,1,,0,USD\n04/13/2024,buy,A,2,1,,0,USD\n03/04/2024,buy,A,2,1,,0,USD\n`,
      { columns },
    );
    expect(contradictory.faults).toEqual([expect.objectContaining({ line: 4, code: 'ambiguous_date' })]);
  });

  it('tells each bad row and goes on', () => {
    const { activities, faults } = read(
      `${header}2024-01-02,barter,AAPL,2,1,,0,USD\n,buy,AAPL,2,1,,0,USD\n2024-01-02,,AAPL,2,1,,0,USD\n2024-01-02,buy,,2,1,,0,USD\n2024-01-02,buy,AAPL,2,,,0,USD\n2024-01-02,buy,AAPL,2,1,,0,DOL\n2030-01-02,buy,AAPL,2,1,,0,USD\n2024-01-02,buy,AAPL,2,1,,0,USD\n`,
      { columns },
    );
    expect(faults.map(({ line, code, column }) => [line, code, column])).toEqual([
      [2, 'unknown_type', 'Action'],
      [3, 'missing_value', 'Date'],
      [4, 'missing_value', 'Action'],
      [7, 'unknown_currency', 'currency'],
      [5, 'activity_malformed', 'symbol'],
      [6, 'activity_malformed', 'price'],
      [8, 'date_out_of_range', 'day'],
    ]);
    expect(activities).toHaveLength(1);
  });

  it.each([
    ['no mapping', {}],
    ['a column that is not there', { day: 'Datum' }],
  ])('refuses %s', (_, wrong) => {
    expect(() => read(header, { columns: wrong })).toThrow(
      expect.objectContaining({ code: 'csv_malformed' }),
    );
  });
});

describe('the suggested mapping', () => {
  it.each<[string, string, Partial<ColumnMapping>]>([
    [
      'English',
      'Trade Date,Action,Symbol,Quantity,Price,Commission,Currency,Notes\n13/01/2024,Buy,AAPL,1,2.5,0,USD,\n',
      {
        columns: {
          day: 'Trade Date',
          type: 'Action',
          symbol: 'Symbol',
          quantity: 'Quantity',
          price: 'Price',
          fee: 'Commission',
          currency: 'Currency',
          note: 'Notes',
        },
        types: { Buy: 'buy' },
        dateOrder: 'DMY',
        decimalMark: '.',
      },
    ],
    [
      'German, behind other lines',
      'Depotauszug;;;;;;\n;;;;;;\nDatum;Vorgang;ISIN;Bezeichnung;Stück;Kurs;Gebühren\n01.02.2024;Kauf;DE0007164600;SAP;3;1.234,50;9,90\n',
      {
        columns: {
          day: 'Datum',
          type: 'Vorgang',
          isin: 'ISIN',
          name: 'Bezeichnung',
          quantity: 'Stück',
          price: 'Kurs',
          fee: 'Gebühren',
        },
        types: { Kauf: 'buy' },
        decimalMark: ',',
      },
    ],
    [
      'Dutch',
      'Datum;Soort;Naam;Aantal;Koers;Kosten;Munt\n01-02-2024;Koop;ASML;3;12,5;1,0;EUR\n',
      {
        columns: {
          day: 'Datum',
          type: 'Soort',
          name: 'Naam',
          quantity: 'Aantal',
          price: 'Koers',
          fee: 'Kosten',
          currency: 'Munt',
        },
      },
    ],
    [
      'French',
      'Date;Opération;Libellé;Quantité;Cours;Frais;Devise\n01/02/2024;Achat;LVMH;3;12,5;1,0;EUR\n',
      {
        columns: {
          day: 'Date',
          type: 'Opération',
          name: 'Libellé',
          quantity: 'Quantité',
          price: 'Cours',
          fee: 'Frais',
          currency: 'Devise',
        },
        types: { Achat: 'buy' },
      },
    ],
    [
      'Spanish',
      'Fecha;Tipo;Valor;Cantidad;Precio;Comisión;Divisa\n01/02/2024;Compra;100;3;12,5;1,0;EUR\n',
      {
        columns: {
          day: 'Fecha',
          type: 'Tipo',
          amount: 'Valor',
          quantity: 'Cantidad',
          price: 'Precio',
          fee: 'Comisión',
          currency: 'Divisa',
        },
      },
    ],
  ])('knows %s names', (_, text, expected) => {
    expect(suggestMapping(csvRows(text)).mapping).toMatchObject(expected);
  });

  it('can be read with, and names what is left to say', () => {
    const text =
      'Datum;Vorgang;ISIN;Anzahl;Kurs;Depot\n01.02.2024;Kauf;DE0007164600;3;1.234,50;A\n02.02.2024;Tausch;DE0007164600;3;1.234,50;A\n';
    const { mapping, unused, typeWords, headerIndex } = suggestMapping(csvRows(text));
    expect({ unused, headerIndex }).toEqual({ unused: ['Depot'], headerIndex: 0 });
    expect(typeWords).toEqual([
      { word: 'Kauf', type: 'buy' },
      { word: 'Tausch', type: null },
    ]);
    const { activities, faults } = read(text, mapping);
    expect(activities).toEqual([
      expect.objectContaining({ type: 'buy', symbol: 'DE0007164600', price: '1234.5' }),
    ]);
    expect(faults).toEqual([expect.objectContaining({ line: 3, code: 'unknown_type', column: 'Vorgang' })]);
  });

  it('takes a column of times for the day where that has the dates', () => {
    const { mapping } = suggestMapping(csvRows('Time,Type,Ticker,Shares\n2024-01-02 10:00:00,buy,A,1\n'));
    expect(mapping.columns).toMatchObject({ day: 'Time' });
    expect(mapping.columns.time).toBeUndefined();
  });
});
