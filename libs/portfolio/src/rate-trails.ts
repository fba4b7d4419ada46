import { dayOfNumber } from '@tradeyard/kernel';
import { type DaySeries } from './day-series.js';
import { flowsOf, paidInOf, takenOutOf, type DatedFlow } from './flows.js';
import { findGrowths } from './money-weighted.js';
import { type IndexRange } from './ranges.js';
import { daysPerYear, timeWeighted, visitReturnPeriods, type ReturnPeriod } from './time-weighted.js';
import { type Trail, type TrailColumn, type TrailInput } from './trail.js';
import { type TrailRow } from './trail-formula.js';

type SubPeriod = {
  from: number;
  to: number;
  /** Put to work in it: the opening and what came in, or the average where prices were missing. */
  capital: number;
  gain: number;
  isBridged: boolean;
};

/** Days between which nothing came or went make one factor: what one closes with is what the next has to work with. */
function joins(before: SubPeriod, next: ReturnPeriod): boolean {
  const closing = before.capital + before.gain;
  const isSame = Math.abs(closing - next.capital) <= 1e-10 * Math.abs(next.capital);
  return isSame && !before.isBridged && next.to - next.from === 1 && closing > 0;
}

function subPeriods(series: DaySeries, range: IndexRange): SubPeriod[] {
  const periods: SubPeriod[] = [];
  visitReturnPeriods(series, range, (next) => {
    if (next.capital <= 0) return;
    const before = periods.at(-1);
    if (before?.to === next.from && joins(before, next)) {
      before.to = next.to;
      before.gain += next.gain;
    } else {
      const { from, to, capital, gain } = next;
      periods.push({ from, to, capital, gain, isBridged: to - from > 1 });
    }
  });
  return periods;
}

function sumOf(
  of: (series: DaySeries, index: number) => number,
  series: DaySeries,
  period: SubPeriod,
): number {
  let sum = 0;
  for (let index = period.from + 1; index <= period.to; index++) sum += of(series, index);
  return sum;
}

function subPeriodRow(series: DaySeries, period: SubPeriod): TrailRow {
  const { from, to, capital, gain } = period;
  return {
    from: dayOfNumber(series.first + from + 1),
    to: dayOfNumber(series.first + to),
    opening: series.value[from] ?? 0,
    paidIn: sumOf(paidInOf, series, period),
    capital,
    gain,
    takenOut: sumOf(takenOutOf, series, period),
    closing: series.value[to] ?? 0,
    factor: Math.max(0, 1 + gain / capital),
    method: period.isBridged ? 'modified_dietz' : 'daily',
  };
}

const moneyColumn = (name: string): TrailColumn => ({ name, unit: 'money', source: 'valuation' });
const flowColumn = (name: string): TrailColumn => ({ name, unit: 'money', source: 'activities' });

/**
 * The time-weighted return of a range: its parts between flows, and the factor of each. Days without flows are one part;
 * a row `modified_dietz` is of days that had no price, its capital the average of them.
 */
export function timeWeightedTrail(series: DaySeries, range: IndexRange): Trail {
  const { rate } = timeWeighted(series, range);
  return {
    figure: 'twr',
    value: rate,
    unit: 'rate',
    formula: { key: 'linked_factors', text: 'product(factor) - 1', gives: 'figure' },
    rowFormula: { column: 'factor', text: 'max(0, 1 + gain / capital)' },
    inputs: [],
    columns: [
      { name: 'from', unit: 'day', source: 'activities' },
      { name: 'to', unit: 'day', source: 'activities' },
      moneyColumn('opening'),
      flowColumn('paidIn'),
      moneyColumn('capital'),
      moneyColumn('gain'),
      flowColumn('takenOut'),
      moneyColumn('closing'),
      { name: 'factor', unit: 'factor', source: 'formula' },
      { name: 'method', unit: 'text', source: 'prices' },
    ],
    rows: subPeriods(series, range).map((period) => subPeriodRow(series, period)),
    note: rate === null ? 'nothing_held' : null,
  };
}

/** Rates between these are told as they are; beyond them their digits are too few, or too many, to compute with. */
const plainMin = -0.99;
const plainMax = 1e6;

type Discounting = {
  readonly key: string;
  readonly text: string;
  factorOf: (years: number, yearsLeft: number) => number;
};

/**
 * How flows are brought to one day. At a plain rate it is the first one's. Beyond, the logarithm of the yearly growth
 * takes the rate's place, and when that is below zero the last day that of the first, so that no factor overflows.
 */
function discountingOf(growth: number): Discounting {
  const rate = Math.expm1(growth);
  if (rate > plainMin && rate < plainMax) {
    return {
      key: 'present_values_are_zero',
      text: 'sum(amount / (1 + rate) ^ years)',
      factorOf: (years) => (1 + rate) ** -years,
    };
  }
  return growth > 0
    ? {
        key: 'present_values_are_zero_by_growth',
        text: 'sum(amount * exp(-growth * years))',
        factorOf: (years) => Math.exp(-growth * years),
      }
    : {
        key: 'future_values_are_zero_by_growth',
        text: 'sum(amount * exp(growth * yearsLeft))',
        factorOf: (_, yearsLeft) => Math.exp(growth * yearsLeft),
      };
}

const rateInput = (name: string, value: number): TrailInput => ({
  name,
  value,
  unit: 'rate',
  source: 'formula',
});

function moneyWeightedRows(flows: readonly DatedFlow[], discounting: Discounting | null): TrailRow[] {
  const [first, last] = [flows[0]?.day ?? 0, flows.at(-1)?.day ?? 0];
  return flows.map(({ day, amount }) => {
    const [years, yearsLeft] = [(day - first) / daysPerYear, (last - day) / daysPerYear];
    const discountFactor = discounting ? discounting.factorOf(years, yearsLeft) : null;
    const presentValue = discountFactor === null ? null : amount * discountFactor;
    return { day: dayOfNumber(day), amount, years, yearsLeft, discountFactor, presentValue };
  });
}

/**
 * The money-weighted return of a range: its flows, and what each is worth on one day at that rate, together nothing. Of
 * several rates it shows the one with the number `which`, ascending, and has no figure; without a rate the flows alone.
 */
export function moneyWeightedTrail(series: DaySeries, range: IndexRange, which = 0): Trail {
  const flows = flowsOf(series, range);
  const found = findGrowths(flows);
  const growths = 'why' in found ? [] : found.growths;
  const growth = growths[which];
  const discounting = growth === undefined ? null : discountingOf(growth);
  const isOne = growths.length === 1;
  const none = 'why' in found ? found.why : 'no_rate';
  return {
    figure: 'mwr',
    value: isOne && growth !== undefined ? Math.expm1(growth) : null,
    unit: 'rate',
    formula: { ...formulaOf(discounting ?? discountingOf(0)), gives: 'zero' },
    rowFormula: discounting ? { column: 'presentValue', text: 'amount * discountFactor' } : null,
    inputs: [
      ...(growth === undefined ? [] : [rateInput('rate', Math.expm1(growth)), rateInput('growth', growth)]),
      ...(isOne ? [] : growths.map((each, index) => rateInput(`rate${index + 1}`, Math.expm1(each)))),
    ],
    columns: [
      { name: 'day', unit: 'day', source: 'activities' },
      flowColumn('amount'),
      { name: 'years', unit: 'years', source: 'activities' },
      { name: 'yearsLeft', unit: 'years', source: 'activities' },
      { name: 'discountFactor', unit: 'factor', source: 'formula' },
      { name: 'presentValue', unit: 'money', source: 'formula' },
    ],
    rows: moneyWeightedRows(flows, discounting),
    note: isOne ? null : growths.length > 1 ? 'several' : none,
  };
}

const formulaOf = ({ key, text }: Discounting): { key: string; text: string } => ({ key, text });
