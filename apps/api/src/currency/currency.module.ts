import { Module } from '@nestjs/common';
import { RatesController } from './rates.controller.js';
import { RatesService } from './rates.service.js';
import { ReferenceRatesModule } from './reference-rates.module.js';

@Module({
  imports: [ReferenceRatesModule],
  controllers: [RatesController],
  providers: [RatesService],
  exports: [RatesService],
})
export class CurrencyModule {}
