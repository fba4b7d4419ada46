import { DomainError } from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, LessThan, type EntityManager, type Repository } from 'typeorm';
import { v7 as uuid, validate as isUuid } from 'uuid';
import { Clock } from '../platform/clock.js';
import { page, type PageQuery } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import type { Suspicion } from './rate-check.service.js';
import { RateQuarantineEntity, type QuarantineStatus } from './rate-quarantine.entity.js';
import { ReferenceRatesService, type NewRate } from './reference-rates.service.js';

/** What may follow what, besides a later rate that settles what is open. */
const decisions = {
  accepted: ['open', 'dismissed'],
  dismissed: ['open'],
} as const satisfies Partial<Record<QuarantineStatus, readonly QuarantineStatus[]>>;

/** Rates that were not believed: kept with the reason, and never used unless an administrator says so. */
@Injectable()
export class RateQuarantineService {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(RateQuarantineEntity) private readonly quarantine: Repository<RateQuarantineEntity>,
    private readonly references: ReferenceRatesService,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts the suspected rates of a source aside and closes what the believed ones
   * settle. One that was decided on stays decided while the source says the same.
   */
  async record(
    manager: EntityManager,
    source: string,
    suspected: readonly Suspicion[],
    believed: readonly NewRate[],
  ): Promise<void> {
    const now = this.clock.now();
    const settling = [...suspected, ...believed];
    await manager.query(
      `update rate_quarantine set status = 'settled', decided_at = $1
       from unnest($2::text[], $3::date[], $4::boolean[]) as given (currency, date, believed)
       where status = 'open' and rate_quarantine.currency = given.currency and (
         rate_quarantine.date < given.date and (given.believed or rate_quarantine.source = $5)
         or rate_quarantine.date = given.date and given.believed and rate_quarantine.source = $5)`,
      [
        now,
        settling.map(({ currency }) => currency),
        settling.map(({ date }) => date),
        settling.map((_, place) => place >= suspected.length),
        source,
      ],
    );
    for (const { currency, date, perEuro, lastPerEuro, lastDate, reason } of suspected) {
      await manager.query(
        `insert into rate_quarantine (id, source, currency, date, per_euro, last_per_euro, last_date, reason, at, status)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open')
         on conflict on constraint rate_quarantine_key do update
           set per_euro = excluded.per_euro, last_per_euro = excluded.last_per_euro, last_date = excluded.last_date,
             reason = excluded.reason, at = excluded.at, status = 'open', decided_at = null, decided_by = null
           where rate_quarantine.per_euro <> excluded.per_euro`,
        [uuid(), source, currency, date, perEuro, lastPerEuro, lastDate, reason, now],
      );
    }
  }

  countOpen(): Promise<number> {
    return this.quarantine.countBy({ status: 'open' });
  }

  /** Newest first; all of them without a status. */
  async list(
    { limit, cursor }: PageQuery,
    status?: QuarantineStatus,
  ): Promise<{ items: RateQuarantineEntity[]; next: string | null }> {
    const rows = await this.quarantine.find({
      where: { ...(status && { status }), ...(cursor !== undefined && { id: LessThan(cursor) }) },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    return page(rows, limit, ({ id }) => id);
  }

  /**
   * `accepted`: it becomes the rate of its day, whatever another source said,
   * unless there is a later one. `dismissed`: it is wrong and stays out. Deciding
   * the same again changes nothing. Throws `not_found` and `quarantine_closed`.
   */
  async decide(id: string, decision: keyof typeof decisions, by: string): Promise<RateQuarantineEntity> {
    return this.dataSource.transaction(async (manager) => {
      await this.references.lockForWriting(manager);
      const rate = isUuid(id) ? await manager.findOneBy(RateQuarantineEntity, { id }) : null;
      if (!rate) throw new Problem('not_found', 'There is no such rate in quarantine');
      if (rate.status === decision) return rate;
      const { status, currency, date, perEuro, source } = rate;
      if (!decisions[decision].some((from) => from === status)) {
        const why =
          status === 'accepted'
            ? `The rate of ${currency} is in use since it was accepted`
            : settledBy(currency);
        throw new DomainError('quarantine_closed', why, 'id');
      }
      if (decision === 'accepted' && (await hasLater(manager, rate)))
        throw new DomainError('quarantine_closed', settledBy(currency), 'id');
      if (decision === 'accepted')
        await this.references.store(manager, source, [{ currency, date, perEuro }]);
      const decided = { status: decision, decidedAt: this.clock.now(), decidedBy: by };
      await manager.update(RateQuarantineEntity, { id }, decided);
      return Object.assign(rate, decided);
    });
  }
}

const settledBy = (currency: string): string => `A later rate of ${currency} has settled this`;

async function hasLater(
  manager: EntityManager,
  { currency, date }: Pick<RateQuarantineEntity, 'currency' | 'date'>,
): Promise<boolean> {
  const later: unknown[] = await manager.query(
    'select 1 from rate where currency = $1 and date > $2 limit 1',
    [currency, date],
  );
  return later.length > 0;
}
