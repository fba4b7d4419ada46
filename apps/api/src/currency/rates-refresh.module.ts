import { Module } from '@nestjs/common';
import { EcbProvider } from './ecb.provider.js';
import { RatesRefreshService } from './rates-refresh.service.js';
import { RatesJob } from './rates.job.js';
import { ReferenceRatesModule } from './reference-rates.module.js';

/** The daily refresh. Only the server has it: a command that runs beside it fetches nothing. */
@Module({
  imports: [ReferenceRatesModule],
  providers: [RatesJob, RatesRefreshService, EcbProvider],
  exports: [RatesRefreshService],
})
export class RatesRefreshModule {}
