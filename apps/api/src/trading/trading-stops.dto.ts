import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsReadable, IsText, MayBeAbsent } from '../platform/validation.js';
import { everybody, type TradingStop } from './trading-stops.service.js';

export class StopTradingDto {
  @ApiPropertyOptional({ maxLength: 200, description: 'Shown to whoever is stopped' })
  @MayBeAbsent()
  @IsText(200, 1)
  @IsReadable('The reason has a character that cannot be read')
  reason?: string;
}

export class TradingStateDto {
  @ApiProperty() isStopped!: boolean;
  @ApiProperty({ description: 'For everybody' }) isForAll!: boolean;
  @ApiProperty({ description: 'By oneself, whatever holds for everybody' }) isOwn!: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) since!: string | null;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;

  static from(stop: TradingStop | null, isOwn: boolean): TradingStateDto {
    return {
      isStopped: stop !== null,
      isForAll: stop?.scope === everybody,
      isOwn,
      since: stop?.at.toISOString() ?? null,
      reason: stop?.reason ?? null,
    };
  }
}

export class TradingStoppedDto extends TradingStateDto {
  @ApiProperty({ description: 'How many orders were cancelled' }) cancelled!: number;
}
