import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { noJournal } from '@tradeyard/ledger';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { isDatabaseOutage } from '../platform/outage.js';
import { DayPrices } from './day-prices.service.js';
import { DayQuotes } from './day-quotes.service.js';
import { DesksService } from './desks.service.js';
import type { LegacyQuote } from './legacy-quotes.provider.js';
import { WorkloadsService } from './workloads.service.js';

/** Of one look into the database. */
const tradersPerRead = 500;
/** Quotes that are asked for at a time, so that the commands of people find room beside them. */
const askedAtOnce = 16;

type Found = { readonly id: string; readonly workloadId: string; readonly name: string };

const reached = `
  select r.id, t.workload_id as "workloadId", t.name
  from daytrading_reservation r join daytrading_trader t on t.id = r.trader_id
  where r.is_watched and r.symbol = $1 and r.id > $3
    and ((r.side = 'buy' and r.trigger >= $2) or (r.side = 'sell' and r.trigger <= $2))
  order by r.id limit ${tradersPerRead}`;

// One of each symbol, from the index: it is asked every second, and there may be many of each.
const watched = `
  with recursive armed as (
    (select symbol, trader_id, transaction from daytrading_reservation where is_watched order by symbol limit 1)
    union all
    select next.* from armed, lateral (
      select symbol, trader_id, transaction from daytrading_reservation r
      where r.is_watched and r.symbol > armed.symbol order by r.symbol limit 1
    ) as next
  )
  select a.symbol, a.transaction, t.workload_id as "workloadId", t.name
  from armed a join daytrading_trader t on t.id = a.trader_id`;

const expired = `
  select distinct t.workload_id as "workloadId", t.name
  from daytrading_reservation r join daytrading_trader t on t.id = r.trader_id
  where r.expires_at < $1 limit ${tradersPerRead}`;

/**
 * What happens to traders by themselves. Each fresh quote meets what is armed on its symbol, in the process that has it;
 * one process for all asks for new quotes of armed symbols when the old ones expire, and gives back what nobody committed.
 */
@Injectable()
export class DayTriggers implements OnModuleInit {
  private readonly logger = new Logger(DayTriggers.name);
  private readonly meeting = new Set<Promise<void>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly desks: DesksService,
    private readonly prices: DayPrices,
    private readonly quotes: DayQuotes,
    private readonly workloads: WorkloadsService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.quotes.onFresh((quote) => {
      const meeting = this.meet(quote)
        // The next quote is there in a minute at the latest, and meets what this one did not.
        .catch((error: unknown) => this.note(error))
        .finally(() => this.meeting.delete(meeting));
      this.meeting.add(meeting);
    });
  }

  /** Resolves when what is on its way has ended. */
  async settled(): Promise<void> {
    while (this.meeting.size > 0) await Promise.all(this.meeting);
  }

  /** Resolves when everything that the quote reaches is filled. */
  async meet({ symbol, price }: LegacyQuote): Promise<void> {
    let after = noJournal;
    for (;;) {
      const found = await this.dataSource.query<Found[]>(reached, [symbol, price, after]);
      await Promise.all(
        found.map(async ({ workloadId, name }) =>
          this.desks.meet(await this.workloads.find(workloadId), name, { symbol, price }),
        ),
      );
      after = found.at(-1)?.id ?? after;
      if (found.length < tradersPerRead) return;
    }
  }

  /** Asks for quotes of all armed symbols that have no valid one. */
  async refresh(): Promise<void> {
    const armed = await this.dataSource.query<(Found & { symbol: string; transaction: string })[]>(watched);
    const old = armed.filter(({ symbol }) => this.quotes.current(symbol) === undefined);
    for (let first = 0; first < old.length; first += askedAtOnce) {
      await Promise.all(
        old.slice(first, first + askedAtOnce).map(async ({ symbol, transaction, workloadId, name }) => {
          const answer = await this.prices.ask(symbol, name);
          if (!('hit' in answer) || !answer.hit) return;
          const asked = [{ transaction: Number(transaction), hit: answer.hit }];
          await this.desks.wake(await this.workloads.find(workloadId), name, asked);
        }),
      );
    }
  }

  /** Gives every trader a turn who has something that is over. */
  async expire(): Promise<void> {
    for (;;) {
      const found = await this.dataSource.query<Found[]>(expired, [this.clock.now()]);
      await Promise.all(
        found.map(async ({ workloadId, name }) =>
          this.desks.wake(await this.workloads.find(workloadId), name),
        ),
      );
      if (found.length < tradersPerRead) return;
    }
  }

  private note(error: unknown): void {
    if (isDatabaseOutage(error)) this.logger.warn(`Triggers wait for the database: ${String(error)}`);
    else this.logger.error(error instanceof Error ? error.stack : error);
  }
}
