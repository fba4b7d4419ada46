import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { PageQuery } from '../platform/page.dto.js';
import { ProblemDto } from '../platform/problem.js';
import {
  AssetDto,
  AssetPageDto,
  PricePageDto,
  PricesQuery,
  PutAssetDto,
  PutPriceDto,
  PutPricesDto,
} from './assets.dto.js';
import { AssetsService } from './assets.service.js';

const readOnly = '`activities_of_ledger` or `portfolio_archived`';
const ofPrices =
  '`date_out_of_range`, `not_a_decimal`, `amount_must_be_positive`, `too_many_decimals`, `number_too_large`, ' +
  `\`too_many_prices\`, ${readOnly}`;

@ApiTags('activities')
@ApiBearerAuth()
@Controller('portfolios/:id/assets')
export class AssetsController {
  constructor(private readonly assets: AssetsService) {}

  @Get()
  @ApiOperation({ summary: 'What the symbols of a portfolio stand for' })
  @ApiOkResponse({ type: AssetPageDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  list(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: PageQuery,
  ): Promise<AssetPageDto> {
    return this.assets.list(userId, id, query);
  }

  @Get(':symbol')
  @ApiOperation({ summary: 'One asset of a portfolio' })
  @ApiOkResponse({ type: AssetDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  get(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Param('symbol') symbol: string,
  ): Promise<AssetDto> {
    return this.assets.get(userId, id, symbol);
  }

  @Put(':symbol')
  @ApiOperation({
    summary: 'Say what a symbol of a tracked portfolio stands for, and where its prices come from',
  })
  @ApiOkResponse({ type: AssetDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`portfolio_not_found` or `instrument_not_found`' })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: `\`unknown_currency\`, \`currency_mismatch\`, \`too_many_assets\`, ${readOnly}`,
  })
  put(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Param('symbol') symbol: string,
    @Body() body: PutAssetDto,
  ): Promise<AssetDto> {
    return this.assets.put(userId, id, symbol, body);
  }

  @Get(':symbol/prices')
  @ApiOperation({ summary: 'Prices that were given by hand' })
  @ApiOkResponse({ type: PricePageDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  listPrices(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Param('symbol') symbol: string,
    @Query() query: PricesQuery,
  ): Promise<PricePageDto> {
    return this.assets.listPrices(userId, id, symbol, query);
  }

  @Put(':symbol/prices')
  @HttpCode(204)
  @ApiOperation({ summary: 'Give many prices by hand: all or none' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: ofPrices })
  putPrices(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Param('symbol') symbol: string,
    @Body() { prices }: PutPricesDto,
  ): Promise<void> {
    return this.assets.putPrices(userId, id, symbol, prices);
  }

  @Put(':symbol/prices/:day')
  @HttpCode(204)
  @ApiOperation({ summary: 'Give the price of a day by hand' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: ofPrices })
  putPrice(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Param('symbol') symbol: string,
    @Param('day') day: string,
    @Body() { price }: PutPriceDto,
  ): Promise<void> {
    return this.assets.putPrices(userId, id, symbol, { [day]: price }, () => 'price');
  }

  @Delete(':symbol/prices/:day')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a price by hand away; safe to repeat' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: readOnly })
  removePrice(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Param('symbol') symbol: string,
    @Param('day') day: string,
  ): Promise<void> {
    return this.assets.putPrices(userId, id, symbol, { [day]: null }, () => 'day');
  }
}
