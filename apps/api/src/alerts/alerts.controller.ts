import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import {
  AlertDto,
  AlertPageDto,
  AlertsQuery,
  ChangeAlertDto,
  ChannelsDto,
  NewAlertDto,
} from './alerts.dto.js';
import { AlertsService } from './alerts.service.js';
import { DeliveryChannelsService } from './delivery-channels.service.js';

const refusals = '`alert_already_met`, `price_off_tick`, `channel_unavailable`, `too_many_alerts` and others';

@ApiTags('alerts')
@ApiBearerAuth()
@Controller('alerts')
export class AlertsController {
  constructor(
    private readonly alerts: AlertsService,
    private readonly channels: DeliveryChannelsService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'My alerts, newest first' })
  @ApiOkResponse({ type: AlertPageDto })
  list(@CurrentSession() { userId }: Session, @Query() query: AlertsQuery): Promise<AlertPageDto> {
    return this.alerts.list(userId, query);
  }

  @Post()
  @ApiOperation({
    summary: 'Be told of a price',
    description:
      'Where the price is there already, an alert that fires once is refused with `alert_already_met`, since it would tell nothing new; ' +
      'one that repeats rests until the price is back on the other side, or until the next day.',
  })
  @ApiCreatedResponse({ type: AlertDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`instrument_not_found`' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: refusals })
  create(@CurrentSession() { userId }: Session, @Body() body: NewAlertDto): Promise<AlertDto> {
    return this.alerts.create(userId, body);
  }

  @Get('channels')
  @ApiOperation({ summary: 'Where alerts can be told besides the app' })
  @ApiOkResponse({ type: ChannelsDto })
  listChannels(@CurrentSession() { userId }: Session): Promise<ChannelsDto> {
    return this.channels.list(userId);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One alert' })
  @ApiOkResponse({ type: AlertDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  get(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<AlertDto> {
    return this.alerts.get(userId, id);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change, pause or arm an alert' })
  @ApiOkResponse({ type: AlertDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: refusals })
  change(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Body() body: ChangeAlertDto,
  ): Promise<AlertDto> {
    return this.alerts.change(userId, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete an alert' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ type: ProblemDto })
  remove(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<void> {
    return this.alerts.remove(userId, id);
  }
}
