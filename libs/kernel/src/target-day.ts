import { addDays, type Day } from './day.js';

/** Free in every year, beside the two days around Easter. */
const fixedHolidays = new Set(['01-01', '05-01', '12-25', '12-26']);

const hourMs = 3_600_000;

/** The hour of Frankfurt at which the European Central Bank publishes the rates of a day, about. */
const publishedAtHour = 16;

const frankfurt = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Berlin',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The day that it is in Frankfurt, where reference rates are made. */
export const frankfurtDay = (at: Date): Day => frankfurt.format(at);

/**
 * Whether the euro's payment system TARGET works on this day, which are the days
 * that have reference rates. The calendar holds from 2002 on: before, the bank
 * published on 2 and 5 April 1999, and not on 31 December of 1999 and 2001.
 * Source: the bank's press release "TARGET: Long-term calendar for closing days" of 14 December 2000.
 */
export function isTargetDay(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6 || fixedHolidays.has(day.slice(5))) return false;
  const easter = easterSunday(Number(day.slice(0, 4)));
  return day !== addDays(easter, -2) && day !== addDays(easter, 1);
}

/** The newest day whose reference rates are published at that moment. */
export function lastTargetDay(at: Date): Day {
  let day = frankfurtDay(new Date(at.getTime() - publishedAtHour * hourMs));
  while (!isTargetDay(day)) day = addDays(day, -1);
  return day;
}

/** Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher ("Astronomical Algorithms", chapter 8). */
function easterSunday(year: number): Day {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const sum = epact + weekday - 7 * shift + 114;
  const month = `${Math.floor(sum / 31)}`.padStart(2, '0');
  return `${year}-${month}-${`${(sum % 31) + 1}`.padStart(2, '0')}`;
}
