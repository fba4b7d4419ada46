import {
  DomainError,
  addDays,
  dayOf,
  daysBetween,
  findCurrency,
  formatDecimal,
  isDay,
  parseDecimal,
  powerOfTen,
  type Day,
  type Decimal,
  type DomainErrorCode,
} from '@tradeyard/kernel';
import type { ChosenLot } from './activity.js';
import type { ActivityField } from './activity-fields.js';

/** Units, prices and amounts have at most so many places: a wei is the last of an ether. */
export const decimalsMax = 18;

/** In whole units; beyond what any person has of anything, and far from where sums would get slow. */
const wholeMax = 10n ** 15n;

export const symbolLengthMax = 60;
export const noteLengthMax = 1000;
const idLengthMax = 100;

/** More lots than a sale ever has to name; a longer list is a mistake. */
const lotsMax = 1000;

const firstDay = '1900-01-01';

/** `minus`: anything but zero. */
export type Sign = 'positive' | 'zero' | 'minus';

export const fault = (code: DomainErrorCode, field: ActivityField, message: string): DomainError =>
  new DomainError(code, message, field);

/** The places are those that were written, since they tell how far the number was rounded; `shortest` drops the zeros. */
export function readNumber(field: ActivityField, text: string, least: Sign): Decimal {
  const value = shortest(parse(field, text), decimalsMax);
  if (value.scale > decimalsMax) {
    throw fault('too_many_decimals', field, `${text} has more than ${decimalsMax} decimal places`);
  }
  checkSize(field, value);
  if (least === 'minus' ? value.digits === 0n : value.digits < (least === 'zero' ? 0n : 1n)) {
    const wanted = { positive: 'more than zero', zero: 'zero or more', minus: 'other than zero' }[least];
    throw fault('amount_must_be_positive', field, `${text} has to be ${wanted}`);
  }
  return value;
}

function parse(field: ActivityField, text: string): Decimal {
  try {
    return parseDecimal(text);
  } catch (error) {
    throw error instanceof DomainError ? fault(error.code, field, error.message) : error;
  }
}

/** Throws `number_too_large`. */
export function checkSize(field: ActivityField, { digits, scale }: Decimal): void {
  const limit = wholeMax * powerOfTen(scale);
  if (digits > limit || digits < -limit) {
    throw fault('number_too_large', field, `A number can be ${wholeMax} at most`);
  }
}

/** The same number without zeros at its end, of which as many may stay as it has `places`. */
export function shortest({ digits, scale }: Decimal, places = 0): Decimal {
  let value = { digits, scale };
  while (value.scale > places && value.digits % 10n === 0n) {
    value = { digits: value.digits / 10n, scale: value.scale - 1 };
  }
  return value;
}

export function readSymbol(field: ActivityField, text: string): string {
  if (text.length > symbolLengthMax || /\p{C}/u.test(text)) {
    throw fault('activity_malformed', field, `A symbol has 1 to ${symbolLengthMax} visible characters`);
  }
  return text;
}

export function readNote(text: string): string {
  // Line ends and tabs are what people write; the others are no text, and a database refuses the first of them.
  if (text.length > noteLengthMax || /[^\P{Cc}\n\r\t]/u.test(text)) {
    throw fault('activity_malformed', 'note', `A note is a text of at most ${noteLengthMax} characters`);
  }
  return text;
}

export function readCurrency(code: string): string {
  // Not in capitals by itself: GBp are pence, of which a hundred are a GBP.
  if (!findCurrency(code)) {
    throw fault(
      'unknown_currency',
      'currency',
      `"${code.slice(0, 12)}" is not a currency that Tradeyard knows`,
    );
  }
  return code;
}

/** A day that exists, from 1900 until `last`; throws `date_out_of_range`. */
export function readDay(field: ActivityField, text: string, last: Day): Day {
  if (!isDay(text) || text < firstDay || text > last) {
    throw fault(
      'date_out_of_range',
      field,
      `"${text.slice(0, 20)}" is not a day from ${firstDay} to ${last}`,
    );
  }
  return text;
}

/** The last day that an activity can be of: somewhere it is tomorrow already. */
export const lastDayOf = (today: Day): Day => addDays(today, 1);

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** An ISO instant with its zone, as one in UTC. Its day can be another than `day`, which is that of where it happened. */
export function readInstant(text: string, day: Day): string {
  const at = instant.test(text) ? new Date(text) : undefined;
  if (!at || Number.isNaN(at.getTime())) {
    throw fault(
      'activity_malformed',
      'at',
      `"${text.slice(0, 40)}" is not a moment such as 2024-05-17T14:30:00Z`,
    );
  }
  if (Math.abs(daysBetween(day, dayOf(at))) > 1) {
    throw fault('activity_malformed', 'at', `${text} is not on ${day} anywhere`);
  }
  return at.toISOString();
}

export type ChosenLotDraft = { readonly activityId: string; readonly quantity: string };

/** Throws `lots_do_not_match` where they are more than `quantity`; they may be less. */
export function readLots(given: string | readonly ChosenLotDraft[], quantity: Decimal): readonly ChosenLot[] {
  const drafts = typeof given === 'string' ? cutLots(given) : given;
  if (drafts.length > lotsMax)
    throw fault('activity_malformed', 'lots', `${lotsMax} lots can be chosen at most`);
  const lots = drafts.map(({ activityId, quantity: units }) => {
    const id = activityId.trim();
    if (id === '' || id.length > idLengthMax || /\p{C}/u.test(id)) {
      throw fault('activity_malformed', 'lots', 'A lot is named by the id of its activity');
    }
    return { activityId: id, quantity: shortest(readNumber('lots', units.trim(), 'positive')) };
  });
  if (new Set(lots.map(({ activityId }) => activityId)).size < lots.length) {
    throw fault('lots_do_not_match', 'lots', 'A lot can be named once');
  }
  const sum = lots.reduce((total, lot) => total + inSmallest(lot.quantity), 0n);
  if (sum > inSmallest(quantity)) {
    throw fault('lots_do_not_match', 'lots', `The lots are more than ${formatDecimal(quantity)} units`);
  }
  return lots;
}

const inSmallest = ({ digits, scale }: Decimal): bigint => digits * powerOfTen(decimalsMax - scale);

/** `id:2.5; other-id:1`, also without spaces or with commas between. The last colon counts: ids may have some. */
const cutLots = (text: string): ChosenLotDraft[] =>
  text
    .split(/[;,]/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const colon = part.lastIndexOf(':');
      if (colon < 0)
        throw fault('activity_malformed', 'lots', 'Lots are written as id:quantity; id:quantity');
      return { activityId: part.slice(0, colon), quantity: part.slice(colon + 1) };
    });
