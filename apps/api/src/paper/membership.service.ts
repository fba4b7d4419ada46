import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError, money } from '@tradeyard/kernel';
import type { Unit } from '@tradeyard/ledger';
import { DatabaseError } from 'pg';
import { DataSource, type Repository } from 'typeorm';
import { validate as isUuid } from 'uuid';
import type { Person } from '../auth/person-lookup.service.js';
import type { Call } from '../ledger/call.dto.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { Clock } from '../platform/clock.js';
import { page } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { CodeTriesService } from './code-tries.service.js';
import { readJoinCode } from './join-code.dto.js';
import { LeagueMemberEntity } from './league-member.entity.js';
import { LeagueEntity } from './league.entity.js';
import { LeagueResultsService } from './league-results.service.js';
import type { IdPageQuery, LeagueMemberDto, LeagueMemberPageDto } from './leagues.dto.js';
import { leagueNotFound, LeaguesService } from './leagues.service.js';
import { OpeningService } from './opening.service.js';
import type { PortfolioDto } from './portfolios.dto.js';

/** Who is in a league. */
@Injectable()
export class MembershipService {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(LeagueEntity) private readonly leagueRows: Repository<LeagueEntity>,
    @InjectRepository(LeagueMemberEntity) private readonly members: Repository<LeagueMemberEntity>,
    private readonly leagues: LeaguesService,
    private readonly results: LeagueResultsService,
    private readonly opening: OpeningService,
    private readonly tries: CodeTriesService,
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens a portfolio in the league of that code. Throws `league_not_found` for a wrong one, `too_many_requests` after
   * many, `league_ended`, `already_in_league`, `league_left` for whoever was removed, or has left one where nobody
   * begins anew, and `too_many_portfolios`.
   */
  async join({ id: userId }: Person, typed: string, call: Call): Promise<PortfolioDto> {
    const first = await this.ledger.recall<PortfolioDto>(userId, call);
    if (first) return first;
    const forgive = this.tries.begin(userId);
    const league = await this.leagueRows.findOneBy({ code: readJoinCode(typed) });
    if (!league) throw leagueNotFound('code');
    forgive();
    requireNotEnded(league, this.clock.now());
    requireWelcome(league, await this.members.findBy({ leagueId: league.id, userId }));
    const { id: leagueId, name, models, startingCash, currency } = league;
    const alongside = (unit: Unit, portfolioId: string): void => {
      requireNotEnded(league, unit.at);
      const member: LeagueMemberEntity = {
        id: unit.newId(),
        leagueId,
        userId,
        portfolioId,
        joinedAt: unit.at,
        leftAt: null,
        wasRemoved: false,
      };
      unit.save('league_member', member);
    };
    try {
      const cash = money(startingCash, currency);
      return await this.opening.open(userId, { name, models, startingCash: cash, leagueId, alongside }, call);
    } catch (error) {
      throw isMemberAlready(error) ? alreadyMember() : error;
    }
  }

  /** In the order in which they joined. Throws `league_not_found` and `forbidden`. */
  async list(person: Person, id: string, { limit, cursor }: IdPageQuery): Promise<LeagueMemberPageDto> {
    await this.leagues.getManaged(person, id);
    const rows = await this.dataSource.query<(LeagueMemberDto & { memberId: string; joined: Date })[]>(
      `select m.id as "memberId", u.id, u.handle, u.display_name as "displayName",
         m.portfolio_id as "portfolioId", m.joined_at as joined
       from league_member m join "user" u on u.id = m.user_id
       where m.league_id = $1 and m.left_at is null and ($2::uuid is null or m.id > $2)
       order by m.id limit $3`,
      [id, cursor ?? null, limit + 1],
    );
    const { items, next } = page(rows, limit, ({ memberId }) => memberId);
    return {
      items: items.map(({ id: userId, handle, displayName, portfolioId, joined }) => ({
        id: userId,
        handle,
        displayName,
        portfolioId,
        joinedAt: joined.toISOString(),
      })),
      next,
    };
  }

  /** The portfolio stays, as an ordinary one. Throws `league_not_found` for whoever is not in it. */
  async leave({ id: userId }: Person, id: string): Promise<void> {
    if (!isUuid(id) || !(await this.end(id, userId, false))) throw leagueNotFound();
  }

  /** Throws `league_not_found`, `forbidden` and `league_member_not_found`. */
  async remove(person: Person, id: string, userId: string): Promise<void> {
    await this.leagues.getManaged(person, id);
    if (!isUuid(userId) || !(await this.end(id, userId, true)))
      throw new DomainError('league_member_not_found', 'This person is not in the league', 'userId');
  }

  /** Whoever is in it when it ends has a result: they leave after that is stored. */
  private async end(leagueId: string, userId: string, wasRemoved: boolean): Promise<boolean> {
    const member = await this.members.findOneBy({ leagueId, userId });
    if (!member) return false;
    if (!(await this.results.freezeIfEnded(leagueId)))
      throw new Problem('service_unavailable', 'The results are being made. Try again in a moment.');
    return this.dataSource.transaction(async (manager) => {
      const [ended] = await manager.query<[{ portfolioId: string }[], number]>(
        `update league_member set left_at = $3, was_removed = $4
         where league_id = $1 and user_id = $2 and left_at is null returning portfolio_id as "portfolioId"`,
        [leagueId, userId, this.clock.now(), wasRemoved],
      );
      await manager.query(
        'update paper_portfolio set league_id = null, version = version + 1 where id = any ($1::uuid[])',
        [ended.map(({ portfolioId }) => portfolioId)],
      );
      return ended.length > 0;
    });
  }
}

function requireNotEnded({ endsAt }: LeagueEntity, now: Date): void {
  if (now >= endsAt) throw new DomainError('league_ended', 'This league has ended', 'code');
}

/** Who leaves and joins again begins anew. */
function requireWelcome({ rules }: LeagueEntity, earlier: readonly LeagueMemberEntity[]): void {
  if (earlier.some(({ leftAt }) => leftAt === null)) throw alreadyMember();
  if (earlier.some(({ wasRemoved }) => wasRemoved))
    throw new DomainError('league_left', 'You were removed from this league', 'code');
  if (earlier.length > 0 && !rules.resetsAllowed) {
    throw new DomainError('league_left', 'You left this league, and nobody begins anew in it', 'code');
  }
}

const isMemberAlready = (error: unknown): boolean =>
  error instanceof DatabaseError && error.constraint === 'league_member_key';

const alreadyMember = (): DomainError =>
  new DomainError('already_in_league', 'You are in this league already', 'code');
