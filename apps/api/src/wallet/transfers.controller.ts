import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentPerson, CurrentSession, type Session } from '../auth/auth.guard.js';
import type { Person } from '../auth/person-lookup.service.js';
import { CurrentCall, type Call } from '../ledger/call.dto.js';
import { MoneyCommand } from '../ledger/refusals.filter.js';
import { ProblemDto } from '../platform/problem.js';
import { TransferPreviewDto } from './transfers.dto.js';
import { TransfersService } from './transfers.service.js';
import { TransactionDto, TransferDto } from './wallet.dto.js';

@ApiTags('wallet')
@ApiBearerAuth()
@Controller('wallet/transfers')
export class TransfersController {
  constructor(private readonly transfers: TransfersService) {}

  @Post()
  @MoneyCommand(TransactionDto)
  @ApiOperation({ summary: 'Send money to another person' })
  transfer(
    @CurrentPerson() person: Person,
    @Body() body: TransferDto,
    @CurrentCall() call: Call,
  ): Promise<TransactionDto> {
    return this.transfers.transfer(person, body, call);
  }

  @Post('preview')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'What a transfer would cost me, and whom it would reach' })
  @ApiOkResponse({ type: TransferPreviewDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  preview(@CurrentSession() { userId }: Session, @Body() body: TransferDto): Promise<TransferPreviewDto> {
    return this.transfers.preview(userId, body);
  }
}
