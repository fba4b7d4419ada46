import { Injectable } from '@nestjs/common';
import { formatMinor } from '@tradeyard/kernel';
import { percentOf } from '@tradeyard/portfolio';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { BookValuesService } from './book-values.service.js';
import type { Standing } from './leaderboard.dto.js';
import type { LeagueEntity } from './league.entity.js';
import type { LeaguePersonDto } from './leagues.dto.js';

/** Whoever looks again sooner sees the same. */
const cachedMs = 2_000;

/** How the members of a league stand at a moment; `isPriced` says whether everything that they hold had a price. */
export type Standings = {
  readonly at: Date;
  readonly places: readonly Standing[];
  readonly isPriced: boolean;
};

type MemberRow = LeaguePersonDto & { readonly bookId: string };

/** Ranks the members of leagues by what their portfolios are worth now. */
@Injectable()
export class StandingsService {
  private readonly cached = new Map<
    string,
    { readonly atMs: number; readonly standings: Promise<Standings> }
  >();

  constructor(
    private readonly dataSource: DataSource,
    private readonly values: BookValuesService,
    private readonly clock: Clock,
  ) {}

  /** At most two seconds old. */
  find(league: LeagueEntity): Promise<Standings> {
    const nowMs = this.clock.now().getTime();
    for (const [id, { atMs }] of this.cached)
      if (atMs <= nowMs - cachedMs || atMs > nowMs) this.cached.delete(id);
    const known = this.cached.get(league.id);
    if (known) return known.standings;
    const standings = this.read(league);
    this.cached.set(league.id, { atMs: nowMs, standings });
    standings.catch(() => this.cached.delete(league.id)); // who asked is told
    return standings;
  }

  /** Of this moment: one query for the members, those of their books, and one price of each instrument for all. */
  async read({ id, currency, startingCash }: LeagueEntity): Promise<Standings> {
    const members = await this.dataSource.query<MemberRow[]>(
      `select u.id, u.handle, u.display_name as "displayName", p.book_id as "bookId"
       from league_member m join paper_portfolio p on p.id = m.portfolio_id join "user" u on u.id = m.user_id
       where m.league_id = $1 and m.left_at is null order by m.id`,
      [id],
    );
    const books = await this.values.read(members.map(({ bookId }) => ({ bookId, currency })));
    const valued = members.map(({ bookId, ...person }) => {
      const holdings = books.get(bookId);
      return { person, value: holdings ? this.values.value(holdings) : 0n };
    });
    return {
      at: this.clock.now(),
      places: ranked(valued, startingCash),
      isPriced: [...books.values()].every((holdings) => this.values.isPriced(holdings)),
    };
  }
}

/** The best first; of the same value, who joined first. All began with the same, so the value orders the returns. */
export function ranked(
  valued: readonly { readonly person: LeaguePersonDto; readonly value: bigint }[],
  startingCash: bigint,
): Standing[] {
  const sorted = valued.toSorted((a, b) => (a.value > b.value ? -1 : a.value < b.value ? 1 : 0));
  let rank = 0;
  return sorted.map(({ person, value }, index) => {
    if (value !== sorted[index - 1]?.value) rank = index + 1;
    const percent = percentOf(value - startingCash, startingCash);
    const returnPercent = percent ? formatMinor(percent.digits, percent.scale) : '0.00';
    const { id, handle, displayName } = person;
    return { id, handle, displayName, place: index + 1, rank, value, returnPercent };
  });
}
