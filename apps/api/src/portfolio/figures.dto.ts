import { ApiProperty } from '@nestjs/swagger';
import { formatMinor, getCurrency, money } from '@tradeyard/kernel';
import { MoneyDto } from '../platform/money.dto.js';

/** Percentages have so many places: 12.3456. */
export const percentPlaces = 4;
/** Prices and units that were computed. */
const pricePlaces = 8;

/** A number of a statistic as text, rounded to `places`; null for what is none. */
export function numberText(value: number | null, places: number): string | null {
  if (value === null || !Number.isFinite(value)) return null;
  const rounded = Math.round(value * 10 ** places);
  // Histories have thousands of them, and to make each a bigint first takes several times as long.
  if (!Number.isSafeInteger(rounded)) return formatMinor(BigInt(rounded), places);
  const digits = `${Math.abs(rounded)}`.padStart(places + 1, '0');
  const sign = rounded < 0 ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** An amount in whole units of a statistic, rounded to the smallest unit of its currency; what is none is zero. */
export const amountText = (value: number, currency: string): string =>
  numberText(value, getCurrency(currency).exponent) ?? formatMinor(0n, getCurrency(currency).exponent);

export const moneyOf = (value: number, currency: string): MoneyDto => ({
  amount: amountText(value, currency),
  currency,
});

export const exactMoney = (minor: bigint, currency: string): MoneyDto =>
  MoneyDto.from(money(minor, currency));

/** A fraction in percent: 0.05 is `5.0000`. */
export const percentText = (fraction: number | null): string | null =>
  fraction === null ? null : numberText(fraction * 100, percentPlaces);

export const unitsText = (value: number): string => trimmed(numberText(value, pricePlaces) ?? '0');

/** Per unit: with the places that it needs, and at least two. */
export const unitPriceOf = (value: number, currency: string): MoneyDto => ({
  amount: trimmed(numberText(value, pricePlaces) ?? '0', 2),
  currency,
});

/** Without zeros at the end, but for the first `places`. */
function trimmed(text: string, places = 0): string {
  const [whole = '', fraction = ''] = text.split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(places, '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}

/** Weights in hundredths of a percent, as text in percent: 2550 is `25.50`. */
export const weightText = (bp: number | null): string | null =>
  bp === null ? null : formatMinor(BigInt(bp), 2);

const percent = (description: string): PropertyDecorator =>
  ApiProperty({ type: String, nullable: true, example: '12.3456', description });
export const Percent = percent;

/** The same columns for every chart: the first of each list are the first day. */
export const TextColumn = (example: string, description: string): PropertyDecorator =>
  ApiProperty({ type: [String], example: [example], description });

/** Whose figures these are, and when. */
export class FiguresHeadDto {
  @ApiProperty({ example: 'all', description: 'The id of a portfolio or of a group, or `all`' }) id!: string;
  @ApiProperty({ enum: ['portfolio', 'group', 'all'] }) kind!: 'portfolio' | 'group' | 'all';
  @ApiProperty({ example: 'All portfolios' }) name!: string;
  @ApiProperty({ example: 'EUR', description: 'What all figures are in, unless they say otherwise' })
  currency!: string;
  @ApiProperty({ format: 'date', description: 'The eve of the first activity' }) firstDay!: string;
  @ApiProperty({ format: 'date', description: 'The last day of all figures' }) today!: string;
}

/** As plain data, to be part of an answer. */
export type FiguresHead = Pick<FiguresHeadDto, keyof FiguresHeadDto>;
