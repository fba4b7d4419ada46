import { dayNumber, multiplyRatios, type Day, type Decimal, type Ratio } from '@tradeyard/kernel';
import type { Activity } from './activity.js';
import { inOrder } from './activity-order.js';
import { isSameSplit, type UnitSplit } from './split-adjustment.js';
import { factorOf } from './unit-count.js';

/** A split that the market knows of: each `from` units became `to` when `day` began. */
export type MarketSplit = {
  readonly symbol: string;
  readonly day: Day;
  readonly to: Decimal;
  readonly from: Decimal;
};

const one: Ratio = { numerator: 1n, denominator: 1n };
const evenRatio = { to: { digits: 1n, scale: 0 }, from: { digits: 1n, scale: 0 } };

/**
 * The activities in order, with the market's splits among them, but for those of what the portfolio never had. One that
 * the portfolio has itself (see `isSameSplit`) counts once, on the market's day: prices change on that.
 */
export function withMarketSplits(
  activities: readonly Activity[],
  splits: readonly MarketSplit[],
): readonly Activity[] {
  if (splits.length === 0) return inOrder(activities);
  const own = Map.groupBy(
    activities.filter(({ type }) => type === 'split'),
    ({ symbol }) => symbol ?? '',
  );
  const currencies = new Map<string, string>();
  for (const { symbol, target, currency } of activities) {
    for (const name of [symbol, target]) {
      if (name !== null && !currencies.has(name)) currencies.set(name, currency);
    }
  }
  const added = new Map<string, Activity>();
  const moved = new Map<Activity, Activity>();
  for (const split of splits) {
    const currency = currencies.get(split.symbol);
    if (currency === undefined) continue;
    const same = own.get(split.symbol)?.find((each) => isSameSplit(numbersOf(each), numbersOf(split)));
    if (!same) added.set(keyOf(split), splitActivity(split, currency));
    else if (same.day !== split.day) moved.set(same, { ...same, day: split.day, at: null });
  }
  return inOrder([...added.values(), ...activities.map((each) => moved.get(each) ?? each)]);
}

function numbersOf(split: Activity | MarketSplit): UnitSplit {
  const { to, from } = 'ratio' in split ? (split.ratio ?? evenRatio) : split;
  const number = ({ digits, scale }: Decimal): number => Number(digits) / 10 ** scale;
  return { day: dayNumber(split.day), to: number(to), from: number(from) };
}

// A space is no part of a day, so that no two of them share a key.
const keyOf = ({ symbol, day }: MarketSplit): string => `${day} ${symbol}`;

const splitActivity = ({ symbol, day, to, from }: MarketSplit, currency: string): Activity => ({
  id: `split ${day} ${symbol}`,
  day,
  at: null,
  type: 'split',
  symbol,
  quantity: null,
  price: null,
  amount: null,
  currency,
  fee: { digits: 0n, scale: 0 },
  ratio: { to, from },
  target: null,
  costShare: null,
  acquired: null,
  lots: null,
  note: '',
});

/** How many units of today one of an earlier day has become, exact: ratios are multiplied, and nothing is divided. */
export class SplitFactors {
  /** Of each symbol the days of its splits, oldest first, and the product of the ratios from each of them on. */
  private readonly factors = new Map<string, { day: Day; fromThenOn: Ratio }[]>();

  constructor(activities: readonly Activity[]) {
    const splits = inOrder(activities.filter(({ type, ratio }) => type === 'split' && ratio));
    for (const { symbol, day, ratio } of splits.toReversed()) {
      if (symbol === null || !ratio) continue;
      const list = this.factors.get(symbol) ?? [];
      const later = list.at(-1)?.fromThenOn ?? one;
      list.push({ day, fromThenOn: multiplyRatios(factorOf(ratio), later) });
      this.factors.set(symbol, list);
    }
    for (const list of this.factors.values()) list.reverse();
  }

  /** Of the splits after `day`; one of the day itself has begun with it. */
  after(symbol: string, day: Day): Ratio {
    return this.factors.get(symbol)?.find((split) => split.day > day)?.fromThenOn ?? one;
  }
}
