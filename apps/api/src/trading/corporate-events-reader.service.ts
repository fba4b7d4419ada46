import { Injectable } from '@nestjs/common';
import {
  dayOf,
  latestDay,
  parseDecimal,
  shareOf,
  type AssetCode,
  type Day,
  type Decimal,
} from '@tradeyard/kernel';
import { momentOf, timeZoneOf, type InstrumentEventKind, type Split, type Dividend } from '@tradeyard/market';
import type { SplitRatio } from '@tradeyard/trading';
import { DataSource } from 'typeorm';
import { NIL, v5 } from 'uuid';
import { highestId, lowestIdOf } from '../ledger/ledger-ids.service.js';

/** A split or dividend whose day has come, and how far it has got: behind which account, and behind which order. */
export type DueEvent = {
  readonly symbol: string;
  readonly event: Split | Dividend;
  /** What is held. */
  readonly asset: AssetCode;
  readonly currency: string;
  readonly tickSize: Decimal;
  /** When the day began where the instrument is traded: what was held and ordered before is concerned. */
  readonly begins: Date;
  readonly holdersAfter: string;
  readonly ordersAfter: string;
  /** What splits of later days, which have come before this one was found, have made of a share since; nearly always 1:1. */
  readonly since: SplitRatio;
};

/** What a book held in hundred-millionths when the day began; `id` is the account's. */
export type Holder = { readonly id: string; readonly bookId: string; readonly quantity: bigint };

type EventRow = {
  symbol: string;
  day: Day;
  kind: InstrumentEventKind;
  to: number | null;
  from: number | null;
  amount: string | null;
  currency: string;
  calendar: string;
  tickSize: string;
  holdersAfter: string | null;
  ordersAfter: string | null;
  later: [to: number, from: number][];
};

/** As the partial indexes of resting orders say it: Postgres takes them for no other words. */
const isResting = `status in ('pending', 'waiting', 'open', 'partly_filled')`;
const isShareAccount = `a.kind = 'customer' and a.asset like 'share:%'`;
/** A price of today's shares all along, as `AlertSplits` has it: nothing becomes more shares by a split. */
const ignoresSplits = `instrument.provider in ('simulated', 'replay')`;

/** Names what event ids are made of; any fixed id will do. */
const namespace = '5b0ad1f2-8c4e-4d0b-9a53-2f6f1f0f3c11';

/** The id of that an event came to a book. */
export const applicationId = (
  { symbol, event }: Pick<DueEvent, 'symbol' | 'event'>,
  bookId: string,
): string => v5(`${symbol} ${event.day} ${event.kind} ${bookId}`, namespace);

/** Finds whom splits and dividends concern, out of what the ledger knows of the past. */
@Injectable()
export class CorporateEventsReader {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Puts those aside that concern nobody: of before anybody held such a share, which imported histories are full of, and
   * splits that prices ignore. The first account of an asset is its oldest, but for the clocks of processes, and a day
   * begins at another time in each zone: two days more are looked at than have to be.
   */
  async skip(now: Date): Promise<void> {
    await this.dataSource.query(
      `insert into event_progress (symbol, day, kind, done_at)
       select event.symbol, event.day, event.kind, $2 from instrument_event as event join instrument using (symbol)
         left join event_progress as progress using (symbol, day, kind)
         left join lateral (
           select (select j.at from posting p join journal j on j.id = p.journal_id
             where p.account_id = a.id order by p.journal_id limit 1) as at
           from account a where a.asset = 'share:' || event.symbol and ${isShareAccount} order by a.id limit 1
         ) as first on true
       where progress.symbol is null and event.day <= $1 and (
         (event.kind = 'split' and ${ignoresSplits})
         or (coalesce(first.at, 'infinity') > event.day::timestamp at time zone 'UTC' + interval '2 days'
           and (event.kind = 'dividend' or not exists (
             select from "order" as o where o.symbol = event.symbol and o.${isResting}
               and o.created_at < event.day::timestamp at time zone 'UTC' + interval '2 days'))))
       on conflict do nothing`,
      [dayOf(now), now],
    );
  }

  /** Those that are not done, in the order of their days; a dividend is of the shares before a split of its day. */
  async listDue(now: Date): Promise<DueEvent[]> {
    const rows = await this.dataSource.query<EventRow[]>(
      `select event.symbol, event.day::text as day, event.kind, event.split_to as to, event.split_from as from, event.amount,
         instrument.currency, instrument.calendar, instrument.tick_size as "tickSize",
         progress.holders_after as "holdersAfter", progress.orders_after as "ordersAfter",
         (select coalesce(json_agg(json_build_array(later.split_to, later.split_from)), '[]')
           from instrument_event as later join event_progress as come using (symbol, day, kind)
           where later.symbol = event.symbol and later.kind = 'split' and later.day > event.day and come.done_at is not null
         ) as later
       from instrument_event as event join instrument using (symbol)
         left join event_progress as progress using (symbol, day, kind)
       where event.day <= $1 and progress.done_at is null and instrument.base is null
         and not (event.kind = 'split' and ${ignoresSplits})
       order by event.day, event.kind, event.symbol`,
      [latestDay(now)],
    );
    return rows.map(dueOf).filter(({ begins }) => begins <= now);
  }

  /**
   * Accounts that hold the share or ever did, with what was there when the day began: what the last journal before left. A
   * split of an earlier day that was found late was booked later, and counts as if it had been there. An id never has
   * an earlier time than its journal's `at`, so few are looked at.
   */
  async listHolders({ asset, event, begins }: DueEvent, after: string, limit: number): Promise<Holder[]> {
    const rows = await this.dataSource.query<{ id: string; bookId: string; quantity: string }[]>(
      `select a.id, a.book_id as "bookId", coalesce(before.balance, 0) + coalesce(late.amount, 0) as quantity
       from (
         select a.id, a.book_id from account a
         where a.asset = $1 and ${isShareAccount} and a.id > $2 order by a.id limit $3
       ) a
       left join lateral (
         select balance_after as balance from posting where account_id = a.id and journal_id < coalesce((
           select journal_id from posting where account_id = a.id and journal_id >= $5
             and (select j.at from journal j where j.id = journal_id) >= $4
           order by journal_id limit 1
         ), '${highestId}')
         order by journal_id desc limit 1
       ) as before on true
       left join lateral (
         select sum(p.amount) as amount from posting p join journal j on j.id = p.journal_id
         where p.account_id = a.id and p.journal_id >= $5 and j.at >= $4 and j.kind = 'split' and j.detail ->> 'day' < $6
       ) as late on true
       order by a.id`,
      [asset, after, limit, begins, lowestIdOf(begins), event.day],
    );
    return rows.map(({ quantity, ...holder }) => ({ ...holder, quantity: BigInt(quantity) }));
  }

  /** Orders that rest since before the day, whatever their book has. */
  async listOrdered(
    { symbol, begins }: DueEvent,
    after: string,
    limit: number,
  ): Promise<{ id: string; bookId: string }[]> {
    return this.dataSource.query(
      `select id, book_id as "bookId" from "order"
       where symbol = $1 and ${isResting} and id > $2 and created_at < $4 order by id limit $3`,
      [symbol, after, limit, begins],
    );
  }

  /** Of some books, by their owners: the orders that rest since before the day, and have no newer terms. */
  async listOrderIds(
    { symbol, begins }: DueEvent,
    bookIds: readonly string[],
    userIds: readonly string[],
  ): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `select id from "order" as o
       where user_id = any ($1::uuid[]) and ${isResting} and book_id = any ($2::uuid[]) and symbol = $3 and created_at < $4
         and not exists (select from order_event where order_id = o.id and kind = 'replace' and at >= $4)`,
      [userIds, bookIds, symbol, begins],
    );
    return rows.map(({ id }) => id);
  }

  /** Those of the books that it has not come to. */
  async listMissing(due: DueEvent, bookIds: readonly string[]): Promise<string[]> {
    const ids = bookIds.map((bookId) => applicationId(due, bookId));
    const rows = await this.dataSource.query<{ id: string }[]>(
      'select id from event_application where id = any ($1::uuid[])',
      [ids],
    );
    const applied = new Set(rows.map(({ id }) => id));
    return bookIds.filter((_, index) => !applied.has(ids[index] ?? ''));
  }

  async saveProgress(
    { symbol, event }: DueEvent,
    { holdersAfter, ordersAfter }: Pick<DueEvent, 'holdersAfter' | 'ordersAfter'>,
    doneAt: Date | null = null,
  ): Promise<void> {
    await this.dataSource.query(
      `insert into event_progress (symbol, day, kind, holders_after, orders_after, done_at) values ($1, $2, $3, $4, $5, $6)
       on conflict on constraint event_progress_pkey do update set holders_after = excluded.holders_after,
         orders_after = excluded.orders_after, done_at = coalesce(event_progress.done_at, excluded.done_at)`,
      [symbol, event.day, event.kind, holdersAfter, ordersAfter, doneAt],
    );
  }
}

function dueOf({ symbol, day, kind, to, from, amount, later, ...row }: EventRow): DueEvent {
  return {
    symbol,
    event:
      kind === 'split'
        ? { kind, day, to: BigInt(to ?? 1), from: BigInt(from ?? 1) }
        : { kind, day, amount: parseDecimal(amount ?? '0') },
    asset: shareOf(symbol),
    currency: row.currency,
    tickSize: parseDecimal(row.tickSize),
    begins: new Date(beginOf(row.calendar, day)),
    holdersAfter: row.holdersAfter ?? NIL,
    ordersAfter: row.ordersAfter ?? NIL,
    since: later.reduce((ratio, each) => timesRatio(ratio, each), { to: 1n, from: 1n }),
  };
}

const timesRatio = ({ to, from }: SplitRatio, [more, fewer]: readonly [number, number]): SplitRatio => ({
  to: to * BigInt(more),
  from: from * BigInt(fewer),
});

/** Milliseconds since 1970 of when a day begins where an instrument is traded; in UTC for one that never closes. */
export const beginOf = (calendar: string, day: Day): number => momentOf(timeZoneOf(calendar), day, '00:00');
