import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
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
    @CurrentSession() { userId }: Session,
    @Body() body: TransferDto,
    @CurrentCall() call: Call,
  ): Promise<TransactionDto> {
    return this.transfers.transfer(userId, body, call);
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
