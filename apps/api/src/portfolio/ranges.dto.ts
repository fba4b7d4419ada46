import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { rangeKeys, type RangeKey } from '@tradeyard/portfolio';
import { IsIn, IsOptional, ValidateIf } from 'class-validator';
import { IsDay } from '../platform/validation.js';

/** Either one of the usual ranges, or two days. */
export class RangeQuery {
  @ApiPropertyOptional({ enum: rangeKeys, default: 'max', description: 'Unless `from` and `to` are given' })
  @IsOptional()
  @IsIn(rangeKeys)
  range?: RangeKey;

  @ApiPropertyOptional({ format: 'date', description: 'The first day that counts' })
  @ValidateIf(({ from, to }: RangeQuery) => from !== undefined || to !== undefined)
  @IsDay()
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'The last day that counts' })
  @ValidateIf(({ from, to }: RangeQuery) => from !== undefined || to !== undefined)
  @IsDay()
  to?: string;
}

export class RangeDto {
  @ApiProperty({ enum: rangeKeys, nullable: true, type: String }) key!: RangeKey | null;
  @ApiProperty({ format: 'date', description: 'It opens with the value of this evening' }) opening!: string;
  @ApiProperty({ format: 'date' }) to!: string;
}
