import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDisplayName } from '../auth/auth.dto.js';
import { IsText, MayBeAbsent } from '../platform/validation.js';

export class ChangeMeDto {
  @ApiPropertyOptional({ example: 'Ada Lovelace' })
  @MayBeAbsent()
  @IsDisplayName()
  displayName?: string;

  @ApiPropertyOptional({ example: 'EUR' })
  @MayBeAbsent()
  @IsText(12)
  baseCurrency?: string;
}

export class CloseMeDto {
  @ApiProperty({ example: 'a long sentence is best' })
  @IsText(200)
  password!: string;
}
