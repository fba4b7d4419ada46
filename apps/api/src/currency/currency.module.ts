import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RateEntity } from './rate.entity.js';
import { RatesService } from './rates.service.js';
import { ReferenceRatesService } from './reference-rates.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([RateEntity])],
  providers: [RatesService, ReferenceRatesService],
  exports: [RatesService],
})
export class CurrencyModule {}
