import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountEntity, IdempotencyEntity, JournalEntity, PostingEntity } from './ledger.entity.js';
import { LedgerWriter } from './ledger-writer.service.js';
import { BalancesService } from './balances.service.js';
import { LedgerService } from './ledger.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([AccountEntity, JournalEntity, PostingEntity, IdempotencyEntity])],
  providers: [BalancesService, LedgerService, LedgerWriter],
  exports: [BalancesService, LedgerService, TypeOrmModule],
})
export class LedgerModule {}
