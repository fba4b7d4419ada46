import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { CoinPricesService } from './coin-prices.service.js';
import { DayRatesService } from './day-rates.service.js';
import { LimitsService } from './limits.service.js';
import { RateHistoryService } from './rate-history.service.js';
import { RateSeriesService } from './rate-series.service.js';
import { RatesController } from './rates.controller.js';
import { RatesService } from './rates.service.js';
import { ReferenceRatesModule } from './reference-rates.module.js';
import { WorthService } from './worth.service.js';

@Module({
  imports: [ReferenceRatesModule, MarketDataModule, LedgerModule],
  controllers: [RatesController],
  providers: [
    RatesService,
    RateHistoryService,
    RateSeriesService,
    CoinPricesService,
    DayRatesService,
    LimitsService,
    WorthService,
  ],
  exports: [DayRatesService, LimitsService, RatesService, WorthService],
})
export class CurrencyModule {}
