import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { ActivitiesModule } from './activities/activities.module.js';
import { AdminModule } from './admin/admin.module.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { AuthModule } from './auth/auth.module.js';
import { CurrencyModule } from './currency/currency.module.js';
import { RatesRefreshModule } from './currency/rates-refresh.module.js';
import { DaytradingModule } from './daytrading/daytrading.module.js';
import { LiveMarketModule } from './market-data/live-market.module.js';
import { MarketDataModule } from './market-data/market-data.module.js';
import { PaperModule } from './paper/paper.module.js';
import { HealthController } from './platform/health.controller.js';
import { PlatformModule } from './platform/platform.module.js';
import { PortfolioModule } from './portfolio/portfolio.module.js';
import { StreamModule } from './stream/stream.module.js';
import { TradingModule } from './trading/trading.module.js';
import { UsersModule } from './users/users.module.js';
import { WalletModule } from './wallet/wallet.module.js';

@Module({
  imports: [
    ScheduleModule.forRoot(),
    PlatformModule,
    AuthModule,
    UsersModule,
    CurrencyModule,
    RatesRefreshModule,
    StreamModule,
    MarketDataModule,
    LiveMarketModule,
    AlertsModule,
    WalletModule,
    PaperModule,
    ActivitiesModule,
    TradingModule,
    DaytradingModule,
    PortfolioModule,
    AdminModule,
  ],
  controllers: [HealthController],
})
export class AppModule {}
