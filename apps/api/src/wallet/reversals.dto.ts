import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsReadable, IsText } from '../platform/validation.js';
import { memoLengthMax } from './wallet.dto.js';

export class ReversalDto {
  @ApiPropertyOptional({ maxLength: memoLengthMax, example: 'Paid twice' })
  @IsOptional()
  @IsReadable('A memo has no invisible characters')
  @IsText(memoLengthMax)
  memo?: string;
}
