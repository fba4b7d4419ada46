import { formatDecimal, parseDecimal, type Decimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adjustCandles,
  adjustClose,
  listAdjustments,
  unadjustCandles,
  type AdjustMode,
  type PricedEvent,
} from './adjust-candles.js';
import type { Candle, CandleSource } from './candle.js';
import { readEvent, type Split } from './instrument-event.js';

const candle = (at: string, close: string, volume = '1000', source?: CandleSource) => {
  const price = parseDecimal(close);
  const prices = { open: price, high: price, low: price, close: price };
  return { at: new Date(at), ...prices, volume: parseDecimal(volume), ...(source && { source }) };
};
const split = (day: string, ratio: string): Split => readEvent('split', day, ratio) as Split;
const dividend = (day: string, amount: string, closeBefore: string | null): PricedEvent => ({
  kind: 'dividend',
  day,
  amount: parseDecimal(amount),
  closeBefore: closeBefore === null ? null : parseDecimal(closeBefore),
});
const shown = (candles: readonly Candle[]): string[] =>
  candles.map(({ close, volume }) => `${formatDecimal(close)} x ${formatDecimal(volume)}`);

const apple = [split('2014-06-09', '7:1'), split('2020-08-31', '4:1')];

// Closes and volumes of Apple as they were observed; the right side is computed by hand.
it.each<[string, AdjustMode, readonly PricedEvent[], [string, string, string?][], string[]]>([
  ['nothing', 'none', apple, [['2020-08-28', '499.23']], ['499.23 x 1000']],
  [
    'a split only before its day',
    'splits',
    apple,
    [
      ['2020-08-28', '499.23', '46907479'],
      ['2020-08-31', '129.04', '225702688'],
    ],
    ['124.8075 x 187629916', '129.04 x 225702688'],
  ],
  [
    'all later splits',
    'splits',
    apple,
    [
      ['2014-06-06', '645.57', '12497800'],
      ['2014-06-09', '93.70', '75415000'],
      ['2020-08-31', '129.04', '1'],
    ],
    // 645.57 / 28 is 23.05607142857...
    ['23.05607143 x 349938400', '23.425 x 301660000', '129.04 x 1'],
  ],
  [
    'a split that joins shares',
    'splits',
    [split('2024-01-10', '1:20')],
    [['2024-01-09', '0.4321']],
    ['8.642 x 50'],
  ],
  [
    'a split of halves',
    'splits',
    [split('2024-01-10', '3:2')],
    [['2024-01-09', '100', '101']],
    ['66.66666667 x 151.5'],
  ],
  [
    // (200 - 2) / 200 is 0.99
    'a dividend in full',
    'all',
    [dividend('2024-05-10', '2', '200')],
    [
      ['2024-05-08', '198.5'],
      ['2024-05-09', '200'],
      ['2024-05-10', '199'],
    ],
    ['196.515 x 1000', '198 x 1000', '199 x 1000'],
  ],
  [
    'a dividend not among splits',
    'splits',
    [dividend('2024-05-10', '2', '200')],
    [['2024-05-09', '200']],
    ['200 x 1000'],
  ],
  [
    // 400 before both: times 0.99 for 4 of 400, then a quarter
    'a dividend and a split of one day',
    'all',
    [dividend('2024-05-10', '4', '400'), split('2024-05-10', '4:1')],
    [['2024-05-09', '400']],
    ['99 x 4000'],
  ],
  [
    // times 0.9 for 1 of 10, times 0.5 for the split after it
    'a dividend before a split',
    'all',
    [split('2024-06-10', '2:1'), dividend('2024-05-10', '1', '10')],
    [
      ['2024-05-09', '10'],
      ['2024-05-10', '9'],
    ],
    ['4.5 x 2000', '4.5 x 2000'],
  ],
  [
    'a dividend as large as the price',
    'all',
    [dividend('2024-05-10', '5', '5')],
    [['2024-05-09', '5']],
    ['5 x 1000'],
  ],
  [
    'a dividend without a close',
    'all',
    [dividend('2024-05-10', '5', null)],
    [['2024-05-09', '5']],
    ['5 x 1000'],
  ],
])('corrects %s', (_, mode, events, observed, corrected) => {
  const candles = observed.map(([at, close, volume]) => candle(at, close, volume));
  expect(shown(adjustCandles(candles, events, mode))).toEqual(corrected);
});

it.each(['simulated', 'replay'] as const)('leaves what is of the shares of today already: %s', (source) => {
  const candles = [candle('2020-08-27', '500', '1', 'imported'), candle('2020-08-28', '125', '1', source)];
  expect(shown(adjustCandles(candles, apple, 'splits'))).toEqual(['125 x 4', '125 x 1']);
});

it('begins a day where the exchange is', () => {
  const [before, after] = ['2020-08-31T03:59:00Z', '2020-08-31T04:00:00Z'];
  const candles = [candle(before, '400'), candle(after, '100')];
  expect(shown(adjustCandles(candles, apple, 'splits', 'America/New_York'))).toEqual([
    '100 x 4000',
    '100 x 1000',
  ]);
  expect(listAdjustments(apple, 'splits').map(({ beforeMs }) => new Date(beforeMs).toISOString())).toEqual([
    '2014-06-09T00:00:00.000Z',
    '2020-08-31T00:00:00.000Z',
  ]);
});

it.each([
  ['2020-08-28', '2020-08-31', '124.8075'],
  ['2020-08-28', '2020-08-30', '499.23'],
  ['2020-08-31', '2020-09-01', '499.23'],
  ['2014-06-06', '2026-01-01', '17.82964286'],
])('counts a close of %s on %s as %s', (after, until, expected) => {
  expect(formatDecimal(adjustClose(parseDecimal('499.23'), apple, after, until))).toBe(expected);
});

it('finds the observed numbers of an adjusted file', () => {
  const file = [
    candle('2014-06-06', '23.056071', '349938400'),
    candle('2020-08-28', '124.8075', '187629916'),
  ];
  const raw = unadjustCandles(file, apple);
  expect(shown(raw)).toEqual(['645.569988 x 12497800', '499.23 x 46907479']);
  expect(shown(adjustCandles(raw, apple, 'splits'))).toEqual(shown(file));
});

describe('for any candles and splits', () => {
  const day = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10));
  const price = fc.bigInt({ min: 10_000n, max: 10n ** 9n }).map((digits): Decimal => ({ digits, scale: 4 }));
  const candles = fc
    .array(fc.record({ at: day.map((each) => new Date(each)), open: price, close: price, volume: price }), {
      minLength: 1,
      maxLength: 30,
    })
    .map((rows) =>
      rows
        .map((row): Candle => ({
          ...row,
          high: row.open.digits > row.close.digits ? row.open : row.close,
          low: row.open.digits < row.close.digits ? row.open : row.close,
        }))
        .sort((a, b) => a.at.getTime() - b.at.getTime()),
    );
  const parts = fc.bigInt({ min: 1n, max: 12n });
  const splits = fc.array(fc.record({ kind: fc.constant('split' as const), day, to: parts, from: parts }), {
    maxLength: 3,
  });
  const value = ({ close, volume }: Candle): number =>
    Number(formatDecimal(close)) * Number(formatDecimal(volume));

  it('nothing changes without events', () => {
    fc.assert(
      fc.property(candles, (given) => {
        expect(adjustCandles(given, [], 'all')).toBe(given);
      }),
    );
  });

  it('what was traded is worth the same, and prices stay in order', () => {
    fc.assert(
      fc.property(candles, splits, (given, events) => {
        const adjusted = adjustCandles(given, events, 'splits');
        for (const [index, each] of adjusted.entries()) {
          const before = value(given[index] as Candle);
          expect(Math.abs(value(each) / before - 1)).toBeLessThan(1e-4);
          expect(Number(formatDecimal(each.low))).toBeLessThanOrEqual(Number(formatDecimal(each.open)));
          expect(Number(formatDecimal(each.high))).toBeGreaterThanOrEqual(Number(formatDecimal(each.close)));
        }
      }),
    );
  });

  it('an adjusted file is read back as it was', () => {
    fc.assert(
      fc.property(candles, splits, (file, events) => {
        const read = adjustCandles(unadjustCandles(file, events), events, 'splits');
        expect(shown(read)).toEqual(shown(file));
      }),
    );
  });
});
