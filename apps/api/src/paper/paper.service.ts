import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { oneAtATime } from '../platform/one-at-a-time.js';
import type { LeagueRules } from './league-rules.dto.js';
import { defaultModels, type ModelsJson } from './models.dto.js';

/** A league as far as orders have to know it. */
export type LeagueOfBook = {
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly rules: LeagueRules;
};

/** A portfolio as trading sees it: the book that it trades in, and by which rules. */
export type PaperBook = {
  readonly portfolioId: string;
  readonly bookId: string;
  readonly currency: string;
  readonly models: ModelsJson;
  readonly league: LeagueOfBook | null;
};

/** `endedAt` is when it was closed by a reset or an archive: nothing is to be traded there since. */
export type OwnedBook = PaperBook & { readonly userId: string; readonly endedAt: Date | null };

type OwnedPortfolio = { readonly userId: string; readonly portfolioId: string };
type BookClosedListener = (bookId: string) => Promise<void>;

type BookRow = {
  portfolioId: string;
  bookId: string;
  userId: string;
  currency: string;
  models: ModelsJson | null;
  endedAt: Date | null;
  leagueId: string | null;
  startsAt: Date;
  endsAt: Date;
  rules: LeagueRules;
};

const mainBooks = (condition: string): string => `
  select u.id as "portfolioId", u.id as "bookId", u.id as "userId", u.base_currency as currency,
    o.main_models as models, null::timestamptz as "endedAt",
    null::uuid as "leagueId", null::timestamptz as "startsAt", null::timestamptz as "endsAt", null::jsonb as rules
  from "user" u left join paper_owner o on o.id = u.id where ${condition}`;

const paperBooks = (bookId: string, endedAt: string, source: string): string => `
  select p.id, ${bookId}, p.user_id, p.currency, p.models, ${endedAt}, l.id, l.starts_at, l.ends_at, l.rules
  from ${source} left join league l on l.id = p.league_id`;

const findBooks = `
  select asked.place::int as place, book.*
  from unnest($1::uuid[], $2::uuid[]) with ordinality as asked (user_id, portfolio_id, place)
  cross join lateral (
    ${mainBooks('u.id = asked.user_id and u.id = asked.portfolio_id')}
    union all ${paperBooks('p.book_id', 'p.archived_at', 'paper_portfolio p')}
    where p.id = asked.portfolio_id and p.user_id = asked.user_id
  ) as book`;

const runs = 'paper_run r join paper_portfolio p on p.id = r.portfolio_id';
const listBooks = `${mainBooks('u.id = any ($1::uuid[])')}
  union all ${paperBooks('r.id', 'r.ended_at', runs)} where r.id = any ($1::uuid[])`;

/** Whose books of the ledger are, for all who trade in them. */
@Injectable()
export class PaperService {
  private readonly listeners: BookClosedListener[] = [];
  private readonly found = oneAtATime((asked: readonly OwnedPortfolio[]) => this.findAll(asked));

  constructor(private readonly dataSource: DataSource) {}

  /**
   * The portfolio that the user names, or their main one, with the book that it trades in now. Throws
   * `portfolio_not_found`, also for somebody else's, `portfolio_is_tracked` and `portfolio_archived`, at `field`.
   */
  async getBook(userId: string, portfolioId = userId, field = 'portfolioId'): Promise<PaperBook> {
    const { book, archivedAt } = await this.getAnyBook(userId, portfolioId, field);
    if (archivedAt !== null)
      throw new DomainError(
        'portfolio_archived',
        'This portfolio is archived and not traded any more',
        field,
      );
    return book;
  }

  /** As `getBook`, for reading: also of a portfolio that is archived. */
  async getAnyBook(
    userId: string,
    portfolioId: string,
    field?: string,
  ): Promise<{ readonly book: PaperBook; readonly archivedAt: Date | null }> {
    const row = isUuid(portfolioId) ? await this.found.load({ userId, portfolioId }) : null;
    if (!row) {
      await requireNotTracked(this.dataSource, userId, [portfolioId], field);
      throw portfolioNotFound(field);
    }
    return { book: bookOf(row), archivedAt: row.endedAt };
  }

  private async findAll(asked: readonly OwnedPortfolio[]): Promise<(BookRow | null)[]> {
    const rows = await this.dataSource.query<(BookRow & { place: number })[]>(findBooks, [
      asked.map(({ userId }) => userId),
      asked.map(({ portfolioId }) => portfolioId),
    ]);
    const byPlace = new Map(rows.map((row) => [row.place - 1, row]));
    return asked.map((_, place) => byPlace.get(place) ?? null);
  }

  /** By book, with one query: main ones, current ones of portfolios, and those of runs that have ended. */
  async booksOf(bookIds: readonly string[]): Promise<Map<string, OwnedBook>> {
    const rows = await this.dataSource.query<BookRow[]>(listBooks, [bookIds]);
    return new Map(
      rows.map((row) => [row.bookId, { ...bookOf(row), userId: row.userId, endedAt: row.endedAt }]),
    );
  }

  /**
   * The books of all runs of a portfolio of the user, newest first: whatever was ever traded in it. Throws
   * `portfolio_not_found`.
   */
  async listBooks(userId: string, portfolioId: string, field?: string): Promise<string[]> {
    if (portfolioId === userId) return [userId];
    const rows = isUuid(portfolioId)
      ? await this.dataSource.query<{ id: string }[]>(
          `select r.id from paper_portfolio p join paper_run r on r.portfolio_id = p.id
           where p.id = $1 and p.user_id = $2 order by r.id desc`,
          [portfolioId, userId],
        )
      : [];
    if (rows.length === 0) {
      await requireNotTracked(this.dataSource, userId, [portfolioId], field);
      throw portfolioNotFound(field);
    }
    return rows.map(({ id }) => id);
  }

  /**
   * Calls `listener` before a reset or an archive ends a book, which waits for it, and once more when the book has
   * ended, for what was on its way there meanwhile. What it throws the first time keeps the book open.
   */
  onBookClosed(listener: BookClosedListener): void {
    this.listeners.push(listener);
  }

  /** For whoever ends books. */
  async bookCloses(bookId: string): Promise<void> {
    for (const listener of this.listeners) await listener(bookId);
  }
}

function bookOf({ portfolioId, bookId, currency, models, leagueId, ...league }: BookRow): PaperBook {
  const { startsAt, endsAt, rules } = league;
  return {
    portfolioId,
    bookId,
    currency,
    models: models ?? defaultModels,
    league: leagueId === null ? null : { id: leagueId, startsAt, endsAt, rules },
  };
}

/** The same for one that is not there and for somebody else's. */
export const portfolioNotFound = (field = 'id'): DomainError =>
  new DomainError('portfolio_not_found', 'You have no such portfolio', field);

/** For whoever did not find a book. Throws `portfolio_is_tracked` at `field` when one of the ids is a tracked portfolio of the user. */
export async function requireNotTracked(
  dataSource: DataSource,
  userId: string,
  ids: readonly string[],
  field = 'id',
): Promise<void> {
  const rows = await dataSource.query<unknown[]>(
    'select from tracked_portfolio where id = any ($1::uuid[]) and user_id = $2 limit 1',
    [ids.filter((id) => isUuid(id)), userId],
  );
  if (rows.length === 0) return;
  const message = 'Nothing is traded in a portfolio that is only tracked';
  throw new DomainError('portfolio_is_tracked', message, field);
}
