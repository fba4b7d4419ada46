import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CurrencyModule } from '../currency/currency.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { UsersModule } from '../users/users.module.js';
import { BookValuesService } from './book-values.service.js';
import { CodeTriesService } from './code-tries.service.js';
import { PaperClosingService } from './closing.service.js';
import { LeagueMemberEntity, LeagueResultEntity } from './league-member.entity.js';
import { LeagueEntity } from './league.entity.js';
import { LeagueResultsService } from './league-results.service.js';
import { LeaguesController } from './leagues.controller.js';
import { LeaguesJob } from './leagues.job.js';
import { LeaguesService } from './leagues.service.js';
import { MembershipService } from './membership.service.js';
import { OpeningService } from './opening.service.js';
import { PaperService } from './paper.service.js';
import { PaperOwnerEntity, PaperPortfolioEntity, PaperRunEntity } from './portfolio.entity.js';
import { PortfoliosController } from './portfolios.controller.js';
import { PortfoliosService } from './portfolios.service.js';
import { RunsService } from './runs.service.js';
import { StandingsService } from './standings.service.js';
import { TrackedPortfolioEntity } from './tracked-portfolio.entity.js';
import { TrackedPortfoliosService } from './tracked-portfolios.service.js';

/** Portfolios of paper money, and the leagues in which they compete. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      PaperPortfolioEntity,
      PaperRunEntity,
      PaperOwnerEntity,
      LeagueEntity,
      LeagueMemberEntity,
      LeagueResultEntity,
      TrackedPortfolioEntity,
    ]),
    CurrencyModule,
    LedgerModule,
    MarketDataModule,
    UsersModule,
  ],
  controllers: [PortfoliosController, LeaguesController],
  providers: [
    BookValuesService,
    CodeTriesService,
    LeagueResultsService,
    LeaguesJob,
    LeaguesService,
    MembershipService,
    OpeningService,
    PaperClosingService,
    PaperService,
    PortfoliosService,
    RunsService,
    StandingsService,
    TrackedPortfoliosService,
  ],
  exports: [BookValuesService, PaperService, PortfoliosService],
})
export class PaperModule {}
