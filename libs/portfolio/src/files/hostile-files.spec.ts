import { describe, expect, it } from 'vitest';
import {
  csvRows,
  importFormatIds,
  importFormats,
  readActivities,
  readFile,
  suggestMapping,
  type TableRow,
} from '../index.js';
import { today } from '../../test/import-reading.js';

/** Of each format a header that is taken, and a row whose cells can be anything. */
const headers: Readonly<Record<string, string>> = {
  'tradeyard-csv':
    'id,type,day,symbol,quantity,price,currency,ratioTo,name,class,sector,country,instrument,assetCurrency',
  'ghostfolio-csv': 'Date,Code,DataSource,Currency,Price,Quantity,Action,Fee,Note',
  'portfolio-performance-csv':
    'Date;Type;Value;Transaction Currency;Fees;Taxes;Shares;ISIN;WKN;Ticker Symbol;Security Name;Note',
  'interactive-brokers':
    'Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,C. Price,Proceeds,Comm/Fee,Code',
  'trading-212':
    'Action,Time,ISIN,Ticker,Name,No. of shares,Price / share,Currency (Price / share),Total,Currency (Total),Withholding tax',
  degiro: 'Datum,Tijd,Valutadatum,Product,ISIN,Omschrijving,FX,Mutatie,,Saldo,,Order Id',
  coinbase:
    'ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,Subtotal,Total,Fees,Notes',
  custom: 'Date,Action,Ticker,Qty,Price,Fee,Ccy',
};
const mapping = {
  columns: {
    day: 'Date',
    type: 'Action',
    symbol: 'Ticker',
    quantity: 'Qty',
    price: 'Price',
    fee: 'Fee',
    currency: 'Ccy',
  },
} as const;
const csvIds = importFormatIds.filter((id) => importFormats[id].kind === 'csv');

const hostile: readonly (readonly [string, string])[] = [
  ['digits', '1'.repeat(50_000)],
  ['digits and a letter', `${'1'.repeat(50_000)}x`],
  ['blanks', `2024-01-01${' '.repeat(50_000)}\nx`],
  ['marks', '1,1.'.repeat(15_000)],
  ['brackets', 'A (B1) '.repeat(8_000)],
  ['words', 'vanguard koop 1 @ '.repeat(3_000)],
  ['a name of every object', 'constructor'],
  ['another one', '__proto__'],
  ['nothing', ''],
  ['a surrogate', '\ud800'],
  ['a zero byte', '\u0000'],
];

describe.each(csvIds)('%s', (id) => {
  const [header] = csvRows(headers[id] ?? '');
  const cells = header?.cells ?? [];

  it.each(hostile)('tells what is wrong with %s, and soon', (_, cell) => {
    const all: TableRow = { line: 2, cells: cells.map(() => cell) };
    // The cells that choose what is read are right, so that the others are read too.
    const rows = cells.map((_name, place): TableRow => {
      const filled = cells.map((name) => (/date|time|datum|tijd/i.test(name) ? '2024-01-02' : '1'));
      return { line: place + 3, cells: filled.map((own, index) => (index === place ? cell : own)) };
    });
    const statement =
      id === 'interactive-brokers'
        ? [all, ...rows].map((row) => ({ ...row, cells: ['Trades', 'Data', ...row.cells.slice(2)] }))
        : [all, ...rows];
    const input = { kind: 'csv', rows: [{ line: 1, cells }, ...statement] } as const;
    const found = readFile(id, input, { currency: 'EUR', mapping });
    const { faults } = readActivities(found.rows, { today, currency: 'EUR', idOf: () => 'x' });
    suggestMapping(input.rows);
    for (const fault of [...found.faults, ...faults]) {
      expect(fault.code).toMatch(/^[a-z_]+$/);
      expect(fault.message.length).toBeLessThan(400);
    }
  });

  it('needs its header', () => {
    const read = (rows: readonly TableRow[]) => () =>
      readFile(id, { kind: 'csv', rows }, { currency: 'EUR', mapping });
    expect(read([])).toThrow(expect.objectContaining({ code: 'csv_malformed' }));
    expect(read(csvRows('a,b\n1,2\n'))).toThrow(expect.objectContaining({ code: 'csv_malformed' }));
  });
});

describe('an Interactive Brokers statement', () => {
  it.each(hostile)('with %s in its descriptions is read soon', (_, cell) => {
    const row = (line: number, ...cells: string[]): TableRow => ({ line, cells });
    const rows = [
      row(1, 'Dividends', 'Header', 'Currency', 'Date', 'Description', 'Amount'),
      row(2, 'Dividends', 'Data', 'USD', '2024-01-01', cell, '1'),
      row(
        3,
        'Corporate Actions',
        'Header',
        'Asset Category',
        'Currency',
        'Report Date',
        'Date/Time',
        'Description',
        'Quantity',
      ),
      row(
        4,
        'Corporate Actions',
        'Data',
        'Stocks',
        'USD',
        '2024-01-01',
        '2024-01-01',
        `A(B1) ${cell} (C, D, E1)`,
        '1',
      ),
    ];
    const found = readFile('interactive-brokers', { kind: 'csv', rows }, { currency: 'EUR' });
    expect(found.rows.length + found.faults.length).toBeGreaterThan(0);
  });
});

describe('JSON', () => {
  it.each([null, 1, 'x', [], {}, { activities: 1 }, { format: 'tradeyard-portfolio' }, { meta: {} }])(
    '%j is none of a portfolio',
    (value) => {
      for (const id of ['tradeyard-json', 'ghostfolio-json'] as const) {
        expect(() => readFile(id, { kind: 'json', value }, { currency: 'EUR' })).toThrow(
          expect.objectContaining({ code: 'csv_malformed' }),
        );
      }
    },
  );

  it('tells elements that are none', () => {
    const value = {
      format: 'tradeyard-portfolio',
      version: 1,
      activities: [null, 1, [], { type: 5 }],
      assets: [null, { symbol: 'A' }],
      prices: 5,
      settings: [],
    };
    const { faults, assets, prices } = readFile(
      'tradeyard-json',
      { kind: 'json', value },
      { currency: 'EUR' },
    );
    expect(faults.map(({ line, code }) => [line, code])).toEqual(
      [1, 2, 3, 4].map((line) => [line, 'row_incomplete']),
    );
    expect({ assets, prices }).toEqual({ assets: [], prices: [] });
  });
});
