import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, type Repository } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { page, type PageQuery } from '../platform/page.dto.js';
import { RateRunEntity } from './rate-run.entity.js';

/** While a source is away there is one every hour, and nobody looks back further. */
const keptMs = 90 * 86_400_000;

/** The record of refreshes. */
@Injectable()
export class RateRunsService {
  constructor(@InjectRepository(RateRunEntity) private readonly runs: Repository<RateRunEntity>) {}

  findLast(): Promise<RateRunEntity | null> {
    return this.runs.findOne({ where: {}, order: { id: 'DESC' } });
  }

  /** Newest first. */
  async list({ limit, cursor }: PageQuery): Promise<{ items: RateRunEntity[]; next: string | null }> {
    const rows = await this.runs.find({
      where: cursor === undefined ? {} : { id: LessThan(cursor) },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    return page(rows, limit, ({ id }) => id);
  }

  async add(run: Omit<RateRunEntity, 'id'>): Promise<RateRunEntity> {
    const added = { ...run, id: uuid() };
    await this.runs.insert(added);
    await this.runs.delete({ startedAt: LessThan(new Date(run.startedAt.getTime() - keptMs)) });
    return added;
  }
}
