import { describe, expect, it } from 'vitest';
import { read } from '../../test/import-reading.js';

const header =
  'Action,Time,ISIN,Ticker,Name,No. of shares,Price / share,Currency (Price / share),Exchange rate,Result,Currency (Result),Total,Currency (Total),Withholding tax,Currency (Withholding tax),Notes,ID,Currency conversion fee,Currency (Currency conversion fee),Stamp duty reserve tax,Currency (Stamp duty reserve tax)';

describe('Trading 212', () => {
  it.each([
    [
      'a purchase in another currency costs what the account paid',
      'Market buy,2024-01-10 14:30:02.113,US0378331005,AAPL,Apple,2.5,100.00,USD,1.25,,EUR,200.30,EUR,,,,EOF1,0.30,EUR,,',
      {
        type: 'buy',
        day: '2024-01-10',
        at: '2024-01-10T14:30:02.113Z',
        symbol: 'AAPL',
        quantity: '2.5',
        price: '80',
        amount: '200',
        currency: 'EUR',
        fee: '0.3',
      },
    ],
    [
      'a sale brings the fee less',
      'Limit sell,2024-02-01 10:00:00,US0378331005,AAPL,Apple,1,110.00,USD,1.10,8.00,EUR,99.85,EUR,,,,EOF2,0.15,EUR,,',
      { type: 'sell', quantity: '1', amount: '100', currency: 'EUR', fee: '0.15' },
    ],
    [
      'pence are pounds',
      'Market buy,2024-03-01 09:00:00,GB00BH4HKS39,VOD,Vodafone,100,70.5,GBX,100,,GBP,70.85,GBP,,,,EOF3,,,0.35,GBP',
      { type: 'buy', quantity: '100', price: '0.705', currency: 'GBP', fee: '0.35' },
    ],
    [
      'stamp duty of another country is paid at the rate of the trade',
      'Market buy,2024-03-01 09:00:00,GB00BH4HKS39,VOD,Vodafone,100,100,GBX,85,,EUR,121.10,EUR,,,,E,0.10,EUR,0.50,GBP',
      { type: 'buy', amount: '120.398', currency: 'EUR', fee: '0.702' },
    ],
    [
      'tax in the currency of the total is in the dividend',
      'Dividend (Ordinary),2024-04-02 08:00:00,US0378331005,AAPL,Apple,10,0.20,USD,Not available,,,1.70,USD,0.30,USD,,,,,,',
      { type: 'dividend', symbol: 'AAPL', amount: '2', currency: 'USD', fee: '0.3' },
    ],
    [
      'tax in the currency of the price makes that the currency',
      'Dividend (Ordinary),2024-04-02 08:00:00,US0378331005,AAPL,Apple,10,0.17,USD,Not available,,,1.55,EUR,0.30,USD,,,,,,',
      { type: 'dividend', amount: '2', currency: 'USD', fee: '0.3' },
    ],
    [
      'a deposit',
      'Deposit,2024-01-02 08:00:00,,,,,,,,,,1000.00,EUR,,,Bank transfer,D1,,,,',
      { type: 'deposit', amount: '1000', currency: 'EUR', note: 'Bank transfer' },
    ],
    [
      'a withdrawal',
      'Withdrawal,2024-05-02 08:00:00,,,,,,,,,,-250.00,EUR,,,,W1,,,,',
      { type: 'withdrawal', amount: '250', currency: 'EUR' },
    ],
    [
      'interest',
      'Interest on cash,2024-05-03 00:05:00,,,,,,,,,,0.42,EUR,,,Interest on cash,I1,,,,',
      { type: 'interest', amount: '0.42' },
    ],
  ])('%s', (_, line, expected) => {
    const { activities, faults, format } = read(`${header}\n${line}\n`);
    expect({ faults, format }).toEqual({ faults: [], format: 'trading-212' });
    expect(activities).toEqual([expect.objectContaining(expected)]);
  });

  it('knows the asset in the currency of its price', () => {
    const { rows } = read(
      `${header}\nMarket buy,2024-03-01 09:00:00,IE00B1XNHC34,INRG,iShares Global Clean Energy UCITS ETF,1,630.11,GBX,85,,EUR,7.40,EUR,,,,E,,,,\n`,
    );
    expect(rows[0]?.asset).toEqual({
      symbol: 'INRG',
      name: 'iShares Global Clean Energy UCITS ETF',
      class: 'etf',
      currency: 'GBP',
      isin: 'IE00B1XNHC34',
    });
  });

  it('is known by a file of deposits alone', () => {
    const { activities, format } = read(
      'Action,Time,Notes,ID,Total,Currency (Total)\nDeposit,2024-01-02 08:00:00,x,D1,10.00,EUR\n',
    );
    expect(format).toBe('trading-212');
    expect(activities).toEqual([expect.objectContaining({ type: 'deposit', amount: '10' })]);
  });

  it('counts conversions and tells what it cannot read', () => {
    const { passedOver, faults } = read(
      `${header}\nCurrency conversion,2024-01-06 08:00:00,,,,,,,,,,50.00,EUR,,,,C,,,,\nCurrency conversion,2024-01-07 08:00:00,,,,,,,,,,60.00,EUR,,,,C,,,,\nStock split,2024-06-10 08:00:00,US67066G1040,NVDA,Nvidia,9,,,,,,0,EUR,,,,S,,,,\nSomething new,2024-06-11 08:00:00,,,,,,,,,,1,EUR,,,,X,,,,\n`,
    );
    expect(passedOver).toEqual([expect.objectContaining({ count: 2, lines: [2, 3] })]);
    expect(faults).toEqual([
      expect.objectContaining({ line: 4, code: 'not_supported' }),
      expect.objectContaining({ line: 5, code: 'unknown_type', column: 'Action' }),
    ]);
  });

  it('reads older files, which have the currency in the name of the column, and any order of columns', () => {
    const { activities, faults } = read(
      'Action,Time,ISIN,Ticker,Name,Notes,ID,No. of shares,Price / share,Currency (Price / share),Exchange rate,Total (EUR),Currency conversion fee (EUR)\nMarket buy,2023-01-10 14:30:02,US0378331005,AAPL,Apple,,E,2,100,USD,1.25,160.16,0.16\n',
    );
    expect(faults).toEqual([]);
    expect(activities[0]).toMatchObject({ amount: '160', currency: 'EUR', fee: '0.16' });
  });
});
