/** The calendar day of a moment where the reader is, as `YYYY-MM-DD`. */
export function localDay(at: Date): string {
  const [year, month, day] = [at.getFullYear(), at.getMonth() + 1, at.getDate()];
  return [String(year).padStart(4, '0'), pad(month), pad(day)].join('-');
}

/** The moment at which a day begins where the reader is, `later` days on. */
export function startOfLocalDay(day: string, later = 0): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later);
}

/** Whether it is a day of the calendar. */
export const isLocalDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && localDay(startOfLocalDay(text)) === text;

/** The day that an address holds under this name; empty for none, and for what is none. */
export function dayIn(search: URLSearchParams, name: string): string {
  const text = search.get(name) ?? '';
  return isLocalDay(text) ? text : '';
}

/** Of a period whose ends may be open. */
export const endsBeforeItBegins = ({ from, to }: { from: string; to: string }): boolean =>
  from !== '' && to !== '' && to < from;

const pad = (part: number): string => String(part).padStart(2, '0');
