import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError, money, type Money } from '@tradeyard/kernel';
import type { Command } from '@tradeyard/ledger';
import { DataSource, IsNull, LessThan, type EntityManager, type Repository } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Call } from '../ledger/call.dto.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { Clock } from '../platform/clock.js';
import { page } from '../platform/page.dto.js';
import { BookValuesService } from './book-values.service.js';
import { saveRun, startingJournal } from './opening.service.js';
import { PaperService, type LeagueOfBook } from './paper.service.js';
import {
  PaperPortfolioEntity,
  PaperRunEntity,
  type PaperPortfolio,
  type PaperRun,
} from './portfolio.entity.js';
import { portfolioArchived, PortfoliosService, requirePaper } from './portfolios.service.js';
import {
  PortfolioDto,
  readStartingCash,
  RunDto,
  type ResetPortfolioDto,
  type RunPageDto,
  type RunsQuery,
} from './portfolios.dto.js';

/** Begins portfolios anew and ends them. What was booked stays: each run has a book of its own. */
@Injectable()
export class RunsService {
  private readonly logger = new Logger(RunsService.name);

  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(PaperRunEntity) private readonly runs: Repository<PaperRunEntity>,
    private readonly portfolios: PortfoliosService,
    private readonly paper: PaperService,
    private readonly values: BookValuesService,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /** Newest first. Throws `portfolio_not_found` and `portfolio_is_main`. */
  async list(userId: string, id: string, { limit, cursor }: RunsQuery): Promise<RunPageDto> {
    requirePaper(userId, id);
    const { currency } = await this.portfolios.getPaper(userId, id);
    const found = await this.runs.find({
      where: { portfolioId: id, ...(cursor !== undefined && { id: LessThan(cursor) }) },
      order: { id: 'desc' },
      take: limit + 1,
    });
    const { items, next } = page(found, limit, ({ id: runId }) => runId);
    return { items: items.map((run) => RunDto.from(run, currency)), next };
  }

  /**
   * Ends the run with what it is worth and begins another, in a book of its own. Throws `portfolio_not_found`,
   * `portfolio_is_main`, `portfolio_archived`, `league_forbids_resets`, `league_ended`, and `portfolio_changed` when another reset was
   * faster.
   */
  async reset(userId: string, id: string, body: ResetPortfolioDto, call: Call): Promise<PortfolioDto> {
    const first = await this.ledger.recall<PortfolioDto>(userId, call);
    if (first) return first;
    requirePaper(userId, id);
    const portfolio = await this.portfolios.getPaper(userId, id);
    if (portfolio.archivedAt) throw portfolioArchived();
    const { league } = await this.paper.getBook(userId, id, 'id');
    if (league) requireResets(league, body, this.clock.now());
    const { currency, bookId } = portfolio;
    const cash = body.startingCash
      ? readStartingCash(body.startingCash, currency)
      : money(portfolio.startingCash, currency);
    await this.paper.bookCloses(bookId);
    const endValue = await this.values.valueOf({ bookId, currency });
    const answer = await this.ledger.submit(
      resetCommand(userId, portfolio, { cash, endValue }, call.origin),
      call,
    );
    await this.closed([bookId]);
    return answer;
  }

  /**
   * Nothing is traded in it from now on; all that happened can be read. Throws `portfolio_not_found`,
   * `portfolio_is_main`, `portfolio_archived` and `portfolio_of_league`.
   */
  async archive(userId: string, id: string): Promise<void> {
    requirePaper(userId, id);
    const portfolio = await this.portfolios.getPaper(userId, id);
    if (portfolio.archivedAt) throw portfolioArchived();
    if (portfolio.leagueId !== null)
      throw new DomainError('portfolio_of_league', 'This portfolio is in a league: leave that first', 'id');
    await this.paper.bookCloses(portfolio.bookId);
    const endValue = await this.values.valueOf(portfolio);
    const bookIds = await this.dataSource.transaction((manager) =>
      archive(manager, [{ portfolio, endValue }], this.clock.now()),
    );
    if (bookIds.length === 0) throw changedMeanwhile();
    await this.closed(bookIds);
  }

  /** All that somebody has who closes their account, those in leagues too. */
  async archiveAll(userId: string): Promise<void> {
    const open = await this.dataSource
      .getRepository(PaperPortfolioEntity)
      .findBy({ userId, archivedAt: IsNull() });
    if (open.length === 0) return;
    for (const { bookId } of open) await this.paper.bookCloses(bookId);
    const holdings = await this.values.read(open);
    const valued = open.map((portfolio) => {
      const held = holdings.get(portfolio.bookId);
      return { portfolio, endValue: held ? this.values.value(held) : 0n };
    });
    const at = this.clock.now();
    const bookIds = await this.dataSource.transaction(async (manager) => {
      await manager.query('update league_member set left_at = $2 where user_id = $1 and left_at is null', [
        userId,
        at,
      ]);
      return archive(manager, valued, at);
    });
    await this.closed(bookIds);
  }

  /** What came in between the last look and the end is looked at again; the book has ended whatever becomes of it. */
  private async closed(bookIds: readonly string[]): Promise<void> {
    for (const bookId of bookIds) {
      await this.paper.bookCloses(bookId).catch((error: unknown) => this.logger.error(error));
    }
  }
}

function requireResets(
  { rules, endsAt }: LeagueOfBook,
  { startingCash }: ResetPortfolioDto,
  now: Date,
): void {
  if (!rules.resetsAllowed)
    throw new DomainError('league_forbids_resets', 'Nobody begins anew in this league', 'id');
  if (now >= endsAt) throw new DomainError('league_ended', 'The league of this portfolio has ended', 'id');
  if (startingCash) {
    const message = 'Everybody in this league begins with the same cash';
    throw new DomainError('league_forbids_resets', message, 'startingCash');
  }
}

type Ending = { readonly portfolio: PaperPortfolio; readonly endValue: bigint };

/** The books that it ended: not those of portfolios that were archived or begun anew meanwhile. */
async function archive(manager: EntityManager, endings: readonly Ending[], at: Date): Promise<string[]> {
  const [ended] = await manager.query<[{ bookId: string; userId: string }[], number]>(
    `update paper_portfolio p set archived_at = $3, league_id = null, version = version + 1
     from unnest($1::uuid[], $2::uuid[]) as asked (id, book_id)
     where p.id = asked.id and p.book_id = asked.book_id and p.archived_at is null
     returning p.book_id as "bookId", p.user_id as "userId"`,
    [endings.map(({ portfolio }) => portfolio.id), endings.map(({ portfolio }) => portfolio.bookId), at],
  );
  const bookIds = ended.map(({ bookId }) => bookId);
  const valued = endings.filter(({ portfolio }) => bookIds.includes(portfolio.bookId));
  await manager.query(
    `update paper_run r set ended_at = $3, end_value = asked.value, version = version + 1
     from unnest($1::uuid[], $2::bigint[]) as asked (id, value) where r.id = asked.id`,
    [valued.map(({ portfolio }) => portfolio.bookId), valued.map(({ endValue }) => endValue.toString()), at],
  );
  const [userId] = ended.map((each) => each.userId);
  if (userId !== undefined) {
    await manager.query(
      'update paper_owner set open_count = open_count - $2, version = version + 1 where id = $1',
      [userId, bookIds.length],
    );
  }
  return bookIds;
}

function resetCommand(
  userId: string,
  { id, bookId }: PaperPortfolio,
  { cash, endValue }: { readonly cash: Money; readonly endValue: bigint },
  origin: string,
): Command<PortfolioDto> {
  const nextBookId = uuid();
  const journal = startingJournal(id, nextBookId, cash);
  const [portfolioRow, runRow] = [
    { table: 'paper_portfolio', id },
    { table: 'paper_run', id: bookId },
  ];
  return {
    accounts: journal.lines.map(({ account }) => account),
    rows: [portfolioRow, runRow],
    actor: userId,
    origin,
    decide: (unit) => {
      const portfolio = unit.row(portfolioRow) as PaperPortfolio;
      const run = unit.row(runRow) as PaperRun;
      if (portfolio.archivedAt) throw portfolioArchived();
      if (portfolio.bookId !== bookId) throw changedMeanwhile();
      unit.book(journal);
      const next: PaperPortfolio = {
        ...portfolio,
        bookId: nextBookId,
        startingCash: cash.minor,
        startedAt: unit.at,
      };
      const ended: PaperRun = { ...run, endedAt: unit.at, endValue };
      unit.save('paper_run', ended);
      unit.save('paper_portfolio', next);
      saveRun(unit, next);
      return PortfolioDto.from(next);
    },
  };
}

const changedMeanwhile = (): DomainError =>
  new DomainError('portfolio_changed', 'The portfolio was begun anew or archived at this very moment', 'id');
