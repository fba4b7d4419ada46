import { Module } from '@nestjs/common';
import { RatesRefreshModule } from '../currency/rates-refresh.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { UsersModule } from '../users/users.module.js';
import { WalletModule } from '../wallet/wallet.module.js';
import { WholeAuditController } from './audit.controller.js';
import { LedgerController } from './ledger.controller.js';
import { PeopleController } from './people.controller.js';
import { PeopleService } from './people.service.js';
import { CorrectionsController } from './corrections.controller.js';
import { RatesAdministrationController } from './rates.controller.js';
import { RatesAdministrationService } from './rates.service.js';

@Module({
  imports: [LedgerModule, UsersModule, WalletModule, RatesRefreshModule],
  controllers: [
    WholeAuditController,
    LedgerController,
    PeopleController,
    CorrectionsController,
    RatesAdministrationController,
  ],
  providers: [PeopleService, RatesAdministrationService],
})
export class AdminModule {}
