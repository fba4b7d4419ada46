import { compareDecimals, formatDecimal, parseDecimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  priceFill,
  type FillModels,
  type Observed,
  type PriceModel,
  type SlippageModel,
} from './fill-price.js';

const unit = 100_000_000n;
const touch: PriceModel = { kind: 'touch' };
const none: SlippageModel = { kind: 'none' };
const spread = (percent: string): PriceModel => ({ kind: 'spread', percent: parseDecimal(percent) });
const volume = (percent: string): PriceModel => ({ kind: 'volume', percent: parseDecimal(percent) });
const fixed = (percent: string): SlippageModel => ({ kind: 'fixed', percent: parseDecimal(percent) });
const share = (limit: string, impact: string): SlippageModel => ({
  kind: 'volumeShare',
  limitPercent: parseDecimal(limit),
  impactPercent: parseDecimal(impact),
});

const observed: Observed = {
  bid: parseDecimal('100.00'),
  ask: parseDecimal('100.10'),
  low: parseDecimal('99.00'),
  high: parseDecimal('101.00'),
  volume: parseDecimal('400'),
};

describe('priceFill', () => {
  it.each([
    // side, units wanted, models, units filled, price, slippage, rule; worked by hand
    ['buy', 10n, touch, none, 10n, '100.1', '0', 'at the ask'],
    ['sell', 10n, touch, none, 10n, '100', '0', 'at the bid'],
    ['buy', 10n, spread('0'), none, 10n, '100.05', '0', '0 % of the way from the middle to the ask'],
    ['buy', 10n, spread('50'), none, 10n, '100.075', '0', '50 % of the way from the middle to the ask'],
    ['sell', 10n, spread('50'), none, 10n, '100.025', '0', '50 % of the way from the middle to the bid'],
    ['sell', 10n, spread('100'), none, 10n, '100', '0', '100 % of the way from the middle to the bid'],
    // a tenth of 400 is 40
    ['buy', 30n, volume('10'), none, 30n, '100.1', '0', 'at the ask'],
    ['buy', 50n, volume('10'), none, 40n, '100.1', '0', 'at the ask, 10 % of the volume'],
    // 100.10 and 0.1 % of it; 100.00 less 0.1 % of it
    ['buy', 10n, touch, fixed('0.1'), 10n, '100.2001', '0.1001', 'at the ask, slipped by 0.1001'],
    ['sell', 10n, touch, fixed('0.1'), 10n, '99.9', '0.1', 'at the bid, slipped by 0.1'],
    // 3 % above the ask is 103.103, more than anybody paid
    [
      ...['buy', 10n, touch, fixed('3'), 10n, '101', '0.9'],
      'at the ask, slipped by 0.9, no further than the prices that were seen',
    ],
    // a fortieth of the volume: 0.025 squared is 0.000625, of which a tenth of 100.10 is 0.00625625
    [
      'buy',
      10n,
      touch,
      share('2.5', '10'),
      10n,
      '100.10625625',
      '0.00625625',
      'at the ask, slipped by 0.00625625',
    ],
    // more than the limit counts as the limit
    [
      'buy',
      300n,
      touch,
      share('2.5', '10'),
      300n,
      '100.10625625',
      '0.00625625',
      'at the ask, slipped by 0.00625625',
    ],
    // a hundredth of the volume: 0.0001, of which a tenth of 100.00 is 0.001
    ['sell', 4n, touch, share('2.5', '10'), 4n, '99.999', '0.001', 'at the bid, slipped by 0.001'],
  ] as [string, bigint, PriceModel, SlippageModel, bigint, string, string, string][])(
    'a %s of %s with %o and %o',
    (side, wanted, price, slippage, filled, at, slipped, rule) => {
      const fill = priceFill(side as 'buy' | 'sell', wanted * unit, observed, { price, slippage });
      expect(
        fill && [
          fill.quantity,
          plain(formatDecimal(fill.price)),
          plain(formatDecimal(fill.slippage)),
          plain(fill.rule),
        ],
      ).toEqual([filled * unit, at, slipped, rule]);
    },
  );

  it.each(['0', '0.000000009'])('has nothing to fill with when %s was traded', (traded) => {
    const quiet = { ...observed, volume: parseDecimal(traded) };
    expect(priceFill('buy', unit, quiet, { price: volume('10'), slippage: none })).toBeNull();
  });

  it('slips by the whole limit where nothing was traded', () => {
    const quiet = { ...observed, volume: parseDecimal('0') };
    const fill = priceFill('sell', unit, quiet, { price: touch, slippage: share('2.5', '10') });
    expect(fill && plain(formatDecimal(fill.price))).toBe('99.99375'); // 100 less 0.00625
  });

  it('stays within what was seen, fills no more than was wanted, and never better than its model', () => {
    const price = fc.bigInt(1n, 10n ** 7n);
    const percent = fc.bigInt(0n, 10_000n).map((digits) => ({ digits, scale: 2 }));
    const models = fc.record({
      price: fc.oneof(
        fc.constant(touch),
        percent.map((each): PriceModel => ({ kind: 'spread', percent: each })),
        percent.map((each): PriceModel => ({ kind: 'volume', percent: each })),
      ),
      slippage: fc.oneof(
        fc.constant(none),
        percent.map((each): SlippageModel => ({ kind: 'fixed', percent: each })),
        fc.tuple(percent, percent).map(([limitPercent, impactPercent]): SlippageModel => ({
          kind: 'volumeShare',
          limitPercent,
          impactPercent,
        })),
      ),
    });
    const scene = fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      prices: fc.tuple(price, price, price, price),
      wanted: fc.bigInt(1n, 10n ** 14n),
      traded: fc.bigInt(0n, 10n ** 9n),
      models,
    });
    fc.assert(
      fc.property(scene, ({ side, prices, wanted, traded, models: chosen }) => {
        const [low = 0n, bid = 0n, ask = 0n, high = 0n] = prices.toSorted((a, b) => (a < b ? -1 : 1));
        const seen = {
          ...{ low: cents(low), bid: cents(bid), ask: cents(ask), high: cents(high) },
          volume: { digits: traded, scale: 3 },
        };
        const fill = priceFill(side, wanted, seen, chosen);
        if (!fill) {
          expect(chosen.price.kind).toBe('volume');
          return;
        }
        expect(compareDecimals(fill.price, seen.low)).toBeGreaterThanOrEqual(0);
        expect(compareDecimals(fill.price, seen.high)).toBeLessThanOrEqual(0);
        expect(fill.quantity > 0n && fill.quantity <= wanted).toBe(true);
        const without = priceFill(side, wanted, seen, { ...chosen, slippage: none } satisfies FillModels);
        const worse = compareDecimals(fill.price, without?.price ?? fill.price);
        expect(side === 'buy' ? worse >= 0 : worse <= 0).toBe(true);
      }),
    );
  });
});

const cents = (digits: bigint) => ({ digits, scale: 2 });

/** Without zeros at the end of a number. */
const plain = (text: string): string => text.replace(/(\.\d*?)0+(?=\D|$)/g, '$1').replace(/\.(?=\D|$)/g, '');
