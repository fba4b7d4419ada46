import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CurrencyApiProvider } from './currency-api.provider.js';
import { EcbProvider } from './ecb.provider.js';
import { OpenExchangeRatesProvider } from './open-exchange-rates.provider.js';
import { RateCheckService } from './rate-check.service.js';
import { RateQuarantineEntity } from './rate-quarantine.entity.js';
import { RateQuarantineService } from './rate-quarantine.service.js';
import { RateRunEntity } from './rate-run.entity.js';
import { RateRunsService } from './rate-runs.service.js';
import { RateSourcesService } from './rate-sources.service.js';
import { RatesRefreshService } from './rates-refresh.service.js';
import { RatesJob } from './rates.job.js';
import { ReferenceRatesModule } from './reference-rates.module.js';
import { SourcePatience } from './source-client.provider.js';

/** The daily refresh. Only the server has it: a command that runs beside it fetches nothing. */
@Module({
  imports: [ReferenceRatesModule, TypeOrmModule.forFeature([RateRunEntity, RateQuarantineEntity])],
  providers: [
    RatesJob,
    RatesRefreshService,
    RateSourcesService,
    RateCheckService,
    RateQuarantineService,
    RateRunsService,
    EcbProvider,
    CurrencyApiProvider,
    OpenExchangeRatesProvider,
    SourcePatience,
  ],
  exports: [RatesJob, RatesRefreshService, RateSourcesService, RateQuarantineService, RateRunsService],
})
export class RatesRefreshModule {}
