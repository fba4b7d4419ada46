import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, type Repository } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { FiguresDto } from './figures.dto.js';
import { WorkloadTotalEntity, type SecondRow } from './figures.entity.js';
import type { WorkloadEntity } from './workload.entity.js';

/** A chart shows so many. */
const secondsMax = 300;

/** Each process has a row of a second of its own. */
export const newestSeconds = `
  select at, commands, failed, latency_from as "latencyFrom", latencies from daytrading_second
  where workload_id = $1 and at >= (
    select min(at) from (
      select distinct at from daytrading_second where workload_id = $1 order by at desc limit ${secondsMax}) newest)
  order by at`;

/** Adds up what all processes have written of a workload. */
@Injectable()
export class FiguresReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @InjectRepository(WorkloadTotalEntity) private readonly totals: Repository<WorkloadTotalEntity>,
  ) {}

  async read(workload: WorkloadEntity): Promise<FiguresDto> {
    const [totals, seconds] = await Promise.all([
      this.totals.findBy({ workloadId: workload.id }),
      this.dataSource.query<SecondRow[]>(newestSeconds, [workload.id]),
    ]);
    return FiguresDto.from({ workload, totals, seconds }, this.clock.now());
  }
}
