import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RateEntity } from './rate.entity.js';
import { RatesImportService } from './rates-import.service.js';
import { ReferenceRatesService } from './reference-rates.service.js';

/** The table of rates and its import, which a command uses without anything else of the product. */
@Module({
  imports: [TypeOrmModule.forFeature([RateEntity])],
  providers: [ReferenceRatesService, RatesImportService],
  exports: [ReferenceRatesService, RatesImportService],
})
export class ReferenceRatesModule {}
