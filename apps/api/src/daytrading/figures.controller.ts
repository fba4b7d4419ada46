import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import { FiguresReader } from './figures-reader.service.js';
import { FiguresDto } from './figures.dto.js';
import { WorkloadsService } from './workloads.service.js';

@ApiTags('day trading')
@ApiBearerAuth()
@Controller('daytrading/workloads')
export class FiguresController {
  constructor(
    private readonly workloads: WorkloadsService,
    private readonly figures: FiguresReader,
  ) {}

  @Get(':id/figures')
  @ApiOperation({
    summary: 'What has become of the commands of a workload, and how fast',
    description: 'New every second while it runs.',
  })
  @ApiOkResponse({ type: FiguresDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`workload_not_found`' })
  async get(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<FiguresDto> {
    return this.figures.read(await this.workloads.get(userId, id));
  }
}
