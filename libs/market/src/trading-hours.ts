import { tzOffset } from '@date-fns/tz';
import { addDays, dayOf, type Day } from '@tradeyard/kernel';
import type { ExchangeRules } from './trading-calendars.js';
import { alwaysOpen, earlyCloseOf, isTradingDay, rulesOf } from './trading-days.js';

/** Whether an exchange is open, and until when that lasts: null for what never closes. */
export type Session = { readonly isOpen: boolean; readonly until: Date | null };

/** Open or closed without a change from one moment to another, the later one excluded. */
type Span = { readonly fromMs: number; readonly untilMs: number; readonly isOpen: boolean };

const minuteMs = 60_000;

// Asked for every tick: the answer of a moment ago nearly always holds still, and costs no time zone.
const spans = new Map<string, Span>();

/**
 * Whether the exchange is in a regular session at the moment, lunch breaks, holidays and early closes considered.
 * A session begins with its first moment and has ended with its last. Throws `unknown_calendar`.
 */
export function isOpen(calendar: string, at: Date): boolean {
  return calendar === alwaysOpen || spanAt(calendar, at.getTime()).isOpen;
}

/** The session or the pause that the moment is in. Throws `unknown_calendar`. */
export function sessionOf(calendar: string, at: Date): Session {
  if (calendar === alwaysOpen) return { isOpen: true, until: null };
  const { isOpen, untilMs } = spanAt(calendar, at.getTime());
  return { isOpen, until: new Date(untilMs) };
}

/** When it opens or closes next; null for what never closes. Throws `unknown_calendar`. */
export const nextChange = (calendar: string, at: Date): Date | null => sessionOf(calendar, at).until;

function spanAt(calendar: string, atMs: number): Span {
  const known = spans.get(calendar);
  if (known && known.fromMs <= atMs && atMs < known.untilMs) return known;
  const span = findSpan(calendar, atMs);
  spans.set(calendar, span);
  return span;
}

function findSpan(calendar: string, atMs: number): Span {
  const rules = rulesOf(calendar);
  if (!rules) return { fromMs: -Infinity, untilMs: Infinity, isOpen: true };
  const today = dayOf(new Date(atMs + offsetMs(rules.timeZone, atMs)));
  let closedFromMs = atMs;
  // No exchange is closed for longer than some two weeks, so a session is found soon.
  for (let day = today; ; day = addDays(day, 1)) {
    if (!isTradingDay(calendar, day)) continue;
    for (const { opensMs, closesMs } of sessionsOf(rules, day)) {
      if (atMs < opensMs) return { fromMs: closedFromMs, untilMs: opensMs, isOpen: false };
      if (atMs < closesMs) return { fromMs: opensMs, untilMs: closesMs, isOpen: true };
      closedFromMs = closesMs;
    }
  }
}

/** The sessions of a trading day, in order. */
function sessionsOf(rules: ExchangeRules, day: Day): { opensMs: number; closesMs: number }[] {
  const { sessions } = rules.hours.findLast(({ since }) => since <= day) ??
    rules.hours[0] ?? { sessions: [] };
  const end = earlyCloseOf(rules, day) ?? '24:00';
  return sessions
    .map((session) => session.split('-') as [string, string])
    .filter(([opens]) => opens < end)
    .map(([opens, closes]) => ({
      opensMs: momentOf(rules.timeZone, day, opens),
      closesMs: momentOf(rules.timeZone, day, closes < end ? closes : end),
    }));
}

/** Milliseconds since 1970 of a day and a local time such as `09:30` in a zone; not for the hours around a change of clocks. */
export function momentOf(timeZone: string, day: Day, time: string): number {
  const local = Date.parse(`${day}T${time}:00Z`);
  const near = local - offsetMs(timeZone, local);
  return local - offsetMs(timeZone, near);
}

const offsetMs = (timeZone: string, atMs: number): number => tzOffset(timeZone, new Date(atMs)) * minuteMs;

/** A trading day, from its first moment to its last, whatever breaks it has. */
export type DaySession = { readonly opensAt: Date; readonly closesAt: Date };

/**
 * The trading day that runs at the moment, if one does, and the one after it; null for what never closes. A lunch break is
 * part of its day. Throws `unknown_calendar`.
 */
export function daySessions(
  calendar: string,
  at: Date,
): { current: DaySession | null; next: DaySession } | null {
  const rules = calendar === alwaysOpen ? undefined : rulesOf(calendar);
  if (!rules) return null;
  const atMs = at.getTime();
  const today = dayOf(new Date(atMs + offsetMs(rules.timeZone, atMs)));
  let current: DaySession | null = null;
  for (let day = today; ; day = addDays(day, 1)) {
    const sessions = isTradingDay(calendar, day) ? sessionsOf(rules, day) : [];
    const [first, last] = [sessions[0], sessions.at(-1)];
    if (!first || !last || last.closesMs <= atMs) continue;
    const session = { opensAt: new Date(first.opensMs), closesAt: new Date(last.closesMs) };
    if (first.opensMs > atMs) return { current, next: session };
    current = session;
  }
}
