import { describe, expect, it } from 'vitest';
import { read } from '../../test/import-reading.js';

const preamble = '\nTransactions\nUser,00000000-0000-0000-0000-000000000000\n';
const header =
  'ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes';
const file = (...lines: string[]): string => `${preamble}${header}\n${lines.join('\n')}\n`;

describe('Coinbase', () => {
  it.each([
    [
      'a purchase',
      'a1,2025-01-05 14:22:10 UTC,Buy,BTC,0.01,USD,"$40,000.00",$400.00,$405.99,$5.99,Bought 0.01 BTC for $405.99 USD',
      [
        {
          type: 'buy',
          day: '2025-01-05',
          at: '2025-01-05T14:22:10.000Z',
          symbol: 'BTC',
          quantity: '0.01',
          amount: '400',
          currency: 'USD',
          fee: '5.99',
        },
      ],
    ],
    [
      'an advanced sale, with signs as they are',
      'a2,2025-02-05 14:22:10 UTC,Advanced Trade Sell,SOL,-1,EUR,€210.00,-€210.00,-€209.79,€0.21,Sold 1 SOL for 209.79 EUR on SOL-EUR at 210 EUR/SOL',
      [{ type: 'sell', symbol: 'SOL', quantity: '1', amount: '210', currency: 'EUR', fee: '0.21' }],
    ],
    [
      'a purchase with another coin sells that one',
      'a3,2025-02-06 14:22:10 UTC,Advanced Trade Buy,BTC,0.001,USD,$50000,$50.00,$50.25,$0.25,Bought 0.001 BTC for 50.25 USDC on BTC-USDC at 50000 USDC/BTC',
      [
        { type: 'buy', symbol: 'BTC', quantity: '0.001', amount: '50', fee: '0.25' },
        { type: 'sell', symbol: 'USDC', quantity: '50.25', amount: '50.25' },
      ],
    ],
    [
      'a conversion is a sale and a purchase that move no money',
      'a4,2024-12-05 06:33:40 UTC,Convert,BTC,0.004,EUR,€90000,€350.00,€360.00,€10.00,Converted 0.004 BTC to 150.5 XRP',
      [
        { type: 'sell', symbol: 'BTC', quantity: '0.004', amount: '360' },
        { type: 'buy', symbol: 'XRP', quantity: '150.5', amount: '350', fee: '10' },
      ],
    ],
    [
      'a conversion in two rows',
      'a5,2026-01-24 22:14:05 UTC,Convert,BTC,0.001,USD,$89000,$89.00,$91.00,$2.00,\na5,2026-01-24 22:14:05 UTC,Convert,USDC,-91,USD,$1.00,$91.00,$91.00,$0.00,',
      [
        { type: 'buy', symbol: 'BTC', amount: '89', fee: '2' },
        { type: 'sell', symbol: 'USDC', quantity: '91', amount: '91' },
      ],
    ],
    [
      'a reward is income that bought the coin',
      'a6,2025-02-01 09:00:00 UTC,Staking Income,ETH,0.002,USD,"$3,000.00",$6.00,$6.00,$0.00,',
      [
        { type: 'dividend', symbol: 'ETH', amount: '6', currency: 'USD' },
        { type: 'buy', symbol: 'ETH', quantity: '0.002', amount: '6' },
      ],
    ],
    [
      'coins that leave and come, of unknown cost',
      'a7,2025-05-01 10:00:00 UTC,Send,BTC,-0.001,USD,$60000,$60.00,$60.00,$0.00,Sent\na8,2025-05-02 10:00:00 UTC,Receive,BTC,0.002,USD,$60000,$120.00,$120.00,$0.00,Received',
      [
        { type: 'transfer_out', symbol: 'BTC', quantity: '0.001' },
        { type: 'transfer_in', symbol: 'BTC', quantity: '0.002' },
      ],
    ],
    [
      'money',
      'a9,2025-12-01 10:00:00 UTC,Deposit,EUR,100,EUR,€1.00,€100.00,€100.00,€0.00,\nb1,2025-12-02 10:00:00 UTC,Withdrawal,EUR,-40.00,EUR,€1.00,-€40.00,-€40.00,€0.00,',
      [
        { type: 'deposit', amount: '100', currency: 'EUR' },
        { type: 'withdrawal', amount: '40', currency: 'EUR' },
      ],
    ],
  ])('%s', (_, lines, expected) => {
    const { activities, faults, format } = read(file(lines));
    expect({ faults, format }).toEqual({ faults: [], format: 'coinbase' });
    expect(activities).toEqual(expected.map((one) => expect.objectContaining(one)));
  });

  it('reads the older header', () => {
    const { activities, faults } = read(
      'You can use this transaction report to inform your likely tax obligations.\n\nTimestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,Spot Price at Transaction,Subtotal,Total (inclusive of fees),Fees,Notes\n2022-01-01T12:00:00Z,Buy,SOL,2,USD,170.00,340.00,345.00,5.00,Bought 2 SOL\n',
    );
    expect(faults).toEqual([]);
    expect(activities).toEqual([
      expect.objectContaining({ type: 'buy', quantity: '2', amount: '340', fee: '5' }),
    ]);
  });

  it('passes over moves between own wallets and tells what it does not know', () => {
    const { passedOver, faults } = read(
      file(
        'c1,2025-02-01 09:00:00 UTC,Staking Transfer,ETH,-1,USD,$3000,$3000,$3000,$0,',
        'c2,2025-02-02 09:00:00 UTC,Card Spend,BTC,-0.1,USD,$3000,$300,$300,$0,',
        'c3,2025-02-03 09:00:00 UTC,Convert,ETH,1,USD,$3000,$3000,$3000,$0,Converted 1 BTC to 2 ETH',
      ),
    );
    expect(passedOver).toEqual([expect.objectContaining({ count: 1, lines: [5] })]);
    expect(faults.map(({ line, code }) => [line, code])).toEqual([
      [6, 'unknown_type'],
      [7, 'not_supported'],
    ]);
  });
});
