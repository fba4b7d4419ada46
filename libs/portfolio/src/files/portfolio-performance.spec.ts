import { describe, expect, it } from 'vitest';
import { read } from '../../test/import-reading.js';

describe('Portfolio Performance', () => {
  it('has portfolio transactions in English', () => {
    const { activities, faults, format, rows } = read(
      'Date;Type;Value;Transaction Currency;Gross Amount;Currency Gross Amount;Exchange Rate;Fees;Taxes;Shares;ISIN;WKN;Ticker Symbol;Security Name;Note\n2024-01-15T10:30;Buy;1,009.90;EUR;1,100.00;USD;0.9090;9.90;0.00;10;US0378331005;865985;AAPL;Apple Inc.;first\n2024-02-15T00:00;Sell;545.00;EUR;;;;4.00;1.00;5;US0378331005;865985;AAPL;Apple Inc.;\n2024-03-15T00:00;Delivery (Inbound);300.00;EUR;;;;0.00;0.00;4;DE0007164600;;;SAP SE;\n2024-04-15T00:00;Transfer (Outbound);300.00;EUR;;;;0.00;0.00;4;DE0007164600;;;SAP SE;\n',
    );
    expect({ faults, format }).toEqual({ faults: [], format: 'portfolio-performance-csv' });
    expect(activities).toEqual([
      expect.objectContaining({
        type: 'buy',
        day: '2024-01-15',
        at: '2024-01-15T10:30:00.000Z',
        symbol: 'AAPL',
        quantity: '10',
        price: '100',
        amount: '1000',
        fee: '9.9',
        currency: 'EUR',
        note: 'first',
      }),
      expect.objectContaining({ type: 'sell', quantity: '5', amount: '550', fee: '5' }),
      expect.objectContaining({ type: 'transfer_in', symbol: 'DE0007164600', quantity: '4', price: '75' }),
      expect.objectContaining({ type: 'transfer_out', symbol: 'DE0007164600', quantity: '4' }),
    ]);
    expect(rows[0]?.asset).toEqual({
      symbol: 'AAPL',
      name: 'Apple Inc.',
      class: 'stock',
      currency: 'USD',
      isin: 'US0378331005',
    });
  });

  it('has account transactions in German', () => {
    const { activities, faults, format, passedOver } = read(
      'Datum;Typ;Wert;Buchungswährung;Stück;ISIN;WKN;Ticker-Symbol;Wertpapiername;Notiz\n2024-01-02T00:00;Einlage;1.500,50;EUR;;;;;;\n2024-01-03T00:00;Entnahme;-200,00;EUR;;;;;;\n2024-01-15T00:00;Kauf;-1.009,90;EUR;10;US0378331005;;AAPL;Apple;\n2024-02-20T00:00;Dividende;12,34;EUR;10;US0378331005;;AAPL;Apple;\n2024-03-01T00:00;Zinsbelastung;-1,20;EUR;;;;;;\n2024-03-02T00:00;Gebühren;-3,00;EUR;;;;;;\n2024-03-03T00:00;Steuerrückerstattung;7,00;EUR;;;;;;\n2024-03-04T00:00;Umbuchung (Ausgang);-50,00;EUR;;;;;;\n',
    );
    expect({ faults, format }).toEqual({ faults: [], format: 'portfolio-performance-csv' });
    expect(activities.map(({ type, symbol, amount }) => [type, symbol ?? '', amount])).toEqual([
      ['deposit', '', '1500.5'],
      ['withdrawal', '', '200'],
      ['dividend', 'AAPL', '12.34'],
      ['interest', '', '-1.2'],
      ['fee', '', '3'],
      ['fee', '', '-7'],
      ['transfer_out', '', '50'],
    ]);
    expect(passedOver).toEqual([expect.objectContaining({ count: 1, lines: [4] })]);
  });

  it('tells each row that is wrong, and goes on', () => {
    const { activities, faults } = read(
      'Date;Type;Value;Transaction Currency;Fees;Taxes;Shares;ISIN;WKN;Ticker Symbol;Security Name;Note\n2024-01-15;Buy;1,009.90;EUR;9.90;0;10;;;;;\n2024-01-15;Buy;x;EUR;9.90;0;10;;;AAPL;;\n2024-01-15;Merge;1.50;EUR;9.90;0;10;;;AAPL;;\n2024-01-15;Buy;5.00;EUR;9.90;0;10;;;AAPL;;\n2024-01-15;Buy;100.00;EURO;0;0;10;;;AAPL;;\n2024-01-16;Buy;100.00;EUR;0;0;10;;;AAPL;;\n',
    );
    expect(faults.map(({ line, code, column }) => [line, code, column])).toEqual([
      [2, 'missing_value', 'Ticker Symbol'],
      [3, 'not_a_number', 'Value'],
      [4, 'unknown_type', 'type'],
      [5, 'not_supported', 'Fees'],
      [6, 'unknown_currency', 'currency'],
    ]);
    expect(activities).toHaveLength(1);
  });
});
