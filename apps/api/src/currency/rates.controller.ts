import { Controller, Get, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { ProblemDto } from '../platform/problem.js';
import { Public } from '../platform/public.js';
import { Revalidated } from '../platform/revalidation.js';
import { RateHistoryDto, RateHistoryQuery } from './rate-history.dto.js';
import { RateHistoryService } from './rate-history.service.js';
import { CurrencyListDto, RateListDto, RatesQuery } from './rates.dto.js';
import { RatesService } from './rates.service.js';

@ApiTags('currency')
@Controller()
export class RatesController {
  constructor(
    private readonly rates: RatesService,
    private readonly histories: RateHistoryService,
  ) {}

  // Somebody who signs up chooses a currency before there is a session.
  @Public()
  @Get('currencies')
  @Revalidated('public')
  @ApiOperation({ summary: 'All currencies with their decimal places, ended ones among them' })
  @ApiOkResponse({ type: CurrencyListDto })
  currencies(): CurrencyListDto {
    return CurrencyListDto.all();
  }

  @Get('rates')
  @Revalidated()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'What one unit of a currency is worth in all others' })
  @ApiOkResponse({ type: RateListDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  async list(@Query() { base, date }: RatesQuery): Promise<RateListDto> {
    return RateListDto.from(await this.rates.listRates(base, date));
  }

  @Get('rates/history')
  @Revalidated()
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'The rate between two currencies over time',
    description:
      'A rate for each day on which there was one, exact to the digits shown. The first day has the last rate before it ' +
      'if it was a weekend or a holiday. Where nothing was published for more than a week there is a gap.',
  })
  @ApiOkResponse({ type: RateHistoryDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  async history(@Query() query: RateHistoryQuery): Promise<RateHistoryDto> {
    return RateHistoryDto.from(await this.histories.getHistory(query));
  }
}
