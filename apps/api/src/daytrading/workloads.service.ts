import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, MoreThan, type Repository } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { LedgerIds } from '../ledger/ledger-ids.service.js';
import { Clock } from '../platform/clock.js';
import { page, type PageQuery } from '../platform/page.dto.js';
import { TraderEntity } from './trader.entity.js';
import { WorkloadEntity, type QuoteSource } from './workload.entity.js';
import {
  DayTraderDto,
  WorkloadDto,
  type DayTraderPageDto,
  type DayTradersQuery,
  type NewWorkloadDto,
  type WorkloadPageDto,
} from './workloads.dto.js';

/** Of one person. Each costs little, and none is ever removed: its money is in the ledger. */
const workloadsMax = 10_000;
/** They never change: those that commands came for last are remembered. */
const rememberedMax = 1_000;
const defaultName = 'By hand';

/** Runs of the day-trading system, each somebody's own. */
@Injectable()
export class WorkloadsService {
  private readonly remembered = new Map<string, WorkloadEntity>();
  private readonly defaults = new Map<string, WorkloadEntity>();

  constructor(
    @InjectRepository(WorkloadEntity) private readonly workloads: Repository<WorkloadEntity>,
    @InjectRepository(TraderEntity) private readonly traders: Repository<TraderEntity>,
    private readonly ids: LedgerIds,
    private readonly clock: Clock,
  ) {}

  async create(ownerId: string, { name, quotes }: NewWorkloadDto): Promise<WorkloadDto> {
    if ((await this.workloads.countBy({ ownerId })) >= workloadsMax)
      throw new DomainError('too_many_workloads', `Nobody has more than ${workloadsMax} workloads`);
    const workload = this.newWorkload(ownerId, name, quotes, false);
    await this.workloads.insert(workload);
    return WorkloadDto.from(workload);
  }

  async list(ownerId: string, { limit, cursor }: PageQuery): Promise<WorkloadPageDto> {
    const found = await this.workloads.find({
      where: { ownerId, ...(cursor !== undefined && { id: LessThan(requireUuid(cursor)) }) },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    const { items, next } = page(found, limit, ({ id }) => id);
    return { items: items.map(WorkloadDto.from), next };
  }

  /** Throws `workload_not_found`, also for one that is somebody else's. */
  async get(ownerId: string, id: string): Promise<WorkloadEntity> {
    const known = this.remembered.get(id) ?? (isUuid(id) ? await this.workloads.findOneBy({ id }) : null);
    if (known?.ownerId !== ownerId) throw new DomainError('workload_not_found', 'There is no such workload');
    remember(this.remembered, id, known);
    return known;
  }

  /** Whosever it is: for what happens by itself. `id` is that of one. */
  async find(id: string): Promise<WorkloadEntity> {
    const known = this.remembered.get(id) ?? (await this.workloads.findOneByOrFail({ id }));
    remember(this.remembered, id, known);
    return known;
  }

  /** The one that commands are meant for which name none; it is made when the first comes. */
  async getDefault(ownerId: string): Promise<WorkloadEntity> {
    const known = this.defaults.get(ownerId) ?? (await this.findOrCreateDefault(ownerId));
    remember(this.defaults, ownerId, known);
    return known;
  }

  /** Of a workload that is the caller's. */
  async listTraders({ id }: WorkloadEntity, { limit, cursor }: DayTradersQuery): Promise<DayTraderPageDto> {
    const found = await this.traders.find({
      where: { workloadId: id, ...(cursor !== undefined && { name: MoreThan(cursor.slice(1)) }) },
      order: { name: 'ASC' },
      take: limit + 1,
    });
    // A name may be empty, a cursor may not.
    const { items, next } = page(found, limit, ({ name }) => `.${name}`);
    return {
      items: items.map(({ name, transaction, commands }): DayTraderDto => ({
        user: name,
        transaction: Number(transaction),
        commands: Number(commands),
      })),
      next,
    };
  }

  private async findOrCreateDefault(ownerId: string): Promise<WorkloadEntity> {
    const workload = this.newWorkload(ownerId, defaultName, 'fixed', true);
    await this.workloads.createQueryBuilder().insert().values(workload).orIgnore().execute();
    return this.workloads.findOneByOrFail({ ownerId, isDefault: true });
  }

  private newWorkload(
    ownerId: string,
    name: string,
    quotes: QuoteSource,
    isDefault: boolean,
  ): WorkloadEntity {
    return { id: this.ids.next(), ownerId, name, quotes, isDefault, createdAt: this.clock.now() };
  }
}

function requireUuid(cursor: string): string {
  if (!isUuid(cursor)) throw new DomainError('workload_not_found', 'The cursor is that of no page', 'cursor');
  return cursor;
}

function remember(map: Map<string, WorkloadEntity>, key: string, workload: WorkloadEntity): void {
  if (map.has(key)) return;
  const [oldest] = map.keys();
  if (map.size >= rememberedMax && oldest !== undefined) map.delete(oldest);
  map.set(key, workload);
}
