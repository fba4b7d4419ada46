import { divide, getCurrency, powerOfTen, type Day, type Decimal, type Ratio } from '@tradeyard/kernel';

/** How amounts become those of the portfolio. */
export type Conversion = {
  /** The portfolio's, in which costs and gains are told. */
  readonly currency: string;
  /** Units of the portfolio's currency for one of `currency` on the day. Never asked for the portfolio's own. */
  readonly rateOf: (currency: string, day: Day) => Ratio;
};

const one: Ratio = { numerator: 1n, denominator: 1n };

export const rateIn = (conversion: Conversion, currency: string, day: Day): Ratio =>
  currency === conversion.currency ? one : conversion.rateOf(currency, day);

/** In minor units of the portfolio's currency at the rate of the day: exact until it is rounded once, half to even. */
export function valueIn(
  conversion: Conversion,
  { digits, scale }: Decimal,
  currency: string,
  day: Day,
): bigint {
  if (digits === 0n) return 0n;
  const { numerator, denominator } = rateIn(conversion, currency, day);
  const { exponent } = getCurrency(conversion.currency);
  return divide(digits * numerator * powerOfTen(exponent), denominator * powerOfTen(scale), 'halfEven');
}
