import { Injectable } from '@nestjs/common';
import { dayNumber, type DayNumber } from '@tradeyard/kernel';
import type { Activity } from '@tradeyard/portfolio';
import {
  ActivitiesReader,
  type ActivitiesSince,
  type AssetRow,
  type HandPrice,
  type PortfolioActivities,
} from '../activities/activities-reader.service.js';
import { activityOf, inTime, type ActivityRow } from '../activities/activity-rows.service.js';
import type { PortfolioRef } from '../activities/scopes.service.js';

/** An activity as it is stored, with exact numbers for whoever asks for those. */
export class HeldActivity {
  private exact: Activity | undefined;

  constructor(readonly row: ActivityRow) {}

  get activity(): Activity {
    return (this.exact ??= activityOf(this.row));
  }
}

/** What happened in a portfolio up to a version of it, kept in memory. Never changed: a newer version is another one. */
export type HeldPortfolio = {
  readonly ref: PortfolioRef;
  readonly version: string;
  readonly currency: string;
  readonly keepsCash: boolean;
  /** In time. */
  readonly activities: readonly HeldActivity[];
  readonly assets: ReadonlyMap<string, AssetRow>;
  /** Given by hand: of each symbol the prices by day. */
  readonly prices: ReadonlyMap<string, ReadonlyMap<DayNumber, number>>;
};

/** Of whom anything changed; money that is about no symbol is under its currency, as `cashName` has it. */
export type HeldChange = {
  readonly portfolio: HeldPortfolio;
  readonly changed: 'everything' | ReadonlySet<string>;
};

/** The name of the cash of a currency beside symbols, which have no space. */
export const cashName = (currency: string): string => `cash ${currency}`;

const nothing: ReadonlySet<string> = new Set();

/** Reads activities once, and from then on what has changed. */
@Injectable()
export class HeldActivitiesService {
  constructor(private readonly reader: ActivitiesReader) {}

  /** As of now; `before` is what is known already, which costs one look-up where nothing has changed. */
  async read(userId: string, ref: PortfolioRef, before?: HeldPortfolio): Promise<HeldChange> {
    if (!before)
      return { portfolio: held(ref, await this.reader.readCurrent(userId, ref)), changed: 'everything' };
    if (ref.kind === 'tracked') {
      const since = await this.reader.readSince(userId, ref, before.version);
      return since.version === before.version
        ? { portfolio: before, changed: nothing }
        : after(ref, before, since);
    }
    if ((await this.reader.readVersion(userId, ref)) === before.version) {
      return { portfolio: before, changed: nothing };
    }
    const portfolio = held(ref, await this.reader.readCurrent(userId, ref), before);
    return { portfolio, changed: isOther(portfolio, before) ? 'everything' : differences(before, portfolio) };
  }
}

function held(
  ref: PortfolioRef,
  { version, currency, keepsCash, activities, assets, prices }: PortfolioActivities,
  before?: HeldPortfolio,
): HeldPortfolio {
  const known = new Map(before?.activities.map((each) => [each.row.id, each]));
  return {
    ref,
    version,
    currency,
    keepsCash,
    activities: activities.map((row) => known.get(row.id) ?? new HeldActivity(row)),
    assets: new Map(assets.map((asset) => [asset.symbol, asset])),
    prices: withPrices(new Map(), prices),
  };
}

const isOther = (one: { currency: string; keepsCash: boolean }, other: HeldPortfolio): boolean =>
  one.currency !== other.currency || one.keepsCash !== other.keepsCash;

function after(ref: PortfolioRef, before: HeldPortfolio, since: ActivitiesSince): HeldChange {
  const { version, currency, keepsCash, added, removed, assets, prices } = since;
  const gone = new Set([...removed, ...added].map(({ id }) => id));
  const left = before.activities.filter(({ row }) => !gone.has(row.id));
  const activities =
    added.length === 0
      ? left
      : merged(
          left,
          added.map((row) => new HeldActivity(row)),
        );
  const portfolio: HeldPortfolio = {
    ref,
    version,
    currency,
    keepsCash,
    activities,
    assets: new Map([...before.assets, ...assets.map((asset) => [asset.symbol, asset] as const)]),
    prices: withPrices(before.prices, prices),
  };
  if (isOther(since, before)) return { portfolio, changed: 'everything' };
  const changed = new Set<string>(since.changedSymbols);
  // What was removed is told without its currency, and in cash every activity shows.
  if (added.length + removed.length > 0) {
    for (const currencyOfCash of new Set(
      [...before.activities, ...activities].map(({ row }) => row.currency),
    )) {
      changed.add(cashName(currencyOfCash));
    }
  }
  return { portfolio, changed };
}

/** Both are in time. */
function merged(left: readonly HeldActivity[], added: readonly HeldActivity[]): HeldActivity[] {
  const activities: HeldActivity[] = [];
  let next = 0;
  for (const each of added) {
    for (let one = left[next]; one && inTime(one.row, each.row) < 0; one = left[next]) {
      activities.push(one);
      next += 1;
    }
    activities.push(each);
  }
  for (; next < left.length; next += 1) activities.push(left[next] as HeldActivity);
  return activities;
}

function withPrices(
  before: HeldPortfolio['prices'],
  prices: readonly HandPrice[],
): Map<string, ReadonlyMap<DayNumber, number>> {
  const all = new Map(before);
  const own = new Map<string, Map<DayNumber, number>>();
  for (const { symbol, day, price } of prices) {
    let days = own.get(symbol);
    if (!days) own.set(symbol, (days = new Map(before.get(symbol))));
    if (price === null) days.delete(dayNumber(day));
    else days.set(dayNumber(day), Number(price));
  }
  for (const [symbol, days] of own) all.set(symbol, days);
  return all;
}

/** By what each symbol and each cash has: activities of the ledger never change, so their ids tell. */
function differences(before: HeldPortfolio, now: HeldPortfolio): ReadonlySet<string> {
  const [ids, idsNow] = [idsByName(before), idsByName(now)];
  const names = new Set([...ids.keys(), ...idsNow.keys()]);
  return new Set([...names].filter((name) => ids.get(name) !== idsNow.get(name)));
}

function idsByName({ activities }: HeldPortfolio): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const { row } of activities) {
    for (const name of [row.symbol, row.target, cashName(row.currency)]) {
      if (name !== null) ids.set(name, `${ids.get(name) ?? ''} ${row.id}`);
    }
  }
  return ids;
}
