import { Injectable } from '@nestjs/common';
import { parseDecimal, type Decimal } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';

/** How far the price of an instrument went within one day in UTC, and the close of the day before. */
export type PriceRange = {
  readonly high: Decimal;
  readonly low: Decimal;
  readonly previousClose: Decimal | null;
};

type Row = { place: string; high: string; low: string; previousClose: string | null };

/** Where prices have been since a moment, as far as candles tell. */
@Injectable()
export class PriceRangesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * For each question the ranges of the days since `from`, oldest first, at the question's place; one statement for all.
   * Only candles that begin at `from` or later count: the first minutes, until one of them ends, are nobody's. Of the
   * first hour minutes are read, of the first day hours, and from then on days; and minutes and hours of the last few,
   * whose longer candle may not be written yet.
   */
  async list(asked: readonly { symbol: string; from: Date }[]): Promise<PriceRange[][]> {
    const answers: PriceRange[][] = asked.map(() => []);
    if (asked.length === 0) return answers;
    const rows: Row[] = await this.dataSource.query(rangesSince, [
      asked.map(({ symbol }) => symbol),
      asked.map(({ from }) => from),
      this.clock.now(),
    ]);
    for (const { place, high, low, previousClose } of rows) {
      answers[Number(place) - 1]?.push({
        high: parseDecimal(high),
        low: parseDecimal(low),
        previousClose: previousClose === null ? null : parseDecimal(previousClose),
      });
    }
    return answers;
  }
}

/** The next beginning of a minute, an hour or a day in UTC, whatever zone the database is in. */
const nextOf = (unit: 'minute' | 'hour' | 'day'): string =>
  `date_trunc('${unit}', asked.since + interval '1 ${unit}' - interval '1 microsecond', 'UTC')`;

const candlesOf = (interval: string, from: string, until: string): string => `
  select at, high, low from candle
  where symbol = asked.symbol and "interval" = '${interval}' and at >= ${from} and at < ${until}`;

const infinity = `'infinity'::timestamptz`;

const rangesSince = `
  select ranges.place, ranges.high, ranges.low, before.close as "previousClose"
  from (
    select asked.place, asked.symbol, date_trunc('day', part.at, 'UTC') as day, max(part.high) as high, min(part.low) as low
    from unnest($1::text[], $2::timestamptz[]) with ordinality as asked (symbol, since, place)
    cross join lateral (
      ${candlesOf('1m', nextOf('minute'), nextOf('hour'))}
      union all ${candlesOf('1h', nextOf('hour'), nextOf('day'))}
      union all ${candlesOf('1d', nextOf('day'), infinity)}
      union all ${candlesOf('1m', `greatest(${nextOf('hour')}, $3::timestamptz - interval '2 hours')`, infinity)}
      union all ${candlesOf('1h', `greatest(${nextOf('day')}, $3::timestamptz - interval '2 days')`, infinity)}
    ) as part
    group by 1, 2, 3
  ) as ranges
  left join lateral (
    select close from candle
    where candle.symbol = ranges.symbol and candle."interval" = '1d' and candle.at < ranges.day
    order by candle.at desc limit 1
  ) as before on true
  order by ranges.place, ranges.day`;
