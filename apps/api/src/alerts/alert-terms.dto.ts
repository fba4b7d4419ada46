import { dayOf, DomainError, formatDecimal, parseDecimal, type Decimal } from '@tradeyard/kernel';
import {
  alertLevels,
  formatPrice,
  isReached,
  readAlertPercent,
  readAlertPrice,
  type AlertCondition,
  type AlertStatus,
  type Quote,
} from '@tradeyard/market';
import type { InstrumentEntity } from '../market-data/instrument.entity.js';
import { Problem } from '../platform/problem.js';
import type { AlertEntity } from './alert.entity.js';
import type { ChangeAlertDto, NewAlertDto } from './alerts.dto.js';

/** What a row says that is not its own: everything but whose it is. */
type Terms = Omit<AlertEntity, 'id' | 'userId'>;
type Change = Pick<ChangeAlertDto, keyof ChangeAlertDto>;
type Columns = Pick<AlertEntity, 'kind' | 'price' | 'percent' | 'direction'>;

/** Nobody waits for a price longer than that. */
const lifeMsMax = 5 * 366 * 86_400_000;

/** What an alert waits for, as its columns have it. */
export function conditionOf({ kind, price, percent, direction }: Columns): AlertCondition {
  return kind === 'change'
    ? { kind, percent: parseDecimal(percent as string), direction: direction ?? 'either' }
    : { kind, price: parseDecimal(price as string) };
}

/**
 * The row of a new alert. Throws a problem for fields that do not belong together, what `readAlertPrice` and
 * `readAlertPercent` throw, `date_out_of_range` and `alert_already_met`.
 */
export function newAlert(
  body: NewAlertDto,
  instrument: InstrumentEntity,
  quote: Quote | null,
  now: Date,
): Terms {
  const columns = readColumns(body, instrument);
  const repeats = body.repeats ?? false;
  return {
    symbol: instrument.symbol,
    ...columns,
    pricedOn: dayOf(now),
    repeats,
    note: body.note?.trim() || null,
    channels: body.channels ?? [],
    expiresAt: readExpiry(body.expiresAt, now),
    status: armed(conditionOf(columns), repeats, instrument, quote),
    version: 1,
    since: now,
    createdAt: now,
    changedAt: now,
    firedAt: null,
    firedPrice: null,
  };
}

/** What a change leaves of an alert. Throws as `newAlert` does. */
export function changedAlert(
  alert: AlertEntity,
  body: Change,
  instrument: InstrumentEntity,
  quote: Quote | null,
  now: Date,
): Terms {
  const { id: _, userId: _user, ...terms } = alert;
  const columns = readColumns({ ...stated(alert), ...body, kind: alert.kind }, instrument);
  const expiresAt = body.expiresAt === undefined ? alert.expiresAt : readExpiry(body.expiresAt, now);
  const next = {
    ...terms,
    ...columns,
    ...(body.price !== undefined && { pricedOn: dayOf(now) }),
    repeats: body.repeats ?? alert.repeats,
    note: body.note === undefined ? alert.note : body.note?.trim() || null,
    channels: body.channels ?? alert.channels,
    expiresAt,
    version: alert.version + 1,
    changedAt: now,
  };
  const isNewCondition = ['price', 'percent', 'direction'].some((field) => field in body);
  const status = nextStatus(alert.status, body, isNewCondition);
  if (status !== 'arm') return { ...next, status };
  if (expiresAt && expiresAt <= now) throw expired();
  return { ...next, status: armed(conditionOf(columns), next.repeats, instrument, quote), since: now };
}

/** A paused alert stays so until somebody says otherwise, and a new note arms nothing. */
function nextStatus(status: AlertStatus, body: Change, isNewCondition: boolean): AlertStatus | 'arm' {
  if (body.status === 'active') return status === 'active' && !isNewCondition ? status : 'arm';
  if (body.status === 'paused') return status === 'active' || status === 'resting' ? 'paused' : status;
  if (isNewCondition && status !== 'paused' && status !== 'expired') return 'arm';
  // What rested to be told again has nothing to wait for any more.
  if (body.repeats === false && status === 'resting') return 'fired';
  // Somebody who gives an expired alert more time wants it to go on.
  return status === 'expired' && body.expiresAt !== undefined ? 'arm' : status;
}

const stated = ({ price, percent, direction }: AlertEntity): Partial<NewAlertDto> => ({
  ...(price !== null && { price }),
  ...(percent !== null && { percent }),
  ...(direction !== null && { direction }),
});

type Condition = Pick<NewAlertDto, 'kind' | 'price' | 'percent' | 'direction'>;

function readColumns({ kind, price, percent, direction }: Condition, instrument: InstrumentEntity): Columns {
  if (kind === 'change') {
    if (percent === undefined) throw wrongField('percent', 'An alert on a change needs a percentage');
    if (price !== undefined) throw wrongField('price', 'An alert on a change has no price');
    const way = direction ?? 'either';
    return { kind, price: null, percent: formatDecimal(readAlertPercent(percent, way)), direction: way };
  }
  if (price === undefined) throw wrongField('price', `An alert of kind ${kind} needs a price`);
  const other = percent === undefined ? 'direction' : 'percent';
  if (percent !== undefined || direction !== undefined) {
    throw wrongField(other, `An alert of kind ${kind} has no ${other}`);
  }
  return { kind, price: formatDecimal(readAlertPrice(price, instrument)), percent: null, direction: null };
}

function wrongField(field: string, message: string): Problem {
  return new Problem('validation_failed', message, [{ field, message }]);
}

function readExpiry(text: string | null | undefined, now: Date): Date | null {
  if (text === null || text === undefined) return null;
  const at = new Date(text);
  if (at <= now) throw expired();
  if (at.getTime() > now.getTime() + lifeMsMax) {
    throw new DomainError('date_out_of_range', 'An alert lives five years at most', 'expiresAt');
  }
  return at;
}

const expired = (): DomainError =>
  new DomainError(
    'date_out_of_range',
    'The alert would have expired already: give it more time',
    'expiresAt',
  );

/**
 * An alert begins to wait. Where the price is there already it would fire at once and tell what everybody sees, most
 * often because above and below were taken for each other: it is refused, or rests if it repeats.
 */
function armed(
  condition: AlertCondition,
  repeats: boolean,
  { symbol, currency }: InstrumentEntity,
  quote: Quote | null,
): AlertStatus {
  if (!quote || !isMet(condition, quote)) return 'active';
  if (repeats) return 'resting';
  const at = `${symbol} is at ${formatPrice(quote.price)} ${currency} already`;
  throw condition.kind === 'change'
    ? new DomainError(
        'alert_already_met',
        `${at}, as far from the last close as that. Choose more.`,
        'percent',
      )
    : new DomainError('alert_already_met', `${at}. ${adviceOf(condition.kind, condition.price)}`, 'price');
}

const adviceOf = (kind: 'above' | 'below', price: Decimal): string =>
  kind === 'above'
    ? `Choose a higher price than ${formatDecimal(price)}, or ask for below.`
    : `Choose a lower price than ${formatDecimal(price)}, or ask for above.`;

const isMet = (condition: AlertCondition, { price, previousClose }: Quote): boolean =>
  alertLevels(condition, previousClose).some((level) => isReached(level, price));
