import { Module } from '@nestjs/common';
import { MarketDataModule } from './market-data.module.js';
import { MarketJob } from './market.job.js';
import { SimulatedProvider } from './simulated.provider.js';

/** What makes prices move and sends them out: for the server only, a command-line tool must not run a market. */
@Module({
  imports: [MarketDataModule],
  providers: [SimulatedProvider, MarketJob],
})
export class LiveMarketModule {}
