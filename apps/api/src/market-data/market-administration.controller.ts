import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { AdminOnly } from '../auth/admin.guard.js';
import { page, PageQuery } from '../platform/page.dto.js';
import { ProblemDto } from '../platform/problem.js';
import {
  PriceProviderDto,
  PriceProvidersDto,
  QuarantinedTickDto,
  QuarantinedTicksDto,
} from './market-administration.dto.js';
import { MarketHealthService } from './market-health.service.js';
import { QuarantineService } from './quarantine.service.js';

@ApiTags('admin')
@ApiBearerAuth()
@AdminOnly()
@Controller('admin/market')
export class MarketAdministrationController {
  constructor(
    private readonly health: MarketHealthService,
    private readonly quarantine: QuarantineService,
  ) {}

  @Get('providers')
  @ApiOperation({ summary: 'Where prices come from, whether they come, and what was wrong with them' })
  @ApiOkResponse({ type: PriceProvidersDto })
  providers(): PriceProvidersDto {
    return { items: this.health.list().map(PriceProviderDto.from), next: null };
  }

  @Get('quarantine')
  @ApiOperation({ summary: 'The last ticks that were not believed, newest first' })
  @ApiOkResponse({ type: QuarantinedTicksDto })
  list(@Query() { limit, cursor }: PageQuery): QuarantinedTicksDto {
    const { items, next } = page(this.quarantine.list({ limit: limit + 1, cursor }), limit, ({ id }) => id);
    return { items: items.map(QuarantinedTickDto.from), next };
  }

  @Post('quarantine/:id/accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'Believe it: it becomes the newest price, and the next ones are judged by it' })
  @ApiOkResponse({ type: QuarantinedTickDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: '`quarantine_closed`: there is a newer price. `tick_impossible`: no market has such a price',
  })
  accept(@Param('id') id: string): QuarantinedTickDto {
    return QuarantinedTickDto.from(this.quarantine.accept(id));
  }
}
