import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PageDto } from '../platform/page.dto.js';
import { IsMoment, IsName, IsText, MayBeAbsent } from '../platform/validation.js';
import { shareScopes, type PortfolioShareEntity, type ShareScope } from './share.entity.js';

const labelCharactersMax = 80;

export class NewShareDto {
  @ApiProperty({ example: 'all', description: 'The id of a portfolio or a group, or `all`' })
  @IsText(36, 1)
  portfolioId!: string;

  @ApiProperty({
    enum: shareScopes,
    enumName: 'ShareScope',
    description: '`percent` shows shares of the whole and returns, and neither amounts nor quantities',
  })
  @IsIn(shareScopes)
  scope!: ShareScope;

  @ApiProperty({
    example: 'For my club',
    maxLength: labelCharactersMax,
    description: 'Who has the link sees it',
  })
  @IsName(labelCharactersMax)
  label!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Never, unless given' })
  @MayBeAbsent()
  @IsMoment()
  expiresAt?: string;
}

export class ShareDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'all' }) portfolioId!: string;
  @ApiProperty({ enum: shareScopes, enumName: 'ShareScope' }) scope!: ShareScope;
  @ApiProperty({ example: 'For my club' }) label!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) expiresAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'To the minute' })
  lastSeenAt!: string | null;

  static from(share: PortfolioShareEntity): ShareDto {
    const { id, scopeId, scope, label, createdAt, expiresAt, lastSeenAt } = share;
    return {
      id,
      portfolioId: scopeId,
      scope,
      label,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
      lastSeenAt: lastSeenAt?.toISOString() ?? null,
    };
  }
}

export class SharePageDto extends PageDto {
  @ApiProperty({ type: [ShareDto] }) items!: ShareDto[];
}

export class NewShareTokenDto {
  @ApiProperty() share!: ShareDto;
  @ApiProperty({
    example: 'mTcyX4Zq7w0aTz3rH5lVYk9cQ2uN8sJpEoBvGdFiRxA',
    description: 'Part of the address of the link. It is told once and cannot be found out again.',
  })
  token!: string;
}
