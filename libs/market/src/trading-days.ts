import { addDays, DomainError, type Day } from '@tradeyard/kernel';
import Holidays, { type HolidaysTypes } from 'date-holidays';
import { exchanges, type DayRule, type ExchangeRules } from './trading-calendars.js';

/** What is traded without a pause, in UTC. */
export const alwaysOpen = '24/7';

/** `24/7`, and exchanges by their ISO 10383 market identifier code. */
export const calendarCodes: readonly string[] = [alwaysOpen, ...Object.keys(exchanges)];

/** New York and Nasdaq are right from 1999 on, the others from 2010; earlier days follow the rules of those years. */
export const isCalendar = (code: string): boolean => code === alwaysOpen || Object.hasOwn(exchanges, code);

/** Throws `unknown_calendar`. Undefined for `24/7`, which has no rules. */
export function rulesOf(calendar: string): ExchangeRules | undefined {
  if (calendar === alwaysOpen) return undefined;
  const rules = Object.hasOwn(exchanges, calendar) ? exchanges[calendar] : undefined;
  if (rules) return rules;
  throw new DomainError(
    'unknown_calendar',
    `"${calendar.slice(0, 40)}" is no trading calendar; there are ${calendarCodes.join(', ')}`,
    'calendar',
  );
}

/** The IANA name of the zone in which the calendar counts its days. Throws `unknown_calendar`. */
export const timeZoneOf = (calendar: string): string => rulesOf(calendar)?.timeZone ?? 'UTC';

/** Whether there is a session on the day, which is one of the exchange's own zone. Throws `unknown_calendar`. */
export function isTradingDay(calendar: string, day: Day): boolean {
  const rules = rulesOf(calendar);
  if (!rules) return true;
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !yearOf(rules, day).closed.has(day);
}

/** All trading days from one day to another, both included. Throws `unknown_calendar`. */
export function tradingDays(calendar: string, from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) if (isTradingDay(calendar, day)) days.push(day);
  return days;
}

/** When a shortened trading day ends, as local time; undefined for others. */
export const earlyCloseOf = (rules: ExchangeRules, day: Day): string | undefined =>
  yearOf(rules, day).early.has(day) ? rules.early?.close : undefined;

type ExchangeYear = { readonly closed: ReadonlySet<Day>; readonly early: ReadonlySet<Day> };

// To work out a year takes milliseconds, and a year that was worked out once never changes.
const years = new Map<ExchangeRules, Map<number, ExchangeYear>>();
const countries = new Map<ExchangeRules, Holidays>();

function yearOf(rules: ExchangeRules, day: Day): ExchangeYear {
  const year = Number(day.slice(0, 4));
  const known = years.get(rules) ?? new Map<number, ExchangeYear>();
  const found = known.get(year) ?? workOut(rules, year);
  years.set(rules, known.set(year, found));
  return found;
}

function workOut(rules: ExchangeRules, year: number): ExchangeYear {
  const own = rules.holidays.flatMap((rule) => daysOf(asRule(rule), year));
  const early = (rules.early?.days ?? []).flatMap((rule) => {
    const { before = 0, ...dayRule }: DayRule & { before?: number } = asRule(rule);
    return daysOf(dayRule, year).map((day) => addDays(day, -before));
  });
  const holidays = [...own, ...publicHolidays(rules, year)].filter((day) => !rules.moved?.includes(day));
  return {
    closed: new Set([...holidays, ...rules.closures]),
    early: new Set(early.filter((day) => !rules.early?.except?.includes(day))),
  };
}

const asRule = <T extends DayRule>(rule: string | T): DayRule | T =>
  typeof rule === 'string' ? { rule } : rule;

function daysOf({ rule, since = 0, until = Infinity }: DayRule, year: number): Day[] {
  if (year < since || year > until) return [];
  const holidays = new Holidays();
  if (!holidays.setHoliday(rule, rule)) throw new Error(`"${rule}" is no rule of date-holidays`);
  return holidays.getHolidays(year).map(dayOfHoliday);
}

function publicHolidays(rules: ExchangeRules, year: number): Day[] {
  if (!rules.country) return [];
  const types: HolidaysTypes.HolidayType[] = rules.bankHolidays ? ['public', 'bank'] : ['public'];
  const holidays = countries.get(rules) ?? new Holidays(rules.country, { types });
  countries.set(rules, holidays);
  return holidays.getHolidays(year).map(dayOfHoliday);
}

/** The first ten characters of a holiday's date are its local day. */
const dayOfHoliday = ({ date }: { date: string }): Day => date.slice(0, 10);
