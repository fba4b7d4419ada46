import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CurrencyModule } from '../currency/currency.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { FillEntity, OrderEntity } from './order.entity.js';
import { TradingController } from './trading.controller.js';
import { TradingService } from './trading.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([OrderEntity, FillEntity]),
    CurrencyModule,
    LedgerModule,
    MarketDataModule,
  ],
  controllers: [TradingController],
  providers: [TradingService],
})
export class TradingModule {}
