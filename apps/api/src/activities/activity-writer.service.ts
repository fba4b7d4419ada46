import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import { DataSource, type EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import type { AssetClass } from '@tradeyard/portfolio';
import { Clock } from '../platform/clock.js';
import type { ChangeKind } from './activity.entity.js';
import { insertRows, insertValues, type ActivityRow } from './activity-rows.service.js';
import { ScopesService } from './scopes.service.js';

/** A snapshot of so many is made in a fraction of a second; a person's own is of thousands. */
export const activitiesMax = 250_000;
export const assetsMax = 5_000;

/** An asset that an activity names, to be made where the portfolio has none of that symbol. */
export type NewAsset = {
  readonly symbol: string;
  readonly currency: string;
  /** Without them, those of the instrument, if there is one. */
  readonly name?: string;
  readonly class?: AssetClass;
  readonly sector?: string;
  readonly country?: string;
  /** `undefined`: that of the same symbol (or coin) and currency, if there is one. */
  readonly instrument?: string | null;
  /** What an instrument says of itself is better known. */
  readonly isGuess?: boolean;
};

export type Change = {
  readonly version: string;
  readonly kind: ChangeKind;
  readonly at: Date;
  readonly count: number;
  readonly undoes: string | null;
  readonly undoneBy: string | null;
};

/** A portfolio on its way to its next version. */
export type Step = {
  readonly manager: EntityManager;
  readonly portfolioId: string;
  readonly version: string;
  readonly currency: string;
};

/** What a step did: how many rows are there more, and how many things it was about. Null: nothing, and no version is made. */
type Done<T> = { readonly answer: T; readonly change: Effect | null };
type Effect = {
  readonly kind: ChangeKind;
  readonly count: number;
  readonly more?: number;
  readonly undoes?: string;
};

class NothingDone extends Error {
  constructor(readonly answer: unknown) {
    super();
  }
}

class NotOpen extends Error {}

const bump = `update tracked_portfolio set version = version + 1
  where id = $1 and user_id = $2 and archived_at is null returning version, currency`;

const recordChange = `
  with counted as (
    update tracked_portfolio set activity_count = activity_count + $5 where id = $1 and $5 <> 0 returning activity_count
  ),
  undone as (
    update portfolio_change set undone_by = $2 where portfolio_id = $1 and version = $7
  )
  insert into portfolio_change (portfolio_id, version, kind, at, count, undoes)
  values ($1, $2, $3, $6, $4, $7) returning coalesce((select activity_count from counted), 0) as count`;

const addAssets = `
  insert into tracked_asset (portfolio_id, symbol, name, class, currency, sector, country, instrument, version)
  select $1, w.symbol,
    case when is_guess then coalesce(i.name, w.name, w.symbol) else coalesce(w.name, i.name, w.symbol) end,
    case when is_guess then coalesce(i.class, w.class, 'other') else coalesce(w.class, i.class, 'other') end,
    w.currency, w.sector, w.country, i.symbol, $2
  from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[],
      $11::boolean[])
    as w (symbol, name, class, currency, sector, country, instrument, is_by_hand, is_guess)
  left join lateral (
    select * from instrument
    where currency = w.currency and not w.is_by_hand
      and (symbol = coalesce(w.instrument, w.symbol) or (w.class = 'crypto' and base = w.symbol))
    order by symbol <> coalesce(w.instrument, w.symbol), symbol limit 1
  ) i on true
  on conflict do nothing returning 1`;

/** Changes tracked portfolios, one version after the other. */
@Injectable()
export class ActivityWriter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly scopes: ScopesService,
    private readonly clock: Clock,
  ) {}

  /**
   * Does `work` as the next version of the portfolio, in one transaction. The row of the portfolio is locked first: who
   * changes the same one waits, and sees what this did. Throws what `requireTracked` does, and `too_many_activities`.
   */
  async change<T>(
    userId: string,
    portfolioId: string,
    work: (step: Step) => Promise<Done<T>>,
  ): Promise<{ answer: T; change: Change | null }> {
    if (!isUuid(portfolioId)) await this.scopes.requireTracked(userId, portfolioId);
    try {
      return await this.dataSource.transaction(async (manager) => {
        const step = await this.begin(manager, userId, portfolioId);
        const { answer, change } = await work(step);
        if (!change) throw new NothingDone(answer);
        return { answer, change: await this.record(step, change) };
      });
    } catch (error) {
      if (error instanceof NothingDone) return { answer: error.answer as T, change: null };
      // Asked outside of the transaction: a second connection might be held by somebody who waits for this one.
      if (error instanceof NotOpen) await this.scopes.requireTracked(userId, portfolioId);
      throw error;
    }
  }

  private async begin(manager: EntityManager, userId: string, portfolioId: string): Promise<Step> {
    const [[portfolio]] = await manager.query<[{ version: string; currency: string }[], number]>(bump, [
      portfolioId,
      userId,
    ]);
    if (!portfolio) throw new NotOpen(`Nothing is entered in ${portfolioId}`);
    return { manager, portfolioId, ...portfolio };
  }

  private async record(
    { manager, portfolioId, version }: Step,
    { kind, count, more = 0, undoes }: Effect,
  ): Promise<Change> {
    const at = this.clock.now();
    const [recorded] = await manager.query<{ count: number }[]>(recordChange, [
      ...[portfolioId, version, kind, count, more, at, undoes ?? null],
    ]);
    if (more > 0 && (recorded?.count ?? 0) > activitiesMax) {
      const message = `A portfolio has room for ${activitiesMax} activities`;
      throw new DomainError('too_many_activities', message);
    }
    return { version, kind, at, count, undoes: undoes ?? null, undoneBy: null };
  }

  /** Adds activities, and the assets that they name where there are none. Throws `too_many_assets`. */
  async open(
    { manager, portfolioId, version }: Step,
    rows: readonly { readonly row: ActivityRow; readonly key: string }[],
  ): Promise<void> {
    if (rows.length > 0) await manager.query(insertRows, [portfolioId, version, ...insertValues(rows)]);
  }

  /** The ids of those that were there, and are not any more. */
  async close({ manager, portfolioId, version }: Step, ids: readonly string[]): Promise<string[]> {
    const [closed] = await manager.query<[{ id: string }[], number]>(
      `update portfolio_activity set to_version = $2
       where portfolio_id = $1 and id = any ($3::uuid[]) and to_version is null returning id`,
      [portfolioId, version, ids],
    );
    return closed.map(({ id }) => id);
  }

  /** How many came in: assets that are there already stay as they are. Throws `too_many_assets`. */
  async addAssets({ manager, portfolioId, version }: Step, assets: readonly NewAsset[]): Promise<number> {
    if (assets.length === 0) return 0;
    const column = (name: keyof NewAsset) => assets.map((asset) => asset[name] ?? null);
    const added = await manager.query<unknown[]>(addAssets, [
      ...[portfolioId, version, column('symbol'), column('name'), column('class'), column('currency')],
      ...[column('sector'), column('country'), column('instrument')],
      assets.map(({ instrument }) => instrument === null),
      assets.map(({ isGuess = false }) => isGuess),
    ]);
    if (added.length === 0) return 0;
    const [counted] = await manager.query<{ count: number }[]>(
      'select count(*)::int as count from tracked_asset where portfolio_id = $1',
      [portfolioId],
    );
    if ((counted?.count ?? 0) > assetsMax)
      throw new DomainError('too_many_assets', `A portfolio has room for ${assetsMax} assets`, 'symbol');
    return added.length;
  }
}

/** What activities name, each once. */
export function assetsOf(
  rows: Iterable<Pick<ActivityRow, 'type' | 'symbol' | 'target' | 'currency'>>,
): NewAsset[] {
  const assets = new Map<string, NewAsset>();
  for (const { type, symbol, target, currency } of rows) {
    for (const name of [symbol, target]) {
      if (name === null || assets.has(name)) continue;
      const isOwed = type === 'liability' && name === symbol;
      const isByHand = isOwed || type === 'item';
      assets.set(name, {
        ...{ symbol: name, currency },
        ...(isOwed && { class: 'liability' }),
        ...(isByHand && { instrument: null }),
      });
    }
  }
  return [...assets.values()];
}
