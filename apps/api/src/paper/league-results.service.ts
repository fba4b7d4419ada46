import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, IsNull, LessThanOrEqual, type Repository } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { page } from '../platform/page.dto.js';
import { StandingDto, type LeaderboardDto, type LeaderboardQuery, type Standing } from './leaderboard.dto.js';
import { LeagueEntity } from './league.entity.js';
import { StandingsService } from './standings.service.js';

/** A market that has just been started has no prices yet; one that has none by then will have none. */
const pricePatienceMs = 60 * 60_000;
const dueMax = 50;

/** Where the members of a league stand: now, and for good when it has ended. */
@Injectable()
export class LeagueResultsService {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(LeagueEntity) private readonly leagues: Repository<LeagueEntity>,
    private readonly standings: StandingsService,
    private readonly clock: Clock,
  ) {}

  /** For whoever may see the league. */
  async leaderboard(userId: string, asked: LeagueEntity, query: LeaderboardQuery): Promise<LeaderboardDto> {
    const hasEnded = asked.endsAt <= this.clock.now();
    const league = hasEnded && (await this.freezeIfEnded(asked.id)) ? await this.get(asked.id) : asked;
    return league.frozenAt
      ? this.stored(userId, league, league.frozenAt, query)
      : this.live(userId, league, query);
  }

  /** Stores the results of those that have ended; several processes may do it at once. */
  async freezeDue(): Promise<void> {
    const due = await this.leagues.find({
      where: { frozenAt: IsNull(), endsAt: LessThanOrEqual(this.clock.now()) },
      order: { endsAt: 'asc' },
      take: dueMax,
    });
    for (const { id } of due) await this.freezeIfEnded(id);
  }

  /**
   * False where the league has ended and its results are not stored: something that a member holds has no price yet.
   * They are stored once, by whoever is first.
   */
  async freezeIfEnded(id: string): Promise<boolean> {
    const league = await this.get(id);
    const now = this.clock.now();
    if (league.frozenAt || league.endsAt > now) return true;
    const { places, isPriced } = await this.standings.read(league);
    if (!isPriced && now.getTime() < league.endsAt.getTime() + pricePatienceMs) return false;
    await this.dataSource.transaction(async (manager) => {
      const [claimed] = await manager.query<[unknown[], number]>(
        'update league set frozen_at = $2 where id = $1 and frozen_at is null returning id',
        [id, now],
      );
      if (claimed.length === 0) return;
      await manager.query(
        `insert into league_result (league_id, place, rank, user_id, value, return_percent)
         select $1, * from unnest($2::int[], $3::int[], $4::uuid[], $5::bigint[], $6::numeric[])`,
        [
          id,
          places.map(({ place }) => place),
          places.map(({ rank }) => rank),
          places.map((standing) => standing.id),
          places.map(({ value }) => value.toString()),
          places.map(({ returnPercent }) => returnPercent),
        ],
      );
    });
    return true;
  }

  private get(id: string): Promise<LeagueEntity> {
    return this.leagues.findOneByOrFail({ id });
  }

  private async live(
    userId: string,
    league: LeagueEntity,
    { limit, cursor = '0' }: LeaderboardQuery,
  ): Promise<LeaderboardDto> {
    const { places, at } = await this.standings.find(league);
    const from = Number(cursor);
    const mine = places.find(({ id }) => id === userId);
    return boardOf(places.slice(from, from + limit + 1), mine, league, { limit, at, final: false });
  }

  private async stored(
    userId: string,
    league: LeagueEntity,
    at: Date,
    { limit, cursor = '0' }: LeaderboardQuery,
  ): Promise<LeaderboardDto> {
    const list = (condition: string, values: readonly unknown[]) =>
      this.dataSource.query<(Omit<Standing, 'value'> & { value: string })[]>(
        `select r.place, r.rank, r.value, r.return_percent as "returnPercent",
           u.id, u.handle, u.display_name as "displayName"
         from league_result r join "user" u on u.id = r.user_id
         where r.league_id = $1 and ${condition} order by r.place limit $3`,
        [league.id, ...values],
      );
    const [places, mine] = await Promise.all([
      list('r.place > $2', [cursor, limit + 1]),
      list('r.user_id = $2', [userId, 1]),
    ]);
    const read = ({ value, ...rest }: (typeof places)[number]): Standing => ({
      ...rest,
      value: BigInt(value),
    });
    return boardOf(places.map(read), mine.map(read)[0], league, { limit, at, final: true });
  }
}

/** `places` are one more than the limit, if there are so many. */
function boardOf(
  places: readonly Standing[],
  mine: Standing | undefined,
  { currency }: LeagueEntity,
  { limit, at, final }: { readonly limit: number; readonly at: Date; readonly final: boolean },
): LeaderboardDto {
  const { items, next } = page(places, limit, ({ place }) => `${place}`);
  return {
    items: items.map((standing) => StandingDto.from(standing, currency)),
    next,
    me: mine ? StandingDto.from(mine, currency) : null,
    final,
    asOf: at.toISOString(),
  };
}
