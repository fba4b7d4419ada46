import { Body, Controller, Delete, Get, HttpCode, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdminOnly } from '../auth/admin.guard.js';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { CurrentCall, type Call } from '../ledger/call.dto.js';
import { KillSwitch } from './kill-switch.service.js';
import { StopTradingDto, TradingStateDto, TradingStoppedDto } from './trading-stops.dto.js';

@ApiTags('orders')
@ApiBearerAuth()
@Controller('trading/stop')
export class TradingStopController {
  constructor(private readonly killSwitch: KillSwitch) {}

  @Get()
  @ApiOperation({ summary: 'Whether I can trade' })
  @ApiOkResponse({ type: TradingStateDto })
  find(@CurrentSession() { userId }: Session): TradingStateDto {
    return this.killSwitch.stateOf(userId);
  }

  @Put()
  @ApiOperation({ summary: 'Stop my trading: all my open orders are cancelled, and no new ones are taken' })
  @ApiOkResponse({ type: TradingStoppedDto })
  stop(
    @CurrentSession() { userId }: Session,
    @Body() { reason }: StopTradingDto,
    @CurrentCall() call: Call,
  ): Promise<TradingStoppedDto> {
    return this.killSwitch.stopOwn(userId, reason ?? null, call);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Trade again' })
  @ApiNoContentResponse()
  resume(@CurrentSession() { userId }: Session): Promise<void> {
    return this.killSwitch.resume(userId);
  }
}

@ApiTags('admin')
@ApiBearerAuth()
@AdminOnly()
@Controller('admin/trading/stop')
export class TradingAdministrationController {
  constructor(private readonly killSwitch: KillSwitch) {}

  @Get()
  @ApiOperation({ summary: 'Whether trading is stopped for everybody' })
  @ApiOkResponse({ type: TradingStateDto })
  find(): TradingStateDto {
    return this.killSwitch.stateOfAll();
  }

  @Put()
  @ApiOperation({
    summary: 'Stop trading for everybody: nothing is filled, and no new orders are taken; what rests stays',
  })
  @ApiOkResponse({ type: TradingStateDto })
  stop(@CurrentSession() { userId }: Session, @Body() { reason }: StopTradingDto): Promise<TradingStateDto> {
    return this.killSwitch.stopAll(userId, reason ?? null);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Let everybody trade again' })
  @ApiNoContentResponse()
  resume(): Promise<void> {
    return this.killSwitch.resumeAll();
  }
}
