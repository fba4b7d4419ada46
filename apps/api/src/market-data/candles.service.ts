import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { formatDecimal, type Day } from '@tradeyard/kernel';
import { formatPrice, type Candle, type CandleSource } from '@tradeyard/market';
import type { EntityManager, Repository } from 'typeorm';
import { CandleEntity } from './candle.entity.js';

/** The last close on or before a day: `close` is decimal text. */
export type DatedClose = { readonly day: Day; readonly close: string; readonly source: CandleSource };

@Injectable()
export class CandlesService {
  constructor(@InjectRepository(CandleEntity) private readonly candles: Repository<CandleEntity>) {}

  /** For each question the last daily close on or before its day, at the question's place; one statement for all. */
  async findCloses(asked: readonly { symbol: string; on: Day }[]): Promise<(DatedClose | undefined)[]> {
    const answers: (DatedClose | undefined)[] = Array.from({ length: asked.length }, () => undefined);
    if (asked.length === 0) return answers;
    const rows: (DatedClose & { place: string })[] = await this.candles.query(
      `select asked.place, to_char(candle.at at time zone 'UTC', 'YYYY-MM-DD') as day, candle.close, candle.source
       from unnest($1::text[], $2::text[]) with ordinality as asked (symbol, day, place)
       cross join lateral (
         select * from candle
         where candle.symbol = asked.symbol and candle."interval" = '1d'
           and candle.at <= asked.day::timestamp at time zone 'UTC'
         order by candle.at desc limit 1
       ) as candle`,
      [asked.map(({ symbol }) => symbol), asked.map(({ on }) => on)],
    );
    for (const { place, ...close } of rows) answers[Number(place) - 1] = close;
    return answers;
  }

  /** All daily closes from one day to another, both included, oldest first. */
  async listCloses(symbol: string, from: Day, to: Day): Promise<DatedClose[]> {
    return this.candles.query(
      `select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day, close, source from candle
       where symbol = $1 and "interval" = '1d'
         and at >= $2::timestamp at time zone 'UTC' and at <= $3::timestamp at time zone 'UTC'
       order by at`,
      [symbol, from, to],
    );
  }

  /** Makes room for real prices. */
  async removeSimulated(manager: EntityManager, symbol: string): Promise<void> {
    await manager.delete(CandleEntity, { symbol, source: 'simulated' });
  }

  /** Adds candles of an instrument, or replaces those of the same days, with one statement. No day may be given twice. */
  async writeDays(
    manager: EntityManager,
    symbol: string,
    candles: readonly Candle[],
    source: CandleSource,
  ): Promise<void> {
    await manager.query(
      `insert into candle (symbol, "interval", at, open, high, low, close, volume, source)
       select $1, '1d', day.*, $2
       from unnest($3::timestamptz[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[], $8::numeric[]) as day
       on conflict on constraint candle_pkey do update set
         open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
         volume = excluded.volume, source = excluded.source
       where (candle.open, candle.high, candle.low, candle.close, candle.volume, candle.source)
         is distinct from (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume, excluded.source)`,
      [symbol, source, ...candleArrays(candles)],
    );
  }
}

/** A statement takes candles as one array per column: at, open, high, low, close, volume. A price keeps its places. */
export const candleArrays = (candles: readonly Candle[]): [Date[], ...string[][]] => [
  candles.map(({ at }) => at),
  ...(['open', 'high', 'low', 'close'] as const).map((column) =>
    candles.map((candle) => formatPrice(candle[column])),
  ),
  candles.map(({ volume }) => formatDecimal(volume)),
];
