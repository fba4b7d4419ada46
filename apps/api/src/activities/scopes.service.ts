import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { portfolioNotFound } from '../paper/paper.service.js';

/** A portfolio as its figures need it. `tracked` is entered by hand; the others come from the ledger. */
export type PortfolioRef = {
  readonly id: string;
  readonly kind: 'trading' | 'paper' | 'league' | 'tracked';
  readonly name: string;
  readonly currency: string;
  /** Whether its cash is part of it; those of the ledger always keep theirs. */
  readonly keepsCash: boolean;
  /** Of the ledger: the book of its current run. Null for a tracked one. */
  readonly bookId: string | null;
  readonly archivedAt: Date | null;
};

/** What `:id` of a reading route stands for, and the currency it is told in. */
export type Scope = {
  readonly id: string;
  readonly kind: 'portfolio' | 'group' | 'all';
  readonly name: string;
  readonly currency: string;
  readonly portfolios: readonly PortfolioRef[];
};

const listPortfolios = `
  select * from (
    select id, 'trading' as kind, 'Main portfolio' as name, base_currency as currency, true as "keepsCash",
      id as "bookId", null::timestamptz as "archivedAt" from "user" where id = $1
    union all
    select id, case when league_id is null then 'paper' else 'league' end, name, currency, true, book_id, archived_at
    from paper_portfolio where user_id = $1
    union all
    select id, 'tracked', name, currency, keeps_cash, null, archived_at from tracked_portfolio where user_id = $1
  ) portfolio`;

type GroupRow = { name: string; currency: string; members: string[] };

/** Finds what a person's portfolios, groups and `all` are made of. */
@Injectable()
export class ScopesService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * `id` is a portfolio (the main one has its owner's id), a group, or `all`; of the latter two, those that are not
   * archived. Throws `portfolio_not_found`, also for somebody else's.
   */
  async resolve(userId: string, id: string): Promise<Scope> {
    if (id === 'all') return this.all(userId);
    const portfolio = await this.find(userId, id);
    if (portfolio) {
      const { name, currency } = portfolio;
      return { id: portfolio.id, kind: 'portfolio', name, currency, portfolios: [portfolio] };
    }
    const group = await this.findGroup(userId, id);
    if (!group) throw portfolioNotFound();
    const { name, currency, members } = group;
    const portfolios = await this.dataSource.query<PortfolioRef[]>(
      `${listPortfolios} where id = any ($2::uuid[]) and "archivedAt" is null order by id`,
      [userId, members],
    );
    return { id: id.toLowerCase(), kind: 'group', name, currency, portfolios };
  }

  /** One portfolio of any kind, archived or not. Throws `portfolio_not_found`. */
  async get(userId: string, id: string): Promise<PortfolioRef> {
    const portfolio = await this.find(userId, id);
    if (!portfolio) throw portfolioNotFound();
    return portfolio;
  }

  /** Which of these are portfolios of the person. */
  async listOwn(userId: string, ids: readonly string[]): Promise<PortfolioRef[]> {
    return this.dataSource.query<PortfolioRef[]>(
      `${listPortfolios} where id = any ($2::uuid[]) order by id`,
      [userId, ids.filter((id) => isUuid(id))],
    );
  }

  /**
   * A tracked portfolio, to write in. Throws `portfolio_not_found`, `activities_of_ledger` for the other kinds, and
   * `portfolio_archived`.
   */
  async requireTracked(userId: string, id: string): Promise<PortfolioRef> {
    const portfolio = await this.get(userId, id);
    if (portfolio.kind !== 'tracked') {
      const message = 'What happens in this portfolio is booked by itself: nothing is entered by hand';
      throw new DomainError('activities_of_ledger', message, 'id');
    }
    if (portfolio.archivedAt) throw new DomainError('portfolio_archived', 'This portfolio is archived', 'id');
    return portfolio;
  }

  private async find(userId: string, id: string): Promise<PortfolioRef | undefined> {
    return (await this.listOwn(userId, [id]))[0];
  }

  private async all(userId: string): Promise<Scope> {
    const portfolios = await this.dataSource.query<PortfolioRef[]>(
      `${listPortfolios} where "archivedAt" is null order by kind <> 'trading', id`,
      [userId],
    );
    const currency = portfolios[0]?.currency ?? '';
    return { id: 'all', kind: 'all', name: 'All portfolios', currency, portfolios };
  }

  private async findGroup(userId: string, id: string): Promise<GroupRow | undefined> {
    if (!isUuid(id)) return undefined;
    const [group] = await this.dataSource.query<GroupRow[]>(
      `select name, currency, array(select portfolio_id from portfolio_group_member where group_id = g.id) as members
       from portfolio_group g where id = $1 and user_id = $2`,
      [id, userId],
    );
    return group;
  }
}
