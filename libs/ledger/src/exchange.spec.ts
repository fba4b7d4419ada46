import {
  crossRate,
  getCurrency,
  minorMax,
  money,
  parseDecimal,
  parseMoney,
  ratio,
  type ExchangeRate,
} from '@tradeyard/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buying, selling, type Exchange } from './exchange.js';

// Units of each for one euro: those of the European Central Bank on 2026-04-13, and some that it does not quote. Between
// the ends a minor unit of one is worth millions of the other, and coins have places that no fiat money has.
const perEuro = {
  EUR: '1',
  USD: '1.1684',
  GBP: '0.87058',
  JPY: '186.75',
  KRW: '1741.2',
  IDR: '20082.05',
  KWD: '0.3571',
  CLF: '0.0283',
  BTC: '0.0000119',
  DOGE: '12.4381',
} as const;
type Code = keyof typeof perEuro;
const codes = Object.keys(perEuro) as Code[];
const pairs = codes.flatMap((from) => codes.filter((to) => to !== from).map((to) => [from, to] as const));

const one = parseDecimal('1');
const leg = (code: Code) => ({ code, per: ratio(parseDecimal(perEuro[code]), one) });
const rateOf = (from: Code, to: Code): ExchangeRate => crossRate(leg(from), leg(to));

describe('the price of a conversion', () => {
  // By the rates above; the amounts were worked out by hand.
  it.each<[Code, string, Code, string, bigint, string]>([
    ['EUR', '5000.00', 'USD', '5842.00', 0n, '0.00'],
    ['EUR', '5000.00', 'USD', '5812.79', 50n, '25.00'],
    ['EUR', '0.03', 'USD', '0.02', 50n, '0.01'],
    ['EUR', '10.01', 'JPY', '1867', 1n, '0.01'],
    ['JPY', '100', 'EUR', '0.53', 100n, '1'],
    ['JPY', '101', 'EUR', '0.53', 100n, '2'],
    ['BTC', '0.00000100', 'EUR', '0.08', 0n, '0.00000000'],
    ['BTC', '0.00000100', 'EUR', '0.07', 1000n, '0.00000010'],
  ])(
    '%s %s sold for %s are %s at %s basis points, with a fee of %s',
    (from, sold, to, bought, spread, fee) => {
      expect(selling(parseMoney(sold, from), rateOf(from, to), spread)).toEqual({
        sold: parseMoney(sold, from),
        fee: parseMoney(fee, from).minor,
        bought: parseMoney(bought, to),
      });
    },
  );

  it.each<[Code, string, Code, string, bigint, string]>([
    ['EUR', '85.59', 'USD', '100.00', 0n, '0.00'],
    ['EUR', '86.03', 'USD', '100.00', 50n, '0.44'],
    ['EUR', '0.02', 'USD', '0.01', 50n, '0.01'],
    ['EUR', '0.02', 'IDR', '1.00', 1000n, '0.01'],
    ['JPY', '1599', 'USD', '10.00', 0n, '0'],
    ['JPY', '1777', 'USD', '10.00', 1000n, '178'],
  ])(
    '%s %s buy in %s exactly %s at %s basis points, with a fee of %s',
    (from, sold, to, bought, spread, fee) => {
      expect(buying(parseMoney(bought, to), rateOf(from, to), spread)).toEqual({
        sold: parseMoney(sold, from),
        fee: parseMoney(fee, from).minor,
        bought: parseMoney(bought, to),
      });
    },
  );

  it.each<[Code, Code, bigint, string]>([
    ['JPY', 'EUR', 0n, 'This is worth less than the smallest unit of EUR'],
    ['EUR', 'USD', 1n, 'After a fee of 0.01 EUR this is worth less than the smallest unit of USD'],
  ])('%s for %s at %s basis points is too small: %s', (from, to, spread, message) => {
    expect(() => selling(money(1n, from), rateOf(from, to), spread)).toThrow(
      expect.objectContaining({ code: 'amount_too_small', message }),
    );
  });
});

describe('half a minor unit', () => {
  const byExponent = { 0: 'JPY', 2: 'USD', 3: 'KWD', 8: 'BTC' } as const;
  const others = { 0: 'KRW', 2: 'EUR', 3: 'TND', 8: 'ETH' } as const;
  const exponents = [0, 2, 3, 8] as const;
  const between = exponents.flatMap((from) => exponents.map((to) => [from, to] as const));
  /** One minor unit of the first is worth half a minor unit of the second. */
  const half = (from: 0 | 2 | 3 | 8, to: 0 | 2 | 3 | 8): ExchangeRate => ({
    from: byExponent[from],
    to: others[to],
    rate: { numerator: 10n ** BigInt(from), denominator: 2n * 10n ** BigInt(to) },
  });
  /** One minor unit of the first is worth two of the second. */
  const double = (from: 0 | 2 | 3 | 8, to: 0 | 2 | 3 | 8): ExchangeRate => ({
    ...half(from, to),
    rate: { numerator: 2n * 10n ** BigInt(from), denominator: 10n ** BigInt(to) },
  });

  it.each(between)('of what is bought stays with the house: from 10^-%i to 10^-%i', (from, to) => {
    const rate = half(from, to);
    const bought = (minor: bigint) => selling(money(minor, rate.from), rate, 0n).bought.minor;

    expect([2n, 3n, 4n, 5n].map(bought)).toEqual([1n, 1n, 2n, 2n]);
    expect(() => bought(1n)).toThrow(expect.objectContaining({ code: 'amount_too_small' }));
  });

  it.each(between)('of what is sold is a whole one: from 10^-%i to 10^-%i', (from, to) => {
    const rate = double(from, to);
    const sold = (minor: bigint) => buying(money(minor, rate.to), rate, 0n).sold.minor;

    expect([1n, 2n, 3n, 4n, 5n].map(sold)).toEqual([1n, 1n, 2n, 2n, 3n]);
  });

  it.each(between)('of a fee is a whole one: from 10^-%i to 10^-%i', (from, to) => {
    const rate = double(from, to);
    // A tenth: half a minor unit of five.
    const fees = [5n, 10n, 15n].map((minor) => selling(money(minor, rate.from), rate, 1000n));

    expect(fees.map(({ fee, bought }) => [fee, bought.minor])).toEqual([
      [1n, 8n],
      [1n, 18n],
      [2n, 26n],
    ]);
  });
});

describe('whatever is converted', () => {
  const spread = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 1000n }));
  const minor = fc.oneof(fc.bigInt({ min: 1n, max: 1000n }), fc.bigInt({ min: 1n, max: minorMax }));
  const pair = fc.constantFrom(...pairs);

  /** What the house has of the exchange, counted in parts that are whole for both currencies: never less than nothing. */
  const kept = ({ sold, fee, bought }: Exchange, { rate, from, to }: ExchangeRate): bigint => {
    const unit = (code: string) => 10n ** BigInt(getCurrency(code).exponent);
    return (sold.minor - fee) * rate.numerator * unit(to) - bought.minor * rate.denominator * unit(from);
  };

  const attempt = (make: () => Exchange): Exchange | undefined => {
    try {
      return make();
    } catch {
      return undefined;
    }
  };

  it('the house gives no more than it takes, and its fee is the spread, rounded up', () => {
    fc.assert(
      fc.property(pair, minor, spread, ([from, to], amount, basisPoints) => {
        const rate = rateOf(from, to);
        const sale = attempt(() => selling(money(amount, from), rate, basisPoints));
        for (const each of [sale, buying(money(amount, to), rate, basisPoints)]) {
          if (!each) continue;
          expect(kept(each, rate) >= 0n).toBe(true);
          expect(each.fee * 10_000n >= each.sold.minor * basisPoints).toBe(true);
          expect((each.fee - 1n) * 10_000n < each.sold.minor * basisPoints).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('the amount that is asked for is the smallest that buys so much', () => {
    fc.assert(
      fc.property(pair, minor, spread, ([from, to], amount, basisPoints) => {
        const rate = rateOf(from, to);
        const { sold } = buying(money(amount, to), rate, basisPoints);
        const spent = selling(sold, rate, basisPoints);
        const lessOne = money(sold.minor - 1n, from);
        const less = sold.minor > 1n ? attempt(() => selling(lessOne, rate, basisPoints)) : undefined;

        expect(spent.bought.minor >= amount).toBe(true);
        expect((less?.bought.minor ?? 0n) < amount).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('there and back makes nobody richer, whichever amount is given each time', () => {
    fc.assert(
      fc.property(pair, minor, spread, ([from, to], amount, basisPoints) => {
        const [rate, back] = [rateOf(from, to), rateOf(to, from)];
        const firsts = [
          attempt(() => selling(money(amount, from), rate, basisPoints)),
          buying(money(amount, to), rate, basisPoints),
        ];
        for (const first of firsts) {
          if (!first) continue;
          const sold = attempt(() => selling(first.bought, back, basisPoints));
          expect((sold?.bought.minor ?? 0n) <= first.sold.minor).toBe(true);
          // To have it all back costs no less than it brought.
          expect(buying(first.sold, back, basisPoints).sold.minor >= first.bought.minor).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
