import { findCurrency, unitExponent } from '@tradeyard/kernel';

/** Which way a number points: it decides the sign, the arrow and the colour. */
export type Direction = 'up' | 'down' | 'flat';

type Sign = 'auto' | 'exceptZero';

const formatters = new Map<string, Intl.NumberFormat>();

/** Building a formatter is slow, so each kind is built once. */
function formatterOf(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const known = formatters.get(key);
  if (known) return known;
  const built = new Intl.NumberFormat(undefined, options);
  formatters.set(key, built);
  return built;
}

/** Intl reads a decimal string digit by digit, so no amount passes through a float. */
const format = (decimal: string, options: Intl.NumberFormatOptions): string =>
  formatterOf(options).format(decimal as Intl.StringNumericLiteral);

/** `amount` is a decimal string in units of `currency`, which may be a coin: `€1,234.50`, `0.015 BTC`. */
export function formatMoney(amount: string, currency: string, sign: Sign = 'auto'): string {
  const known = findCurrency(currency);
  if (known?.kind !== 'fiat') return `${formatPlain(amount, 2, sign)} ${currency}`;
  return format(amount, {
    style: 'currency',
    currency,
    signDisplay: sign,
    minimumFractionDigits: known.exponent,
    maximumFractionDigits: known.exponent,
  });
}

/**
 * The price of one unit, with the places it came with: they are those of its smallest step. History from elsewhere may
 * have more than help; the cheaper something is, the more of them tell it from its neighbours.
 */
export function formatPrice(price: string, currency: string, sign: Sign = 'auto'): string {
  const [whole = '', fraction = ''] = price.replace('-', '').split('.');
  const placesMax = whole === '0' ? 6 : whole.length === 1 ? 4 : 2;
  const places = Math.max(2, Math.min(fraction.length, placesMax));
  if (findCurrency(currency)?.kind !== 'fiat') return `${formatPlain(price, places, sign)} ${currency}`;
  return format(price, {
    style: 'currency',
    currency,
    signDisplay: sign,
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
}

/** `percent` is in percent, not a fraction: `12.34` is `12.34%`. */
export const formatPercent = (percent: string, sign: Sign = 'auto'): string =>
  format(percent, {
    style: 'unit',
    unit: 'percent',
    signDisplay: sign,
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });

/** Shares and coins: as many places as there are, at most eight. */
export const formatQuantity = (quantity: string, sign: Sign = 'auto'): string =>
  formatPlain(quantity, 0, sign);

/** An exchange rate, with six digits that count. */
export const formatRate = (rate: string): string =>
  format(rate, { minimumSignificantDigits: 4, maximumSignificantDigits: 6 });

/** For volumes, where the size matters and the digits do not: `38.1M`. */
export const formatCompact = (decimal: string): string =>
  format(decimal, { notation: 'compact', minimumSignificantDigits: 1, maximumSignificantDigits: 3 });

const formatPlain = (decimal: string, placesMin: number, sign: Sign): string =>
  format(decimal, {
    signDisplay: sign,
    minimumFractionDigits: placesMin,
    maximumFractionDigits: unitExponent,
  });

/** The direction of a signed decimal string. */
export function directionOf(decimal: string): Direction {
  if (!/[1-9]/.test(decimal)) return 'flat';
  return decimal.startsWith('-') ? 'down' : 'up';
}
