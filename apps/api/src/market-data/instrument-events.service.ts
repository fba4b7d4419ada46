import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  addDays,
  compareDecimals,
  DomainError,
  formatDecimal,
  parseDecimal,
  type Day,
} from '@tradeyard/kernel';
import { readEvent, type InstrumentEvent, type PricedEvent } from '@tradeyard/market';
import type { EntityManager, Repository } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { noteHistories } from '../platform/history-versions.js';
import { page, type PageQuery } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { isUsableDay } from '../platform/validation.js';
import { CandlesService } from './candles.service.js';
import { InstrumentEventEntity } from './instrument-event.entity.js';
import type { NewInstrumentEventDto } from './instrument-events.dto.js';
import { InstrumentsService } from './instruments.service.js';
import { SplitsService } from './splits.service.js';

/** An event and whose it is. */
export type OwnedEvent = { readonly symbol: string; readonly event: InstrumentEvent };

/** Splits and dividends of instruments. */
@Injectable()
export class InstrumentEventsService {
  constructor(
    @InjectRepository(InstrumentEventEntity) private readonly events: Repository<InstrumentEventEntity>,
    private readonly instruments: InstrumentsService,
    private readonly candles: CandlesService,
    private readonly splits: SplitsService,
    private readonly clock: Clock,
  ) {}

  /** Newest first. The cursor is the day and kind of the last one. Throws `instrument_not_found`. */
  async list(
    symbol: string,
    { limit, cursor }: PageQuery,
  ): Promise<{ items: InstrumentEventEntity[]; next: string | null }> {
    await this.instruments.getInstrument(symbol);
    const found = this.events
      .createQueryBuilder('event')
      .where('event.symbol = :symbol', { symbol })
      .orderBy('event.day', 'DESC')
      .addOrderBy('event.kind', 'DESC')
      .limit(limit + 1);
    if (cursor !== undefined) found.andWhere('(event.day, event.kind) < (:day, :kind)', readCursor(cursor));
    return page(await found.getMany(), limit, ({ day, kind }) => `${day}/${kind}`);
  }

  /** All of an instrument, with what its candles are adjusted by. */
  async listPriced(symbol: string): Promise<PricedEvent[]> {
    const events = (await this.events.findBy({ symbol })).map(eventOf);
    const dividends = events.filter((event) => event.kind === 'dividend');
    const closes = await this.candles.findCloses(
      dividends.map(({ day }) => ({ symbol, on: addDays(day, -1) })),
    );
    const closeBefore = new Map(dividends.map((event, index) => [event, closes[index]]));
    return events.map((event) => {
      if (event.kind === 'split') return event;
      const found = closeBefore.get(event);
      // What was simulated stays as it is, so nothing before this day has to fit.
      return {
        ...event,
        closeBefore: found && found.source !== 'simulated' ? parseDecimal(found.close) : null,
      };
    });
  }

  /** Throws `instrument_not_found`, `event_malformed` and `event_exists`. */
  async create(
    symbol: string,
    { kind, day, ratio, amount }: NewInstrumentEventDto,
  ): Promise<InstrumentEventEntity> {
    await this.instruments.getInstrument(symbol);
    const [field, other] = kind === 'split' ? (['ratio', amount] as const) : (['amount', ratio] as const);
    const value = kind === 'split' ? ratio : amount;
    if (value === undefined || other !== undefined) {
      throw new DomainError('event_malformed', `A ${kind} has a ${field} and nothing else`, field);
    }
    const event = readNamed(field, () => readEvent(kind, day, value));
    await this.requireBelowClose(symbol, event);
    const row = { ...rowOf({ symbol, event }), createdAt: this.clock.now() };
    const isNew = await this.events.manager.transaction(async (manager) => {
      const inserted = await manager
        .createQueryBuilder()
        .insert()
        .into(InstrumentEventEntity)
        .values(row)
        .orIgnore()
        .returning('day')
        .execute();
      await noteHistories(manager, [symbol]);
      return (inserted.raw as unknown[]).length > 0;
    });
    if (!isNew) {
      throw new DomainError('event_exists', `${symbol} has a ${kind} on ${day} already`, 'day');
    }
    await this.splits.tell();
    return this.events.findOneByOrFail({ symbol, day, kind });
  }

  /** Throws `event_not_found`. */
  async remove(symbol: string, day: Day, kind: string): Promise<void> {
    const isEvent = isUsableDay(day) && (kind === 'split' || kind === 'dividend');
    const isRemoved =
      isEvent &&
      (await this.events.manager.transaction(async (manager) => {
        const { affected } = await manager.delete(InstrumentEventEntity, { symbol, day, kind });
        if (affected) await noteHistories(manager, [symbol]);
        return Boolean(affected);
      }));
    if (!isRemoved) {
      throw new DomainError('event_not_found', `${symbol.slice(0, 40)} has no such event on that day`, 'day');
    }
    await this.splits.tell();
  }

  /** Writes events, replacing those of the same day and kind; says how many were new and how many are others now. */
  async write(
    manager: EntityManager,
    owned: readonly OwnedEvent[],
  ): Promise<{ created: number; changed: number }> {
    const rows = owned.map(rowOf);
    const written: { created: boolean }[] = await manager.query(
      `insert into instrument_event (symbol, day, kind, split_to, split_from, amount, created_at)
       select *, $7::timestamptz from unnest($1::text[], $2::date[], $3::text[], $4::integer[], $5::integer[], $6::numeric[])
       on conflict on constraint instrument_event_pkey do update set
         split_to = excluded.split_to, split_from = excluded.split_from, amount = excluded.amount
       where (instrument_event.split_to, instrument_event.split_from, instrument_event.amount)
         is distinct from (excluded.split_to, excluded.split_from, excluded.amount)
       returning xmax = 0 as created`,
      [
        rows.map(({ symbol }) => symbol),
        rows.map(({ day }) => day),
        rows.map(({ kind }) => kind),
        rows.map(({ splitTo }) => splitTo),
        rows.map(({ splitFrom }) => splitFrom),
        rows.map(({ amount }) => amount),
        this.clock.now(),
      ],
    );
    await noteHistories(
      manager,
      rows.map(({ symbol }) => symbol),
    );
    const created = written.filter((each) => each.created).length;
    return { created, changed: written.length - created };
  }

  private async requireBelowClose(symbol: string, event: InstrumentEvent): Promise<void> {
    if (event.kind !== 'dividend') return;
    const [before] = await this.candles.findCloses([{ symbol, on: addDays(event.day, -1) }]);
    if (!before || compareDecimals(event.amount, parseDecimal(before.close)) < 0) return;
    throw new DomainError(
      'event_malformed',
      `A dividend is less than the close before it, which was ${before.close} on ${before.day}`,
      'amount',
    );
  }
}

const eventOf = ({ kind, day, splitTo, splitFrom, amount }: InstrumentEventEntity): InstrumentEvent =>
  kind === 'split'
    ? { kind, day, to: BigInt(splitTo ?? 1), from: BigInt(splitFrom ?? 1) }
    : { kind, day, amount: parseDecimal(amount ?? '0') };

const rowOf = ({ symbol, event }: OwnedEvent): Omit<InstrumentEventEntity, 'createdAt'> => ({
  symbol,
  day: event.day,
  kind: event.kind,
  splitTo: event.kind === 'split' ? Number(event.to) : null,
  splitFrom: event.kind === 'split' ? Number(event.from) : null,
  amount: event.kind === 'dividend' ? formatDecimal(event.amount) : null,
});

/** The rule knows a value; a body says `ratio` or `amount`. */
function readNamed<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DomainError) || error.field !== 'value') throw error;
    throw new DomainError(error.code, error.message, name);
  }
}

function readCursor(cursor: string): { day: string; kind: string } {
  const [day = '', kind = ''] = cursor.split('/');
  if (isUsableDay(day)) return { day, kind };
  const message = 'cursor must be `next` of the page before';
  throw new Problem('validation_failed', message, [{ field: 'cursor', message }]);
}
