import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  instrumentClasses,
  instrumentNameCharactersMax,
  instrumentStatuses,
  providerNames,
  simulationBounds,
  simulationSessions,
  type InstrumentClass,
  type InstrumentStatus,
  type ProviderName,
} from '@tradeyard/market';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsText, MayBeAbsent } from '../platform/validation.js';
import type { InstrumentEntity } from './instrument.entity.js';
import { InstrumentDto } from './instruments.dto.js';

/** Lengths and kinds are checked here, what the text means by the rule that reads files as well. */
const Text = (example: string, description: string, max = 60): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional({ example, description, maxLength: max }), MayBeAbsent(), IsText(max));

const OneOf = (values: readonly string[], fallback?: string): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional({ enum: values, default: fallback }), MayBeAbsent(), IsIn(values));

function BasisPoints(field: keyof typeof simulationBounds, description: string): PropertyDecorator {
  const { least: minimum, most: maximum, usual } = simulationBounds[field];
  const message = `$property must be a whole number of basis points from ${minimum} to ${maximum}`;
  return applyDecorators(
    ApiPropertyOptional({ type: 'integer', minimum, maximum, default: usual, description }),
    MayBeAbsent(),
    IsInt({ message }),
    Min(minimum, { message }),
    Max(maximum, { message }),
  );
}

/** What can change of an instrument. Its class, its currency and what it trades are how money and shares are counted. */
export class ChangeInstrumentDto {
  @Text('Apple Inc.', 'What people call it', instrumentNameCharactersMax) name?: string;
  @Text('NASDAQ', 'Where it is listed', 30) exchange?: string;
  @Text('0.01', 'The smallest step of its price') tickSize?: string;
  @OneOf(instrumentStatuses, 'active') status?: InstrumentStatus;
  @Text('XNAS', 'Trading calendar: 24/7, or an exchange by ISO 10383', 10) calendar?: string;
  @OneOf(providerNames, 'simulated') provider?: ProviderName;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'BTCUSDT',
    maxLength: 40,
    description: 'How the provider calls it; null where it has the same symbol',
  })
  @IsOptional()
  @IsText(40, 1)
  providerSymbol?: string | null;

  @OneOf(simulationSessions, 'always') simulatedSessions?: 'always' | 'calendar';
  @Text('100', 'Where the simulated market begins when there is no history') startPrice?: string;
  @BasisPoints('yearlyDriftBp', 'What a simulated year brings on average') yearlyDriftBp?: number;
  @BasisPoints('yearlyVolatilityBp', 'One standard deviation of a simulated year')
  yearlyVolatilityBp?: number;
  @BasisPoints('spreadBp', 'Between bid and ask of the simulated market') spreadBp?: number;
  @Text('1000000', 'What the simulated market trades in a day') dailyVolume?: string;
  @Text('Technology', 'By what portfolios are divided; empty for none', 40) sector?: string;
  @Text('US', 'The country by ISO 3166-1, two capital letters; empty for none', 2) country?: string;
}

export class NewInstrumentDto extends ChangeInstrumentDto {
  @ApiProperty({
    example: 'MSFT',
    description: 'Capital letters and digits, with dots or hyphens between; 20 at most',
  })
  @IsText(20)
  symbol!: string;

  @ApiProperty({ example: 'Microsoft Corporation', maxLength: instrumentNameCharactersMax })
  @IsText(instrumentNameCharactersMax)
  declare name: string;

  @ApiProperty({ example: 'NASDAQ', maxLength: 30 })
  @IsText(30)
  declare exchange: string;

  @ApiProperty({ enum: instrumentClasses })
  @IsIn(instrumentClasses)
  class!: InstrumentClass;

  @ApiProperty({ example: 'USD', description: 'What its price is in' })
  @IsText(12)
  currency!: string;

  @ApiPropertyOptional({
    example: null,
    type: String,
    nullable: true,
    description: 'The coin that crypto trades',
  })
  @IsOptional()
  @IsText(12)
  base?: string | null;
}

export class InstrumentSettingsDto extends InstrumentDto {
  @ApiProperty({ type: String, nullable: true }) providerSymbol!: string | null;
  @ApiProperty({ enum: simulationSessions }) simulatedSessions!: 'always' | 'calendar';
  @ApiProperty({ example: '232.56' }) startPrice!: string;
  @ApiProperty({ type: 'integer' }) yearlyDriftBp!: number;
  @ApiProperty({ type: 'integer' }) yearlyVolatilityBp!: number;
  @ApiProperty({ type: 'integer' }) spreadBp!: number;
  @ApiProperty({ example: '50000000' }) dailyVolume!: string;

  static override from(instrument: InstrumentEntity, at: Date): InstrumentSettingsDto {
    const { providerSymbol, simulatedSessions, startPrice, dailyVolume } = instrument;
    const { yearlyDriftBp, yearlyVolatilityBp, spreadBp } = instrument;
    return Object.assign(InstrumentDto.from(instrument, at), {
      providerSymbol,
      simulatedSessions,
      startPrice,
      yearlyDriftBp,
      yearlyVolatilityBp,
      spreadBp,
      dailyVolume,
    });
  }
}

export class ImportQuery {
  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Only say what it would do' })
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean({ message: 'dryRun must be true or false' })
  dryRun = false;
}

export class ImportSummaryDto {
  @ApiProperty({ type: 'integer', description: 'Rows of the file, without its header' }) rows!: number;
  @ApiProperty({ type: 'integer' }) created!: number;
  @ApiProperty({ type: 'integer' }) changed!: number;
  @ApiProperty({ type: 'integer', description: 'As they were' }) unchanged!: number;
  @ApiProperty({ description: 'Whether nothing was written' }) dryRun!: boolean;
}
