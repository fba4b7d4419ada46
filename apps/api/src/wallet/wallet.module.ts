import { Module } from '@nestjs/common';
import { CurrencyModule } from '../currency/currency.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { UsersModule } from '../users/users.module.js';
import { LimitsService } from './limits.service.js';
import { WalletController } from './wallet.controller.js';
import { WalletService } from './wallet.service.js';

@Module({
  imports: [CurrencyModule, LedgerModule, UsersModule],
  controllers: [WalletController],
  providers: [LimitsService, WalletService],
})
export class WalletModule {}
