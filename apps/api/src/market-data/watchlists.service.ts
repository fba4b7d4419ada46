import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@tradeyard/kernel';
import { watchlistNameKey, watchlistsMax, withoutSymbol, withSymbol } from '@tradeyard/market';
import type { Repository } from 'typeorm';
import { v7 as uuid, validate as isUuid } from 'uuid';
import type { InstrumentEntity } from './instrument.entity.js';
import { InstrumentsService } from './instruments.service.js';
import { WatchlistEntity } from './watchlist.entity.js';

/** The first half of the advisory locks of watchlists; the second is made of whose they are. */
const watchlistLock = 7_273;

type WatchlistChange = { name?: string; symbols?: readonly string[]; position?: number };

@Injectable()
export class WatchlistsService {
  constructor(
    @InjectRepository(WatchlistEntity) private readonly watchlists: Repository<WatchlistEntity>,
    private readonly instruments: InstrumentsService,
  ) {}

  /** In their owner's order. */
  list(userId: string): Promise<WatchlistEntity[]> {
    return this.watchlists.find({ where: { userId }, order: { position: 'ASC', id: 'ASC' } });
  }

  /** Throws `watchlist_not_found`, also for the list of somebody else. */
  getWatchlist(userId: string, id: string): Promise<WatchlistEntity> {
    return find(this.watchlists, userId, id);
  }

  /** What is in a list, in no order. */
  listInstruments({ symbols }: WatchlistEntity): Promise<InstrumentEntity[]> {
    return this.instruments.listBySymbols(symbols);
  }

  /** Throws `instrument_not_found`, `too_many_watchlists` and `watchlist_name_taken`. */
  async create(userId: string, name: string, symbols: readonly string[]): Promise<WatchlistEntity> {
    await this.requireInstruments(symbols);
    return this.inTurn(userId, async (watchlists) => {
      const others = await watchlists.find({ where: { userId }, order: { position: 'ASC' } });
      if (others.length >= watchlistsMax) {
        throw new DomainError(
          'too_many_watchlists',
          `There is room for ${watchlistsMax} watchlists. Delete one first.`,
        );
      }
      requireFreeName(name, others);
      const position = (others.at(-1)?.position ?? -1) + 1;
      const list = { id: uuid(), userId, name, nameKey: watchlistNameKey(name), position, symbols };
      await watchlists.insert({ ...list, symbols: [...symbols] });
      return list;
    });
  }

  /** Throws `watchlist_not_found`, `instrument_not_found` and `watchlist_name_taken`. */
  async change(userId: string, id: string, change: WatchlistChange): Promise<WatchlistEntity> {
    const { name, symbols, position } = change;
    await this.requireInstruments(symbols ?? []);
    return this.inTurn(userId, async (watchlists) => {
      const list = await find(watchlists, userId, id);
      const others = await watchlists.find({ where: { userId }, order: { position: 'ASC', id: 'ASC' } });
      if (name !== undefined) {
        requireFreeName(
          name,
          others.filter((other) => other.id !== list.id),
        );
        Object.assign(list, { name, nameKey: watchlistNameKey(name) });
      }
      if (symbols) list.symbols = symbols;
      await watchlists.update(
        { id: list.id, userId },
        { name: list.name, nameKey: list.nameKey, symbols: [...list.symbols] },
      );
      if (position !== undefined) {
        const ids = others.map((other) => other.id).filter((other) => other !== list.id);
        await reorder(watchlists, userId, ids.toSpliced(position, 0, list.id));
      }
      return list;
    });
  }

  /** Throws `watchlist_not_found`. */
  async remove(userId: string, id: string): Promise<void> {
    await this.inTurn(userId, async (watchlists) => {
      const list = await find(watchlists, userId, id);
      await watchlists.delete({ id: list.id, userId });
    });
  }

  /** Adds an instrument or moves it; see `withSymbol`. Throws also `watchlist_not_found` and `instrument_not_found`. */
  async putSymbol(userId: string, id: string, symbol: string, position?: number): Promise<WatchlistEntity> {
    await this.getWatchlist(userId, id); // somebody else's list is not there, whatever is to be put into it
    await this.instruments.getInstrument(symbol);
    return this.changeSymbols(userId, id, (symbols) => withSymbol(symbols, symbol, position));
  }

  /** Also where it was not in the list. Throws `watchlist_not_found`. */
  removeSymbol(userId: string, id: string, symbol: string): Promise<WatchlistEntity> {
    return this.changeSymbols(userId, id, (symbols) => withoutSymbol(symbols, symbol));
  }

  private changeSymbols(
    userId: string,
    id: string,
    changed: (symbols: readonly string[]) => readonly string[],
  ): Promise<WatchlistEntity> {
    return this.inTurn(userId, async (watchlists) => {
      const list = await find(watchlists, userId, id);
      list.symbols = changed(list.symbols);
      await watchlists.update({ id: list.id, userId }, { symbols: [...list.symbols] });
      return list;
    });
  }

  /**
   * Changes of one owner's lists happen one after the other, so that none undoes another and none of the limits is
   * passed by two at once. The lock is not on a row: who has no list yet has none. `work` must use nothing but the
   * repository it is given; a second connection might be held by somebody who waits for this lock.
   */
  private inTurn<T>(
    userId: string,
    work: (watchlists: Repository<WatchlistEntity>) => Promise<T>,
  ): Promise<T> {
    return this.watchlists.manager.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1, hashtext($2))', [watchlistLock, userId]);
      return work(manager.getRepository(WatchlistEntity));
    });
  }

  /** Instruments are never removed, so that they can be looked for before it is this change's turn. */
  private async requireInstruments(symbols: readonly string[]): Promise<void> {
    const known = new Set((await this.instruments.listBySymbols(symbols)).map(({ symbol }) => symbol));
    const unknown = symbols.find((symbol) => !known.has(symbol));
    if (unknown !== undefined) {
      throw new DomainError('instrument_not_found', `There is no instrument "${unknown}"`, 'symbols');
    }
  }
}

async function find(
  watchlists: Repository<WatchlistEntity>,
  userId: string,
  id: string,
): Promise<WatchlistEntity> {
  const list = isUuid(id) ? await watchlists.findOneBy({ id, userId }) : null;
  if (!list) throw new DomainError('watchlist_not_found', 'You have no such watchlist');
  return list;
}

function requireFreeName(name: string, others: readonly WatchlistEntity[]): void {
  const key = watchlistNameKey(name);
  const other = others.find(({ nameKey }) => nameKey === key);
  if (other) {
    const message = `You have a watchlist "${other.name}" already. Choose another name.`;
    throw new DomainError('watchlist_name_taken', message, 'name');
  }
}

const reorder = (watchlists: Repository<WatchlistEntity>, userId: string, ids: readonly string[]) =>
  watchlists.query(
    `update watchlist set position = given.place
     from unnest($1::uuid[]) with ordinality as given (id, place)
     where watchlist.id = given.id and watchlist.user_id = $2`,
    [ids, userId],
  );
