import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { instrumentEventKinds, type InstrumentEventKind } from '@tradeyard/market';
import { IsIn } from 'class-validator';
import { PageDto } from '../platform/page.dto.js';
import { IsDay, IsText, MayBeAbsent } from '../platform/validation.js';
import type { InstrumentEventEntity } from './instrument-event.entity.js';

export class NewInstrumentEventDto {
  @ApiProperty({ enum: instrumentEventKinds })
  @IsIn(instrumentEventKinds)
  kind!: InstrumentEventKind;

  @ApiProperty({ example: '2020-08-31', description: 'The first day whose prices are without it (ex-date)' })
  @IsDay()
  day!: string;

  @ApiPropertyOptional({
    example: '4:1',
    description: 'Of a split, new shares to old ones: 4:1 makes four of one, 1:10 makes one of ten',
  })
  @MayBeAbsent()
  @IsText(15)
  ratio?: string;

  @ApiPropertyOptional({
    example: '0.82',
    description: 'Of a dividend, for one share, in the currency of its price',
  })
  @MayBeAbsent()
  @IsText(40)
  amount?: string;
}

export class InstrumentEventDto {
  @ApiProperty({ enum: instrumentEventKinds }) kind!: InstrumentEventKind;
  @ApiProperty({ format: 'date', example: '2020-08-31' }) day!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '4:1',
    description: 'Of a split, new shares to old ones',
  })
  ratio!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '0.82', description: 'Of a dividend, for one share' })
  amount!: string | null;

  static from({ kind, day, splitTo, splitFrom, amount }: InstrumentEventEntity): InstrumentEventDto {
    return { kind, day, ratio: kind === 'split' ? `${splitTo}:${splitFrom}` : null, amount };
  }
}

export class InstrumentEventPageDto extends PageDto {
  @ApiProperty({ type: [InstrumentEventDto], description: 'Newest first' }) items!: InstrumentEventDto[];
}
