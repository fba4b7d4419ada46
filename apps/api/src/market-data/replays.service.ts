import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { parseDecimal, type Day } from '@tradeyard/kernel';
import {
  adjustCandles,
  candleIntervalMs,
  pricesOf,
  type HistoricPrice,
  type Replay,
} from '@tradeyard/market';
import type { Repository } from 'typeorm';
import { ReplayEntity } from './replay.entity.js';
import { SplitsService } from './splits.service.js';

/** The stored side of a replay: what is told, and since when, so that all processes tell the same at the same time. */
@Injectable()
export class ReplaysService {
  constructor(
    @InjectRepository(ReplayEntity) private readonly replays: Repository<ReplayEntity>,
    private readonly splits: SplitsService,
  ) {}

  /** The replay that is under way, or a new one from `now` on; null when these instruments have no history. */
  async begin(
    symbols: readonly string[],
    { from, speed, now }: { from: Day | undefined; speed: number; now: Date },
  ): Promise<Replay | null> {
    // Whoever is second waits for the row of the first, and finds nothing to change in it.
    await this.replays.query(
      `insert into replay (id, wanted_from, speed, from_at, to_at, started_at)
       select 1, $2::date, $3::integer, min(at), max(at) + interval '1 day', $4::timestamptz from candle
       where symbol = any($1) and "interval" = '1d' and source not in ('simulated', 'replay')
         and at >= coalesce($2::timestamp at time zone 'UTC', '-infinity')
       having count(*) > 0
       on conflict on constraint replay_pkey do update set
         wanted_from = excluded.wanted_from, speed = excluded.speed,
         from_at = excluded.from_at, to_at = excluded.to_at, started_at = excluded.started_at
       where (replay.wanted_from, replay.speed) is distinct from (excluded.wanted_from, excluded.speed)`,
      [symbols, from ?? null, speed, now],
    );
    const row = await this.replays.findOneBy({ id: 1 });
    return (
      row && {
        fromMs: row.fromAt.getTime(),
        toMs: row.toAt.getTime(),
        startedMs: row.startedAt.getTime(),
        speed: row.speed,
      }
    );
  }

  /**
   * What a replay tells of an instrument, oldest first, in the shares of `today`: whoever holds some while a split is
   * told again gets no more of them. Simulated and replayed prices are no history.
   */
  async readPrices(symbol: string, { fromMs, toMs }: Replay, today: Day): Promise<HistoricPrice[]> {
    const rows: Row[] = await this.replays.query(
      `select at, open, high, low, close, volume from candle
       where symbol = $1 and "interval" = '1d' and at >= $2 and at < $3 and source not in ('simulated', 'replay')
       order by at`,
      [symbol, new Date(fromMs), new Date(toMs)],
    );
    const candles = rows.map(({ at, open, high, low, close, volume }) => ({
      at,
      open: parseDecimal(open),
      high: parseDecimal(high),
      low: parseDecimal(low),
      close: parseDecimal(close),
      volume: parseDecimal(volume),
    }));
    const past = this.splits.list(symbol).filter(({ day }) => day <= today);
    return adjustCandles(candles, past, 'splits').flatMap((candle) =>
      pricesOf(candle, candleIntervalMs['1d']),
    );
  }
}

type Row = { at: Date; open: string; high: string; low: string; close: string; volume: string };
