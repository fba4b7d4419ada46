import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CurrencyModule } from '../currency/currency.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { UsersModule } from '../users/users.module.js';
import { AuditController } from './audit.controller.js';
import { BatchesController } from './batches.controller.js';
import { BatchesService } from './batches.service.js';
import { ConversionsService } from './conversions.service.js';
import { GainsController } from './gains.controller.js';
import { GainsService } from './gains.service.js';
import { HoldEntity } from './hold.entity.js';
import { HoldsController } from './holds.controller.js';
import { HoldsJob } from './holds.job.js';
import { HoldsReader } from './holds-reader.service.js';
import { HoldsService } from './holds.service.js';
import { MovementsService } from './movements.service.js';
import { PricingService } from './pricing.service.js';
import { ConversionQuoteEntity } from './quote.entity.js';
import { ConversionQuotesController } from './quotes.controller.js';
import { ConversionQuotesJob } from './quotes.job.js';
import { ConversionQuotesService } from './quotes.service.js';
import { ReversalsController } from './reversals.controller.js';
import { ReversalsService } from './reversals.service.js';
import { StatementController } from './statement.controller.js';
import { StatementEntries } from './statement-entries.service.js';
import { StatementService } from './statement.service.js';
import { TransfersController } from './transfers.controller.js';
import { TransfersService } from './transfers.service.js';
import { WalletController } from './wallet.controller.js';
import { WalletService } from './wallet.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([HoldEntity, ConversionQuoteEntity]),
    CurrencyModule,
    LedgerModule,
    UsersModule,
  ],
  controllers: [
    WalletController,
    AuditController,
    HoldsController,
    BatchesController,
    ConversionQuotesController,
    GainsController,
    TransfersController,
    ReversalsController,
    StatementController,
  ],
  providers: [
    BatchesService,
    ConversionQuotesJob,
    ConversionQuotesService,
    ConversionsService,
    GainsService,
    HoldsJob,
    HoldsReader,
    HoldsService,
    MovementsService,
    PricingService,
    ReversalsService,
    StatementEntries,
    StatementService,
    TransfersService,
    WalletService,
  ],
  exports: [ReversalsService],
})
export class WalletModule {}
