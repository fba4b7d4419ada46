import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ApiRetryKey, RetryKey, type Retry } from '../ledger/idempotency.dto.js';
import { PageQuery } from '../platform/page.dto.js';
import { ProblemDto } from '../platform/problem.js';
import {
  BalancesDto,
  ConversionDto,
  DepositDto,
  TransactionDto,
  TransactionPageDto,
  TransferDto,
  WithdrawalDto,
} from './wallet.dto.js';
import { WalletService } from './wallet.service.js';

@ApiTags('wallet')
@ApiBearerAuth()
@Controller('wallet')
export class WalletController {
  constructor(private readonly wallet: WalletService) {}

  @Get('balances')
  @ApiOperation({ summary: 'What I have in each currency, and in all' })
  @ApiOkResponse({ type: BalancesDto })
  balances(@CurrentSession() { userId }: Session): Promise<BalancesDto> {
    return this.wallet.balances(userId);
  }

  @Get('transactions')
  @ApiOperation({ summary: 'All that moved my money, newest first' })
  @ApiOkResponse({ type: TransactionPageDto })
  transactions(
    @CurrentSession() { userId }: Session,
    @Query() query: PageQuery,
  ): Promise<TransactionPageDto> {
    return this.wallet.listTransactions(userId, query);
  }

  @Post('deposits')
  @ApiRetryKey()
  @ApiOperation({ summary: 'Pay money in' })
  @ApiCreatedResponse({ type: TransactionDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  deposit(
    @CurrentSession() { userId }: Session,
    @Body() body: DepositDto,
    @RetryKey() retry: Retry,
  ): Promise<TransactionDto> {
    return this.wallet.deposit(userId, body, retry);
  }

  @Post('withdrawals')
  @ApiRetryKey()
  @ApiOperation({ summary: 'Take money out' })
  @ApiCreatedResponse({ type: TransactionDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  withdraw(
    @CurrentSession() { userId }: Session,
    @Body() body: WithdrawalDto,
    @RetryKey() retry: Retry,
  ): Promise<TransactionDto> {
    return this.wallet.withdraw(userId, body, retry);
  }

  @Post('transfers')
  @ApiRetryKey()
  @ApiOperation({ summary: 'Send money to another person' })
  @ApiCreatedResponse({ type: TransactionDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  transfer(
    @CurrentSession() { userId }: Session,
    @Body() body: TransferDto,
    @RetryKey() retry: Retry,
  ): Promise<TransactionDto> {
    return this.wallet.transfer(userId, body, retry);
  }

  @Post('conversions')
  @ApiRetryKey()
  @ApiOperation({ summary: 'Change money from one currency into another' })
  @ApiCreatedResponse({ type: TransactionDto })
  @ApiUnprocessableEntityResponse({ type: ProblemDto })
  convert(
    @CurrentSession() { userId }: Session,
    @Body() body: ConversionDto,
    @RetryKey() retry: Retry,
  ): Promise<TransactionDto> {
    return this.wallet.convert(userId, body, retry);
  }
}
