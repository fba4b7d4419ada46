import { Injectable } from '@nestjs/common';
import { formatDecimal, type Decimal } from '@tradeyard/kernel';
import type { QueryResult } from 'pg';
import { DataSource } from 'typeorm';
import type { RestingOrder } from './order-book.service.js';

const columns = `id, symbol, side, type, limit_price, stop_price, trail_amount, trail_percent, watermark, triggered_at, active_from, met_at`;
const isLive = `status in ('open', 'partly_filled')`;

type Row = readonly [
  id: string,
  symbol: string,
  side: RestingOrder['side'],
  type: RestingOrder['type'],
  limitPrice: string | null,
  stopPrice: string | null,
  trailAmount: string | null,
  trailPercent: string | null,
  watermark: string | null,
  triggeredAt: Date | null,
  activeFrom: Date | null,
  metAt: Date,
];

/** Where a page of all resting orders begins: behind the last one of the page before. */
export type RestingCursor = { readonly symbol: string; readonly id: string };

/** Reads the orders that wait for prices, of all people, and keeps on record how far prices were looked at. */
@Injectable()
export class RestingReader {
  constructor(private readonly dataSource: DataSource) {}

  /** By instrument, so that those of one come together. */
  async listPage(after: RestingCursor | null, limit: number): Promise<RestingOrder[]> {
    return this.read(
      `select ${columns} from "order" where ${isResting} and (symbol, id) > ($1, $2::uuid) and ${isLive}
       order by symbol, id limit $3`,
      [after?.symbol ?? '', after?.id ?? '00000000-0000-0000-0000-000000000000', limit],
    );
  }

  /** Those of `ids` that still wait. */
  async listByIds(ids: readonly string[]): Promise<RestingOrder[]> {
    return this.read(`select ${columns} from "order" where id = any ($1::uuid[]) and ${isLive}`, [ids]);
  }

  /** Ids of those that have changed since a moment, in any process. */
  async listChanged(since: Date, limit: number): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `select id from "order" where ${isResting} and updated_at >= $1 and ${isLive} order by updated_at desc limit $2`,
      [since, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Ids of orders whose time is over, and of reserved ones that nobody committed. */
  async listDue(now: Date, limit: number): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `(select id from "order" where ${isResting} and expires_at is not null and expires_at <= $1 order by expires_at limit $2)
       union (select id from "order" where status = 'pending' and pending_until <= $1 order by pending_until limit $2)`,
      [now, limit],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Each with the moment of the last tick of its instrument, up to which it has met all prices. Whoever knows less changes
   * nothing.
   */
  async saveWatermarks(
    moved: readonly { id: string; watermark: Decimal }[],
    newestMs: ReadonlyMap<string, number>,
  ): Promise<void> {
    if (moved.length === 0) return;
    const ids = moved.map(({ id }) => id);
    const rows: { id: string; symbol: string }[] = await this.dataSource.query(
      `select id, symbol from "order" where id = any ($1::uuid[])`,
      [ids],
    );
    const symbols = new Map(rows.map(({ id, symbol }) => [id, symbol]));
    await this.dataSource.query(
      `update "order" as o set watermark = m.watermark, met_at = m.met_at
       from unnest($1::uuid[], $2::numeric[], $3::timestamptz[]) as m (id, watermark, met_at)
       where o.id = m.id and ${isLive} and m.met_at > o.met_at`,
      [
        ids,
        moved.map(({ watermark }) => formatDecimal(watermark)),
        ids.map((id) => new Date(newestMs.get(symbols.get(id) ?? '') ?? 0)),
      ],
    );
  }

  /** Until when every price was looked at for every order, as far as anybody said; null before the first time. */
  async findProgress(): Promise<Date | null> {
    const rows: { at: Date }[] = await this.dataSource.query(
      `select at from order_progress where name = 'prices'`,
    );
    return rows[0]?.at ?? null;
  }

  async saveProgress(at: Date): Promise<void> {
    await this.dataSource.query(
      `insert into order_progress (name, at) values ('prices', $1)
       on conflict (name) do update set at = greatest(order_progress.at, excluded.at)`,
      [at],
    );
  }

  /** As arrays: a million rows are read at the start. */
  private async read(text: string, values: readonly unknown[]): Promise<RestingOrder[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as { query(q: object): Promise<QueryResult<Row & unknown[]>> };
      const { rows } = await client.query({ text, values, rowMode: 'array' });
      return rows.map(toResting);
    } finally {
      await runner.release();
    }
  }
}

/** As the partial indexes of resting orders say it: Postgres takes them for no other words. */
const isResting = `status in ('pending', 'waiting', 'open', 'partly_filled')`;

const toResting = ([
  id,
  symbol,
  side,
  type,
  limitPrice,
  stopPrice,
  trailAmount,
  trailPercent,
  watermark,
  triggeredAt,
  activeFrom,
  metAt,
]: Row): RestingOrder => ({
  ...{ id, symbol, side, type, limitPrice, stopPrice, trailAmount, trailPercent },
  ...{ watermark, triggeredAt, activeFrom, metAt },
});
