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
import { CurrencyListDto, RateListDto, RatesQuery } from './rates.dto.js';
import { RatesService } from './rates.service.js';

@ApiTags('currency')
@Controller()
export class RatesController {
  constructor(private readonly rates: RatesService) {}

  // Somebody who signs up chooses a currency before there is a session.
  @Public()
  @Get('currencies')
  @ApiOperation({ summary: 'All currencies with their decimal places, ended ones among them' })
  @ApiOkResponse({ type: CurrencyListDto })
  currencies(): CurrencyListDto {
    return CurrencyListDto.all();
  }

  @Get('rates')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'What one unit of a currency is worth in all others' })
  @ApiOkResponse({ type: RateListDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  async list(@Query() { base, date }: RatesQuery): Promise<RateListDto> {
    return RateListDto.from(await this.rates.listRates(base, date));
  }
}
