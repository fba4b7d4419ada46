import { expect, it } from 'vitest';
import type { OrderType, TimeInForce } from './order.js';
import { spanOf, type Sessions, type TradingSession } from './time-in-force.js';

const session = (day: string, opens = '13:30', closes = '20:00'): TradingSession => ({
  opensAt: new Date(`${day}T${opens}:00Z`),
  closesAt: new Date(`${day}T${closes}:00Z`),
});
/** A Friday in New York, and the Monday after it. */
const [friday, monday] = [session('2026-04-10'), session('2026-04-13')];
const trading: Sessions = { current: friday, next: monday };
const closed: Sessions = { current: null, next: monday };
const at = (time: string) => new Date(`2026-04-10T${time}:00Z`);

type Told = [activeFrom: string | null, expiresAt: string | null] | string;

it.each<[string, TimeInForce, Sessions, string, Told]>([
  ['a day ends with its session', 'day', trading, '15:00', [null, '2026-04-10T20:00']],
  [
    'a day that begins while it is closed is the next one',
    'day',
    closed,
    '21:00',
    [null, '2026-04-13T20:00'],
  ],
  ['a day without sessions ends at midnight UTC', 'day', null, '15:00', [null, '2026-04-11T00:00']],
  ['until it is cancelled', 'gtc', trading, '15:00', [null, null]],
  ['at once', 'ioc', trading, '15:00', [null, null]],
  ['at once and whole', 'fok', closed, '21:00', [null, null]],
  ['the opening is the next one', 'opg', trading, '15:00', ['2026-04-13T13:30', '2026-04-13T13:31']],
  ['the opening after a pause', 'opg', closed, '21:00', ['2026-04-13T13:30', '2026-04-13T13:31']],
  ['the last minute of this session', 'cls', trading, '15:00', ['2026-04-10T19:59', '2026-04-10T20:00']],
  [
    'in the last minute it is that of the next',
    'cls',
    trading,
    '19:59',
    ['2026-04-13T19:59', '2026-04-13T20:00'],
  ],
  ['the last minute after a pause', 'cls', closed, '21:00', ['2026-04-13T19:59', '2026-04-13T20:00']],
  ['an opening of what never opens', 'opg', null, '15:00', 'time_in_force_unavailable'],
  ['a close of what never closes', 'cls', null, '15:00', 'time_in_force_unavailable'],
])('%s', (_, timeInForce, sessions, time, expected) => {
  expect(told('limit', timeInForce, sessions, time)).toEqual(expected);
});

it.each<[OrderType, TimeInForce]>([
  ['stop', 'ioc'],
  ['stop_limit', 'fok'],
  ['trailing_stop', 'opg'],
  ['stop', 'cls'],
])('a %s is not %s: it waits for its price', (type, timeInForce) => {
  expect(told(type, timeInForce, trading, '15:00')).toBe('time_in_force_unavailable');
});

it.each<[string, TimeInForce, string | null, Told]>([
  ['a date', 'gtd', '2026-04-20T12:00', [null, '2026-04-20T12:00']],
  ['no date', 'gtd', null, 'expiry_out_of_range'],
  ['a date that is over', 'gtd', '2026-04-10T14:59', 'expiry_out_of_range'],
  ['this very moment', 'gtd', '2026-04-10T15:00', 'expiry_out_of_range'],
  ['a date in two years', 'gtd', '2028-04-10T15:00', 'expiry_out_of_range'],
  ['a date of an order that is good for the day', 'day', '2026-04-20T12:00', 'expiry_out_of_range'],
])('until %s', (_, timeInForce, until, expected) => {
  expect(told('limit', timeInForce, trading, '15:00', until)).toEqual(expected);
});

function told(
  type: OrderType,
  timeInForce: TimeInForce,
  sessions: Sessions,
  time: string,
  until: string | null = null,
): Told {
  const end = until === null ? null : new Date(`${until}:00Z`);
  const text = (moment: Date | null) => moment?.toISOString().slice(0, 16) ?? null;
  try {
    const { activeFrom, expiresAt } = spanOf({ type, timeInForce, until: end }, sessions, at(time));
    return [text(activeFrom), text(expiresAt)];
  } catch (error) {
    return (error as { code: string }).code;
  }
}
