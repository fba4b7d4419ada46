import { Injectable } from '@nestjs/common';
import { DomainError, getActiveCurrency } from '@tradeyard/kernel';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid, validate as isUuid } from 'uuid';
import { portfolioNotFound } from '../paper/paper.service.js';
import { atField } from '../platform/money.dto.js';
import {
  groupsMax,
  type ChangePortfolioGroupDto,
  type NewPortfolioGroupDto,
  type PortfolioGroupDto,
} from './portfolio-groups.dto.js';
import { ScopesService } from './scopes.service.js';

/** The first half of the advisory locks of groups; the second is made of whose they are. */
const groupLock = 7_276;

const listGroups = `
  select id, name, currency,
    array(select portfolio_id from portfolio_group_member where group_id = g.id order by portfolio_id) as "portfolioIds"
  from portfolio_group g where user_id = $1`;

/** Portfolios that people look at together. */
@Injectable()
export class PortfolioGroupsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly scopes: ScopesService,
  ) {}

  /** As they were made. */
  list(userId: string): Promise<PortfolioGroupDto[]> {
    return this.dataSource.query(`${listGroups} order by id`, [userId]);
  }

  /** Throws `portfolio_not_found`, `unknown_currency` and `too_many_portfolio_groups`. */
  async create(
    userId: string,
    { name, currency, portfolioIds }: NewPortfolioGroupDto,
  ): Promise<PortfolioGroupDto> {
    atField('currency', () => getActiveCurrency(currency));
    await this.requireOwn(userId, portfolioIds);
    const id = uuid();
    await this.dataSource.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1, hashtext($2))', [groupLock, userId]);
      const added = await manager.query<unknown[]>(
        `insert into portfolio_group (id, user_id, name, currency) select $1, $2, $3, $4
         where (select count(*) from portfolio_group where user_id = $2) < $5 returning id`,
        [id, userId, name, currency, groupsMax],
      );
      if (added.length === 0) {
        const message = `There is room for ${groupsMax} groups. Delete one first.`;
        throw new DomainError('too_many_portfolio_groups', message);
      }
      await addMembers(manager, id, portfolioIds);
    });
    return this.get(userId, id);
  }

  /** Throws `portfolio_group_not_found`, `portfolio_not_found` and `unknown_currency`. */
  async change(
    userId: string,
    id: string,
    { name, currency, portfolioIds }: ChangePortfolioGroupDto,
  ): Promise<PortfolioGroupDto> {
    await this.get(userId, id); // somebody else's is not there, whatever is to be changed of it
    if (currency !== undefined) atField('currency', () => getActiveCurrency(currency));
    if (portfolioIds) await this.requireOwn(userId, portfolioIds);
    await this.dataSource.transaction(async (manager) => {
      const [[changed]] = await manager.query<[unknown[], number]>(
        `update portfolio_group set name = coalesce($3, name), currency = coalesce($4, currency)
         where id = $1 and user_id = $2 returning id`,
        [id, userId, name, currency],
      );
      if (!changed) throw groupNotFound();
      if (!portfolioIds) return;
      await manager.query('delete from portfolio_group_member where group_id = $1', [id]);
      await addMembers(manager, id, portfolioIds);
    });
    return this.get(userId, id);
  }

  /** The portfolios stay. Throws `portfolio_group_not_found`. */
  async remove(userId: string, id: string): Promise<void> {
    const [removed] = isUuid(id)
      ? await this.dataSource.query<[unknown[], number]>(
          'delete from portfolio_group where id = $1 and user_id = $2 returning id',
          [id, userId],
        )
      : [[]];
    if (removed.length === 0) throw groupNotFound();
  }

  private async get(userId: string, id: string): Promise<PortfolioGroupDto> {
    const [group] = isUuid(id)
      ? await this.dataSource.query<PortfolioGroupDto[]>(`${listGroups} and id = $2`, [userId, id])
      : [];
    if (!group) throw groupNotFound();
    return group;
  }

  private async requireOwn(userId: string, ids: readonly string[]): Promise<void> {
    const found = await this.scopes.listOwn(userId, ids);
    if (found.length < new Set(ids.map((id) => id.toLowerCase())).size)
      throw portfolioNotFound('portfolioIds');
  }
}

const groupNotFound = (): DomainError =>
  new DomainError('portfolio_group_not_found', 'You have no such group of portfolios', 'id');

const addMembers = (manager: EntityManager, id: string, portfolioIds: readonly string[]): Promise<unknown> =>
  manager.query(
    `insert into portfolio_group_member (group_id, portfolio_id) select $1, unnest($2::uuid[])
     on conflict do nothing`,
    [id, portfolioIds],
  );
