import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@tradeyard/kernel';
import { DataSource, In, IsNull, MoreThan, Not, type Repository } from 'typeorm';
import { validate as isUuid } from 'uuid';
import type { Call } from '../ledger/call.dto.js';
import { page } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { changedModels, defaultModels, type ModelsJson } from './models.dto.js';
import { OpeningService, requireOwnerRow } from './opening.service.js';
import { portfolioNotFound, requireNotTracked } from './paper.service.js';
import { PaperPortfolioEntity } from './portfolio.entity.js';
import {
  PortfolioDto,
  readStartingCash,
  trackedPortfolio,
  type ChangePortfolioDto,
  type NewPortfolioDto,
  type PortfolioPageDto,
  type PortfoliosQuery,
} from './portfolios.dto.js';
import { TrackedPortfoliosService } from './tracked-portfolios.service.js';

/** People's portfolios: the main one, which is their wallet's, those of paper, and those that they only track. */
@Injectable()
export class PortfoliosService {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(PaperPortfolioEntity) private readonly portfolios: Repository<PaperPortfolioEntity>,
    private readonly opening: OpeningService,
    private readonly tracked: TrackedPortfoliosService,
  ) {}

  /** The main one first, then in the order in which they were opened. */
  async list(userId: string, { status, limit, cursor }: PortfoliosQuery): Promise<PortfolioPageDto> {
    const main = status === 'open' && cursor === undefined ? [await this.getMain(userId)] : [];
    // The id of the main one, after which all others follow, is the user's.
    const after = cursor === userId ? undefined : cursor;
    const papers = await this.portfolios.find({
      where: {
        userId,
        archivedAt: status === 'open' ? IsNull() : Not(IsNull()),
        ...(after !== undefined && { id: MoreThan(after) }),
      },
      order: { id: 'asc' },
      take: limit + 1,
    });
    const tracked = await this.tracked.list(userId, status, limit + 1, after);
    const found = [...papers.map(PortfolioDto.from), ...tracked.map(trackedPortfolio)];
    const sorted = found.sort((a, b) => (a.id < b.id ? -1 : 1));
    return page([...main, ...sorted], limit, ({ id }) => id);
  }

  /** Also an archived one. Throws `portfolio_not_found`, also for somebody else's. */
  async get(userId: string, id: string): Promise<PortfolioDto> {
    if (id === userId) return this.getMain(userId);
    const tracked = await this.tracked.find(userId, id);
    return tracked ? trackedPortfolio(tracked) : PortfolioDto.from(await this.getPaper(userId, id));
  }

  /**
   * Portfolios with the books of their current runs: those that are named, archived ones too, else all that are open.
   * Throws `portfolio_not_found` when one is not there or somebody else's, and `portfolio_is_tracked`.
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
    if (wanted && main.length + papers.length < wanted.length) {
      await requireNotTracked(this.dataSource, userId, wanted, 'ids');
      throw portfolioNotFound('ids');
    }
    return [
      ...main.map((portfolio) => ({ portfolio, bookId: userId })),
      ...papers.map((paper) => ({ portfolio: PortfolioDto.from(paper), bookId: paper.bookId })),
    ];
  }

  /** Throws what `readStartingCash`, `changedModels` and the opening do, and what that of a tracked one does. */
  async create(userId: string, body: NewPortfolioDto, call: Call): Promise<PortfolioDto> {
    if (body.kind === 'tracked') return this.tracked.create(userId, body, call);
    requirePaperFields(body);
    const startingCash = readStartingCash(body.startingCash, body.currency);
    const models = changedModels(body.models);
    return this.opening.open(userId, { name: body.name, startingCash, models }, call);
  }

  /**
   * Orders that rest are filled by the new models. Throws `portfolio_not_found`, `portfolio_archived`,
   * `league_sets_models`, and `portfolio_is_main` for another name of the main one.
   */
  async change(userId: string, id: string, body: ChangePortfolioDto): Promise<PortfolioDto> {
    if (await this.tracked.find(userId, id)) return this.tracked.change(userId, id, body);
    if (body.keepsCash !== undefined) throw keepsCashAlready();
    const { name, models } = body;
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

  /** Throws `portfolio_not_found`, also for somebody else's, and `portfolio_is_tracked`. */
  async getPaper(userId: string, id: string): Promise<PaperPortfolioEntity> {
    const portfolio = isUuid(id) ? await this.portfolios.findOneBy({ id, userId }) : null;
    if (portfolio) return portfolio;
    await requireNotTracked(this.dataSource, userId, [id]);
    throw portfolioNotFound();
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
      keepsCash: true,
      createdAt,
      startedAt: createdAt,
      leagueId: null,
      archivedAt: null,
    };
  }
}

/** What a tracked one goes without. */
function requirePaperFields(
  body: NewPortfolioDto,
): asserts body is NewPortfolioDto & Required<Pick<NewPortfolioDto, 'startingCash'>> {
  if (body.keepsCash !== undefined) throw keepsCashAlready();
  if (body.startingCash !== undefined) return;
  const message = 'StartingCash must be an object';
  throw new Problem('validation_failed', message, [{ field: 'startingCash', message }]);
}

function keepsCashAlready(): Problem {
  const message = 'Only a tracked portfolio can be without its cash';
  return new Problem('validation_failed', message, [{ field: 'keepsCash', message }]);
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
