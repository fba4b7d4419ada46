import { Injectable } from '@nestjs/common';
import { addDays, dayOf } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';

/** Splits that are younger, or were written down later, are looked for each time; all others once at the start. */
const recentDays = 7;

/** Of a query that reads `instrument`: those whose prices move at a split. */
const isSplit = `instrument.provider not in ('simulated', 'replay')`;

type Split = { symbol: string; day: string; to: number; from: number };

/**
 * A share that is split four to one costs a quarter from that day on, and means the same: levels of alerts move along, to
 * the nearest step of the price. A simulated or replayed price is of the shares of today all along, and so are its
 * levels. What the market did before that day is over, and fires nothing any more.
 */
@Injectable()
export class AlertSplits {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Moves what has to move; answers which alerts did. */
  async apply(which: 'all' | 'recent'): Promise<string[]> {
    const now = this.clock.now();
    const today = dayOf(now);
    const splits: Split[] = await this.dataSource.query(
      `select event.symbol, event.day::text as day, event.split_to as to, event.split_from as from
       from instrument_event as event join instrument on instrument.symbol = event.symbol
       where event.kind = 'split' and ${isSplit} and event.day <= $1 and ($2::date is null or event.day >= $2 or event.created_at >= $2)
         and exists (
           select from alert where alert.symbol = event.symbol and alert.priced_on < event.day
             and alert.price is not null and alert.status in ('active', 'resting', 'paused'))
       order by event.day`,
      [today, which === 'all' ? null : addDays(today, -recentDays)],
    );
    const moved = new Set<string>();
    for (const { symbol, day, to, from } of splits) {
      const [rows] = await this.dataSource.query<[{ id: string }[], number]>(
        `update alert set priced_on = $2, version = version + 1, changed_at = $5,
           price = greatest(round(price * $4::integer / $3::integer / instrument.tick_size), 1) * instrument.tick_size,
           since = greatest(since, $2::timestamp at time zone 'UTC')
         from instrument
         where alert.symbol = $1 and instrument.symbol = alert.symbol and ${isSplit} and alert.priced_on < $2::date
           and alert.price is not null and alert.status in ('active', 'resting', 'paused')
         returning alert.id`,
        [symbol, day, to, from, now],
      );
      for (const { id } of rows) moved.add(id);
    }
    return [...moved];
  }
}
