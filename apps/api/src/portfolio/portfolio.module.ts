import { Module } from '@nestjs/common';
import { CurrencyModule } from '../currency/currency.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { StreamModule } from '../stream/stream.module.js';
import { PaperModule } from '../paper/paper.module.js';
import { ComparisonService } from './comparison.service.js';
import { CostsService } from './costs.service.js';
import { PortfolioChannelService } from './portfolio-channel.service.js';
import { PortfolioController } from './portfolio.controller.js';
import { PortfolioService } from './portfolio.service.js';

@Module({
  imports: [CurrencyModule, LedgerModule, MarketDataModule, StreamModule, PaperModule],
  controllers: [PortfolioController],
  providers: [PortfolioService, PortfolioChannelService, ComparisonService, CostsService],
})
export class PortfolioModule {}
