import type { Day } from '@tradeyard/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import {
  quarantineReasons,
  quarantineStatuses,
  type QuarantineReason,
  type QuarantineStatus,
  type RateQuarantineEntity,
} from '../currency/rate-quarantine.entity.js';
import {
  refreshReasons,
  sourceOutcomes,
  type RateRunEntity,
  type RefreshReason,
  type SourceOutcome,
  type SourceReport,
} from '../currency/rate-run.entity.js';
import { rateSourceNames, type RateSourceName } from '../platform/config.js';
import { PageDto, PageQuery } from '../platform/page.dto.js';

/** Handles of administrators by their id. */
export type Handles = ReadonlyMap<string, string>;

export class RateRunsQuery extends PageQuery {
  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsUUID('all', { message: 'Send `next` of the page before, as it is' })
  override cursor?: string;
}

export class QuarantineQuery extends RateRunsQuery {
  @ApiPropertyOptional({ enum: quarantineStatuses, description: 'Only those of this status' })
  @IsOptional()
  @IsIn(quarantineStatuses, { message: `status is ${quarantineStatuses.join(', ')}` })
  status?: QuarantineStatus;
}

export class SourceReportDto {
  @ApiProperty({ enum: rateSourceNames }) name!: RateSourceName;
  @ApiProperty({ example: 'ECB' }) label!: string;
  @ApiProperty({
    enum: sourceOutcomes,
    description:
      'stored: it gave something new. up_to_date: nothing was missing or new. late: it answered, its newest day is still to come. ' +
      'refused: what it said cannot be right. failed: it said nothing that can be read',
  })
  outcome!: SourceOutcome;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The newest day of its answer' })
  date!: Day | null;
  @ApiProperty({ example: 30, description: 'Rates that are new or corrected' }) stored!: number;
  @ApiProperty({ example: 0, description: 'Rates that were put in quarantine' }) quarantined!: number;
  @ApiProperty({ type: String, nullable: true, example: 'answered with status 503' }) message!: string | null;

  static from({ name, label, outcome, date, stored, quarantined, message }: SourceReport): SourceReportDto {
    return { name, label, outcome, date, stored, quarantined, message };
  }
}

export class RateRunDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: refreshReasons }) reason!: RefreshReason;
  @ApiProperty({ type: String, nullable: true, description: 'The handle of the administrator who asked' })
  requestedBy!: string | null;
  @ApiProperty({ format: 'date-time' }) startedAt!: string;
  @ApiProperty({ format: 'date-time' }) endedAt!: string;
  @ApiProperty({
    description: 'Every source gave what it has to have; else it is tried again within an hour',
  })
  complete!: boolean;
  @ApiProperty({ type: [SourceReportDto] }) sources!: SourceReportDto[];

  static from(run: RateRunEntity, handles: Handles): RateRunDto {
    return {
      id: run.id,
      reason: run.reason,
      requestedBy: handles.get(run.requestedBy ?? '') ?? null,
      startedAt: run.startedAt.toISOString(),
      endedAt: run.endedAt.toISOString(),
      complete: run.complete,
      sources: run.sources.map(SourceReportDto.from),
    };
  }
}

export class RateRunsPageDto extends PageDto {
  @ApiProperty({ type: [RateRunDto] }) items!: RateRunDto[];
}

export class RateSourceDto {
  @ApiProperty({ enum: rateSourceNames }) name!: RateSourceName;
  @ApiProperty({ example: 'ECB', description: 'As it stands beside its rates' }) label!: string;
  @ApiProperty({ description: 'It failed so often that it is not asked for a while' }) resting!: boolean;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The newest day that is in use' })
  newestDay!: Day | null;
  @ApiProperty({ example: 30, description: 'Currencies whose newest rate is of this source' })
  currencies!: number;
}

export class RatesOverviewDto {
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The newest day with any rate' })
  newestDay!: Day | null;
  @ApiProperty({ type: Number, nullable: true, example: 1, description: 'Days from then to today' })
  ageDays!: number | null;
  @ApiProperty({ format: 'date-time', description: 'When the sources are asked next' }) nextRunAt!: string;
  @ApiProperty({ description: 'A refresh is under way, in this process or another' }) running!: boolean;
  @ApiProperty({ example: 0, description: 'Rates in quarantine that nobody has decided on' })
  openQuarantine!: number;
  @ApiProperty({ type: [RateSourceDto], description: 'In the order in which they are asked' })
  sources!: RateSourceDto[];
  @ApiProperty({ type: RateRunDto, nullable: true }) lastRun!: RateRunDto | null;
}

export class QuarantinedRateDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'ECB' }) source!: string;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ type: String, format: 'date' }) date!: Day;
  @ApiProperty({ example: '11.684', description: 'Units of the currency for one euro, as the source says' })
  rate!: string;
  @ApiProperty({ example: '1.1684', description: 'The last one that was believed' }) lastRate!: string;
  @ApiProperty({ type: String, format: 'date' }) lastDate!: Day;
  @ApiProperty({
    enum: quarantineReasons,
    description:
      'jump: further from the last one than a market moves. swapped: it changed places with another currency',
  })
  reason!: QuarantineReason;
  @ApiProperty({ format: 'date-time', description: 'When the source said so' }) at!: string;
  @ApiProperty({
    enum: quarantineStatuses,
    description: 'settled: a later rate could be believed, so there is nothing left to decide',
  })
  status!: QuarantineStatus;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) decidedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The handle of the administrator who decided' })
  decidedBy!: string | null;

  static from(rate: RateQuarantineEntity, handles: Handles): QuarantinedRateDto {
    const { id, source, currency, date, lastDate, reason, status } = rate;
    return {
      id,
      source,
      currency,
      date,
      rate: rate.perEuro,
      lastRate: rate.lastPerEuro,
      lastDate,
      reason,
      at: rate.at.toISOString(),
      status,
      decidedAt: rate.decidedAt?.toISOString() ?? null,
      decidedBy: handles.get(rate.decidedBy ?? '') ?? null,
    };
  }
}

export class QuarantinePageDto extends PageDto {
  @ApiProperty({ type: [QuarantinedRateDto] }) items!: QuarantinedRateDto[];
}
