import type { Order } from '../account/account.js';
import { timeInForceWords } from './order-words.js';

export type TimeInForce = Order['timeInForce'];

type Asked = {
  type: Order['type'];
  /** It has no opening and no close. */
  isAroundTheClock: boolean;
};

const isStop = (type: Order['type']): boolean => type.includes('stop');

/** The times in force that make sense for an order, to choose from. */
export function timesInForce({ type, isAroundTheClock }: Asked): { value: TimeInForce; label: string }[] {
  const values: TimeInForce[] = [
    'day',
    'gtc',
    'gtd',
    ...(isStop(type) ? [] : (['ioc', 'fok'] as const)),
    ...(isStop(type) || isAroundTheClock ? [] : (['opg', 'cls'] as const)),
  ];
  return values.map((value) => ({ value, label: timeInForceWords[value] }));
}

/** What a picker of a moment gives, which is in the time of the reader, as a moment. */
export const momentOf = (local: string): string => new Date(local).toISOString();

/** A moment as a picker takes it: to the minute, in the time of the reader. */
export function localOf(at: string): string {
  const moment = new Date(at);
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** What is wrong with a moment until which an order is good, or null. */
export const untilFault = (timeInForce: string, local: string): string | null =>
  timeInForce !== 'gtd'
    ? null
    : local === '' || !(Date.parse(local) > Date.now())
      ? 'Choose a moment that is still to come'
      : null;
