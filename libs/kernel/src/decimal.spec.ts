import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  divide,
  formatDecimal,
  formatMinor,
  multiplyDecimals,
  multiplyRatios,
  parseDecimal,
  powerOfTen,
  ratio,
  ratioToDecimal,
  ratioToSignificant,
  roundToMinor,
  toMinor,
  type Decimal,
  type Rounding,
} from './decimal.js';

const decimals = fc.record({ digits: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), scale: fc.nat(20) });
const withoutZero = decimals.filter(({ digits }) => digits !== 0n);
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

describe('divide', () => {
  it.each<[bigint, bigint, { down: bigint; up: bigint; halfEven: bigint }]>([
    [6n, 3n, { down: 2n, up: 2n, halfEven: 2n }],
    [0n, 7n, { down: 0n, up: 0n, halfEven: 0n }],
    [1n, 3n, { down: 0n, up: 1n, halfEven: 0n }],
    [2n, 3n, { down: 0n, up: 1n, halfEven: 1n }],
    [1n, 2n, { down: 0n, up: 1n, halfEven: 0n }], // a tie goes to the even neighbour
    [3n, 2n, { down: 1n, up: 2n, halfEven: 2n }],
    [5n, 2n, { down: 2n, up: 3n, halfEven: 2n }],
    [7n, 2n, { down: 3n, up: 4n, halfEven: 4n }],
    [49n, 100n, { down: 0n, up: 1n, halfEven: 0n }],
    [51n, 100n, { down: 0n, up: 1n, halfEven: 1n }],
    [150n, 100n, { down: 1n, up: 2n, halfEven: 2n }],
    [149n, 100n, { down: 1n, up: 2n, halfEven: 1n }],
  ])('%s / %s, whatever the signs', (numerator, denominator, expected) => {
    for (const rounding of ['down', 'up', 'halfEven'] as const) {
      const quotient = expected[rounding];
      expect(divide(numerator, denominator, rounding)).toBe(quotient);
      expect(divide(-numerator, denominator, rounding)).toBe(-quotient);
      expect(divide(numerator, -denominator, rounding)).toBe(-quotient);
      expect(divide(-numerator, -denominator, rounding)).toBe(quotient);
    }
  });

  it('is within its rounding of the true quotient', () => {
    const denominators = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).filter((value) => value !== 0n);
    const roundings = fc.constantFrom<Rounding>('down', 'up', 'halfEven');
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        denominators,
        roundings,
        (a, b, rounding) => {
          const quotient = divide(a, b, rounding);
          const rest = a - quotient * b;
          const reached = magnitude(quotient * b);
          if (rounding === 'down') expect(reached <= magnitude(a)).toBe(true);
          if (rounding === 'up') expect(reached >= magnitude(a)).toBe(true);
          expect(magnitude(rest) < magnitude(b)).toBe(true);
          if (rounding !== 'halfEven') return;
          expect(2n * magnitude(rest) <= magnitude(b)).toBe(true);
          if (2n * magnitude(rest) === magnitude(b)) expect(quotient % 2n).toBe(0n);
        },
      ),
    );
  });
});

describe('parseDecimal', () => {
  it.each<[string, Decimal]>([
    ['0', { digits: 0n, scale: 0 }],
    ['-0', { digits: 0n, scale: 0 }],
    ['7', { digits: 7n, scale: 0 }],
    ['007.50', { digits: 750n, scale: 2 }],
    ['-12.34', { digits: -1234n, scale: 2 }],
    ['-0.05', { digits: -5n, scale: 2 }],
    ['0.00000001', { digits: 1n, scale: 8 }],
    ['9007199254740993.000000000001', { digits: 9007199254740993000000000001n, scale: 12 }],
  ])('reads %s', (text, decimal) => {
    expect(parseDecimal(text)).toEqual(decimal);
  });

  it.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '1\n',
    '+1',
    '--1',
    '.5',
    '5.',
    '-.5',
    '1.2.3',
    '1,5',
    '1,000',
    '1_000',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '٣',
    '1n',
    '9'.repeat(61),
  ])('refuses "%s"', (text) => {
    expect(() => parseDecimal(text)).toThrow(expect.objectContaining({ code: 'not_a_decimal' }));
  });

  it('does not repeat a huge input in its message', () => {
    expect(() => parseDecimal('x'.repeat(100_000))).toThrow(/^.{1,120}$/);
  });
});

describe('formatDecimal', () => {
  it.each([
    ['1.50', '1.5'],
    ['100', '100'],
    ['100.00', '100'],
    ['0.00', '0'],
    ['-0.00', '0'],
    ['-1.230', '-1.23'],
    ['0.00000001', '0.00000001'],
    ['000.1', '0.1'],
  ])('writes %s as %s', (text, shortest) => {
    expect(formatDecimal(parseDecimal(text))).toBe(shortest);
  });

  it('is read back as the same number', () => {
    fc.assert(
      fc.property(decimals, (decimal) => {
        const text = formatDecimal(decimal);
        expect(compareDecimals(parseDecimal(text), decimal)).toBe(0);
        expect(formatDecimal(parseDecimal(text))).toBe(text);
      }),
    );
  });
});

describe('formatMinor', () => {
  it.each([
    [0n, 0, '0'],
    [0n, 2, '0.00'],
    [5n, 2, '0.05'],
    [-5n, 2, '-0.05'],
    [1234n, 2, '12.34'],
    [-1234n, 0, '-1234'],
    [1n, 8, '0.00000001'],
    [12_345_678_901n, 3, '12345678.901'],
  ])('writes %s with %s places as %s', (minor, exponent, text) => {
    expect(formatMinor(minor, exponent)).toBe(text);
  });
});

describe('toMinor and roundToMinor', () => {
  it.each([
    ['12.34', 2, 1234n],
    ['12.3', 2, 1230n],
    ['12.3400', 2, 1234n],
    ['-12.34', 2, -1234n],
    ['5', 0, 5n],
    ['5.0', 0, 5n],
    ['0.00000001', 8, 1n],
  ])('%s in units of 10^-%s is %s', (text, scale, minor) => {
    expect(toMinor(parseDecimal(text), scale)).toBe(minor);
  });

  it.each([
    ['10.001', 2],
    ['-10.001', 2],
    ['1.5', 0],
    ['0.000000001', 8],
  ])('%s does not fit into %s places', (text, scale) => {
    expect(() => toMinor(parseDecimal(text), scale)).toThrow(
      expect.objectContaining({ code: 'too_many_decimals' }),
    );
  });

  it.each<[string, number, Rounding, bigint]>([
    ['0.125', 2, 'down', 12n],
    ['0.125', 2, 'up', 13n],
    ['0.125', 2, 'halfEven', 12n],
    ['0.135', 2, 'halfEven', 14n],
    ['-0.135', 2, 'halfEven', -14n],
    ['-0.125', 2, 'down', -12n],
    ['-0.121', 2, 'up', -13n],
    ['3', 2, 'up', 300n],
  ])('%s to %s places, rounded %s, is %s', (text, scale, rounding, minor) => {
    expect(roundToMinor(parseDecimal(text), scale, rounding)).toBe(minor);
  });
});

describe('arithmetic', () => {
  /** A decimal as a fraction over one common power of ten: the plainest model there is. */
  const common = 10n ** 40n;
  const model = ({ digits, scale }: Decimal): bigint => (digits * common) / 10n ** BigInt(scale);

  it('agrees with plain fractions', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(model(addDecimals(a, b))).toBe(model(a) + model(b));
        expect(model(multiplyDecimals(a, b)) * common).toBe(model(a) * model(b));
        const difference = model(a) - model(b);
        expect(compareDecimals(a, b)).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
      }),
    );
  });

  it('divides into a ratio without loss', () => {
    fc.assert(
      fc.property(decimals, withoutZero, withoutZero, (a, b, c) => {
        const { numerator, denominator } = ratio(a, b);
        expect(denominator > 0n).toBe(true);
        expect(numerator * model(b)).toBe(denominator * model(a));
        const product = multiplyRatios(ratio(a, b), ratio(b, c));
        expect(product.numerator * model(c)).toBe(product.denominator * model(a));
      }),
    );
  });

  it('knows powers of ten beyond its table', () => {
    expect([0, 1, 39, 40, 60].map(powerOfTen)).toEqual([1n, 10n, 10n ** 39n, 10n ** 40n, 10n ** 60n]);
  });
});

describe('a ratio for people', () => {
  it.each([
    ['1', '3', 4, '0.3333'],
    ['2', '3', 4, '0.6667'],
    ['-2', '3', 4, '-0.6667'],
    ['1', '8', 2, '0.12'],
    ['1', '0.05', 3, '20'],
  ])('%s / %s with %s places is %s', (a, b, scale, text) => {
    expect(formatDecimal(ratioToDecimal(ratio(parseDecimal(a), parseDecimal(b)), scale))).toBe(text);
  });

  it.each([
    ['1.1684', '1', '1.1684'],
    ['1', '1.1684', '0.85587127696'],
    ['1', '20082.05', '0.0000497957130871'],
    ['1', '3', '0.333333333333'],
    ['2', '3', '0.666666666667'],
    ['20082.05', '0.00001', '2008205000'],
    ['123456789012345', '1', '123456789012345'],
    ['1234567890123.7', '1', '1234567890124'],
    ['999999999999.9', '1', '1000000000000'],
    ['0.0999999999999', '1', '0.0999999999999'],
    ['0', '5', '0'],
    ['-1', '3', '-0.333333333333'],
  ])('%s / %s with twelve digits is %s', (a, b, text) => {
    expect(formatDecimal(ratioToSignificant(ratio(parseDecimal(a), parseDecimal(b)), 12))).toBe(text);
  });

  it('is off by less than half of its last digit', () => {
    fc.assert(
      fc.property(withoutZero, withoutZero, fc.integer({ min: 1, max: 20 }), (a, b, digits) => {
        const exact = ratio(a, b);
        const shown = ratioToSignificant(exact, digits);
        const error = magnitude(shown.digits * exact.denominator - exact.numerator * powerOfTen(shown.scale));
        expect(2n * error <= exact.denominator).toBe(true);
        // One digit more where 9.99 was rounded up to 10.0.
        const length = `${magnitude(shown.digits)}`.length;
        expect(shown.scale === 0 || length === digits || length === digits + 1).toBe(true);
      }),
      { endOnFailure: true }, // the smallest counterexample would take minutes to find
    );
  });
});
