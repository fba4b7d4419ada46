import {
  addDecimals,
  compareDecimals,
  DomainError,
  formatDecimal,
  parseDecimal,
  powerOfTen,
  type Decimal,
} from '@tradeyard/kernel';
import { formatPrice, type Instrument } from './instrument.js';
import type { TriggerSide } from './trigger-book.js';

export const alertKinds = ['above', 'below', 'change'] as const;
export type AlertKind = (typeof alertKinds)[number];

export const alertDirections = ['up', 'down', 'either'] as const;
export type AlertDirection = (typeof alertDirections)[number];

/**
 * Where an alert is. `active` waits for its price. `resting` has fired, repeats, and waits until it may again. A person
 * has `paused` it; `fired` and `expired` have ended.
 */
export const alertStatuses = ['active', 'resting', 'paused', 'fired', 'expired'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/**
 * What fires an alert: a price at a level or above, at a level or below, or so many percent away from the close of the
 * last completed day.
 */
export type AlertCondition =
  | { readonly kind: 'above' | 'below'; readonly price: Decimal }
  | { readonly kind: 'change'; readonly percent: Decimal; readonly direction: AlertDirection };

/** A price that the market has to reach from one side. */
export type AlertLevel = { readonly side: TriggerSide; readonly level: Decimal };

/** What somebody may have waiting at once: neither ended nor deleted. */
export const alertsMax = 200;
export const alertNoteCharactersMax = 200;
/** A condition further away than that is a slip of the keyboard. */
const priceDigitsMax = 15;
const percentMax = parseDecimal('1000');
const percentDownMax = parseDecimal('100');
const percentPlacesMax = 2;

/** A level on the grid of the instrument. Throws `not_a_decimal`, `price_out_of_range` and `price_off_tick`. */
export function readAlertPrice(
  text: string,
  { symbol, tickSize }: Pick<Instrument, 'symbol' | 'tickSize'>,
): Decimal {
  const price = named('price', () => parseDecimal(text));
  const step = parseDecimal(tickSize);
  if (price.digits <= 0n || price.digits >= powerOfTen(priceDigitsMax + price.scale)) {
    throw new DomainError(
      'price_out_of_range',
      `A price is above zero, with at most ${priceDigitsMax} digits`,
      'price',
    );
  }
  if ((price.digits * powerOfTen(step.scale)) % (step.digits * powerOfTen(price.scale)) !== 0n) {
    const message = `${symbol} moves in steps of ${formatDecimal(step)}: its price is never ${text}`;
    throw new DomainError('price_off_tick', message, 'price');
  }
  return price;
}

/** Throws `not_a_decimal`, `too_many_decimals` and `percent_out_of_range`. */
export function readAlertPercent(text: string, direction: AlertDirection): Decimal {
  const percent = named('percent', () => parseDecimal(text));
  if (percent.scale > percentPlacesMax) {
    throw new DomainError(
      'too_many_decimals',
      `A percentage has at most ${percentPlacesMax} places`,
      'percent',
    );
  }
  if (percent.digits <= 0n || compareDecimals(percent, percentMax) > 0) {
    throw new DomainError(
      'percent_out_of_range',
      'A change is above zero and at most 1000 percent',
      'percent',
    );
  }
  if (direction !== 'up' && compareDecimals(percent, percentDownMax) >= 0) {
    throw new DomainError('percent_out_of_range', 'Nothing falls by 100 percent or more', 'percent');
  }
  return percent;
}

function named(field: string, read: () => Decimal): Decimal {
  try {
    return read();
  } catch (error) {
    if (error instanceof DomainError) throw new DomainError(error.code, error.message, field);
    throw error;
  }
}

/** The levels that fire an alert, exact; none where it depends on a close that is not known. */
export function alertLevels(condition: AlertCondition, previousClose: Decimal | null): AlertLevel[] {
  if (condition.kind !== 'change') {
    return [{ side: condition.kind === 'above' ? 'rise' : 'fall', level: condition.price }];
  }
  if (!previousClose || previousClose.digits <= 0n) return [];
  const { percent, direction } = condition;
  const after = (sign: 1n | -1n): Decimal => ({
    digits: previousClose.digits * (100n * powerOfTen(percent.scale) + sign * percent.digits),
    scale: previousClose.scale + percent.scale + 2,
  });
  const up: AlertLevel = { side: 'rise', level: after(1n) };
  const down: AlertLevel = { side: 'fall', level: after(-1n) };
  return direction === 'up' ? [up] : direction === 'down' ? [down] : [up, down];
}

/** Whether a price has reached a level. */
export const isReached = ({ side, level }: AlertLevel, price: Decimal): boolean =>
  side === 'rise' ? compareDecimals(price, level) >= 0 : compareDecimals(price, level) <= 0;

/** Where the price is back on the other side of an alert's level: one step away from it. */
export function comeBackLevel(
  { kind, price }: Extract<AlertCondition, { price: Decimal }>,
  tickSize: Decimal,
): AlertLevel {
  return kind === 'above'
    ? { side: 'fall', level: addDecimals(price, { ...tickSize, digits: -tickSize.digits }) }
    : { side: 'rise', level: addDecimals(price, tickSize) };
}

/** A price with the places of its instrument's steps, and more where it has more. */
export const formatQuoted = (price: Decimal, { tickSize }: Pick<Instrument, 'tickSize'>): string =>
  formatPrice(atLeastPlaces(price, parseDecimal(tickSize).scale));

/** What an alert tells, in a sentence: the price that fired it, and what was asked for. */
export function alertSentence(
  condition: AlertCondition,
  instrument: Pick<Instrument, 'symbol' | 'currency' | 'tickSize'>,
  price: Decimal,
  side: TriggerSide,
): string {
  const { symbol, currency } = instrument;
  const shown = (value: Decimal): string => `${formatQuoted(value, instrument)} ${currency}`;
  const verb = side === 'rise' ? 'rose' : 'fell';
  const asked =
    condition.kind === 'change'
      ? `${formatDecimal(condition.percent)} % or more from the last close`
      : `${condition.kind} ${shown(condition.price)}`;
  return `${symbol} ${verb} to ${shown(price)} (${asked})`;
}

const atLeastPlaces = (value: Decimal, places: number): Decimal =>
  value.scale >= places ? value : { digits: value.digits * powerOfTen(places - value.scale), scale: places };
