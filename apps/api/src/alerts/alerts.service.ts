import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@tradeyard/kernel';
import { alertsMax, type AlertStatus } from '@tradeyard/market';
import { In, LessThan, Repository, type EntityManager } from 'typeorm';
import { validate as isUuid, v7 as uuid } from 'uuid';
import type { InstrumentEntity } from '../market-data/instrument.entity.js';
import { InstrumentsService } from '../market-data/instruments.service.js';
import { QuotesService } from '../market-data/quotes.service.js';
import { Clock } from '../platform/clock.js';
import { page } from '../platform/page.dto.js';
import { changedAlert, newAlert } from './alert-terms.dto.js';
import { AlertEngine } from './alert-engine.service.js';
import { AlertEntity } from './alert.entity.js';
import {
  AlertDto,
  type AlertPageDto,
  type AlertsQuery,
  type ChangeAlertDto,
  type NewAlertDto,
} from './alerts.dto.js';
import { DeliveryChannelsService } from './delivery-channels.service.js';

/** The first half of the advisory locks of alerts; the second is made of whose they are. */
const alertLock = 7_274;
/** Neither ended nor deleted. */
const waiting: readonly AlertStatus[] = ['active', 'resting', 'paused'];
/** Ended ones are forgotten after a while; until then somebody can keep so many in all. */
const storedMax = 2_000;

/** What people do with their alerts. */
@Injectable()
export class AlertsService {
  constructor(
    @InjectRepository(AlertEntity) private readonly alerts: Repository<AlertEntity>,
    private readonly instruments: InstrumentsService,
    private readonly quotes: QuotesService,
    private readonly channels: DeliveryChannelsService,
    private readonly engine: AlertEngine,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(userId: string, { symbol, status, limit, cursor }: AlertsQuery): Promise<AlertPageDto> {
    const found = await this.alerts.find({
      where: {
        userId,
        ...(symbol !== undefined && { symbol }),
        ...(status && { status: In(status) }),
        ...(cursor !== undefined && { id: LessThan(cursor) }),
      },
      order: { id: 'desc' },
      take: limit + 1,
    });
    const { items, next } = page(found, limit, ({ id }) => id);
    const instruments = await this.instruments.listBySymbols([...new Set(items.map((each) => each.symbol))]);
    const bySymbol = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
    return {
      items: items.map((alert) => AlertDto.from(alert, bySymbol.get(alert.symbol) as InstrumentEntity)),
      next,
    };
  }

  /** Throws `alert_not_found`, also for somebody else's. */
  async get(userId: string, id: string): Promise<AlertDto> {
    const alert = await find(this.alerts, userId, id);
    return AlertDto.from(alert, await this.instruments.getInstrument(alert.symbol));
  }

  /** Throws `instrument_not_found`, what `newAlert` throws, `channel_unavailable` and `too_many_alerts`. */
  async create(userId: string, body: NewAlertDto): Promise<AlertDto> {
    const instrument = await this.instruments.getInstrument(body.symbol);
    const terms = newAlert(body, instrument, this.quotes.findQuote(body.symbol), this.clock.now());
    await this.channels.require(userId, terms.channels);
    const alert = { id: uuid(), userId, ...terms };
    await this.inTurn(userId, async (alerts) => {
      await requireRoom(alerts, userId);
      await alerts.insert(alert);
    });
    this.engine.changed([alert.id]);
    return AlertDto.from(alert, instrument);
  }

  /** Throws `alert_not_found`, what `changedAlert` throws, `channel_unavailable` and `too_many_alerts`. */
  async change(userId: string, id: string, body: ChangeAlertDto): Promise<AlertDto> {
    const { symbol } = await find(this.alerts, userId, id);
    const instrument = await this.instruments.getInstrument(symbol);
    if (body.channels) await this.channels.require(userId, body.channels);
    const changed = await this.inTurn(userId, async (alerts) => {
      // It may be fired at this very instant: whoever comes second sees what the first has made of it.
      const alert = await alerts.findOne({ where: { id, userId }, lock: { mode: 'pessimistic_write' } });
      if (!alert) throw notFound();
      const next = changedAlert(alert, body, instrument, this.quotes.findQuote(symbol), this.clock.now());
      if (waiting.includes(next.status) && !waiting.includes(alert.status)) await requireRoom(alerts, userId);
      await alerts.update({ id, userId }, next);
      return Object.assign(alert, next);
    });
    this.engine.changed([id]);
    return AlertDto.from(changed, instrument);
  }

  /** Throws `alert_not_found`. What it has told stays. */
  async remove(userId: string, id: string): Promise<void> {
    await find(this.alerts, userId, id);
    await this.alerts.delete({ id, userId });
    this.engine.changed([id]);
  }

  /** One after the other for each person, so that no two at once pass the limit. */
  private inTurn<T>(userId: string, work: (alerts: Repository<AlertEntity>) => Promise<T>): Promise<T> {
    return this.alerts.manager.transaction(async (manager: EntityManager) => {
      await manager.query('select pg_advisory_xact_lock($1, hashtext($2))', [alertLock, userId]);
      return work(manager.getRepository(AlertEntity));
    });
  }
}

async function find(alerts: Repository<AlertEntity>, userId: string, id: string): Promise<AlertEntity> {
  const alert = isUuid(id) ? await alerts.findOneBy({ id, userId }) : null;
  if (!alert) throw notFound();
  return alert;
}

const notFound = (): DomainError => new DomainError('alert_not_found', 'You have no such alert');

async function requireRoom(alerts: Repository<AlertEntity>, userId: string): Promise<void> {
  if ((await alerts.countBy({ userId, status: In(waiting) })) >= alertsMax) {
    throw new DomainError('too_many_alerts', `There is room for ${alertsMax} alerts. Delete one first.`);
  }
  if ((await alerts.countBy({ userId })) >= storedMax) {
    throw new DomainError(
      'too_many_alerts',
      `There are ${storedMax} alerts, most of them ended. Delete some first.`,
    );
  }
}
