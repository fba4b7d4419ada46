import { Controller, Get } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Problem, ProblemDto } from './problem.js';
import { Public } from './public.js';
import { Readiness, type OutsidePart } from './readiness.js';

export class HealthDto {
  @ApiProperty({ example: 'ok' }) status!: string;
}

export class ReadyPartDto {
  @ApiProperty({ example: 'binance' }) name!: string;
  @ApiProperty({ example: 'live' }) state!: string;
  @ApiProperty({ format: 'date-time', description: 'Since when it is in that state' }) since!: string;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it last said something of use',
  })
  lastAt!: string | null;

  static from({ name, state, since, lastAt }: OutsidePart): ReadyPartDto {
    return { name, state, since: since.toISOString(), lastAt: lastAt?.toISOString() ?? null };
  }
}

export class ReadyDto {
  @ApiProperty({
    enum: ['ok', 'degraded'],
    description: 'degraded: it serves, and a provider of prices does not work',
  })
  status!: 'ok' | 'degraded';
  @ApiProperty({ type: [ReadyPartDto], description: 'The providers of prices that are in use' })
  providers!: ReadyPartDto[];
}

@ApiTags('health')
@Public()
@Controller()
export class HealthController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly readiness: Readiness,
  ) {}

  @Get('healthz')
  @ApiOperation({ summary: 'The process is alive' })
  @ApiOkResponse({ type: HealthDto })
  alive(): HealthDto {
    return { status: 'ok' };
  }

  @Get('readyz')
  @ApiOperation({ summary: 'The process can serve: its database answers' })
  @ApiOkResponse({ type: ReadyDto })
  @ApiServiceUnavailableResponse({ type: ProblemDto })
  async ready(): Promise<ReadyDto> {
    try {
      await this.dataSource.query('select 1');
    } catch {
      throw new Problem('service_unavailable', 'The database does not answer');
    }
    // To take this process out of service would not bring a provider back.
    const parts = this.readiness.list();
    return {
      status: parts.every(({ isWell }) => isWell) ? 'ok' : 'degraded',
      providers: parts.map(ReadyPartDto.from),
    };
  }
}
