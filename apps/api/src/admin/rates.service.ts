import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { RateQuarantineService } from '../currency/rate-quarantine.service.js';
import { RateRunsService } from '../currency/rate-runs.service.js';
import { RateSourcesService } from '../currency/rate-sources.service.js';
import { RatesJob } from '../currency/rates.job.js';
import { RatesRefreshService } from '../currency/rates-refresh.service.js';
import {
  QuarantinedRateDto,
  RateRunDto,
  type Handles,
  type QuarantinePageDto,
  type QuarantineQuery,
  type RateRunsPageDto,
  type RateRunsQuery,
  type RatesOverviewDto,
} from './rates.dto.js';

/** Where rates come from, what became of each refresh, and what was not believed: for administrators. */
@Injectable()
export class RatesAdministrationService {
  constructor(
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    private readonly job: RatesJob,
    private readonly rates: RatesRefreshService,
    private readonly sources: RateSourcesService,
    private readonly runs: RateRunsService,
    private readonly quarantine: RateQuarantineService,
  ) {}

  async getOverview(): Promise<RatesOverviewDto> {
    const [age, lastRun, coverage, openQuarantine, running] = await Promise.all([
      this.rates.findAge(),
      this.runs.findLast(),
      this.sources.findCoverage(),
      this.quarantine.countOpen(),
      this.rates.isRunning(),
    ]);
    return {
      newestDay: age?.last ?? null,
      ageDays: age?.ageDays ?? null,
      nextRunAt: this.job.findNextRunAt(lastRun).toISOString(),
      running,
      openQuarantine,
      sources: this.sources.sources.map(({ name, label, isResting }) => {
        const { newestDay = null, currencies = 0 } = coverage.get(label) ?? {};
        return { name, label, resting: isResting, newestDay, currencies };
      }),
      lastRun: lastRun && RateRunDto.from(lastRun, await this.handlesOf([lastRun.requestedBy])),
    };
  }

  async refresh(by: string): Promise<RateRunDto> {
    const run = await this.job.refreshFor(by);
    return RateRunDto.from(run, await this.handlesOf([run.requestedBy]));
  }

  async listRuns(query: RateRunsQuery): Promise<RateRunsPageDto> {
    const { items, next } = await this.runs.list(query);
    const handles = await this.handlesOf(items.map(({ requestedBy }) => requestedBy));
    return { items: items.map((run) => RateRunDto.from(run, handles)), next };
  }

  async listQuarantine({ status, ...query }: QuarantineQuery): Promise<QuarantinePageDto> {
    const { items, next } = await this.quarantine.list(query, status);
    const handles = await this.handlesOf(items.map(({ decidedBy }) => decidedBy));
    return { items: items.map((rate) => QuarantinedRateDto.from(rate, handles)), next };
  }

  /** Throws `not_found` and `quarantine_closed`. */
  async decide(id: string, decision: 'accepted' | 'dismissed', by: string): Promise<QuarantinedRateDto> {
    const rate = await this.quarantine.decide(id, decision, by);
    return QuarantinedRateDto.from(rate, await this.handlesOf([rate.decidedBy]));
  }

  private async handlesOf(ids: readonly (string | null)[]): Promise<Handles> {
    const known = [...new Set(ids.filter((id) => id !== null))];
    if (known.length === 0) return new Map();
    const users = await this.users.findBy({ id: In(known) });
    return new Map(users.map(({ id, handle }) => [id, handle]));
  }
}
