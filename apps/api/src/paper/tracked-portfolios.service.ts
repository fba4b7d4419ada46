import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError, getActiveCurrency } from '@tradeyard/kernel';
import type { Command } from '@tradeyard/ledger';
import { DataSource, IsNull, MoreThan, Not, type Repository } from 'typeorm';
import { v7 as uuid, validate as isUuid } from 'uuid';
import type { Call } from '../ledger/call.dto.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { Clock } from '../platform/clock.js';
import { atField } from '../platform/money.dto.js';
import { Problem } from '../platform/problem.js';
import { requireOwnerRow } from './opening.service.js';
import type { PaperOwner } from './portfolio.entity.js';
import {
  trackedMax,
  trackedPortfolio,
  type ChangePortfolioDto,
  type NewPortfolioDto,
  type PortfolioDto,
  type PortfolioState,
} from './portfolios.dto.js';
import { TrackedPortfolioEntity, type TrackedPortfolio } from './tracked-portfolio.entity.js';

/** Portfolios of which their owners say what happened. What happened is kept by the module of activities. */
@Injectable()
export class TrackedPortfoliosService {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(TrackedPortfolioEntity) private readonly portfolios: Repository<TrackedPortfolioEntity>,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /** In the order in which they were begun, those after the id `after`. */
  list(
    userId: string,
    status: PortfolioState,
    limit: number,
    after?: string,
  ): Promise<TrackedPortfolioEntity[]> {
    return this.portfolios.find({
      where: {
        userId,
        archivedAt: status === 'open' ? IsNull() : Not(IsNull()),
        ...(after !== undefined && { id: MoreThan(after) }),
      },
      order: { id: 'asc' },
      take: limit,
    });
  }

  /** Also an archived one; null for somebody else's. */
  async find(userId: string, id: string): Promise<TrackedPortfolioEntity | null> {
    return isUuid(id) ? this.portfolios.findOneBy({ id, userId }) : null;
  }

  /**
   * Nothing of it is in the ledger, which counts how many there are all the same and knows a request that is repeated.
   * Throws `too_many_portfolios`, `unknown_currency`, and `validation_failed` for what only paper portfolios have.
   */
  async create(userId: string, body: NewPortfolioDto, call: Call): Promise<PortfolioDto> {
    for (const field of ['startingCash', 'models'] as const)
      if (body[field] !== undefined) throw notOfTracked(field);
    atField('currency', () => getActiveCurrency(body.currency));
    await requireOwnerRow(this.dataSource, userId);
    return this.ledger.submit(beginning(userId, body, call.origin), call);
  }

  /** Throws `portfolio_archived`, and `validation_failed` for models. */
  async change(
    userId: string,
    id: string,
    { name, models, keepsCash }: ChangePortfolioDto,
  ): Promise<PortfolioDto> {
    if (models !== undefined) throw notOfTracked('models');
    const [changed] = await this.dataSource.query<TrackedPortfolioEntity[]>(
      `with changed as (
         update tracked_portfolio set name = coalesce($3, name), keeps_cash = coalesce($4, keeps_cash), version = version + 1
         where id = $1 and user_id = $2 and archived_at is null returning id, version
       )
       insert into portfolio_change (portfolio_id, version, kind, at, count)
       select id, version, 'portfolio', $5, 0 from changed returning version`,
      [id, userId, name, keepsCash, this.clock.now()],
    );
    const portfolio = await this.find(userId, id);
    if (!changed || !portfolio) throw archived();
    return trackedPortfolio(portfolio);
  }

  /** Nothing in it changes from now on; all of it can be read. Throws `portfolio_archived`. */
  async archive(userId: string, id: string): Promise<void> {
    if ((await this.archiveThose(userId, id)) === 0) throw archived();
  }

  /** All of somebody who closes their account. */
  async archiveAll(userId: string): Promise<void> {
    await this.archiveThose(userId, null);
  }

  private async archiveThose(userId: string, id: string | null): Promise<number> {
    const [counted] = await this.dataSource.query<{ count: number }[]>(
      `with ended as (
         update tracked_portfolio set archived_at = $3
         where user_id = $1 and ($2::uuid is null or id = $2) and archived_at is null returning id
       ),
       counted as (
         update paper_owner set tracked_count = tracked_count - (select count(*) from ended), version = version + 1
         where id = $1 and exists (select from ended)
       )
       select count(*)::int as count from ended`,
      [userId, id, this.clock.now()],
    );
    return counted?.count ?? 0;
  }
}

function beginning(userId: string, body: NewPortfolioDto, origin: string): Command<PortfolioDto> {
  const owned = { table: 'paper_owner', id: userId };
  const id = uuid();
  return {
    accounts: [],
    rows: [owned],
    actor: userId,
    origin,
    decide: (unit) => {
      const owner = unit.row(owned) as PaperOwner;
      if (owner.trackedCount >= trackedMax) {
        throw new DomainError(
          'too_many_portfolios',
          `There is room for ${trackedMax} portfolios to track. Archive one first.`,
        );
      }
      const portfolio: TrackedPortfolio = {
        ...{ id, userId, name: body.name, currency: body.currency, keepsCash: body.keepsCash ?? false },
        ...{ version: 0n, activityCount: 0, createdAt: unit.at, archivedAt: null },
      };
      const counted: PaperOwner = { ...owner, trackedCount: owner.trackedCount + 1 };
      unit.save('paper_owner', counted);
      unit.save('tracked_portfolio', portfolio);
      return trackedPortfolio(portfolio);
    },
  };
}

const archived = (): DomainError => new DomainError('portfolio_archived', 'This portfolio is archived', 'id');

function notOfTracked(field: string): Problem {
  const message = `A tracked portfolio has no ${field === 'models' ? 'models: nothing is filled in it' : 'starting cash: enter a deposit'}`;
  return new Problem('validation_failed', message, [{ field, message }]);
}
