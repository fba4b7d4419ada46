import { DomainError } from './domain-error.js';

/** An exact decimal number: `digits / 10^scale`. Prices, rates and quantities are of this kind. */
export type Decimal = { readonly digits: bigint; readonly scale: number };

/** An exact fraction, for what a decimal cannot hold: a cross rate is one. The denominator is above zero. */
export type Ratio = { readonly numerator: bigint; readonly denominator: bigint };

/**
 * `down` drops the fraction (toward zero), `up` goes away from zero, `halfEven`
 * is the banker's rule. Each caller names the one that leaves the fraction of a
 * cent with the house.
 */
export type Rounding = 'down' | 'up' | 'halfEven';

/** Longer input is refused before it is turned into a number, which would cost time beyond its worth. */
const lengthMax = 60;

/** The one division of the product: nothing else in it rounds. */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const quotient = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n || rounding === 'down') return quotient;
  const awayFromZero = numerator < 0n !== denominator < 0n ? quotient - 1n : quotient + 1n;
  if (rounding === 'up') return awayFromZero;
  const twice = 2n * magnitude(rest);
  const whole = magnitude(denominator);
  if (twice === whole) return quotient % 2n === 0n ? quotient : awayFromZero;
  return twice > whole ? awayFromZero : quotient;
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** Reads `-12.34`; throws `not_a_decimal` for anything else, such as `1e3`, `1,000`, `.5` or nothing at all. */
export function parseDecimal(text: string): Decimal {
  const match = text.length <= lengthMax ? /^(-?\d+)(?:\.(\d+))?$/.exec(text) : null;
  if (!match) {
    throw new DomainError(
      'not_a_decimal',
      `"${text.slice(0, lengthMax)}" is not a decimal number such as 1234.56`,
    );
  }
  const [, whole = '', fraction = ''] = match;
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

/** The shortest form: `1.50` is written `1.5`. */
export function formatDecimal({ digits, scale }: Decimal): string {
  const text = formatMinor(digits, scale);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Minor units as a decimal with all of its places: 150 cents are `1.50`. */
export function formatMinor(minor: bigint, exponent: number): string {
  const sign = minor < 0n ? '-' : '';
  const digits = magnitude(minor)
    .toString()
    .padStart(exponent + 1, '0');
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

const powersOfTen = Array.from({ length: 40 }, (_, power) => 10n ** BigInt(power));

/** 10 to the power of `exponent`, which is zero or more. */
export const powerOfTen = (exponent: number): bigint => powersOfTen[exponent] ?? 10n ** BigInt(exponent);

/** The same number in units of `10^-scale`; throws `too_many_decimals` where that would lose digits. */
export function toMinor(value: Decimal, scale: number): bigint {
  const minor = roundToMinor(value, scale, 'down');
  if (minor * powerOfTen(value.scale) !== value.digits * powerOfTen(scale)) {
    throw new DomainError(
      'too_many_decimals',
      `${formatDecimal(value)} has more than ${scale} decimal places`,
    );
  }
  return minor;
}

/** The number in units of `10^-scale`, rounded. */
export const roundToMinor = (value: Decimal, scale: number, rounding: Rounding): bigint =>
  divide(value.digits * powerOfTen(scale), powerOfTen(value.scale), rounding);

export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  // Prices of one instrument mostly have the same places, and are compared with every tick.
  if (a.scale === b.scale) return a.digits < b.digits ? -1 : a.digits > b.digits ? 1 : 0;
  const left = a.digits * powerOfTen(b.scale);
  const right = b.digits * powerOfTen(a.scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return { digits: a.digits + b.digits, scale: a.scale };
  const scale = Math.max(a.scale, b.scale);
  return { digits: a.digits * powerOfTen(scale - a.scale) + b.digits * powerOfTen(scale - b.scale), scale };
}

export const multiplyDecimals = (a: Decimal, b: Decimal): Decimal => ({
  digits: a.digits * b.digits,
  scale: a.scale + b.scale,
});

/** `a / b` without loss. `b` is not zero. */
export function ratio(a: Decimal, b: Decimal): Ratio {
  const numerator = a.digits * powerOfTen(b.scale);
  const denominator = b.digits * powerOfTen(a.scale);
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
}

export const multiplyRatios = (a: Ratio, b: Ratio): Ratio => ({
  numerator: a.numerator * b.numerator,
  denominator: a.denominator * b.denominator,
});

/** A ratio as a decimal of `scale` places, for people to read; amounts are computed from the ratio itself. */
export const ratioToDecimal = ({ numerator, denominator }: Ratio, scale: number): Decimal => ({
  digits: divide(numerator * powerOfTen(scale), denominator, 'halfEven'),
  scale,
});

/** A ratio with at most `digits` significant digits, for people to read: neither 0.0000000005 nor 1,740.86 loses its point. */
export function ratioToSignificant(value: Ratio, digits: number): Decimal {
  const { numerator, denominator } = value;
  if (numerator === 0n) return { digits: 0n, scale: 0 };
  const top = magnitude(numerator);
  // The power of ten below the quotient is the difference in length of its parts, or one less.
  const difference = `${top}`.length - `${denominator}`.length;
  const isReached =
    top * powerOfTen(Math.max(-difference, 0)) >= denominator * powerOfTen(Math.max(difference, 0));
  const power = isReached ? difference : difference - 1;
  return ratioToDecimal(value, Math.max(0, digits - 1 - power));
}
