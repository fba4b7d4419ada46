const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** The calendar day of a date or a time in UTC, the same for every reader: trading days and rates have no time zone. */
export const formatDay = (at: string): string => day.format(new Date(at));

/** A moment in the reader's own time zone. */
export const formatMoment = (at: string): string => moment.format(new Date(at));

/** The time of day alone, with seconds, in the reader's own time zone. */
export const formatTime = (at: string): string => time.format(new Date(at));
