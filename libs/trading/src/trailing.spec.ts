import { compareDecimals, formatDecimal, parseDecimal, type Decimal } from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderSide } from './order.js';
import { trailingLevel, watermarkAfter, type Trail } from './trailing.js';

const amount = (text: string): Trail => ({ amount: parseDecimal(text) });
const percent = (text: string): Trail => ({ percent: parseDecimal(text) });
const evenly = (price: Decimal) => ({ bid: price, ask: price });

/**
 * Apple as its shares were traded in February 2020. A day is told as its open, its two extremes and its close; of a day
 * that rose the low comes first, of one that fell the high.
 */
const february = [
  ['2020-02-19', '320.00', '320.00', '324.57', '323.62'],
  ['2020-02-20', '322.63', '324.65', '318.21', '320.30'],
  ['2020-02-21', '318.62', '320.45', '310.50', '313.05'],
  ['2020-02-24', '297.26', '289.23', '304.18', '298.18'],
] as const;
/** The first days of March, in which it fell and rose by more in a day than in a usual month. */
const march = [
  ['2020-03-09', '263.75', '263.00', '278.09', '266.17'],
  ['2020-03-10', '277.14', '269.37', '286.44', '285.34'],
] as const;

type Days = readonly (readonly [day: string, ...prices: string[]])[];

/** The day and price at which it is hit, and its level then; undefined when it is not. */
function follow(side: OrderSide, trail: Trail, days: Days) {
  let watermark: Decimal | null = null;
  for (const [day, ...prices] of days) {
    for (const price of prices) {
      const offer = evenly(parseDecimal(price));
      watermark = watermarkAfter(side, watermark, offer);
      const level = trailingLevel(side, watermark, trail);
      const beyond = compareDecimals(offer.bid, level);
      if (side === 'sell' ? beyond <= 0 : beyond >= 0) return [day, price, formatDecimal(level)];
    }
  }
  return undefined;
}

describe('a trailing stop', () => {
  it.each<[string, OrderSide, Trail, Days, string[] | undefined]>([
    // Its best price is 324.65 on the 20th; 5 % below is 308.4175. The low of the 21st, 310.50, is above that, and the
    // 24th opens far below: it is hit at 297.26, which is what the market pays then.
    ['5 % behind is hit at the gap', 'sell', percent('5'), february, ['2020-02-24', '297.26', '308.4175']],
    // 324.65 less 10 is 314.65; the low of the 21st is 310.50.
    ['10 dollars behind', 'sell', amount('10'), february, ['2020-02-21', '310.50', '314.65']],
    // 324.65 less 6.44 is 318.21, the low of the 20th to the cent: that is enough.
    ['exactly at its level', 'sell', amount('6.44'), february, ['2020-02-20', '318.21', '318.21']],
    // A cent more is not reached on the 20th; the 21st opens at 318.62 and falls.
    ['a cent from its level', 'sell', amount('6.45'), february, ['2020-02-21', '310.50', '318.20']],
    // 12 % below 324.65 is 285.692; the lowest price of the four days is 289.23.
    ['12 % behind is not hit', 'sell', percent('12'), february, undefined],
    // To buy: its best price is 263.00 on the 9th; 5 % above is 276.15, and the high of that day is 278.09.
    ['5 % above to buy', 'buy', percent('5'), march, ['2020-03-09', '278.09', '276.15']],
    // 263.00 and 20 are 283.00; the high of the 10th is 286.44.
    ['20 dollars above to buy', 'buy', amount('20'), march, ['2020-03-10', '286.44', '283.00']],
    ['30 dollars above is not hit', 'buy', amount('30'), march, undefined],
  ])('%s', (_, side, trail, days, expected) => {
    const hit = follow(side, trail, days);
    expect(hit && [hit[0], hit[1], Number(hit[2])]).toEqual(
      expected && [expected[0], expected[1], Number(expected[2])],
    );
  });

  it('never goes back: its level is that of the best of all prices so far', () => {
    const price = fc.bigInt(1n, 10n ** 6n).map((digits) => ({ digits, scale: 2 }));
    const trail = fc.oneof(
      fc.bigInt(1n, 10n ** 6n).map((digits): Trail => ({ amount: { digits, scale: 3 } })),
      fc.bigInt(1n, 9_999n).map((digits): Trail => ({ percent: { digits, scale: 2 } })),
    );
    fc.assert(
      fc.property(fc.array(price, { minLength: 1 }), trail, (prices, each) => {
        const marks = { sell: null as Decimal | null, buy: null as Decimal | null };
        for (const [index, at] of prices.entries()) {
          const seen = prices.slice(0, index + 1).map(({ digits }) => digits);
          const best = {
            sell: seen.reduce((a, b) => (a > b ? a : b)),
            buy: seen.reduce((a, b) => (a < b ? a : b)),
          };
          for (const side of ['sell', 'buy'] as const) {
            const before = marks[side];
            const mark = (marks[side] = watermarkAfter(side, before, evenly(at)));
            expect(mark.digits).toBe(best[side]);
            const distance = compareDecimals(trailingLevel(side, mark, each), mark);
            expect(distance).toBe(side === 'sell' ? -1 : 1);
          }
        }
      }),
    );
  });
});
