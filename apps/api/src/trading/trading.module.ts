import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CurrencyModule } from '../currency/currency.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { MarketDataModule } from '../market-data/market-data.module.js';
import { StreamModule } from '../stream/stream.module.js';
import { FillEntity, OrderEntity, OrderEventEntity } from './order.entity.js';
import { OrderChannelService } from './order-channel.service.js';
import { TradingController } from './trading.controller.js';
import { TradingService } from './trading.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([OrderEntity, FillEntity, OrderEventEntity]),
    CurrencyModule,
    LedgerModule,
    MarketDataModule,
    StreamModule,
  ],
  controllers: [TradingController],
  providers: [TradingService, OrderChannelService],
})
export class TradingModule {}
