import { Body, Controller, HttpCode, Post } from '@nestjs/common';
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
import { TakesBytes } from '../platform/body-limit.js';
import { ProblemDto } from '../platform/problem.js';
import { CalculationDto, CalculationRequestDto } from './calculation.dto.js';
import { CalculationsService } from './calculations.service.js';

/** Prices of fifty assets over five years are two megabytes. */
const bodyBytesMax = 12 * 1024 * 1024;

@ApiTags('portfolio figures')
@ApiBearerAuth()
@Controller('portfolios')
export class CalculationController {
  constructor(private readonly calculations: CalculationsService) {}

  @Post('calculation')
  @HttpCode(200)
  @TakesBytes(bodyBytesMax)
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
  calculate(@Body() body: object): Promise<Snapshot> {
    return this.calculations.calculate(body);
  }
}
