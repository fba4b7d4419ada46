import { Injectable } from '@nestjs/common';
import { parseDecimal, type Decimal } from '@tradeyard/kernel';
import type { AlertCondition } from '@tradeyard/market';
import { DataSource } from 'typeorm';
import { PriceRangesService, type PriceRange } from '../market-data/price-ranges.service.js';
import { Clock } from '../platform/clock.js';
import { conditionOf } from './alert-terms.dto.js';
import type { AlertEntity } from './alert.entity.js';

/** What the engine has to know of an alert that waits. It is read anew, never changed. */
export type WaitingAlert = {
  readonly id: string;
  readonly symbol: string;
  readonly version: number;
  readonly condition: AlertCondition;
  /** The step of its instrument's price. */
  readonly step: Decimal;
  /** Whether it has fired and waits until it may again. */
  readonly isResting: boolean;
  /** Prices of this moment and before do not count. */
  readonly since: Date;
  /** It does not fire again before. */
  readonly restsUntilMs: number;
};

type Row = Pick<
  AlertEntity,
  'id' | 'symbol' | 'version' | 'kind' | 'price' | 'percent' | 'direction' | 'status' | 'since'
> & { firedAt: Date | null; tickSize: string };

/** A price that trembles around a level must not fill somebody's inbox. */
export const restMs = 60_000;

const waiting = `
  select alert.id, alert.symbol, alert.version, alert.kind, alert.price, alert.percent, alert.direction,
    alert.status, alert.since, alert.fired_at as "firedAt", instrument.tick_size as "tickSize"
  from alert
  join instrument on instrument.symbol = alert.symbol
  join "user" on "user".id = alert.user_id and "user".closed_at is null
  where alert.status in ('active', 'resting') and (alert.expires_at is null or alert.expires_at > $1)`;

/** Reads alerts that wait, and what happened to their prices meanwhile. */
@Injectable()
export class AlertReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly priceRanges: PriceRangesService,
    private readonly clock: Clock,
  ) {}

  /** All of them, page by page in the order of their ids. */
  async listPage(after: string, limit: number): Promise<WaitingAlert[]> {
    const rows: Row[] = await this.dataSource.query(
      `${waiting} and alert.id > $2 order by alert.id limit $3`,
      [this.clock.now(), after, limit],
    );
    return rows.map(toWaiting);
  }

  /** Those of `ids` that wait; the others have ended, are paused or gone. */
  async listByIds(ids: readonly string[]): Promise<WaitingAlert[]> {
    const rows: Row[] = await this.dataSource.query(`${waiting} and alert.id = any($2::uuid[])`, [
      this.clock.now(),
      ids,
    ]);
    return rows.map(toWaiting);
  }

  /** What changed since a moment in any process, page by page in the order of ids. */
  async listChanged(since: Date, after: string, limit: number): Promise<{ id: string; version: number }[]> {
    return this.dataSource.query(
      `select id, version from alert where changed_at >= $1 and id > $2 order by id limit $3`,
      [since, after, limit],
    );
  }

  /** For each alert where its price has been since it began to wait, and since `from`; nothing for those that rest. */
  async listRanges(alerts: readonly WaitingAlert[], from: Date): Promise<PriceRange[][]> {
    const asked = alerts.map(({ symbol, since }) => ({ symbol, from: since > from ? since : from }));
    // Many wait for the same instrument since the same moment.
    const keys = asked.map((each) => `${each.symbol} ${each.from.getTime()}`);
    const distinct = [...new Map(keys.map((key, index) => [key, asked[index] as (typeof asked)[number]]))];
    const answers = await this.priceRanges.list(distinct.map(([, each]) => each));
    const byKey = new Map(distinct.map(([key], index) => [key, answers[index] ?? []]));
    return alerts.map(({ isResting }, index) => (isResting ? [] : (byKey.get(keys[index] ?? '') ?? [])));
  }

  /** Until when all prices were looked at, the last time that somebody said so; null before the first. */
  async findProgress(): Promise<Date | null> {
    const rows: { at: Date }[] = await this.dataSource.query(
      `select at from alert_progress where name = 'prices'`,
    );
    return rows[0]?.at ?? null;
  }

  /** Of several processes the furthest counts. */
  async saveProgress(at: Date): Promise<void> {
    await this.dataSource.query(
      `insert into alert_progress (name, at) values ('prices', $1)
       on conflict (name) do update set at = greatest(alert_progress.at, excluded.at)`,
      [at],
    );
  }
}

const toWaiting = (row: Row): WaitingAlert => ({
  id: row.id,
  symbol: row.symbol,
  version: row.version,
  condition: conditionOf(row),
  step: parseDecimal(row.tickSize),
  isResting: row.status === 'resting',
  since: row.since,
  restsUntilMs: row.firedAt ? row.firedAt.getTime() + restMs : 0,
});
