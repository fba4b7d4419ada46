import { Body, Controller, Get, Param, Post, Query, StreamableFile } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { PageQuery } from '../platform/page.dto.js';
import { ProblemDto } from '../platform/problem.js';
import { DayLog } from './day-log.service.js';
import { DayState } from './day-state.service.js';
import {
  DayStateDto,
  DayTraderPageDto,
  DayTradersQuery,
  LogQuery,
  NewWorkloadDto,
  WorkloadDto,
  WorkloadPageDto,
} from './workloads.dto.js';
import { WorkloadsService } from './workloads.service.js';

@ApiTags('day trading')
@ApiBearerAuth()
@Controller('daytrading/workloads')
export class WorkloadsController {
  constructor(
    private readonly workloads: WorkloadsService,
    private readonly state: DayState,
    private readonly log: DayLog,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Begin a run of the day-trading system',
    description: 'Nothing of one run touches another.',
  })
  @ApiCreatedResponse({ type: WorkloadDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: '`too_many_workloads`' })
  create(@CurrentSession() { userId }: Session, @Body() body: NewWorkloadDto): Promise<WorkloadDto> {
    return this.workloads.create(userId, body);
  }

  @Get()
  @ApiOperation({ summary: 'My runs, newest first' })
  @ApiOkResponse({ type: WorkloadPageDto })
  list(@CurrentSession() { userId }: Session, @Query() query: PageQuery): Promise<WorkloadPageDto> {
    return this.workloads.list(userId, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One run' })
  @ApiOkResponse({ type: WorkloadDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async get(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<WorkloadDto> {
    return WorkloadDto.from(await this.workloads.get(userId, id));
  }

  @Get(':id/traders')
  @ApiOperation({ summary: 'Its users by name, and how far each of them is' })
  @ApiOkResponse({ type: DayTraderPageDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async traders(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: DayTradersQuery,
  ): Promise<DayTraderPageDto> {
    return this.workloads.listTraders(await this.workloads.get(userId, id), query);
  }

  @Get(':id/state')
  @ApiOperation({
    summary: 'How all of its users stand, to be compared with another system',
    description: '`state_sha256` is the SHA-256 of what both have to agree on, as JSON with sorted keys.',
  })
  @ApiOkResponse({ type: DayStateDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async readState(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<DayStateDto> {
    return this.state.read(await this.workloads.get(userId, id));
  }

  @Get(':id/log')
  @ApiOperation({ summary: 'Its log as XML, as DUMPLOG gives it, without a command' })
  @ApiProduces('application/xml')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiNotFoundResponse({ type: ProblemDto })
  async readLog(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() { user }: LogQuery,
  ): Promise<StreamableFile> {
    const content = await this.log.stream(await this.workloads.get(userId, id), user);
    return new StreamableFile(content, { type: 'application/xml; charset=utf-8' });
  }
}
