import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsUUID } from 'class-validator';
import { PageDto } from '../platform/page.dto.js';
import { IsName, IsText, MayBeAbsent } from '../platform/validation.js';

export const groupsMax = 50;
const membersMax = 100;
const nameCharactersMax = 80;

export class NewPortfolioGroupDto {
  @ApiProperty({ example: 'Retirement', maxLength: nameCharactersMax })
  @IsName(nameCharactersMax)
  name!: string;

  @ApiProperty({ example: 'EUR', description: 'What it is valued in' })
  @IsText(12)
  currency!: string;

  @ApiProperty({ type: [String], format: 'uuid', description: 'Portfolios of any kind, all yours' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(membersMax)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  portfolioIds!: string[];
}

export class ChangePortfolioGroupDto {
  @ApiPropertyOptional({ example: 'Retirement', maxLength: nameCharactersMax })
  @MayBeAbsent()
  @IsName(nameCharactersMax)
  name?: string;

  @ApiPropertyOptional({ example: 'EUR' })
  @MayBeAbsent()
  @IsText(12)
  currency?: string;

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Replaces all there were' })
  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(membersMax)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  portfolioIds?: string[];
}

export class PortfolioGroupDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'Retirement' }) name!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: [String], format: 'uuid' }) portfolioIds!: string[];
}

export class PortfolioGroupPageDto extends PageDto {
  @ApiProperty({ type: [PortfolioGroupDto], description: `As they were made, all of at most ${groupsMax}` })
  items!: PortfolioGroupDto[];
}
