import { Injectable } from '@nestjs/common';
import { DomainError, type Money } from '@tradeyard/kernel';
import { deposit, type Command, type Journal, type Unit } from '@tradeyard/ledger';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Call } from '../ledger/call.dto.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { ModelsJson } from './models.dto.js';
import { PortfolioDto, portfoliosMax } from './portfolios.dto.js';
import type { PaperOwner, PaperPortfolio, PaperRun } from './portfolio.entity.js';

/** What a portfolio begins with. `alongside` saves what else begins with it, in the same commit. */
export type Opening = {
  readonly name: string;
  readonly startingCash: Money;
  readonly models: ModelsJson;
  readonly leagueId?: string;
  readonly alongside?: (unit: Unit, portfolioId: string) => void;
};

/** Opens paper portfolios: their rows and their money are one commit. */
@Injectable()
export class OpeningService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: LedgerService,
  ) {}

  /** Throws `too_many_portfolios`. */
  async open(userId: string, opening: Opening, call: Call): Promise<PortfolioDto> {
    await requireOwnerRow(this.dataSource, userId);
    return this.ledger.submit(openingCommand(userId, opening, call.origin), call);
  }
}

/** Commands change the row; two that made it at once would not know of each other. */
export const requireOwnerRow = (dataSource: DataSource, userId: string): Promise<unknown> =>
  dataSource.query(
    'insert into paper_owner (id, version, open_count) values ($1, 0, 0) on conflict do nothing',
    [userId],
  );

function openingCommand(userId: string, opening: Opening, origin: string): Command<PortfolioDto> {
  const { name, startingCash, models, leagueId = null } = opening;
  const [portfolioId, bookId] = [uuid(), uuid()];
  const journal = startingJournal(portfolioId, bookId, startingCash);
  return {
    accounts: journal.lines.map(({ account }) => account),
    rows: [{ table: 'paper_owner', id: userId }],
    actor: userId,
    origin,
    decide: (unit) => {
      const owner = unit.row({ table: 'paper_owner', id: userId }) as PaperOwner;
      if (owner.openCount >= portfoliosMax) {
        throw new DomainError(
          'too_many_portfolios',
          `There is room for ${portfoliosMax} portfolios. Archive one first.`,
        );
      }
      unit.book(journal);
      const portfolio: PaperPortfolio = {
        id: portfolioId,
        version: 0n,
        userId,
        leagueId,
        name,
        currency: startingCash.currency,
        bookId,
        startingCash: startingCash.minor,
        models,
        createdAt: unit.at,
        startedAt: unit.at,
        archivedAt: null,
      };
      const counted: PaperOwner = { ...owner, openCount: owner.openCount + 1 };
      unit.save('paper_owner', counted);
      unit.save('paper_portfolio', portfolio);
      saveRun(unit, portfolio);
      opening.alongside?.(unit, portfolioId);
      return PortfolioDto.from(portfolio);
    },
  };
}

/** The run that the portfolio begins with, as it is from now on. */
export function saveRun(unit: Unit, { id, bookId, startingCash, startedAt }: PaperPortfolio): void {
  const run: PaperRun = {
    id: bookId,
    version: 0n,
    portfolioId: id,
    startedAt,
    endedAt: null,
    startingCash,
    endValue: null,
  };
  unit.save('paper_run', run);
}

/** Paper money comes from outside, and into a book of paper only here. */
export const startingJournal = (portfolioId: string, bookId: string, startingCash: Money): Journal => ({
  ...deposit(bookId, startingCash),
  memo: 'Starting cash',
  detail: { portfolioId },
});
