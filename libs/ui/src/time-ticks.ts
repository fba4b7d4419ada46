/** Where a time axis has its marks, in milliseconds, and how to write them. */
export type TimeTicks = { readonly at: number[]; readonly format: Intl.DateTimeFormat };

const ticksMax = 7;
const dayMs = 86_400_000;
const monthSteps = [1, 2, 3, 6];
const yearSteps = [1, 2, 5, 10];

const formatOf = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' });

/**
 * At most seven marks at the beginnings of years, of months, or every few days, so that none is written twice and all
 * are equally far from each other.
 */
export function timeTicks(fromMs: number, toMs: number): TimeTicks {
  const days = (toMs - fromMs) / dayMs;
  if (days > 900) {
    const step = yearSteps.find((years) => days / 365 / years <= ticksMax) ?? 20;
    return { at: monthStarts(fromMs, toMs, step * 12), format: formatOf({ year: 'numeric' }) };
  }
  if (days > 75) {
    const step = monthSteps.find((months) => days / 30 / months <= ticksMax) ?? 12;
    return { at: monthStarts(fromMs, toMs, step), format: formatOf({ month: 'short', year: 'numeric' }) };
  }
  const stepMs = Math.max(1, Math.ceil(days / ticksMax)) * dayMs;
  const first = Math.ceil(fromMs / dayMs) * dayMs;
  const at = Array.from(
    { length: Math.floor((toMs - first) / stepMs) + 1 },
    (_, index) => first + index * stepMs,
  );
  return { at, format: formatOf({ day: 'numeric', month: 'short' }) };
}

/** The first days of every `step`th month, counted from January. */
function monthStarts(fromMs: number, toMs: number, step: number): number[] {
  const from = new Date(fromMs);
  const found: number[] = [];
  let month = Math.ceil((from.getUTCFullYear() * 12 + from.getUTCMonth()) / step) * step;
  for (;;) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (at > toMs) return found;
    if (at >= fromMs) found.push(at);
    month += step;
  }
}
