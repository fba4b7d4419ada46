import { Module } from '@nestjs/common';
import { CurrencyModule } from '../currency/currency.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { UsersModule } from '../users/users.module.js';
import { LimitsService } from './limits.service.js';
import { MovementsService } from './movements.service.js';
import { ReversalsController } from './reversals.controller.js';
import { ReversalsService } from './reversals.service.js';
import { TransfersController } from './transfers.controller.js';
import { TransfersService } from './transfers.service.js';
import { WalletController } from './wallet.controller.js';
import { WalletService } from './wallet.service.js';

@Module({
  imports: [CurrencyModule, LedgerModule, UsersModule],
  controllers: [WalletController, TransfersController, ReversalsController],
  providers: [LimitsService, MovementsService, ReversalsService, TransfersService, WalletService],
  exports: [ReversalsService],
})
export class WalletModule {}
