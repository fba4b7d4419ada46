import { Injectable } from '@nestjs/common';
import { compareDecimals, type Decimal } from '@tradeyard/kernel';
import {
  alertLevels,
  comeBackLevel,
  isReached,
  TriggerBook,
  type Tick,
  type TriggerSide,
} from '@tradeyard/market';
import type { PriceRange } from '../market-data/price-ranges.service.js';
import { QuotesService } from '../market-data/quotes.service.js';
import type { WaitingAlert } from './alert-reader.service.js';

/** An alert whose time has come: to `fire`, or, where it rests, to be `arm`ed again. */
export type AlertHit = {
  readonly alert: WaitingAlert;
  readonly kind: 'fire' | 'arm';
  readonly side: TriggerSide;
  readonly price: Decimal;
  readonly at: Date;
};

/** Alerts of one instrument on a change in a day. */
type Daily = {
  readonly alerts: Set<WaitingAlert>;
  /** Of the tick that was looked at last, counted from 1970. */
  day: number;
  previousClose: Decimal | null;
};

const dayMs = 86_400_000;
const dayNumberOf = (atMs: number): number => Math.floor(atMs / dayMs);

/**
 * The alerts that wait, in memory. What a tick hits leaves the trigger book at once and is not hit again; the database
 * decides what becomes of it, and the alert comes back, read anew, if it goes on.
 */
@Injectable()
export class AlertBook {
  private readonly book = new TriggerBook<string, WaitingAlert>();
  private readonly alerts = new Map<string, WaitingAlert>();
  private readonly daily = new Map<string, Daily>();

  constructor(private readonly quotes: QuotesService) {}

  get size(): number {
    return this.alerts.size;
  }

  /** The version that is known of an alert; 0 for none. */
  versionOf(id: string): number {
    return this.alerts.get(id)?.version ?? 0;
  }

  /** Says whether it was news. */
  watch(alert: WaitingAlert): boolean {
    if (this.versionOf(alert.id) >= alert.version) return false;
    this.forget(alert.id);
    this.alerts.set(alert.id, alert);
    let previousClose: Decimal | null = null;
    if (alert.condition.kind === 'change') {
      const daily = this.dailyOf(alert.symbol);
      daily.alerts.add(alert);
      ({ previousClose } = daily);
    }
    this.place(alert, previousClose);
    return true;
  }

  forget(id: string): void {
    const alert = this.alerts.get(id);
    if (!alert) return;
    this.alerts.delete(id);
    this.unplace(alert);
    const daily = this.daily.get(alert.symbol);
    if (daily?.alerts.delete(alert) && daily.alerts.size === 0) this.daily.delete(alert.symbol);
  }

  /** What a tick hits. It waits for nothing, and costs next to nothing where it hits nothing. */
  take(tick: Tick): AlertHit[] {
    const daily = this.daily.get(tick.symbol);
    const hits = daily ? this.beginDay(daily, tick) : [];
    for (const { payload, side } of this.book.take(tick.symbol, tick)) {
      // A provider's clock may be behind that of whoever made the alert, and a price may be back too soon.
      const isEarly =
        tick.atMs <= payload.since.getTime() || (payload.isResting && tick.atMs < payload.restsUntilMs);
      if (isEarly) this.place(payload, daily?.previousClose ?? null, side);
      else hits.push(hitOf(payload, side, tick.price, new Date(tick.atMs)));
    }
    return hits;
  }

  /** Whether an alert is hit by what happened while nobody looked; `at` is now. */
  checkRanges(alert: WaitingAlert, ranges: readonly PriceRange[], at: Date): AlertHit | null {
    for (const { high, low, previousClose } of ranges) {
      for (const level of alertLevels(alert.condition, previousClose)) {
        const price = level.side === 'rise' ? high : low;
        if (isReached(level, price)) return this.takeOut(hitOf(alert, level.side, price, at));
      }
    }
    return null;
  }

  /** Whether an alert is hit by the price of now. */
  checkQuote(alert: WaitingAlert): AlertHit | null {
    const quote = this.quotes.findQuote(alert.symbol);
    if (!quote || quote.at <= alert.since || alert.isResting) return null;
    const { price, previousClose, at } = quote;
    const level = alertLevels(alert.condition, previousClose).find((each) => isReached(each, price));
    return level ? this.takeOut(hitOf(alert, level.side, price, at)) : null;
  }

  /** Looks whether a close was corrected, or is known at last, without a new day. */
  refreshCloses(): void {
    for (const [symbol, daily] of this.daily) this.moveTo(daily, this.closeOf(symbol));
  }

  private takeOut(hit: AlertHit): AlertHit {
    this.unplace(hit.alert);
    return hit;
  }

  private dailyOf(symbol: string): Daily {
    const known = this.daily.get(symbol);
    if (known) return known;
    const quote = this.quotes.findQuote(symbol);
    const daily: Daily = {
      alerts: new Set(),
      day: quote ? dayNumberOf(quote.at.getTime()) : -1,
      previousClose: quote?.previousClose ?? null,
    };
    this.daily.set(symbol, daily);
    return daily;
  }

  /** On the first tick of a day the levels move to the new close, and what fired on a day before is armed. */
  private beginDay(daily: Daily, { symbol, atMs, price }: Tick): AlertHit[] {
    const day = dayNumberOf(atMs);
    if (day === daily.day && daily.previousClose !== null) return [];
    daily.day = day;
    // Quotes are there before alerts, and so have seen this tick already.
    this.moveTo(daily, this.closeOf(symbol));
    return [...daily.alerts]
      .filter(({ isResting, since }) => isResting && dayNumberOf(since.getTime()) < day)
      .map((alert) => hitOf(alert, 'rise', price, new Date(atMs)));
  }

  private moveTo(daily: Daily, close: Decimal | null): void {
    const { previousClose, alerts } = daily;
    const isSame =
      close && previousClose ? compareDecimals(close, previousClose) === 0 : close === previousClose;
    if (isSame) return;
    daily.previousClose = close;
    for (const alert of alerts) {
      this.unplace(alert);
      this.place(alert, close);
    }
  }

  private closeOf(symbol: string): Decimal | null {
    return this.quotes.findQuote(symbol)?.previousClose ?? null;
  }

  /** Puts its levels into the trigger book, or that of one side. */
  private place(alert: WaitingAlert, previousClose: Decimal | null, only?: TriggerSide): void {
    for (const { side, level } of levelsOf(alert, previousClose)) {
      if (only && side !== only) continue;
      const { symbol } = alert;
      this.book.add({ id: keyOf(alert, side), symbol, side, level, by: 'price', payload: alert });
    }
  }

  private unplace(alert: WaitingAlert): void {
    this.book.remove(keyOf(alert, 'rise'));
    this.book.remove(keyOf(alert, 'fall'));
  }
}

/** An alert on a change can wait for a price on either side. */
const keyOf = ({ id }: WaitingAlert, side: TriggerSide): string => (side === 'rise' ? id : `-${id}`);

/** One that rests waits for its price to be back; one on a change for the next day, and so for no price. */
function levelsOf({ condition, isResting, step }: WaitingAlert, previousClose: Decimal | null) {
  if (!isResting) return alertLevels(condition, previousClose);
  return condition.kind === 'change' ? [] : [comeBackLevel(condition, step)];
}

const hitOf = (alert: WaitingAlert, side: TriggerSide, price: Decimal, at: Date): AlertHit => ({
  alert,
  kind: alert.isResting ? 'arm' : 'fire',
  side,
  price,
  at,
});
