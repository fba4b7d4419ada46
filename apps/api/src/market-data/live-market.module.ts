import { Module } from '@nestjs/common';
import { MarketDataModule } from './market-data.module.js';
import { MarketJob } from './market.job.js';
import { SimulatedProvider } from './simulated.provider.js';
import { StreamGateway } from './stream.gateway.js';

/** What makes prices move and sends them out: for the server only, a command-line tool must not run a market. */
@Module({
  imports: [MarketDataModule],
  providers: [SimulatedProvider, MarketJob, StreamGateway],
})
export class LiveMarketModule {}
