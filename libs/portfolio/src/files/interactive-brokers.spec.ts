import { describe, expect, it } from 'vitest';
import { read } from '../../test/import-reading.js';

const head = [
  'Statement,Header,Field Name,Field Value',
  'Statement,Data,BrokerName,Interactive Brokers Ireland Limited',
  'Statement,Data,Period,"January 1, 2024 - December 31, 2024"',
  'Account Information,Header,Field Name,Field Value',
  'Account Information,Data,Base Currency,EUR',
].join('\n');
const tradeHeader =
  'Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,C. Price,Proceeds,Comm/Fee,Basis,Realized P/L,MTM P/L,Code';
const statement = (...lines: string[]): ReturnType<typeof read> =>
  read(`\ufeff${head}\n${lines.join('\n')}\n`);

describe('an activity statement of Interactive Brokers', () => {
  it('has orders, with thousands and signs', () => {
    const { activities, faults, format, passedOver, rows } = statement(
      tradeHeader,
      'Trades,Data,Order,Stocks,USD,NVDA,"2024-01-10, 10:30:00","1,000",136.82,136.5,-136820,-5.35,136825.35,0,-3.2,O',
      'Trades,Data,Trade,Stocks,USD,NVDA,"2024-01-10, 10:30:00","1,000",136.82,136.5,-136820,-5.35,,,,O',
      'Trades,Data,Order,Stocks,USD,NVDA,"2024-02-10, 10:30:00",-400,150,150,60000,-1.2,-54728,5270,0,C',
      'Trades,Data,Order,Stocks,USD,TSLA,"2024-03-10, 10:30:00",-10,200,200,2000,-1,-1999,0,0,O',
      'Trades,Data,Order,Stocks,USD,TSLA,"2024-03-11, 10:30:00",10,190,190,-1900,0.05,1999,100,0,C',
      'Trades,Data,Order,Equity and Index Options,USD,AAPL 20SEP24 200 C,"2024-03-12, 10:30:00",2,2.5,2.5,-500,-1.4,501.4,0,0,O',
      'Trades,SubTotal,,Stocks,USD,NVDA,,600,,,-76820,-6.55,,,,',
      'Trades,Total,,Stocks,USD,,,,,,-76820,-6.55,,,,',
      'Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,,Proceeds,Comm in EUR,,,MTM in EUR,Code',
      'Trades,Data,Order,Forex,EUR,EUR.USD,"2024-01-09, 10:00:00","1,000",1.09,,-1090,-1.8,,,0,',
      'Financial Instrument Information,Header,Asset Category,Symbol,Description,Conid,Security ID,Underlying,Listing Exch,Multiplier,Type,Code',
      'Financial Instrument Information,Data,Stocks,NVDA,NVIDIA CORP,4815747,US67066G1040,NVDA,NASDAQ,1,COMMON,',
    );
    expect({ faults, format }).toEqual({ faults: [], format: 'interactive-brokers' });
    expect(activities).toEqual([
      expect.objectContaining({
        type: 'buy',
        symbol: 'NVDA',
        at: '2024-01-10T10:30:00.000Z',
        quantity: '1000',
        price: '136.82',
        fee: '5.35',
        currency: 'USD',
      }),
      expect.objectContaining({ type: 'sell', quantity: '400', price: '150', fee: '1.2' }),
      expect.objectContaining({ type: 'short', symbol: 'TSLA', quantity: '10', fee: '1' }),
      expect.objectContaining({ type: 'cover', symbol: 'TSLA', price: '190' }),
      expect.objectContaining({ type: 'fee', symbol: 'TSLA', amount: '-0.05' }),
      expect.objectContaining({
        type: 'buy',
        symbol: 'AAPL 20SEP24 200 C',
        quantity: '2',
        amount: '500',
        price: '250',
      }),
    ]);
    expect(passedOver.map(({ count }) => count)).toEqual([1, 1]);
    expect(rows[0]?.asset).toEqual({
      symbol: 'NVDA',
      name: 'NVIDIA CORP',
      class: 'stock',
      currency: 'USD',
      isin: 'US67066G1040',
    });
  });

  it('puts taxes to their dividends, also after a correction', () => {
    const { activities, faults, passedOver } = statement(
      'Dividends,Header,Currency,Date,Description,Amount',
      'Dividends,Data,USD,2024-09-29,ABBV(US00287Y1091) Cash Dividend USD 1.30 per Share (Ordinary Dividend),65',
      'Dividends,Data,USD,2024-10-01,VT(US9220427424) Cash Dividend USD 0.50 per Share (Ordinary Dividend),50',
      'Dividends,Data,USD,2024-10-01,VT(US9220427424) Cash Dividend USD 0.50 per Share - Reversal (Ordinary Dividend),-50',
      'Dividends,Data,USD,2024-10-01,VT(US9220427424) Cash Dividend USD 0.60 per Share (Ordinary Dividend),60',
      'Dividends,Data,Total,,,125',
      'Withholding Tax,Header,Currency,Date,Description,Amount,Code',
      'Withholding Tax,Data,USD,2024-09-29,ABBV(US00287Y1091) Cash Dividend USD 1.30 per Share - US Tax,-10.75,',
      'Withholding Tax,Data,USD,2024-09-29,ABBV(US00287Y1091) Cash Dividend USD 1.30 per Share - US Tax,1,',
      'Withholding Tax,Data,USD,2023-03-01,ABBV(US00287Y1091) Cash Dividend USD 1.20 per Share - US Tax,2.5,',
      'Withholding Tax,Data,EUR,2024-07-03,Withholding @ 20% on Credit Interest for Jun-2024,-1.2,',
      'Withholding Tax,Data,Total,,,-8.45,',
    );
    expect(faults).toEqual([]);
    expect(activities.map(({ type, symbol, amount, fee }) => [type, symbol, amount, fee])).toEqual([
      ['dividend', 'ABBV', '65', '9.75'],
      ['dividend', 'VT', '60', undefined],
      ['fee', 'ABBV', '-2.5', undefined],
      ['fee', undefined, '1.2', undefined],
    ]);
    expect(passedOver).toEqual([expect.objectContaining({ count: 1 })]);
  });

  it('has money and transfers', () => {
    const { activities, faults, passedOver } = statement(
      'Deposits & Withdrawals,Header,Currency,Settle Date,Description,Amount',
      'Deposits & Withdrawals,Data,EUR,2024-01-02,Electronic Fund Transfer,"5,000"',
      'Deposits & Withdrawals,Data,EUR,2024-06-02,Disbursement,-1000',
      'Deposits & Withdrawals,Data,Total in EUR,,,4000',
      'Fees,Header,Subtitle,Currency,Date,Description,Amount',
      'Fees,Data,Other Fees,USD,2024-02-03,Market Data Fee,-10',
      'Interest,Header,Currency,Date,Description,Amount',
      'Interest,Data,USD,2024-05-06,USD Debit Interest for Apr-2024,-0.73',
      'Transfers,Header,Asset Category,Currency,Symbol,Date,Type,Direction,Xfer Company,Xfer Account,Qty,Xfer Price,Market Value,Realized P/L,Cash Amount,Code',
      'Transfers,Data,Stocks,USD,AAPL,2024-08-30,Inter-Company,In,--,U7,50,--,"11,489.50",0.00,0.00,',
      'Transfers,Data,Stocks,USD,MDA,2024-09-01,ATON,Out,--,5,-383,--,"-11,064.87",0.00,0.00,',
      'Transfers,Data,Total,,,,,,,,,,424.63,0,0,',
      'Open Positions,Header,DataDiscriminator,Asset Category,Currency,Symbol,Quantity,Mult,Cost Price,Cost Basis,Close Price,Value,Unrealized P/L,Code',
      'Open Positions,Data,Summary,Stocks,USD,AAPL,50,1,105,5250,150,7500,2250,',
    );
    expect(faults).toEqual([]);
    expect(
      activities.map(({ type, symbol, quantity, amount, currency }) => [
        type,
        symbol ?? '',
        quantity ?? amount,
        currency,
      ]),
    ).toEqual([
      ['deposit', '', '5000', 'EUR'],
      ['withdrawal', '', '1000', 'EUR'],
      ['fee', '', '10', 'USD'],
      ['interest', '', '-0.73', 'USD'],
      ['transfer_in', 'AAPL', '50', 'USD'],
      ['transfer_out', 'MDA', '383', 'USD'],
    ]);
    expect(passedOver).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('Open Positions'), count: 1 }),
    ]);
  });

  const corporateHeader =
    'Corporate Actions,Header,Asset Category,Currency,Report Date,Date/Time,Description,Quantity,Proceeds,Value,Realized P/L,Code';
  const event = (description: string, quantity: string, code = ''): string =>
    `Corporate Actions,Data,Stocks,USD,2024-06-10,"2024-06-07, 20:25:00","${description}",${quantity},0,0,0,${code}`;

  it.each([
    [
      'a split',
      [event('NVDA(US67066G1040) Split 10 for 1 (NVDA, NVIDIA CORP, US67066G1040)', '108')],
      { type: 'split', symbol: 'NVDA', ratioTo: '10', ratioFrom: '1' },
    ],
    [
      'a reverse split in two rows',
      [
        event('GRTS(US40638K1016) Split 1 for 10 (GRTS, GRITSTONE BIO INC, US40638K1016)', '-90'),
        event('GRTS(US40638K1016) Split 1 for 10 (GRTS, GRITSTONE BIO INC, US40638K1016)', '9'),
      ],
      { type: 'split', symbol: 'GRTS', ratioTo: '1', ratioFrom: '10' },
    ],
    [
      'a spin-off',
      [event('MMM(US88579Y1010) Spinoff  1 for 4 (SOLV, SOLVENTUM CORP-W/I, US83444M1018)', '1.25')],
      { type: 'spin_off', symbol: 'MMM', target: 'SOLV', ratioTo: '1', ratioFrom: '4' },
    ],
    [
      'a merger for units',
      [
        event(
          'SSL(CA0000000001) Merged(Acquisition) WITH US0000000002 1 for 16 (RGLD, ROYAL GOLD INC, US0000000002)',
          '100',
        ),
        event(
          'SSL(CA0000000001) Merged(Acquisition) WITH US0000000002 1 for 16 (SSL, SANDSTORM GOLD LTD, CA0000000001)',
          '-1600',
        ),
      ],
      { type: 'merger', symbol: 'SSL', target: 'RGLD', ratioTo: '1', ratioFrom: '16' },
    ],
    [
      'a merger for cash',
      [
        event(
          'TWTR(US90184L1026) Merged(Acquisition) FOR USD 54.20 PER SHARE (TWTR, TWITTER INC, US90184L1026)',
          '-10',
        ),
      ],
      { type: 'merger', symbol: 'TWTR', ratioTo: '0', ratioFrom: '1', amount: '54.2' },
    ],
    [
      'a new symbol',
      [
        event(
          'FB(US30303M1027) CUSIP/ISIN Change to (US30303M1028) (META, META PLATFORMS, US30303M1028)',
          '5',
        ),
        event(
          'FB(US30303M1027) CUSIP/ISIN Change to (US30303M1028) (FB, META PLATFORMS, US30303M1027)',
          '-5',
        ),
      ],
      { type: 'merger', symbol: 'FB', target: 'META', ratioTo: '1', ratioFrom: '1' },
    ],
    [
      'a stock dividend',
      [event('ABC(US0000000001) Stock Dividend 5 for 100 (ABC, ABC CORP, US0000000001)', '5')],
      { type: 'split', ratioTo: '105', ratioFrom: '100' },
    ],
  ])('has %s', (_, lines, expected) => {
    const { activities, faults } = statement(corporateHeader, ...lines);
    expect(faults).toEqual([]);
    expect(activities).toEqual([expect.objectContaining({ day: '2024-06-07', ...expected })]);
  });

  it('passes over what was cancelled, and tells what it cannot read', () => {
    const { activities, passedOver, faults } = statement(
      corporateHeader,
      event('WBD(US9344231041) Spinoff  1 for 10 (VNT, VONTIER CORP, US92917K1043)', '10'),
      event('WBD(US9344231041) Spinoff  1 for 10 (VNT, VONTIER CORP, US92917K1043)', '-10', 'Ca'),
      event('XYZ(US0000000000) Rights Issue 1 for 5 (XYZ.RTS, XYZ RIGHTS, US0000000009)', '3'),
      event('Something else', '3'),
      tradeHeader,
      'Trades,Data,Order,Futures,USD,ESM4,"2024-01-10, 10:30:00",1,5000,5000,-250000,-2,0,0,0,O',
      'Trades,Data,Order,Stocks,USD,ABC,"2024-01-10, 10:30:00",-20,5,5,100,-2,0,0,0,C;O',
      'Trades,Data,Order,Stocks,USD,ABC,"2024-13-10, 10:30:00",-20,5,5,100,-2,0,0,0,C',
    );
    expect(activities).toEqual([]);
    expect(passedOver).toEqual([expect.objectContaining({ count: 1, lines: [7] })]);
    expect(faults.map(({ line, code }) => [line, code])).toEqual([
      [9, 'not_supported'],
      [10, 'not_supported'],
      [12, 'not_supported'],
      [13, 'not_supported'],
      [14, 'not_a_date'],
    ]);
  });
});

describe('a Flex query of Interactive Brokers', () => {
  it('has trades', () => {
    const { activities, faults, format, passedOver } = read(
      '"Buy/Sell","TradeDate","ISIN","Quantity","TradePrice","TradeMoney","CurrencyPrimary","IBCommission","IBCommissionCurrency"\n"BUY","20230522","CH0111762537","7","282.7","1978.9","CHF","-5","CHF"\n"SELL","20230609","US9220427424","-3","95.42","-286.26","USD","-1","CHF"\n"SELL","20230522","","-8000","1.1173","-8938.4","USD","-1.79","CHF"\n',
    );
    expect({ faults, format }).toEqual({ faults: [], format: 'interactive-brokers' });
    expect(activities).toEqual([
      expect.objectContaining({
        type: 'buy',
        day: '2023-05-22',
        symbol: 'CH0111762537',
        quantity: '7',
        price: '282.7',
        fee: '5',
      }),
      expect.objectContaining({ type: 'sell', quantity: '3', price: '95.42', currency: 'USD' }),
      expect.objectContaining({ type: 'fee', symbol: 'US9220427424', amount: '1', currency: 'CHF' }),
    ]);
    expect(passedOver).toEqual([expect.objectContaining({ count: 1 })]);
  });

  it('has cash transactions', () => {
    const { activities, faults } = read(
      '"Type","SettleDate","ISIN","Description","Amount","CurrencyPrimary"\n"Dividends","20230623","US9220427424","VT(US9220427424) CASH DIVIDEND USD 0.6504 PER SHARE (Ordinary Dividend)","137.23","USD"\n"Withholding Tax","20230623","US9220427424","VT(US9220427424) CASH DIVIDEND USD 0.6504 PER SHARE - US TAX","-20.58","USD"\n"Broker Interest Paid","20230701","","USD DEBIT INT FOR JUN-2023","-3.2","USD"\n"Deposits/Withdrawals","20230702","","CASH RECEIPTS","500","EUR"\n',
    );
    expect(faults).toEqual([]);
    expect(activities.map(({ type, symbol, amount, fee }) => [type, symbol, amount, fee])).toEqual([
      ['dividend', 'VT', '137.23', '20.58'],
      ['interest', undefined, '-3.2', undefined],
      ['deposit', undefined, '500', undefined],
    ]);
  });
});
