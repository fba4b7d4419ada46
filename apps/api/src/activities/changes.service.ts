import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import { DataSource } from 'typeorm';
import { page, type PageQuery } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { PortfolioChangeDto, type PortfolioChangePageDto } from './activities.dto.js';
import type { ChangeKind } from './activity.entity.js';
import { storedColumns } from './activity-rows.service.js';
import { ActivityWriter, type Change, type Step } from './activity-writer.service.js';
import { ScopesService } from './scopes.service.js';

/** Versions are of 64 bits. */
const versionDigitsMax = 18;
/** An explanation names no more versions than somebody reads. */
const namedMax = 5;

const undoable: readonly ChangeKind[] = ['create', 'edit', 'delete', 'import', 'undo'];

/** The planner knows nothing of rows that have just come: for a hundred thousand of them it would choose nested loops. */
const hashJoins = 'set local enable_nestloop = off';

const changeColumns = 'version, kind, at, count, undoes, undone_by as "undoneBy"';

/** What became of a tracked portfolio, version by version, and how it is taken back. */
@Injectable()
export class ChangesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly scopes: ScopesService,
    private readonly writer: ActivityWriter,
  ) {}

  /** Newest first; none of a portfolio of the ledger. Throws `portfolio_not_found`. */
  async list(
    userId: string,
    portfolioId: string,
    { limit, cursor }: PageQuery,
  ): Promise<PortfolioChangePageDto> {
    await this.scopes.get(userId, portfolioId);
    if (cursor !== undefined && !isVersion(cursor)) {
      const message = 'Send `next` of the page before, as it is';
      throw new Problem('validation_failed', message, [{ field: 'cursor', message }]);
    }
    const found = await this.dataSource.query<Change[]>(
      `select ${changeColumns} from portfolio_change where portfolio_id = $1 and ($2::bigint is null or version < $2)
       order by version desc limit $3`,
      [portfolioId, cursor ?? null, limit + 1],
    );
    const { items, next } = page(found, limit, ({ version }) => version);
    return { items: items.map(PortfolioChangeDto.of), next };
  }

  /**
   * Takes back what the version did, as a version of its own, which can be undone as well. Throws `change_not_found`, and
   * `change_not_undoable` when it was about no activities or later versions have changed the same ones.
   */
  async undo(userId: string, portfolioId: string, version: string): Promise<Change> {
    await this.scopes.requireTracked(userId, portfolioId);
    if (!isVersion(version)) throw changeNotFound();
    const { change } = await this.writer.change(userId, portfolioId, async (step) => {
      await step.manager.query(hashJoins);
      const undone = await requireUndoable(step, version);
      await requireUntouched(step, version);
      const { closed, reopened } = await takeBack(step, version);
      await clearUndone(step, undone);
      const count = Math.max(closed, reopened);
      return { answer: null, change: { kind: 'undo', count, more: reopened - closed, undoes: version } };
    });
    if (!change) throw changeNotFound();
    return change;
  }
}

const isVersion = (text: string): boolean => /^\d+$/.test(text) && text.length <= versionDigitsMax;

const changeNotFound = (): DomainError =>
  new DomainError('change_not_found', 'The portfolio has no such change', 'version');

const notUndoable = (message: string): DomainError =>
  new DomainError('change_not_undoable', message, 'version');

async function requireUndoable({ manager, portfolioId }: Step, version: string): Promise<Change> {
  const [change] = await manager.query<Change[]>(
    `select ${changeColumns} from portfolio_change where portfolio_id = $1 and version = $2`,
    [portfolioId, version],
  );
  if (!change) throw changeNotFound();
  if (!undoable.includes(change.kind))
    throw notUndoable('Only what was done to activities is undone: change it back instead');
  if (change.undoneBy !== null) throw notUndoable(`Version ${change.undoneBy} has undone it already`);
  return change;
}

/** A later change and the undo that took it back come to nothing together. */
const isCancelled = `exists (
  select from portfolio_change c left join portfolio_change u on u.portfolio_id = $1 and u.version = c.undoes
  where c.portfolio_id = $1 and c.version = later.version
    and (c.undone_by is not null or (c.undoes > $2 and u.undone_by = c.version)))`;

/** What it touched has to be as it left it: nothing has changed it since, or all that did was undone. */
async function requireUntouched({ manager, portfolioId }: Step, version: string): Promise<void> {
  const later = await manager.query<{ version: string }[]>(
    `with touched as (
       select id from portfolio_activity where portfolio_id = $1 and from_version = $2
       union select id from portfolio_activity where portfolio_id = $1 and to_version = $2
     ),
     since as (
       select from_version, to_version from portfolio_activity
       where portfolio_id = $1 and (from_version > $2 or to_version > $2) and id in (select id from touched)
     ),
     later as (
       select from_version as version from since where from_version > $2
       union select to_version from since where to_version > $2
     )
     select version from later where not ${isCancelled} order by version limit $3`,
    [portfolioId, version, namedMax + 1],
  );
  if (later.length === 0) return;
  const named = later.slice(0, namedMax).map((each) => each.version);
  const others = later.length > namedMax ? ' and others' : '';
  const them =
    named.length > 1 || others !== ''
      ? `Versions ${named.join(', ')}${others} have`
      : `Version ${named.join('')} has`;
  throw notUndoable(`${them} changed the same activities since: undo that first`);
}

async function takeBack(
  { manager, portfolioId, version: now }: Step,
  version: string,
): Promise<{ closed: number; reopened: number }> {
  const [, closed] = await manager.query<[unknown[], number]>(
    `update portfolio_activity set to_version = $3
     where portfolio_id = $1 and to_version is null
       and id in (select id from portfolio_activity where portfolio_id = $1 and from_version = $2)`,
    [portfolioId, version, now],
  );
  const reopened = await manager.query<{ count: number }[]>(
    `with reopened as (
       insert into portfolio_activity (portfolio_id, from_version, ${storedColumns})
       select portfolio_id, $3, ${storedColumns} from portfolio_activity
       where portfolio_id = $1 and to_version = $2 returning 1
     )
     select count(*)::int as count from reopened`,
    [portfolioId, version, now],
  );
  return { closed, reopened: reopened[0]?.count ?? 0 };
}

/**
 * When an undo is taken back, what it had undone is done again and can be undone once more; when that was an undo itself,
 * what it had taken back is undone again, and so on.
 */
async function clearUndone({ manager, portfolioId }: Step, { version, undoes }: Change): Promise<void> {
  if (undoes === null) return;
  await manager.query(
    `with recursive chain as (
       select undoes as version, null::bigint as by, 1 as depth from portfolio_change
       where portfolio_id = $1 and version = $2
       union all
       select c.undoes, case when depth % 2 = 1 then c.version end, depth + 1
       from chain join portfolio_change c on c.portfolio_id = $1 and c.version = chain.version
       where c.undoes is not null
     )
     update portfolio_change c set undone_by = chain.by from chain where c.portfolio_id = $1 and c.version = chain.version`,
    [portfolioId, version],
  );
}
