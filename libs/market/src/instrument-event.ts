import {
  compareDecimals,
  DomainError,
  formatDecimal,
  isDay,
  parseDecimal,
  type Day,
  type Decimal,
} from '@tradeyard/kernel';

export const instrumentEventKinds = ['split', 'dividend'] as const;
export type InstrumentEventKind = (typeof instrumentEventKinds)[number];

/** Each `from` shares became `to`: 4:1 makes four of one, 1:10 makes one of ten. `day` is the first day at the new price. */
export type Split = { readonly kind: 'split'; readonly day: Day; readonly to: bigint; readonly from: bigint };

/**
 * What a share got, in the instrument's currency as it was then, so counted before a split of the same day. `day` is the
 * first day on which a buyer does not get it.
 */
export type Dividend = { readonly kind: 'dividend'; readonly day: Day; readonly amount: Decimal };

export type InstrumentEvent = Split | Dividend;

/** More shares than that no company ever made of one. */
const partsMax = 100_000n;
const placesMax = 12;
const amountMax: Decimal = { digits: 10n ** 9n, scale: 0 };

/**
 * An event from text: the value of a split is `4:1`, that of a dividend a decimal such as `0.82`. Throws
 * `event_malformed`, with the field `kind`, `day` or `value`.
 */
export function readEvent(kind: string, day: string, value: string): InstrumentEvent {
  if (!isDay(day) || day < '1900') throw malformed('day', `"${clip(day)}" is not a day such as 2020-08-31`);
  if (kind === 'split') return { kind, day, ...readRatio(value) };
  if (kind === 'dividend') return { kind, day, amount: readAmount(value) };
  throw malformed('kind', `kind must be one of ${instrumentEventKinds.join(', ')}`);
}

/** `4:1`, or the amount. */
export const eventValue = (event: InstrumentEvent): string =>
  event.kind === 'split' ? `${event.to}:${event.from}` : formatDecimal(event.amount);

function readRatio(value: string): { to: bigint; from: bigint } {
  const match = /^(\d{1,6}):(\d{1,6})$/.exec(value);
  const [to, from] = [BigInt(match?.[1] ?? 0), BigInt(match?.[2] ?? 0)];
  if (to > 0n && from > 0n && to !== from && to <= partsMax && from <= partsMax) return { to, from };
  throw malformed('value', `"${clip(value)}" is not a ratio of new shares to old ones such as 4:1`);
}

function readAmount(value: string): Decimal {
  const amount = /^\d{1,15}(\.\d+)?$/.test(value) ? parseDecimal(value) : undefined;
  if (amount && amount.digits > 0n && amount.scale <= placesMax && compareDecimals(amount, amountMax) <= 0) {
    return amount;
  }
  throw malformed('value', `"${clip(value)}" is not an amount for one share above zero, such as 0.82`);
}

const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}...` : text);

const malformed = (field: 'kind' | 'day' | 'value', message: string): DomainError =>
  new DomainError('event_malformed', message, field);
