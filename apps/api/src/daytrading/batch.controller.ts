import { Controller, HttpCode, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import { requireStream, takes } from '../platform/streamed-body.js';
import { BatchService } from './batch.service.js';
import { DayCommandsQuery } from './commands.dto.js';
import { DaytradingService } from './daytrading.service.js';

const lines = 'application/x-ndjson';

@ApiTags('day trading')
@ApiBearerAuth()
@Controller('daytrading/commands')
export class BatchController {
  constructor(
    private readonly daytrading: DaytradingService,
    private readonly batches: BatchService,
  ) {}

  @Post()
  @HttpCode(200)
  @RouteConfig(takes(lines))
  @ApiOperation({
    summary: 'Many commands in one request, an object on each line',
    description:
      '`{"transaction":17,"command":"BUY","args":["oY01WVirLr","S","664.10"]}`, with the arguments as in a workload file. ' +
      'Each line is answered by one, when what it did is durable: `{"line":1,"transaction":17,"ok":true,...}` with the fields ' +
      'of a single command\'s answer, or `{"line":1,"transaction":17,"ok":false,"code":"...","message":"..."}`. Commands of ' +
      'one user are carried out and answered in their order, those of several side by side. A DUMPLOG waits for all lines ' +
      'before it. `service_unavailable` means that it was not carried out, or that nobody knows: send it again.',
  })
  @ApiConsumes(lines)
  @ApiBody({ schema: { type: 'string' } })
  @ApiProduces(lines)
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiNotFoundResponse({ type: ProblemDto })
  async run(
    @CurrentSession() { userId }: Session,
    @Query() { workload }: DayCommandsQuery,
    @Req() { body, ip }: FastifyRequest,
  ): Promise<StreamableFile> {
    const input = requireStream(body, `Send an object on each line, as ${lines}`);
    const found = await this.daytrading.find(userId, workload);
    return new StreamableFile(this.batches.run(found, input, ip), { type: lines });
  }
}
