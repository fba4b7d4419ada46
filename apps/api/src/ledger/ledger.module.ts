import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditService } from './audit.service.js';
import { BalancesService } from './balances.service.js';
import { DifferencesService } from './differences.service.js';
import { EntriesWriter } from './entries-writer.service.js';
import { IdempotencyJob } from './idempotency.job.js';
import {
  AccountEntity,
  IdempotencyEntity,
  JournalEntity,
  PostingCostEntity,
  PostingEntity,
  RefusalEntity,
} from './ledger.entity.js';
import { LedgerIds } from './ledger-ids.service.js';
import { LedgerReader } from './ledger-reader.service.js';
import { LedgerService } from './ledger.service.js';
import { LedgerWriter } from './ledger-writer.service.js';
import { RefusalsService } from './refusals.service.js';
import { RowsWriter } from './rows-writer.service.js';
import { VerificationService } from './verification.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      AccountEntity,
      JournalEntity,
      PostingEntity,
      PostingCostEntity,
      IdempotencyEntity,
      RefusalEntity,
    ]),
  ],
  providers: [
    AuditService,
    BalancesService,
    DifferencesService,
    EntriesWriter,
    IdempotencyJob,
    LedgerIds,
    LedgerReader,
    LedgerService,
    LedgerWriter,
    RefusalsService,
    RowsWriter,
    VerificationService,
  ],
  exports: [
    AuditService,
    BalancesService,
    LedgerIds,
    LedgerService,
    RefusalsService,
    TypeOrmModule,
    VerificationService,
  ],
})
export class LedgerModule {}
