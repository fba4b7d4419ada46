import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@tradeyard/kernel';
import { DataSource, In, IsNull, MoreThan, Not, type Repository } from 'typeorm';
import { validate as isUuid } from 'uuid';
import type { Call } from '../ledger/call.dto.js';
import { page } from '../platform/page.dto.js';
import { changedModels, defaultModels, type ModelsJson } from './models.dto.js';
import { OpeningService, requireOwnerRow } from './opening.service.js';
import { portfolioNotFound } from './paper.service.js';
import { PaperPortfolioEntity } from './portfolio.entity.js';
import {
  PortfolioDto,
  readStartingCash,
  type ChangePortfolioDto,
  type NewPortfolioDto,
  type PortfolioPageDto,
  type PortfoliosQuery,
} from './portfolios.dto.js';

/** People's portfolios: the main one, which is their wallet's, and those of paper. */
@Injectable()
export class PortfoliosService {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(PaperPortfolioEntity) private readonly portfolios: Repository<PaperPortfolioEntity>,
    private readonly opening: OpeningService,
  ) {}

  /** The main one first, then in the order in which they were opened. */
  async list(userId: string, { status, limit, cursor }: PortfoliosQuery): Promise<PortfolioPageDto> {
    const main = status === 'open' && cursor === undefined ? [await this.getMain(userId)] : [];
    const found = await this.portfolios.find({
      where: {
        userId,
        archivedAt: status === 'open' ? IsNull() : Not(IsNull()),
        // The id of the main one, after which all others follow, is the user's.
        ...(cursor !== undefined && cursor !== userId && { id: MoreThan(cursor) }),
      },
      order: { id: 'asc' },
      take: limit + 1 - main.length,
    });
    return page([...main, ...found.map(PortfolioDto.from)], limit, ({ id }) => id);
  }

  /** Also an archived one. Throws `portfolio_not_found`, also for somebody else's. */
  async get(userId: string, id: string): Promise<PortfolioDto> {
    return id === userId ? this.getMain(userId) : PortfolioDto.from(await this.getPaper(userId, id));
  }

  /**
   * Portfolios with the books of their current runs: those that are named, archived ones too, else all that are open.
   * Throws `portfolio_not_found` when one is not there or somebody else's.
   */
  async listWithBooks(userId: string, ids?: readonly string[]): Promise<PortfolioWithBook[]> {
    const wanted = ids && [...new Set(ids)];
    const [main, papers] = await Promise.all([
      wanted?.includes(userId) === false ? [] : this.getMain(userId).then((portfolio) => [portfolio]),
      this.portfolios.find({
        where: { userId, ...(wanted ? { id: In(wanted) } : { archivedAt: IsNull() }) },
        order: { id: 'asc' },
      }),
    ]);
    if (wanted && main.length + papers.length < wanted.length) throw portfolioNotFound('ids');
    return [
      ...main.map((portfolio) => ({ portfolio, bookId: userId })),
      ...papers.map((paper) => ({ portfolio: PortfolioDto.from(paper), bookId: paper.bookId })),
    ];
  }

  /** Throws what `readStartingCash`, `changedModels` and the opening do. */
  create(userId: string, body: NewPortfolioDto, call: Call): Promise<PortfolioDto> {
    const startingCash = readStartingCash(body.startingCash, body.currency);
    const models = changedModels(body.models);
    return this.opening.open(userId, { name: body.name, startingCash, models }, call);
  }

  /**
   * Orders that rest are filled by the new models. Throws `portfolio_not_found`, `portfolio_archived`,
   * `league_sets_models`, and `portfolio_is_main` for another name of the main one.
   */
  async change(userId: string, id: string, { name, models }: ChangePortfolioDto): Promise<PortfolioDto> {
    if (id === userId) return this.changeMain(userId, name, models);
    const before = await this.getPaper(userId, id);
    if (before.archivedAt) throw portfolioArchived();
    if (models !== undefined && before.leagueId !== null) {
      throw new DomainError(
        'league_sets_models',
        'How orders are filled in a league is for all the same',
        'models',
      );
    }
    // A command that changes the row meanwhile has to see this, so it is a version of its own.
    const [[changed]] = await this.dataSource.query<[PaperPortfolioEntity[], number]>(
      `update paper_portfolio set name = coalesce($3, name), models = models || $4::jsonb, version = version + 1
       where id = $1 and user_id = $2 and archived_at is null returning id`,
      [id, userId, name, onlySent(models, changedModels(models, before.models))],
    );
    if (!changed) throw portfolioArchived();
    return this.get(userId, id);
  }

  /** Throws `portfolio_not_found`, also for somebody else's. */
  async getPaper(userId: string, id: string): Promise<PaperPortfolioEntity> {
    const portfolio = isUuid(id) ? await this.portfolios.findOneBy({ id, userId }) : null;
    if (!portfolio) throw portfolioNotFound();
    return portfolio;
  }

  private async changeMain(userId: string, name: string | undefined, models: unknown): Promise<PortfolioDto> {
    if (name !== undefined)
      throw new DomainError('portfolio_is_main', 'The main portfolio keeps its name', 'name');
    const changed = changedModels(models, (await this.getMain(userId)).models as ModelsJson);
    await requireOwnerRow(this.dataSource, userId);
    await this.dataSource.query(
      `update paper_owner set main_models = coalesce(main_models, $3::jsonb) || $2::jsonb, version = version + 1 where id = $1`,
      [userId, onlySent(models, changed), JSON.stringify(defaultModels)],
    );
    return this.getMain(userId);
  }

  private async getMain(userId: string): Promise<PortfolioDto> {
    const [row] = await this.dataSource.query<MainRow[]>(
      `select u.base_currency as currency, u.created_at as "createdAt", o.main_models as models
       from "user" u left join paper_owner o on o.id = u.id where u.id = $1`,
      [userId],
    );
    if (!row) throw portfolioNotFound();
    const createdAt = row.createdAt.toISOString();
    return {
      id: userId,
      name: 'Main portfolio',
      kind: 'trading',
      currency: row.currency,
      models: row.models ?? defaultModels,
      startingCash: null,
      createdAt,
      startedAt: createdAt,
      leagueId: null,
      archivedAt: null,
    };
  }
}

export type PortfolioWithBook = { readonly portfolio: PortfolioDto; readonly bookId: string };

type MainRow = { currency: string; createdAt: Date; models: ModelsJson | null };

export const portfolioArchived = (): DomainError =>
  new DomainError('portfolio_archived', 'This portfolio is archived', 'id');

/** For what only a paper portfolio can do. Throws `portfolio_is_main`. */
export function requirePaper(userId: string, id: string): void {
  if (id === userId) {
    throw new DomainError('portfolio_is_main', 'The main portfolio trades with the wallet and stays', 'id');
  }
}

/** The models that somebody sent, as they were read: the others may be changed by somebody else at this moment. */
const onlySent = (sent: unknown, read: ModelsJson): string =>
  JSON.stringify(Object.fromEntries(Object.entries(read).filter(([kind]) => kind in Object(sent))));
