import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { dayNumber, dayOf, parseDecimal, type Day, type DayNumber, type Decimal } from '@tradeyard/kernel';
import {
  adjustForSplits,
  followPosition,
  type PositionCourse,
  type PositionInput,
  type UnitSplit,
} from '@tradeyard/portfolio';
import { ScopesService, type Scope } from '../activities/scopes.service.js';
import { Clock } from '../platform/clock.js';
import { numberText } from './figures.dto.js';
import { HeldActivitiesService, type HeldChange, type HeldPortfolio } from './held-activities.service.js';
import { MarketSeriesService, type MarketChange, type MarketSeries } from './market-series.service.js';
import { PositionPlansService, type PlannedPosition } from './position-plans.service.js';

export type ComputedPosition = PlannedPosition & {
  readonly input: PositionInput;
  readonly course: PositionCourse;
};

/** The positions of a scope, each followed from the eve of its first activity to today. Never changed. */
export type Computed = {
  readonly scope: Scope;
  readonly first: DayNumber;
  readonly today: DayNumber;
  readonly portfolios: readonly HeldPortfolio[];
  readonly market: MarketSeries;
  /** By symbol. */
  readonly positions: readonly ComputedPosition[];
  /** How many of them were followed anew for it. */
  readonly followed: number;
};

/** All that is kept is at most about as large; what was asked for least recently goes first. */
const keptBytesMax = 100_000_000;
/** An activity as its row and its exact numbers, measured. */
const activityBytes = 900;
/** Of a position and a day: its price and, where they were asked for, all columns of its series. */
const positionDayBytes = 8 + 89;
/** Of prices that become exact. */
const pricePlaces = 12;
/** After so long others get their turn. */
const turnMs = 5;

type Flight = { readonly running: Promise<Computed>; next?: Promise<Computed> };

/**
 * Follows the positions of portfolios and keeps what came out. Whoever asks gets figures of everything that was written
 * before, in whatever process: each time it is asked what has changed, and only the positions that it touched are
 * followed anew.
 */
@Injectable()
export class ComputedService {
  /** The one that was asked for least recently first. */
  private readonly kept = new Map<string, Computed>();
  private readonly flights = new Map<string, Flight>();
  private keptBytes = 0;

  constructor(
    private readonly scopes: ScopesService,
    private readonly activities: HeldActivitiesService,
    private readonly markets: MarketSeriesService,
    private readonly plans: PositionPlansService,
    private readonly clock: Clock,
  ) {}

  /** As of now. `id` is a portfolio, a group or `all`. Throws `portfolio_not_found`. */
  async compute(userId: string, id: string): Promise<Computed> {
    const scope = await this.scopes.resolve(userId, id);
    const key = `${userId} ${scope.id}`;
    const flight = this.flights.get(key);
    if (!flight) return this.begin(key, userId, scope);
    // What is under way may have looked before something was written: who comes meanwhile shares the one after it.
    return (flight.next ??= flight.running.catch(() => undefined).then(() => this.begin(key, userId, scope)));
  }

  private begin(key: string, userId: string, scope: Scope): Promise<Computed> {
    const running = this.refresh(userId, scope, this.kept.get(key)).then((computed) => {
      this.keep(key, computed);
      return computed;
    });
    const flight: Flight = { running };
    this.flights.set(key, flight);
    const end = () => {
      if (this.flights.get(key) === flight) this.flights.delete(key);
    };
    running.then(end, end);
    return running;
  }

  private async refresh(userId: string, scope: Scope, before: Computed | undefined): Promise<Computed> {
    const known = new Map(before?.portfolios.map((portfolio) => [portfolio.ref.id, portfolio]));
    const changes = await Promise.all(
      scope.portfolios.map((ref) => this.activities.read(userId, ref, known.get(ref.id))),
    );
    const planned = changes.map(({ portfolio }) => this.plans.list(portfolio));
    const positions = planned.flatMap((each) => [...each.values()]);
    const today = dayNumber(dayOf(this.clock.now()));
    const days = { first: firstDay(changes, today), today, currency: scope.currency };
    const change = await this.markets.read(
      days,
      {
        instruments: positions.flatMap(({ instrument }) => instrument ?? []),
        currencies: positions.flatMap(({ currency, currencies }) => [currency, ...currencies]),
      },
      before?.market,
    );
    const work = new Work(this.plans, this.markets, before, change);
    for (const [place, each] of changes.entries()) await work.follow(each, planned[place] ?? new Map());
    return {
      scope,
      first: days.first,
      today,
      portfolios: changes.map(({ portfolio }) => portfolio),
      market: change.market,
      positions: work.positions.sort(bySymbol),
      followed: work.followed,
    };
  }

  private keep(key: string, computed: Computed): void {
    const before = this.kept.get(key);
    if (before) this.keptBytes -= bytesOf(before);
    this.kept.delete(key);
    this.kept.set(key, computed);
    this.keptBytes += bytesOf(computed);
    for (const [oldest, each] of this.kept) {
      if (this.keptBytes <= keptBytesMax || oldest === key) break;
      this.kept.delete(oldest);
      this.keptBytes -= bytesOf(each);
    }
  }
}

/** The positions of one scope as they become: those that nothing touched are taken over. */
class Work {
  readonly positions: ComputedPosition[] = [];
  followed = 0;
  private readonly known: ReadonlyMap<string, ComputedPosition>;
  private readonly prices = new Map<string, Float64Array>();
  private turnEndsMs = performance.now() + turnMs;

  constructor(
    private readonly plans: PositionPlansService,
    private readonly markets: MarketSeriesService,
    before: Computed | undefined,
    private readonly change: MarketChange,
  ) {
    const { first, today, currency } = change.market;
    const holds =
      before?.market.first === first && before.today === today && before.market.currency === currency;
    this.known = new Map(holds ? before.positions.map((position) => [position.key, position]) : []);
  }

  async follow(
    { portfolio, changed }: HeldChange,
    planned: ReadonlyMap<string, PlannedPosition>,
  ): Promise<void> {
    const touched = [...planned.values()].filter((each) => this.isRenewed(each, changed));
    const renewed = this.plans.withLinked(portfolio, new Set(touched.map(({ name }) => name)));
    const { splits: marketSplits } = this.change.market;
    const splits = this.plans.splitsOf(portfolio, marketSplits);
    const pricesOf = (each: PlannedPosition) =>
      each.instrument !== null && each.kind === 'asset'
        ? this.marketPrices(each.key, each.instrument)
        : this.handPrices(each.key, portfolio.prices.get(each.name), splits.get(each.name) ?? []);
    const priceOf = (name: string, day: Day, currency: string) => {
      const each = planned.get(name);
      return each ? this.priceOn(pricesOf(each), dayNumber(day), [each.currency, currency]) : null;
    };
    const market = { rateOf: this.rateOf, splits: marketSplits, priceOf };
    const activities =
      renewed.size > 0 ? this.plans.activitiesOf(portfolio, planned, renewed, market) : undefined;
    for (const each of planned.values()) {
      const before = this.known.get(each.key);
      const own = activities?.get(each.name) ?? before?.input.activities ?? [];
      const input = this.inputOf(each, pricesOf(each), own);
      if (before && !renewed.has(each.name) && input.prices === before.input.prices) {
        this.positions.push(before);
        continue;
      }
      this.positions.push({ ...each, input, course: followPosition(input) });
      this.followed += 1;
      await this.letOthers();
    }
  }

  private isRenewed(each: PlannedPosition, changed: HeldChange['changed']): boolean {
    const { instruments, currencies } = this.change;
    return (
      changed === 'everything' ||
      changed.has(each.name) ||
      !this.known.has(each.key) ||
      (each.instrument !== null && instruments.has(each.instrument)) ||
      currencies.has(each.currency) ||
      [...each.currencies].some((code) => currencies.has(code))
    );
  }

  private inputOf(
    { key, currency, kind, instrument }: PlannedPosition,
    prices: Float64Array,
    activities: PositionInput['activities'],
  ): PositionInput {
    const { first, rates } = this.change.market;
    return {
      symbol: key,
      currency,
      kind,
      isPricedByHand: kind === 'asset' && instrument === null,
      first,
      prices,
      rates: rates.get(currency) ?? new Float64Array(prices.length),
      activities,
    };
  }

  /** The closes, and today's price as it is now; the same array as before where that has not moved. */
  private marketPrices(key: string, instrument: string): Float64Array {
    const known = this.prices.get(instrument);
    if (known) return known;
    const closes = this.change.market.closes.get(instrument) ?? this.noPrices();
    const last = closes.length - 1;
    const live = this.markets.livePrice(instrument) ?? closes[last] ?? NaN;
    const before = this.known.get(key)?.input.prices;
    const isSame = before && !this.change.instruments.has(instrument) && Object.is(before[last], live);
    const prices = isSame ? before : closes.slice();
    if (!isSame) prices[last] = live;
    this.prices.set(instrument, prices);
    return prices;
  }

  /** As today's units count: what was said before a split was said of others. */
  private handPrices(
    key: string,
    given: ReadonlyMap<DayNumber, number> | undefined,
    splits: readonly UnitSplit[],
  ): Float64Array {
    const before = this.known.get(key)?.input.prices;
    const prices = this.noPrices();
    const { first, today } = this.change.market;
    // The last one before the first day still counts on it.
    const days = [...(given ?? [])].sort(([a], [b]) => a - b);
    for (const [day, price] of days) {
      if (day > today) break;
      prices[Math.max(day - first, 0)] = adjustForSplits({ day, quantity: 1, price }, splits).price;
    }
    const isSame = before && prices.every((price, index) => Object.is(price, before[index]));
    return isSame ? before : prices;
  }

  private noPrices(): Float64Array {
    const { first, today } = this.change.market;
    return new Float64Array(today - first + 1).fill(NaN);
  }

  /** The last one until the end of a day that is over: what moves still would have its own effects on what merged. */
  private priceOn(prices: Float64Array, day: DayNumber, [from, to]: [string, string]): Decimal | null {
    const { first, today } = this.change.market;
    if (day >= today) return null;
    const price = prices.subarray(0, Math.max(day - first, 0) + 1).findLast((each) => !Number.isNaN(each));
    const text = price === undefined ? null : numberText(price * this.rateOf(from, to, day), pricePlaces);
    return text === null ? null : parseDecimal(text);
  }

  private readonly rateOf = (from: string, to: string, day: DayNumber): number => {
    const { first, today, rates } = this.change.market;
    const index = Math.max(0, Math.min(day, today) - first);
    const [fromRate, toRate] = [rates.get(from)?.[index] ?? 0, rates.get(to)?.[index] ?? 0];
    return toRate === 0 ? 0 : fromRate / toRate;
  };

  /** Figures of a large portfolio must not keep anybody else waiting. */
  private async letOthers(): Promise<void> {
    if (performance.now() < this.turnEndsMs) return;
    await nextTurn();
    this.turnEndsMs = performance.now() + turnMs;
  }
}

/** The eve of the first activity. One that is still to come counts as today's. */
function firstDay(changes: readonly HeldChange[], today: DayNumber): DayNumber {
  const days = changes.flatMap(({ portfolio }) => {
    const [one] = portfolio.activities;
    return one ? [dayNumber(one.row.day)] : [];
  });
  return Math.min(today, ...days) - 1;
}

function bySymbol(a: ComputedPosition, b: ComputedPosition): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.portfolioId < b.portfolioId ? -1 : 1;
}

const bytesOf = ({ first, today, portfolios, positions }: Computed): number =>
  portfolios.reduce((sum, { activities }) => sum + activities.length * activityBytes, 0) +
  positions.length * (today - first + 1) * positionDayBytes;
