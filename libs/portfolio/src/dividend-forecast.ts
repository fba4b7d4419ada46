import { dayNumber, dayOfNumber, type Day } from '@tradeyard/kernel';

export type PaidPerUnit = {
  readonly day: Day;
  /** Per unit as units are today (splits accounted for), in the portfolio's currency. */
  readonly perUnit: number;
};

export type DividendAsset = {
  readonly symbol: string;
  /** Held now. */
  readonly quantity: number;
  readonly payments: readonly PaidPerUnit[];
};

export type ExpectedDividend = {
  readonly symbol: string;
  readonly day: Day;
  readonly perUnit: number;
  readonly amount: number;
};

export type DividendForecast = {
  /** Of the twelve months after today, by day. */
  readonly payments: readonly ExpectedDividend[];
  /** Twelve months, this one first; it is cut to its days after today, and what comes a year on is in a thirteenth. */
  readonly byMonth: readonly { readonly month: string; readonly amount: number }[];
  readonly total: number;
};

/** How many months lie between payments, and from how many days between them on. */
const frequencies = [
  { months: 1, daysMin: 0 },
  { months: 3, daysMin: 60 },
  { months: 6, daysMin: 136 },
  { months: 12, daysMin: 273 },
] as const;

const daysOfMonth = 365.25 / 12;

/** The same day so many months on, or the last of a month that is shorter. */
function addMonths(day: Day, months: number): Day {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const month = `${`${Math.floor(count / 12)}`.padStart(4, '0')}-${`${(count % 12) + 1}`.padStart(2, '0')}`;
  const last = dayOfNumber(dayNumber(`${nextMonth(month)}-01`) - 1);
  const same = `${month}-${day.slice(8)}`;
  return same < last ? same : last;
}

function nextMonth(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  const next = number === 12 ? [year + 1, 1] : [year, number + 1];
  return `${`${next[0]}`.padStart(4, '0')}-${`${next[1]}`.padStart(2, '0')}`;
}

/** The months between payments: of the middle one of the latest gaps; a single payment is taken for a yearly one. */
function intervalOf(payments: readonly PaidPerUnit[]): number {
  const days = [...new Set(payments.map(({ day }) => dayNumber(day)))].slice(-9);
  const gaps = days.slice(1).map((day, index) => day - (days[index] ?? day));
  const middle = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
  if (middle === undefined) return 12;
  return frequencies.findLast(({ daysMin }) => middle >= daysMin)?.months ?? 12;
}

/** What was paid per unit around that day, within half an interval; undefined for nothing. */
function paidAround(payments: readonly PaidPerUnit[], day: Day, months: number): number | undefined {
  const reach = (months * daysOfMonth) / 2;
  const distance = (other: Day): number => Math.abs(dayNumber(other) - dayNumber(day));
  const near = payments.filter((payment) => distance(payment.day) < reach);
  return near.toSorted((a, b) => distance(a.day) - distance(b.day))[0]?.perUnit;
}

function expectedOf({ symbol, quantity, payments }: DividendAsset, today: Day): ExpectedDividend[] {
  const paid = payments.filter(({ day }) => day <= today).toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const last = paid.at(-1);
  if (!last || quantity <= 0) return [];
  const months = intervalOf(paid);
  const horizon = addMonths(today, 12);
  // A payment that is two months and half an interval late is not late: there is none any more.
  const lateMax = (months * 1.5 + 2) * daysOfMonth;
  if (dayNumber(today) - dayNumber(last.day) > lateMax) return [];
  const expected: ExpectedDividend[] = [];
  for (let step = 1; ; step++) {
    const day = addMonths(last.day, step * months);
    if (day > horizon) return expected;
    if (day <= today) continue;
    const perUnit = paidAround(paid, addMonths(day, -12), months) ?? last.perUnit;
    expected.push({ symbol, day, perUnit, amount: perUnit * quantity });
  }
}

/**
 * What assets are expected to pay in the twelve months after today: on the dates that follow from their last payment and
 * how often they pay (monthly, quarterly, half-yearly, yearly), each as much per unit as at the same time a year before,
 * or as last where there was none, for the quantity held now. What has stopped paying is expected to pay nothing.
 */
export function forecastDividends(assets: readonly DividendAsset[], today: Day): DividendForecast {
  const payments = assets
    .flatMap((asset) => expectedOf(asset, today))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const months = Array.from({ length: 13 }, (_, step) =>
    addMonths(`${today.slice(0, 7)}-01`, step).slice(0, 7),
  );
  const byMonth = months.map((month) => ({
    month,
    amount: payments.reduce((sum, { day, amount }) => (day.startsWith(month) ? sum + amount : sum), 0),
  }));
  return { payments, byMonth, total: payments.reduce((sum, { amount }) => sum + amount, 0) };
}

export type ReceivedDividends = {
  /** Months and years with a payment, oldest first; minor units. */
  readonly byMonth: readonly { readonly month: string; readonly minor: bigint }[];
  readonly byYear: readonly { readonly year: number; readonly minor: bigint }[];
  readonly total: bigint;
};

/** Dividends that were received, added up exactly. */
export function dividendsReceived(
  payments: readonly { readonly day: Day; readonly minor: bigint }[],
): ReceivedDividends {
  const byKey = (keyOf: (day: Day) => string): [string, bigint][] => {
    const sums = new Map<string, bigint>();
    for (const { day, minor } of payments) sums.set(keyOf(day), (sums.get(keyOf(day)) ?? 0n) + minor);
    return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  };
  return {
    byMonth: byKey((day) => day.slice(0, 7)).map(([month, minor]) => ({ month, minor })),
    byYear: byKey((day) => day.slice(0, 4)).map(([year, minor]) => ({ year: Number(year), minor })),
    total: payments.reduce((sum, { minor }) => sum + minor, 0n),
  };
}
