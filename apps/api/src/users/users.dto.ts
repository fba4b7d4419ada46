import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { IsDisplayName } from '../auth/auth.dto.js';
import { MayBeAbsent } from '../platform/validation.js';

export class ChangeMeDto {
  @ApiPropertyOptional({ example: 'Ada Lovelace' })
  @MayBeAbsent()
  @IsDisplayName()
  displayName?: string;

  @ApiPropertyOptional({ example: 'EUR' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(12)
  baseCurrency?: string;
}
