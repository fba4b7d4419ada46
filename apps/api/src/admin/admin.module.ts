import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { UsersModule } from '../users/users.module.js';
import { WalletModule } from '../wallet/wallet.module.js';
import { WholeAuditController } from './audit.controller.js';
import { LedgerController } from './ledger.controller.js';
import { PeopleController } from './people.controller.js';
import { PeopleService } from './people.service.js';
import { CorrectionsController } from './corrections.controller.js';

@Module({
  imports: [LedgerModule, UsersModule, WalletModule],
  controllers: [WholeAuditController, LedgerController, PeopleController, CorrectionsController],
  providers: [PeopleService],
})
export class AdminModule {}
