import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageDto } from '../platform/page.dto.js';
import { IsName, IsText, IsWhole } from '../platform/validation.js';
import { quoteSources, type QuoteSource, type WorkloadEntity } from './workload.entity.js';

export class NewWorkloadDto {
  @ApiProperty({ example: '100user.txt', description: 'To find it again; two may have the same' })
  @IsName(100)
  name!: string;

  @ApiProperty({
    enum: quoteSources,
    enumName: 'DayQuoteSource',
    description:
      '`fixed` is comparison mode: prices never move and nothing expires. `server` asks the legacy quote server.',
  })
  @IsIn(quoteSources)
  quotes!: QuoteSource;
}

export class WorkloadDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: '100user.txt' }) name!: string;
  @ApiProperty({ enum: quoteSources, enumName: 'DayQuoteSource' }) quotes!: QuoteSource;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;

  static from({ id, name, quotes, createdAt }: WorkloadEntity): WorkloadDto {
    return { id, name, quotes, createdAt: createdAt.toISOString() };
  }
}

export class WorkloadPageDto extends PageDto {
  @ApiProperty({ type: [WorkloadDto] }) items!: WorkloadDto[];
}

export class DayTraderDto {
  @ApiProperty({ example: 'oY01WVirLr', description: 'Empty for commands that name nobody' }) user!: string;
  @ApiProperty({ type: 'integer', description: 'The number of their newest command that is done' })
  transaction!: number;
  @ApiProperty({ type: 'integer', description: 'How many there were' }) commands!: number;
}

export class DayTraderPageDto extends PageDto {
  @ApiProperty({ type: [DayTraderDto] }) items!: DayTraderDto[];
}

/** A page of traders is read by programs, and may be longer than others. */
export class DayTradersQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1000, default: 50 })
  @IsOptional()
  @IsWhole(1, 1000)
  limit = 50;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsText(200)
  cursor?: string;
}

export class LogQuery {
  @ApiPropertyOptional({ description: 'Only the entries of this user' })
  @IsOptional()
  @IsText(100, 1)
  user?: string;
}

@ApiSchema({
  description: 'Cash in cents and whole shares, in the form of the published results of the course',
})
export class DayStateDto {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) readings!: Record<
    string,
    string
  >;
  @ApiProperty({ type: 'object', additionalProperties: true }) totals!: Record<string, unknown>;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'By user' }) users!: Record<
    string,
    unknown
  >;
  @ApiProperty({ example: '100user.txt' }) workload!: string;
}
