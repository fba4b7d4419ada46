import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiBearerAuth,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Snapshot } from '@tradeyard/portfolio';
import type { FastifyRequest } from 'fastify';
import { readJson } from '../platform/json-body.js';
import { Problem, ProblemDto } from '../platform/problem.js';
import { isJsonFile, piecesOf, requireStream, takesFile, textOf } from '../platform/streamed-body.js';
import { CalculationDto, CalculationRequestDto } from './calculation.dto.js';
import { CalculationsService } from './calculations.service.js';

/** Prices of fifty assets over five years are two megabytes. */
const bodyBytesMax = 12 * 1024 * 1024;
const onlyJson = 'This takes application/json';

@ApiTags('portfolio figures')
@ApiBearerAuth()
@Controller('portfolios')
export class CalculationController {
  constructor(private readonly calculations: CalculationsService) {}

  @Post('calculation')
  @HttpCode(200)
  @RouteConfig(takesFile()) // so large a body is read of people with a session only
  @ApiOperation({
    summary: 'Calculate a portfolio that is sent whole, with its prices and rates',
    description:
      'Nothing is looked up and nothing is stored. At most 20,000 activities, 1,000 assets and 2,000,000 days of assets, 12 MiB.',
  })
  @ApiBody({ type: CalculationRequestDto })
  @ApiOkResponse({ type: CalculationDto })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: 'Too many are waiting' })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description:
      '`calculation_malformed`, `calculation_too_large`, `not_a_decimal`, `date_out_of_range` or `rate_unavailable`',
  })
  async calculate(@Req() request: FastifyRequest): Promise<Snapshot> {
    const body = requireStream(request.body, onlyJson);
    const text = await textOf(piecesOf(body, bodyBytesMax));
    if (!isJsonFile(request)) throw new Problem('unsupported_media_type', onlyJson);
    return this.calculations.calculate(readJson(text));
  }
}
