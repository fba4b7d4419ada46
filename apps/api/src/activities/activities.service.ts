import { Injectable } from '@nestjs/common';
import { DomainError, isDay, latestDay } from '@tradeyard/kernel';
import { activityFields, readActivity, type ActivityDraft, type ActivityField } from '@tradeyard/portfolio';
import { DataSource } from 'typeorm';
import { v7 as uuid, validate as isUuid } from 'uuid';
import { Clock } from '../platform/clock.js';
import { page } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { ActivitiesReader } from './activities-reader.service.js';
import {
  activityOf,
  draftOf,
  isSameRow,
  keyOf,
  rowColumns,
  rowOf,
  selectedRow,
  type ActivityRow,
  type SelectedRow,
} from './activity-rows.service.js';
import { ActivityWriter, assetsOf, type Change, type Step } from './activity-writer.service.js';
import {
  ActivityDto,
  type ActivitiesQuery,
  type ActivityOrder,
  type ActivityPageDto,
  type ChangeActivityDto,
  type NewActivityDto,
} from './activities.dto.js';
import { ScopesService, type PortfolioRef } from './scopes.service.js';

type Place = { readonly day: string; readonly id: string };

/** What people enter in their tracked portfolios, one at a time, and lists of what happened in all kinds of them. */
@Injectable()
export class ActivitiesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly scopes: ScopesService,
    private readonly writer: ActivityWriter,
    private readonly reader: ActivitiesReader,
    private readonly clock: Clock,
  ) {}

  /** By day and, within one, as they were entered. Throws `portfolio_not_found`. */
  async list(userId: string, portfolioId: string, query: ActivitiesQuery): Promise<ActivityPageDto> {
    const portfolio = await this.scopes.get(userId, portfolioId);
    const after = query.cursor === undefined ? undefined : placeOf(query.cursor);
    const found =
      portfolio.kind === 'tracked'
        ? await this.listStored(portfolio, query, after)
        : await this.listBooked(userId, portfolio, query, after);
    return page(found, query.limit, ({ day, id }) => `${day}_${id}`);
  }

  private async listStored(
    { id }: PortfolioRef,
    { type, symbol, from, to, text, order, limit }: ActivitiesQuery,
    after: Place | undefined,
  ): Promise<ActivityDto[]> {
    const [beyond, direction] = order === 'newest' ? ['<', 'desc'] : ['>', 'asc'];
    const values: unknown[] = [id];
    const where = (condition: (place: string) => string, value: unknown): string => {
      if (value === undefined) return '';
      return ` and ${condition(`$${values.push(value)}`)}`;
    };
    const conditions = [
      where((place) => `symbol = ${place}`, symbol),
      where((place) => `day >= ${place}`, from),
      where((place) => `day <= ${place}`, to),
      where((place) => `type = any (${place}::text[])`, type),
      where((place) => `(note ilike ${place} or symbol ilike ${place})`, text && containing(text)),
      after === undefined
        ? ''
        : ` and (day, id) ${beyond} ($${values.push(after.day)}::date, $${values.push(after.id)}::uuid)`,
    ].join('');
    const rows = await this.dataSource.query<SelectedRow[]>(
      `select ${rowColumns} from portfolio_activity where portfolio_id = $1 and to_version is null${conditions}
       order by day ${direction}, id ${direction} limit $${values.push(limit + 1)}`,
      values,
    );
    return rows.map((row) => ActivityDto.of(selectedRow(row), row.version));
  }

  private async listBooked(
    userId: string,
    portfolio: PortfolioRef,
    query: ActivitiesQuery,
    after: Place | undefined,
  ): Promise<ActivityDto[]> {
    const { activities } = await this.reader.readCurrent(userId, portfolio);
    const asked = activities.filter((row) => isAsked(row, query));
    if (query.order === 'newest') asked.reverse();
    const start = after === undefined ? 0 : placeAfter(asked, after, query.order);
    return asked.slice(start, start + query.limit + 1).map((row) => ActivityDto.of(row, null));
  }

  /**
   * With an id that was sent before, the first answer again. Throws what `readActivity` and `ActivityWriter` do,
   * `lot_not_found`, and `activity_exists` where the same id had another content.
   */
  async create(userId: string, portfolioId: string, body: NewActivityDto): Promise<ActivityDto> {
    const { id: sent, ...draft } = body;
    const id = sent?.toLowerCase() ?? uuid();
    const portfolio = await this.scopes.requireTracked(userId, portfolioId);
    const row = this.read(draft, id, portfolio.currency);
    const { answer } = await this.writer.change(userId, portfolio.id, async (step) => {
      const first = sent === undefined ? undefined : await findFirst(step, id);
      if (first) return { answer: sameAs(first, row), change: null };
      await this.open(step, row);
      return { answer: ActivityDto.of(row, step.version), change: { kind: 'create', count: 1, more: 1 } };
    });
    return answer;
  }

  /** What is not sent stays. Throws what `create` does, and `activity_not_found`. */
  async change(
    userId: string,
    portfolioId: string,
    activityId: string,
    body: ChangeActivityDto,
  ): Promise<ActivityDto> {
    const id = activityId.toLowerCase();
    const portfolio = await this.scopes.requireTracked(userId, portfolioId);
    if (!isUuid(id)) throw activityNotFound();
    const { answer } = await this.writer.change(userId, portfolio.id, async (step) => {
      const before = await findCurrent(step, id);
      if (!before) throw activityNotFound();
      const after = this.read(merged(before, body), id, portfolio.currency);
      if (isSameRow(after, selectedRow(before)))
        return { answer: ActivityDto.of(after, before.version), change: null };
      await this.writer.close(step, [id]);
      await this.open(step, after);
      return { answer: ActivityDto.of(after, step.version), change: { kind: 'edit', count: 1 } };
    });
    return answer;
  }

  /** All of them or, where one is not there, none. Throws `activity_not_found` and what `ActivityWriter` does. */
  async remove(userId: string, portfolioId: string, ids: readonly string[]): Promise<Change> {
    await this.scopes.requireTracked(userId, portfolioId);
    if (!ids.every((id) => isUuid(id))) throw activityNotFound();
    const asked = [...new Set(ids.map((id) => id.toLowerCase()))];
    const { change } = await this.writer.change(userId, portfolioId, async (step) => {
      const closed = await this.writer.close(step, asked);
      if (closed.length < asked.length) throw activityNotFound();
      return { answer: null, change: { kind: 'delete', count: closed.length, more: -closed.length } };
    });
    if (!change) throw activityNotFound();
    return change;
  }

  private read(draft: ActivityDraft, id: string, currency: string): ActivityRow {
    return rowOf(readActivity(draft, { id, today: latestDay(this.clock.now()), currency }));
  }

  private async open(step: Step, row: ActivityRow): Promise<void> {
    await requireLots(step, row);
    await this.writer.addAssets(step, assetsOf([row]));
    await this.writer.open(step, [{ row, key: keyOf(activityOf(row)) }]);
  }
}

export const activityNotFound = (): DomainError =>
  new DomainError('activity_not_found', 'There is no such activity in this portfolio', 'id');

/** Chosen purchases have to be there, and of the same asset. Whether they are enough is known when all is computed. */
async function requireLots({ manager, portfolioId }: Step, { symbol, lots }: ActivityRow): Promise<void> {
  if (!lots) return;
  const ids = lots.map(({ activityId }) => activityId).filter((id) => isUuid(id));
  const [found] = await manager.query<{ count: number }[]>(
    `select count(*)::int as count from portfolio_activity
     where portfolio_id = $1 and id = any ($2::uuid[]) and to_version is null and (symbol = $3 or target = $3)`,
    [portfolioId, ids, symbol],
  );
  if (found?.count === lots.length) return;
  const message = 'A chosen lot is no activity of this asset in the portfolio';
  throw new DomainError('lot_not_found', message, 'lots');
}

async function findFirst({ manager, portfolioId }: Step, id: string): Promise<SelectedRow | undefined> {
  const [first] = await manager.query<SelectedRow[]>(
    `select ${rowColumns} from portfolio_activity where portfolio_id = $1 and id = $2 order by from_version limit 1`,
    [portfolioId, id],
  );
  return first;
}

async function findCurrent({ manager, portfolioId }: Step, id: string): Promise<SelectedRow | undefined> {
  const [current] = await manager.query<SelectedRow[]>(
    `select ${rowColumns} from portfolio_activity where portfolio_id = $1 and id = $2 and to_version is null`,
    [portfolioId, id],
  );
  return current;
}

function sameAs(first: SelectedRow, row: ActivityRow): ActivityDto {
  if (isSameRow(selectedRow(first), row)) return ActivityDto.of(row, first.version);
  throw new DomainError('activity_exists', 'There is another activity with this id', 'id');
}

/** Fields that the new type has no use for go, and of a trade that which is to be computed anew. */
function merged(before: SelectedRow, sent: ChangeActivityDto): ActivityDraft {
  const stored = draftOf(selectedRow(before));
  const type = sent.type ?? before.type;
  const uses = activityFields[type];
  const kept = Object.entries(stored).filter(([field]) => {
    if (uses[field as ActivityField] === undefined) return false;
    if (field === 'amount' && uses.price !== undefined && sent.amount === undefined)
      return stored.price === null || (sent.quantity === undefined && sent.price === undefined);
    if (field === 'price' && uses.price !== undefined && sent.price === undefined)
      return sent.amount === undefined || sent.amount === null;
    return true;
  });
  return { ...Object.fromEntries<unknown>([...kept, ...Object.entries(sent)]), type };
}

function placeOf(cursor: string): Place {
  const [day = '', id = ''] = cursor.split('_');
  if (isDay(day) && day >= '0001' && isUuid(id)) return { day, id: id.toLowerCase() };
  const message = 'Send `next` of the page before, as it is';
  throw new Problem('validation_failed', message, [{ field: 'cursor', message }]);
}

/**
 * Where a list goes on. Halves of a conversion stay together: their ids do not tell when they were booked. What was taken
 * back since the page before is not there any more: then by day and id.
 */
function placeAfter(rows: readonly ActivityRow[], { day, id }: Place, order: ActivityOrder): number {
  const known = rows.findIndex((row) => row.id === id);
  if (known >= 0) return known + 1;
  const place = `${day}_${id}`;
  const next = rows.findIndex((row) => {
    const here = `${row.day}_${row.id}`;
    return order === 'newest' ? here < place : here > place;
  });
  return next < 0 ? rows.length : next;
}

/** The pattern of all that has the text in it; a person's own wildcards are text like any other. */
const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

function isAsked(row: ActivityRow, { type, symbol, from, to, text }: ActivitiesQuery): boolean {
  const words = `${row.note}\n${row.symbol ?? ''}`.toLowerCase();
  return (
    (!type || type.includes(row.type)) &&
    (symbol === undefined || row.symbol === symbol) &&
    (from === undefined || row.day >= from) &&
    (to === undefined || row.day <= to) &&
    (text === undefined || words.includes(text.toLowerCase()))
  );
}
