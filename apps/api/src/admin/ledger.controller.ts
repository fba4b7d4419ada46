import { Controller, HttpCode, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { AdminOnly } from '../auth/admin.guard.js';
import { VerificationDto } from '../ledger/verification.dto.js';
import { VerificationService } from '../ledger/verification.service.js';
import { Problem, ProblemDto } from '../platform/problem.js';

/** For each of its few statements. A ledger that takes longer is for the command line, where nobody waits for an answer. */
const statementMs = 120_000;

/** Postgres's code for a statement that was stopped, because it took too long or the server is ending. */
const stopped = '57014';

@ApiTags('admin')
@ApiBearerAuth()
@AdminOnly()
@Controller('admin/ledger')
export class LedgerController {
  constructor(private readonly verification: VerificationService) {}

  @Post('verification')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Recompute all balances from the postings',
    description:
      'Looks at one moment of the ledger and changes nothing. Who asks while it is under way gets the same answer.',
  })
  @ApiOkResponse({ type: VerificationDto })
  @ApiServiceUnavailableResponse({ type: ProblemDto, description: 'It took too long' })
  async verify(): Promise<VerificationDto> {
    try {
      return VerificationDto.from(await this.verification.verify(statementMs));
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (code !== stopped) throw error;
      throw new Problem(
        'service_unavailable',
        'It took too long beside everything else: run "npm run ledger:verify" on the server.',
      );
    }
  }
}
