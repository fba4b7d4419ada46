import { dayOfNumber, type Day, type DayNumber } from '@tradeyard/kernel';
import type { PositionCourse } from './position-course.js';
import { isBaseCash, roaiPosition, sharesOf, takesPart, type RoaiPosition, type TwoViews } from './roai.js';
import { chartDates, roaiRanges } from './roai-dates.js';
import { addRoaiDays, addWorth, emptyRoaiDays, emptyScratch, type RoaiDays } from './roai-days.js';
import { gainReader } from './roai-gains.js';
import { historyOf, type HistoryRow } from './roai-history.js';
import { activityDays, investedByGroup, investedOnDays, type InvestedOn } from './roai-investments.js';

export type SnapshotContext = {
  /** The portfolio's currency. */
  readonly currency: string;
  /** The day before the first activity: index 0 of every course. */
  readonly first: DayNumber;
  readonly today: DayNumber;
  /** Rows of the history: on the dates that the method looks at, or on every day. Its percentages are the same. */
  readonly history?: 'dates' | 'days' | undefined;
  /** Further days that the method looks at: those on which a balance of cash was noted. */
  readonly lookedAt?: readonly DayNumber[] | undefined;
};

/** A portfolio as its performance is told: by the return on average investment. See `RoaiPosition` for the units. */
export type Snapshot = {
  readonly currency: string;
  readonly first: Day;
  readonly today: Day;
  /** By symbol. */
  readonly positions: readonly RoaiPosition[];
  /** What is held and has no price: its value is made up. */
  readonly unpriced: readonly string[];
  /** All positions and all cash; without what is owed. */
  readonly value: number;
  readonly cash: number;
  readonly liabilities: number;
  readonly fees: number;
  readonly interest: number;
  readonly invested: TwoViews;
  readonly gross: TwoViews;
  readonly net: TwoViews;
  readonly averageInvested: TwoViews;
  readonly netPercent: TwoViews;
  /** By key: 1d, wtd, mtd, ytd, 1y, 5y, max, and years that ended. */
  readonly ranges: Readonly<Record<string, { readonly net: TwoViews; readonly percent: TwoViews }>>;
  readonly history: readonly HistoryRow[];
  /** On each day of an activity what all positions had cost, each in its asset's own currency. */
  readonly investments: readonly InvestedOn[];
  /** By how much the investment with the currency effect changed, for every month and year from first to today. */
  readonly investmentsByMonth: readonly InvestedOn[];
  readonly investmentsByYear: readonly InvestedOn[];
};

/**
 * The whole of it from the courses of the positions: O(days) for each. When an activity comes in, follow its position
 * anew and call this again with all courses.
 */
export function snapshotOf(courses: readonly PositionCourse[], context: SnapshotContext): Snapshot {
  const { currency, first, today } = context;
  const length = today - first + 1;
  const marked = activityDays(courses, length);
  const looked = (context.lookedAt ?? []).map((day) => day - first);
  const dates = courses.length > 0 ? chartDates(first, today, marked, looked) : new Uint8Array(0);
  const ranges = roaiRanges(first, today);
  const readGains = gainReader(ranges, dates);
  const days = emptyRoaiDays(length);
  let others: RoaiDays | undefined;
  const scratch = emptyScratch(length);
  const cash = new Float64Array(length);
  const aside = new Float64Array(length);
  const told: { course: PositionCourse; position: RoaiPosition }[] = [];
  for (const course of courses) {
    addRoaiDays(takesPart(course, currency) ? days : (others ??= emptyRoaiDays(length)), scratch, course);
    if (course.kind === 'cash') addWorth(cash, course);
    if (course.kind === 'liability' || isBaseCash(course, currency)) addWorth(aside, course);
    if (course.kind !== 'liability')
      told.push({ course, position: roaiPosition(course, readGains(scratch)) });
  }
  told.sort((a, b) => alphabet.compare(a.course.symbol, b.course.symbol));
  const everyDay = context.history === 'days';
  return {
    currency,
    first: dayOfNumber(first),
    today: dayOfNumber(today),
    positions: told.filter(({ course }) => course.isHolding).map(({ position }) => position),
    unpriced: told.filter(({ position }) => position.isUnpriced).map(({ position }) => position.symbol),
    ...totalsOf(told, courses, currency),
    cash: cash[length - 1] ?? 0,
    ranges: totalRanges(days, ranges, dates),
    history: courses.length === 0 ? [] : historyOf({ first, days, cash, aside }, everyDay ? null : dates),
    investments: investedOnDays(courses, marked, first),
    investmentsByMonth: courses.length === 0 ? [] : investedByGroup(days, first, 'month'),
    investmentsByYear: courses.length === 0 ? [] : investedByGroup(days, first, 'year'),
  };
}

/** As people sort names: `Zürich` and `apple` where they look for them. */
const alphabet = new Intl.Collator('en');

type Told = { readonly course: PositionCourse; readonly position: RoaiPosition };

function totalsOf(told: readonly Told[], courses: readonly PositionCourse[], currency: string) {
  const parts = told.filter(({ course }) => takesPart(course, currency)).map(({ position }) => position);
  const sum = <Item>(items: readonly Item[], read: (item: Item) => number) =>
    items.reduce((total, item) => total + read(item), 0);
  const views = (read: (position: RoaiPosition) => TwoViews): TwoViews => ({
    flat: sum(parts, (position) => read(position).flat),
    withCurrency: sum(parts, (position) => read(position).withCurrency),
  });
  const net = views((position) => position.net);
  const averageInvested = views((position) => position.averageInvested);
  const paying = courses.filter((course) => !isBaseCash(course, currency));
  return {
    value: sum(told, ({ position }) => position.value),
    liabilities: sum(courses, ({ totals }) => totals.liabilitiesInBase),
    fees: sum(paying, ({ totals }) => totals.feeInBase),
    interest: sum(courses, ({ totals }) => totals.interestInBase),
    invested: views((position) => position.invested),
    gross: views((position) => position.gross),
    net,
    averageInvested,
    netPercent: sharesOf(net, averageInvested),
  };
}

function totalRanges(days: RoaiDays, ranges: ReturnType<typeof roaiRanges>, dates: Uint8Array) {
  const read = gainReader(ranges, dates);
  const withCurrency = read(days);
  const flat = read({
    value: days.valueFlat,
    invested: days.investedFlat,
    net: days.netFlat,
    short: days.shortFlat,
  });
  return Object.fromEntries(
    ranges.map(({ key }) => {
      const [own, even] = [withCurrency[key], flat[key]];
      return [
        key,
        {
          net: { flat: even?.net ?? 0, withCurrency: own?.net ?? 0 },
          percent: { flat: even?.percent ?? 0, withCurrency: own?.percent ?? 0 },
        },
      ];
    }),
  );
}
