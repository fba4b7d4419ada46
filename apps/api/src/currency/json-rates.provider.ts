import { formatDecimal, powerOfTen } from '@tradeyard/kernel';

/** Beyond this no rate is written, and a power of ten costs time. */
const exponentMax = 30;

const numberForm = /^(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;

/** JSON whose numbers are the text that stands there: a number of JavaScript would be another one. Throws `SyntaxError`. */
export function parseExactJson(text: string): unknown {
  // The third parameter is younger than the compiler's library: https://github.com/tc39/proposal-json-parse-with-source
  const keepSource = (_: string, value: unknown, { source }: { source?: string }): unknown =>
    typeof value === 'number' ? source : value;
  return JSON.parse(text, keepSource as (key: string, value: unknown) => unknown);
}

/** A number of JSON as a plain decimal: `1.5e-7` is `0.00000015`. Undefined for a negative one, and for anything else. */
export function plainDecimal(text: string): string | undefined {
  const [, whole = '', fraction = '', power = '0'] = numberForm.exec(text) ?? [];
  const exponent = Number(power);
  if (whole === '' || Math.abs(exponent) > exponentMax) return undefined;
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - exponent;
  return formatDecimal(scale >= 0 ? { digits, scale } : { digits: digits * powerOfTen(-scale), scale: 0 });
}

/** Rates of an answer by code, in plain decimals; what is no number is empty. */
export const plainRates = (rates: Readonly<Record<string, unknown>>): [code: string, rate: string][] =>
  Object.entries(rates).map(([code, rate]) => [
    code.toUpperCase(),
    (typeof rate === 'string' ? plainDecimal(rate) : undefined) ?? '',
  ]);
