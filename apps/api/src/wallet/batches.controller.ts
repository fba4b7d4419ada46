import { Body, Controller, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPerson } from '../auth/auth.guard.js';
import type { Person } from '../auth/person-lookup.service.js';
import { CurrentCall, type Call } from '../ledger/call.dto.js';
import { MoneyCommand } from '../ledger/refusals.filter.js';
import { BatchDto, BatchResultsDto } from './batches.dto.js';
import { BatchesService } from './batches.service.js';

@ApiTags('wallet')
@ApiBearerAuth()
@Controller('wallet/batches')
export class BatchesController {
  constructor(private readonly batches: BatchesService) {}

  @Post()
  @MoneyCommand(BatchResultsDto)
  @ApiOperation({
    summary: 'Several movements of money as one: all of them happen or none',
    description:
      'At most 100 commands, each on what the one before it left. When one is refused, none has happened, and the error names ' +
      'its field as a path into the body, such as `commands.2.amount.amount`.',
  })
  submit(
    @CurrentPerson() person: Person,
    @Body() body: BatchDto,
    @CurrentCall() call: Call,
  ): Promise<BatchResultsDto> {
    return this.batches.submit(person, body, call);
  }
}
