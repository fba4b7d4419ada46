import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { UsersModule } from '../users/users.module.js';
import { WalletModule } from '../wallet/wallet.module.js';
import { AuditController } from './audit.controller.js';
import { LedgerController } from './ledger.controller.js';
import { PeopleController } from './people.controller.js';
import { PeopleService } from './people.service.js';
import { ReversalsController } from './reversals.controller.js';

@Module({
  imports: [LedgerModule, UsersModule, WalletModule],
  controllers: [AuditController, LedgerController, PeopleController, ReversalsController],
  providers: [PeopleService],
})
export class AdminModule {}
