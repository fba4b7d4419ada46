import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Day } from '@tradeyard/kernel';
import type { Candle, CandleSource } from '@tradeyard/market';
import type { EntityManager, Repository } from 'typeorm';
import { CandleWriterService } from './candle-writer.service.js';
import { CandleEntity } from './candle.entity.js';

/** The last close on or before a day: `close` is decimal text. */
export type DatedClose = { readonly day: Day; readonly close: string; readonly source: CandleSource };

@Injectable()
export class CandlesService {
  constructor(
    @InjectRepository(CandleEntity) private readonly candles: Repository<CandleEntity>,
    private readonly writer: CandleWriterService,
  ) {}

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
    await this.writer.removeSimulated(manager, symbol);
  }

  /** Adds candles of an instrument, or replaces those of the same days, with one statement. No day may be given twice. */
  async writeDays(
    manager: EntityManager,
    symbol: string,
    candles: readonly Candle[],
    source: CandleSource,
  ): Promise<void> {
    const days = candles.map((candle) => ({ symbol, candle: { ...candle, source } }));
    await this.writer.write(manager, '1d', days, 'overrule');
  }
}
