import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getCurrency } from './currency.js';
import { parseDecimal, ratio, toMinor, type Rounding } from './decimal.js';
import {
  convert,
  crossRate,
  formatMoney,
  inverse,
  minorMax,
  money,
  moneyText,
  parseMoney,
  parsePositiveMoney,
  type ExchangeRate,
} from './money.js';

const rateOf = (from: string, to: string, units: string, per = '1'): ExchangeRate => ({
  from,
  to,
  rate: ratio(parseDecimal(units), parseDecimal(per)),
});

describe('parseMoney', () => {
  it.each([
    ['12.34', 'EUR', 1234n],
    ['12', 'EUR', 1200n],
    ['1.5', 'EUR', 150n],
    ['-0.01', 'EUR', -1n],
    ['500', 'JPY', 500n],
    ['500.0', 'JPY', 500n],
    ['1.234', 'KWD', 1234n],
    ['0.00000001', 'BTC', 1n],
    ['46116860184273879.04', 'USD', minorMax],
    ['-46116860184273879.04', 'USD', -minorMax],
  ])('%s %s is %s minor units', (amount, currency, minor) => {
    expect(parseMoney(amount, currency)).toEqual({ minor, currency });
  });

  it.each([
    ['1.00', 'XXX', 'unknown_currency'],
    ['1.00', 'usd', 'unknown_currency'],
    ['1.00', '__proto__', 'unknown_currency'],
    ['', 'USD', 'not_a_decimal'],
    ['1e3', 'USD', 'not_a_decimal'],
    ['10.001', 'USD', 'too_many_decimals'],
    ['1.5', 'JPY', 'too_many_decimals'],
    ['1.2345', 'KWD', 'too_many_decimals'],
    ['0.000000001', 'BTC', 'too_many_decimals'],
    ['46116860184273879.05', 'USD', 'amount_too_large'],
    ['-46116860184273879.05', 'USD', 'amount_too_large'],
  ])('refuses %s %s: %s', (amount, currency, code) => {
    expect(() => parseMoney(amount, currency)).toThrow(expect.objectContaining({ code }));
  });

  it.each(['0', '0.00', '-0', '-0.01'])('%s is not more than zero', (amount) => {
    expect(() => parsePositiveMoney(amount, 'EUR')).toThrow(
      expect.objectContaining({ code: 'amount_must_be_positive' }),
    );
  });

  it('reads what it has written', () => {
    const currencies = fc.constantFrom('JPY', 'USD', 'KWD', 'CLF', 'BTC');
    fc.assert(
      fc.property(fc.bigInt({ min: -minorMax, max: minorMax }), currencies, (minor, currency) => {
        const text = moneyText(money(minor, currency));
        expect(parseMoney(text.amount, text.currency)).toEqual({ minor, currency });
      }),
    );
  });

  it('is written for sentences', () => {
    expect(formatMoney(money(-5n, 'EUR'))).toBe('-0.05 EUR');
    expect(formatMoney(money(5n, 'JPY'))).toBe('5 JPY');
  });
});

describe('convert', () => {
  // One minor unit of `from` is worth exactly half a minor unit of `to`, so that odd amounts fall between two.
  const byExponent = { 0: 'JPY', 2: 'USD', 3: 'KWD', 8: 'BTC' } as const;
  const others = { 0: 'KRW', 2: 'EUR', 3: 'TND', 8: 'ETH' } as const;
  const exponents = [0, 2, 3, 8] as const;
  const halves: readonly [bigint, Rounding, bigint][] = [
    [1n, 'down', 0n],
    [1n, 'up', 1n],
    [1n, 'halfEven', 0n],
    [2n, 'down', 1n],
    [2n, 'up', 1n],
    [2n, 'halfEven', 1n],
    [3n, 'down', 1n],
    [3n, 'up', 2n],
    [3n, 'halfEven', 2n],
    [5n, 'down', 2n],
    [5n, 'up', 3n],
    [5n, 'halfEven', 2n],
  ];
  const rows = exponents.flatMap((fromExponent) =>
    exponents.flatMap((toExponent) =>
      halves.map(([minor, rounding, expected]) => ({ fromExponent, toExponent, minor, rounding, expected })),
    ),
  );

  it.each(rows)(
    '$minor of 10^-$fromExponent is $expected of 10^-$toExponent, rounded $rounding',
    ({ fromExponent, toExponent, minor, rounding, expected }) => {
      const [from, to] = [byExponent[fromExponent], others[toExponent]];
      const rate: ExchangeRate = {
        from,
        to,
        rate: { numerator: 10n ** BigInt(fromExponent), denominator: 2n * 10n ** BigInt(toExponent) },
      };
      expect(convert(money(minor, from), rate, rounding)).toEqual(money(expected, to));
      expect(convert(money(-minor, from), rate, rounding)).toEqual(money(-expected, to));
    },
  );

  it.each([
    // by the European Central Bank's rates of 2026-04-13, worked out by hand
    ['5000.00', 'EUR', 'USD', '1.1684', '1', '5842.00'],
    ['100.00', 'USD', 'EUR', '1', '1.1684', '85.58'],
    ['100.00', 'USD', 'JPY', '186.75', '1.1684', '15983'],
    ['1000', 'JPY', 'USD', '1.1684', '186.75', '6.25'],
    ['0.01', 'EUR', 'JPY', '186.75', '1', '1'],
    ['1', 'IDR', 'EUR', '1', '20082.05', '0.00'],
  ])('%s %s in %s at %s / %s is %s, the fraction dropped', (amount, from, to, units, per, expected) => {
    const converted = convert(parseMoney(amount, from), rateOf(from, to, units, per), 'down');
    expect(moneyText(converted)).toEqual({ amount: expected, currency: to });
  });

  it('refuses a rate from another currency', () => {
    expect(() => convert(money(1n, 'EUR'), rateOf('USD', 'JPY', '150'), 'down')).toThrow(
      expect.objectContaining({ code: 'currency_mismatch' }),
    );
  });

  it('inverse twice is the rate itself', () => {
    const rate = rateOf('EUR', 'USD', '1.1684');
    expect(inverse(rate)).toEqual({
      from: 'USD',
      to: 'EUR',
      rate: { numerator: 10_000n, denominator: 11_684n },
    });
    expect(inverse(inverse(rate))).toEqual(rate);
  });
});

describe('cross rates', () => {
  const perEuro: Readonly<Record<string, string>> = {
    EUR: '1',
    USD: '1.1684',
    JPY: '186.75',
    IDR: '20082.05',
    KWD: '0.3571',
    BTC: '0.00001234',
    GBP: '0.87058',
  };
  const codes = Object.keys(perEuro);
  const leg = (code: string) => ({ code, per: ratio(parseDecimal(perEuro[code] ?? ''), parseDecimal('1')) });
  const cross = (from: string, to: string): ExchangeRate => crossRate(leg(from), leg(to));
  const pairs = codes.flatMap((from) => codes.filter((to) => to !== from).map((to) => [from, to] as const));

  it('is exact: over a third currency it is the same rate', () => {
    for (const [from, to] of pairs) {
      for (const over of codes) {
        const [first, second, direct] = [cross(from, over).rate, cross(over, to).rate, cross(from, to).rate];
        expect(first.numerator * second.numerator * direct.denominator).toBe(
          first.denominator * second.denominator * direct.numerator,
        );
      }
    }
  });

  it('converts as a fraction of whole numbers would, with one rounding', () => {
    const scale = 10n ** 8n;
    const inScale = (code: string) => toMinor(parseDecimal(perEuro[code] ?? ''), 8);
    fc.assert(
      fc.property(fc.constantFrom(...pairs), fc.bigInt({ min: 0n, max: minorMax }), ([from, to], minor) => {
        const unit = (code: string) => 10n ** BigInt(getCurrency(code).exponent);
        const { minor: converted } = convert(money(minor, from), cross(from, to), 'down');
        // minor / unit(from) / perEuro(from) * perEuro(to) * unit(to), without the fraction
        const numerator = minor * scale * inScale(to) * unit(to);
        const denominator = unit(from) * inScale(from) * scale;
        expect(converted * denominator <= numerator && (converted + 1n) * denominator > numerator).toBe(true);
      }),
    );
  });

  it('never makes money by going there and back, nor round by a third currency', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...pairs),
        fc.constantFrom(...codes),
        fc.bigInt({ min: 1n, max: minorMax }),
        ([from, to], over, minor) => {
          const sold = money(minor, from);
          const there = convert(sold, cross(from, to), 'down');
          expect(convert(there, cross(to, from), 'down').minor <= minor).toBe(true);
          const round = convert(convert(there, cross(to, over), 'down'), cross(over, from), 'down');
          expect(round.minor <= minor).toBe(true);
          // Whoever names what they want to get pays the fraction of a cent.
          const price = convert(money(minor, to), inverse(cross(from, to)), 'up');
          expect(convert(price, cross(from, to), 'down').minor >= minor).toBe(true);
          expect(convert(money(minor, to), cross(to, from), 'down').minor <= price.minor).toBe(true);
        },
      ),
    );
  });
});
