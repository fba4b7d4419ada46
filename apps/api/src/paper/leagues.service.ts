import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@tradeyard/kernel';
import { DataSource, In, MoreThan, QueryFailedError, type Repository } from 'typeorm';
import { validate as isUuid, v7 as uuid } from 'uuid';
import type { Person } from '../auth/person-lookup.service.js';
import { Clock } from '../platform/clock.js';
import { page } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { newJoinCode } from './join-code.dto.js';
import { LeagueRulesDto } from './league-rules.dto.js';
import { LeagueEntity } from './league.entity.js';
import {
  LeagueDto,
  type ChangeLeagueDto,
  type IdPageQuery,
  type LeaguePageDto,
  type NewLeagueDto,
} from './leagues.dto.js';
import { changedModels } from './models.dto.js';
import { readStartingCash } from './portfolios.dto.js';

const dayMs = 86_400_000;
const yearsMax = 5;
/** Of a thousand milliard codes one is hardly ever taken. */
const codeAttemptsMax = 5;

/** Leagues and who may see and change them. */
@Injectable()
export class LeaguesService {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(LeagueEntity) private readonly leagues: Repository<LeagueEntity>,
    private readonly clock: Clock,
  ) {}

  /** Those that the person is in and those that they opened, newest first. */
  async list(person: Person, { limit, cursor }: IdPageQuery): Promise<LeaguePageDto> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `(select id from league where owner_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3)
       union
       (select league_id from league_member
        where user_id = $1 and left_at is null and ($2::uuid is null or league_id < $2)
        order by league_id desc limit $3)
       order by id desc limit $3`,
      [person.id, cursor ?? null, limit + 1],
    );
    const { items, next } = page(rows, limit, ({ id }) => id);
    const found = await this.leagues.findBy({ id: In(items.map(({ id }) => id)) });
    const newestFirst = found.sort((a, b) => (a.id < b.id ? 1 : -1));
    return { items: await this.view(person, newestFirst), next };
  }

  /** Throws `league_not_found`, also where somebody is neither member nor owner nor administrator. */
  async get(person: Person, id: string): Promise<LeagueDto> {
    return this.viewOne(person, await this.getVisible(person, id));
  }

  /** Throws what `readStartingCash`, `changedModels` and `readDates` do. */
  async create(person: Person, body: NewLeagueDto): Promise<LeagueDto> {
    const now = this.clock.now();
    const startingCash = readStartingCash(body.startingCash, body.currency);
    const league = {
      id: uuid(),
      ownerId: person.id,
      name: body.name,
      description: body.description?.trim() || null,
      currency: startingCash.currency,
      startingCash: startingCash.minor,
      models: changedModels(body.models),
      rules: LeagueRulesDto.from(body.rules ?? {}),
      ...readDates(new Date(body.startsAt), new Date(body.endsAt), now),
      createdAt: now,
      frozenAt: null,
    };
    const code = await withNewCode(async (fresh) => {
      await this.leagues.insert({ ...league, code: fresh });
    });
    return this.viewOne(person, { ...league, code });
  }

  /** Throws `league_not_found`, `forbidden`, `league_started` for other dates, and what `readDates` does. */
  async change(
    person: Person,
    id: string,
    { name, description, startsAt, endsAt }: ChangeLeagueDto,
  ): Promise<LeagueDto> {
    const league = await this.getManaged(person, id);
    const now = this.clock.now();
    const hasDates = startsAt !== undefined || endsAt !== undefined;
    const dates = hasDates
      ? readDates(
          startsAt === undefined ? league.startsAt : new Date(startsAt),
          endsAt === undefined ? league.endsAt : new Date(endsAt),
          now,
        )
      : {};
    const changes = {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description: description?.trim() || null }),
      ...dates,
    };
    if (Object.keys(changes).length > 0) {
      const { affected } = await this.leagues.update(
        { id, ...(hasDates && { startsAt: MoreThan(now) }) },
        changes,
      );
      if (affected === 0)
        throw new DomainError('league_started', 'The league has started: its dates stay', 'startsAt');
    }
    return this.get(person, id);
  }

  /** The code before lets nobody in any more. Throws `league_not_found` and `forbidden`. */
  async replaceCode(person: Person, id: string): Promise<LeagueDto> {
    const league = await this.getManaged(person, id);
    league.code = await withNewCode(async (code) => {
      await this.leagues.update({ id }, { code });
    });
    return this.viewOne(person, league);
  }

  /** For its members, its owner and administrators. Throws `league_not_found`. */
  async getVisible(person: Person, id: string): Promise<LeagueEntity> {
    const league = isUuid(id) ? await this.leagues.findOneBy({ id }) : null;
    if (!league) throw leagueNotFound();
    if (mayManage(person, league)) return league;
    const members = await this.dataSource.query<unknown[]>(
      'select 1 from league_member where league_id = $1 and user_id = $2 and left_at is null',
      [id, person.id],
    );
    if (members.length === 0) throw leagueNotFound();
    return league;
  }

  /** For its owner and administrators. Throws `league_not_found`, and `forbidden` for a member. */
  async getManaged(person: Person, id: string): Promise<LeagueEntity> {
    const league = await this.getVisible(person, id);
    if (!mayManage(person, league)) throw new Problem('forbidden', 'This is for the owner of the league');
    return league;
  }

  private async viewOne(person: Person, league: LeagueEntity): Promise<LeagueDto> {
    const [view] = await this.view(person, [league]);
    if (!view) throw leagueNotFound();
    return view;
  }

  private async view(person: Person, leagues: readonly LeagueEntity[]): Promise<LeagueDto[]> {
    const rows = await this.dataSource.query<ViewRow[]>(
      `select l.id, u.id as "ownerId", u.handle, u.display_name as "displayName",
         (select count(*)::int from league_member m where m.league_id = l.id and m.left_at is null) as members,
         (select m.portfolio_id from league_member m
          where m.league_id = l.id and m.user_id = $2 and m.left_at is null) as "portfolioId"
       from league l join "user" u on u.id = l.owner_id where l.id = any ($1::uuid[])`,
      [leagues.map(({ id }) => id), person.id],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    const now = this.clock.now();
    return leagues.flatMap((league) => {
      const row = byId.get(league.id);
      if (!row) return [];
      const { ownerId, handle, displayName, members, portfolioId } = row;
      const owner = { id: ownerId, handle, displayName };
      const view = { owner, members, portfolioId, mayManage: mayManage(person, league) };
      return [LeagueDto.from(league, view, now)];
    });
  }
}

type ViewRow = {
  id: string;
  ownerId: string;
  handle: string;
  displayName: string;
  members: number;
  portfolioId: string | null;
};

const mayManage = ({ id, role }: Person, { ownerId }: Pick<LeagueEntity, 'ownerId'>): boolean =>
  id === ownerId || role === 'admin';

/** Throws `league_dates_invalid` unless the end is after the start and still to come, and neither is far away. */
function readDates(startsAt: Date, endsAt: Date, now: Date): { startsAt: Date; endsAt: Date } {
  const fault = (message: string, field: string) => new DomainError('league_dates_invalid', message, field);
  if (startsAt.getTime() < now.getTime() - dayMs) throw fault('The start is long over', 'startsAt');
  if (endsAt <= startsAt) throw fault('The end is not after the start', 'endsAt');
  if (endsAt <= now) throw fault('The end is over already', 'endsAt');
  if (endsAt.getTime() > now.getTime() + yearsMax * 366 * dayMs)
    throw fault(`The end is more than ${yearsMax} years away`, 'endsAt');
  return { startsAt, endsAt };
}

/** The code that was stored: another one where it was taken. */
async function withNewCode(store: (code: string) => Promise<void>): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const code = newJoinCode();
    try {
      await store(code);
      return code;
    } catch (error) {
      if (attempt === codeAttemptsMax || !isCodeTaken(error)) throw error;
    }
  }
}

const isCodeTaken = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  (error.driverError as { constraint?: string }).constraint === 'league_code_key';

/** The same for one that is not there and for one that is none of theirs. */
export const leagueNotFound = (field = 'id'): DomainError =>
  new DomainError('league_not_found', 'There is no such league for you', field);
