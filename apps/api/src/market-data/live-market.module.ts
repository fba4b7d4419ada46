import { Module } from '@nestjs/common';
import { MarketDataModule } from './market-data.module.js';
import { MarketJob } from './market.job.js';
import { SimulatedProvider } from './simulated.provider.js';
import { MarketChannelsService } from './market-channels.service.js';
import { StreamModule } from '../stream/stream.module.js';

/** What makes prices move and shows them: for the server only, a command-line tool must not run a market. */
@Module({
  imports: [MarketDataModule, StreamModule],
  providers: [SimulatedProvider, MarketJob, MarketChannelsService],
})
export class LiveMarketModule {}
