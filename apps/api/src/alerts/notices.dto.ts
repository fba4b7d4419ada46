import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsOptional, IsUUID, Matches } from 'class-validator';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { MayBeAbsent } from '../platform/validation.js';
import type { NoticeEntity } from './notice.entity.js';

const idsMax = 200;

export class NoticesQuery extends PageQuery {
  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Only those that are not read' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean({ message: '$property must be true or false' })
  unread = false;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @Matches(/^\d{1,9}$/, { message: 'Send `next` of the page before, as it is' })
  override cursor?: string;
}

export class ReadNoticesDto {
  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    maxItems: idsMax,
    description: 'These; or give `upTo`',
  })
  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(idsMax)
  @IsUUID('all', { each: true })
  ids?: string[];

  @ApiPropertyOptional({ format: 'uuid', description: 'This one and all that are older' })
  @MayBeAbsent()
  @IsUUID()
  upTo?: string;
}

export class UnreadDto {
  @ApiProperty({ type: 'integer', description: 'How many of yours are not read' }) unread!: number;
}

export class NoticeDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'What it comes from; it may be gone',
  })
  alertId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'AAPL' }) symbol!: string | null;
  @ApiProperty({ example: 'AAPL rose to 250.07 USD (above 250.00 USD)' }) title!: string;
  @ApiProperty({ type: String, nullable: true, example: 'Sell half', description: 'Your note' })
  body!: string | null;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) readAt!: string | null;

  static from({ id, alertId, symbol, title, body, at, readAt }: NoticeEntity): NoticeDto {
    return { id, alertId, symbol, title, body, at: at.toISOString(), readAt: readAt?.toISOString() ?? null };
  }
}

export class NoticePageDto extends PageDto {
  @ApiProperty({ type: [NoticeDto] }) items!: NoticeDto[];
  @ApiProperty({ type: 'integer', description: 'How many of yours are not read, on any page' })
  unread!: number;
}
