import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { PaperModule } from '../paper/paper.module.js';
import { ActivitiesController } from './activities.controller.js';
import { ActivitiesReader } from './activities-reader.service.js';
import { ActivitiesService } from './activities.service.js';
import { ActivityEntity, ChangeEntity } from './activity.entity.js';
import { ActivityWriter } from './activity-writer.service.js';
import { AssetEntity, PriceEntity } from './asset.entity.js';
import { AssetsController } from './assets.controller.js';
import { AssetsService } from './assets.service.js';
import { ChangesService } from './changes.service.js';
import { ExportController } from './export.controller.js';
import { ExportService } from './export.service.js';
import { ImportController } from './import.controller.js';
import { ImportInputService } from './import-input.service.js';
import { ImportService } from './import.service.js';
import { ImportSettings } from './import-settings.service.js';
import { ImportTurns } from './import-turns.service.js';
import { ImportWriter } from './import-writer.service.js';
import { LedgerActivitiesService } from './ledger-activities.service.js';
import { PortfolioGroupEntity, PortfolioGroupMemberEntity } from './portfolio-group.entity.js';
import { PortfolioGroupsController } from './portfolio-groups.controller.js';
import { PortfolioGroupsService } from './portfolio-groups.service.js';
import { PortfolioSettingEntity } from './portfolio-setting.entity.js';
import { PortfolioSettingsController } from './portfolio-settings.controller.js';
import { PortfolioSettingsService } from './portfolio-settings.service.js';
import { ScopesService } from './scopes.service.js';

/** What happened in portfolios: entered, imported, or booked in the ledger. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      ActivityEntity,
      AssetEntity,
      ChangeEntity,
      PortfolioGroupEntity,
      PortfolioGroupMemberEntity,
      PortfolioSettingEntity,
      PriceEntity,
    ]),
    MarketDataModule,
    PaperModule,
  ],
  controllers: [
    ExportController,
    ImportController,
    ActivitiesController,
    AssetsController,
    PortfolioSettingsController,
    PortfolioGroupsController,
  ],
  providers: [
    ExportService,
    ActivitiesReader,
    ActivitiesService,
    ActivityWriter,
    AssetsService,
    ChangesService,
    ImportInputService,
    ImportService,
    ImportSettings,
    ImportTurns,
    ImportWriter,
    LedgerActivitiesService,
    PortfolioGroupsService,
    PortfolioSettingsService,
    ScopesService,
  ],
  exports: [ActivitiesReader, PortfolioSettingsService, ScopesService],
})
export class ActivitiesModule {}
