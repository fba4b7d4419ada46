import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { CurrentCall, type Call } from '../ledger/call.dto.js';
import { MoneyCommand } from '../ledger/refusals.filter.js';
import { ReversalDto } from './reversals.dto.js';
import { ReversalsService } from './reversals.service.js';
import { TransactionDto } from './wallet.dto.js';

@ApiTags('wallet')
@ApiBearerAuth()
@Controller('wallet/transactions')
export class ReversalsController {
  constructor(private readonly reversals: ReversalsService) {}

  @Post(':id/reversal')
  @MoneyCommand(TransactionDto)
  @ApiOperation({
    summary: 'Take my deposit or withdrawal back, or give back what I received',
  })
  reverse(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Body() body: ReversalDto,
    @CurrentCall() call: Call,
  ): Promise<TransactionDto> {
    return this.reversals.reverse(userId, id, body, call);
  }
}
