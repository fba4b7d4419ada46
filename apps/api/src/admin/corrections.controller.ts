import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiNotFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdminOnly } from '../auth/admin.guard.js';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { CurrentCall, type Call } from '../ledger/call.dto.js';
import { MoneyCommand } from '../ledger/refusals.filter.js';
import { ProblemDto } from '../platform/problem.js';
import { ReversalDto } from '../wallet/reversals.dto.js';
import { ReversalsService } from '../wallet/reversals.service.js';
import { TransactionDto } from '../wallet/wallet.dto.js';

@ApiTags('admin')
@ApiBearerAuth()
@AdminOnly()
@Controller('admin/transactions')
export class CorrectionsController {
  constructor(private readonly reversals: ReversalsService) {}

  @Post(':id/reversal')
  @MoneyCommand(TransactionDto)
  @ApiOperation({
    summary: 'Take back any deposit, withdrawal, transfer, capture or conversion',
    description: 'The answer shows it from the side of who paid; a deposit from the side of who received it.',
  })
  @ApiNotFoundResponse({ type: ProblemDto })
  reverse(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Body() body: ReversalDto,
    @CurrentCall() call: Call,
  ): Promise<TransactionDto> {
    return this.reversals.reverseAny(userId, id, body, call);
  }
}
