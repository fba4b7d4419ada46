const minuteMs = 60_000;

/** A moment as the field has it. */
export function momentText(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * minuteMs);
  return local.toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

/** What stands in the field, as the API takes it; null where that is no moment. */
export function readMoment(text: string): string | null {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
