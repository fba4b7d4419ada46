import { getCurrency } from './currency.js';
import {
  divide,
  formatMinor,
  multiplyRatios,
  parseDecimal,
  toMinor,
  type Ratio,
  type Rounding,
} from './decimal.js';
import { DomainError } from './domain-error.js';

/** An amount in the currency's smallest unit: 12.34 EUR is `{ minor: 1234n, currency: 'EUR' }`. */
export type Money = { readonly minor: bigint; readonly currency: string };

/** How money travels as JSON. */
export type MoneyText = { readonly amount: string; readonly currency: string };

/** Two such amounts still fit a Postgres bigint when they are added. */
export const minorMax = 2n ** 62n;

export const money = (minor: bigint, currency: string): Money => ({ minor, currency });

/**
 * Reads an amount of a currency; throws `unknown_currency`, `not_a_decimal`,
 * `too_many_decimals` (10.001 USD, 1.5 JPY) or `amount_too_large`.
 */
export function parseMoney(amount: string, currency: string): Money {
  const { exponent } = getCurrency(currency);
  const minor = toMinor(parseDecimal(amount), exponent);
  if (minor > minorMax || minor < -minorMax) {
    throw new DomainError('amount_too_large', `${amount} ${currency} is more than any account can hold`);
  }
  return { minor, currency };
}

/** As `parseMoney`, and throws `amount_must_be_positive` for zero and less. */
export function parsePositiveMoney(amount: string, currency: string): Money {
  const parsed = parseMoney(amount, currency);
  if (parsed.minor <= 0n) {
    throw new DomainError('amount_must_be_positive', `The amount must be more than zero, ${amount} is not`);
  }
  return parsed;
}

export const moneyText = ({ minor, currency }: Money): MoneyText => ({
  amount: formatMinor(minor, getCurrency(currency).exponent),
  currency,
});

/** For sentences: `12.34 EUR`. */
export const formatMoney = (value: Money): string => `${moneyText(value).amount} ${value.currency}`;

/** Units of `to` for one unit of `from`, exact. */
export type ExchangeRate = { readonly from: string; readonly to: string; readonly rate: Ratio };

/** Converts with one rounding at the end; `rounding` says who keeps the fraction of the minor unit. */
export function convert(
  { minor, currency }: Money,
  { from, to, rate }: ExchangeRate,
  rounding: Rounding,
): Money {
  if (currency !== from) {
    throw new DomainError('currency_mismatch', `A rate from ${from} cannot convert ${currency}`);
  }
  const shift = getCurrency(to).exponent - getCurrency(from).exponent;
  const numerator = minor * rate.numerator * 10n ** BigInt(Math.max(shift, 0));
  const denominator = rate.denominator * 10n ** BigInt(Math.max(-shift, 0));
  return { minor: divide(numerator, denominator, rounding), currency: to };
}

/**
 * The rate between two currencies that are both known per unit of a third (per
 * euro, say): units of `to` for one unit of `from`, exact, however long it gets.
 */
export const crossRate = (
  { code: from, per: fromPer }: { code: string; per: Ratio },
  { code: to, per: toPer }: { code: string; per: Ratio },
): ExchangeRate => ({
  from,
  to,
  rate: multiplyRatios(toPer, { numerator: fromPer.denominator, denominator: fromPer.numerator }),
});

/** The same rate seen from the other side. */
export const inverse = ({ from, to, rate }: ExchangeRate): ExchangeRate => ({
  from: to,
  to: from,
  rate: { numerator: rate.denominator, denominator: rate.numerator },
});
