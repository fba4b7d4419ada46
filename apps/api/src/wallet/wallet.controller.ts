import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPerson, CurrentSession, type Session } from '../auth/auth.guard.js';
import type { Person } from '../auth/person-lookup.service.js';
import { CurrentCall, type Call } from '../ledger/call.dto.js';
import { MoneyCommand } from '../ledger/refusals.filter.js';
import { PageQuery } from '../platform/page.dto.js';
import { ProblemDto } from '../platform/problem.js';
import { ConversionDto } from './conversions.dto.js';
import { ConversionsService } from './conversions.service.js';
import { BalancesDto, DepositDto, TransactionDto, TransactionPageDto, WithdrawalDto } from './wallet.dto.js';
import { WalletService } from './wallet.service.js';

@ApiTags('wallet')
@ApiBearerAuth()
@Controller('wallet')
export class WalletController {
  constructor(
    private readonly wallet: WalletService,
    private readonly conversions: ConversionsService,
  ) {}

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

  @Get('transactions/:id')
  @ApiOperation({ summary: 'One transaction of mine' })
  @ApiOkResponse({ type: TransactionDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  transaction(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<TransactionDto> {
    return this.wallet.getTransaction(userId, id);
  }

  @Post('deposits')
  @MoneyCommand(TransactionDto)
  @ApiOperation({ summary: 'Pay money in' })
  deposit(
    @CurrentPerson() person: Person,
    @Body() body: DepositDto,
    @CurrentCall() call: Call,
  ): Promise<TransactionDto> {
    return this.wallet.deposit(person, body, call);
  }

  @Post('withdrawals')
  @MoneyCommand(TransactionDto)
  @ApiOperation({ summary: 'Take money out' })
  withdraw(
    @CurrentPerson() person: Person,
    @Body() body: WithdrawalDto,
    @CurrentCall() call: Call,
  ): Promise<TransactionDto> {
    return this.wallet.withdraw(person, body, call);
  }

  @Post('conversions')
  @MoneyCommand(TransactionDto)
  @ApiOperation({
    summary: 'Change money from one currency into another',
    description: 'At the rate of this moment by `from` and `to`, or exactly as it was quoted by `quoteId`.',
  })
  convert(
    @CurrentPerson() person: Person,
    @Body() body: ConversionDto,
    @CurrentCall() call: Call,
  ): Promise<TransactionDto> {
    return this.conversions.convert(person, body, call);
  }
}
