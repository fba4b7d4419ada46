import { currencies, type Day } from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ratesName } from '../platform/history-versions.js';
import type { RateEntity } from './rate.entity.js';

/** A currency on a day. */
export type DatedCode = { readonly currency: string; readonly on: Day };

/** `perEuro` is units of the currency for one euro, as decimal text. */
export type NewRate = Pick<RateEntity, 'currency' | 'date' | 'perEuro'>;

export type StoredCounts = {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
};

/** Any number that nothing else in this database locks; it keeps two writers of rates from waiting for each other's rows. */
const writeLock = 7_270_003;

/**
 * The table of reference rates. Nothing of it is kept in memory: the newest rate
 * of every currency is one statement of some forty index look-ups, well below a
 * millisecond, and so an import by another process counts at once.
 */
@Injectable()
export class ReferenceRatesService {
  constructor(private readonly dataSource: DataSource) {}

  /** For each question the last rate on or before its day, at the question's place; one statement for all. */
  async findRates(asked: readonly DatedCode[]): Promise<(RateEntity | undefined)[]> {
    const answers: (RateEntity | undefined)[] = Array.from({ length: asked.length }, () => undefined);
    if (asked.length === 0) return answers;
    const rows: (RateEntity & { place: string })[] = await this.dataSource.query(
      `select asked.place, rate.currency, to_char(rate.date, 'YYYY-MM-DD') as date, rate.per_euro as "perEuro", rate.source
       from unnest($1::text[], $2::date[]) with ordinality as asked (currency, day, place)
       cross join lateral (
         select * from rate
         where rate.currency = asked.currency and rate.date <= asked.day
         order by rate.date desc limit 1
       ) as rate`,
      [asked.map(({ currency }) => currency), asked.map(({ on }) => on)],
    );
    for (const { place, ...rate } of rows) answers[Number(place) - 1] = rate;
    return answers;
  }

  /** The first and the last day that any currency has a rate for; null when there is none at all. */
  async findSpan(): Promise<{ first: Day; last: Day } | null> {
    // Some two hundred looks into the index, instead of reading all of it.
    const [span] = await this.dataSource.query<{ first: Day | null; last: Day }[]>(
      `select to_char(min(first), 'YYYY-MM-DD') as first, to_char(max(last), 'YYYY-MM-DD') as last
       from unnest($1::text[]) as known (currency)
       cross join lateral (
         select min(date) as first, max(date) as last from rate where rate.currency = known.currency
       ) as span`,
      [currencies.map(({ code }) => code)],
    );
    return span?.first ? { first: span.first, last: span.last } : null;
  }

  /** Until the transaction ends, no other process writes rates. */
  async lockForWriting(manager: EntityManager): Promise<void> {
    await manager.query('select pg_advisory_xact_lock($1)', [writeLock]);
  }

  /**
   * Adds rates of one source or replaces those that differ, with one statement. With
   * `over`, those of other sources than these stay. No (currency, date) may be given twice.
   */
  async store(
    manager: EntityManager,
    source: string,
    rates: readonly NewRate[],
    over?: readonly string[],
  ): Promise<StoredCounts> {
    const [counts = { inserted: 0, updated: 0 }] = await manager.query<
      { inserted: number; updated: number }[]
    >(
      `with written as (
         insert into rate (currency, date, per_euro, source)
         select given.currency, given.date::date, given.per_euro::numeric, $4
         from unnest(string_to_array($1, ' '), string_to_array($2, ' '), string_to_array($3, ' '))
           as given (currency, date, per_euro)
         on conflict on constraint rate_pkey do update
           set per_euro = excluded.per_euro, source = excluded.source
           where (rate.per_euro, rate.source) is distinct from (excluded.per_euro, excluded.source)
             and ($5::text[] is null or rate.source = any($5))
         returning xmax = 0 as is_new
       ),
       noted as (
         insert into history_version (name, version)
         select '${ratesName}', 1 where exists (select from written)
         on conflict on constraint history_version_pkey do update set version = history_version.version + 1
       )
       select count(*) filter (where is_new)::int as inserted, count(*) filter (where not is_new)::int as updated
       from written`,
      [
        // As one text each: the driver would quote every element of an array, which takes it longer than Postgres.
        rates.map(({ currency }) => currency).join(' '),
        rates.map(({ date }) => date).join(' '),
        rates.map(({ perEuro }) => perEuro).join(' '),
        source,
        over ?? null,
      ],
    );
    const { inserted, updated } = counts;
    return { inserted, updated, unchanged: rates.length - inserted - updated };
  }
}
