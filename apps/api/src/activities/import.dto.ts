import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { importFormatIds, type ImportFormatId } from '@tradeyard/portfolio';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { IsText } from '../platform/validation.js';
import { ActivityDto } from './activities.dto.js';

export const faultsShownMax = 1_000;
export const previewedMax = 50;

const asked = ['auto', ...importFormatIds] as const;
const duplicateWays = ['skip', 'import'] as const;
const faultWays = ['stop', 'skip'] as const;

/** Of a query, where everything arrives as text. */
const asBoolean = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

export class PreviewQuery {
  @ApiPropertyOptional({
    enum: asked,
    enumName: 'AskedImportFormat',
    default: 'auto',
    description:
      'Told by the file itself unless given; `custom` is a table of which `mapping` says what its columns are',
  })
  @IsOptional()
  @IsIn(asked)
  format: (typeof asked)[number] = 'auto';

  @ApiPropertyOptional({
    description:
      'As JSON, for `custom`: `{"columns":{"day":"Date","symbol":"Ticker"},"types":{"Kauf":"buy"},"dateOrder":"DMY",' +
      '"decimalMark":",","defaultCurrency":"EUR","amountIs":"gross"}`. A preview suggests one',
  })
  @IsOptional()
  @IsText(8_000)
  mapping?: string;
}

export class ImportActivitiesQuery extends PreviewQuery {
  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Only say what would happen' })
  @IsOptional()
  @Transform(asBoolean)
  @IsBoolean()
  dryRun = false;

  @ApiPropertyOptional({
    enum: duplicateWays,
    default: 'skip',
    description: 'What becomes of rows that say the same as an activity that is there already',
  })
  @IsOptional()
  @IsIn(duplicateWays)
  duplicates: (typeof duplicateWays)[number] = 'skip';

  @ApiPropertyOptional({
    enum: faultWays,
    default: 'stop',
    description: '`stop` writes nothing when a row is wrong, `skip` writes the others',
  })
  @IsOptional()
  @IsIn(faultWays)
  onFault: (typeof faultWays)[number] = 'stop';
}

export class ImportFaultDto {
  @ApiProperty({ type: 'integer', description: 'Of a JSON file, the number of the activity' }) line!: number;
  @ApiProperty({ type: String, nullable: true, example: 'price' }) column!: string | null;
  @ApiProperty({ example: 'not_a_number' }) code!: string;
  @ApiProperty({ description: 'What is wrong and what to do about it' }) message!: string;
}

export class PassedOverDto {
  @ApiProperty() reason!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
  @ApiProperty({ type: [Number], description: 'The first of them' }) lines!: readonly number[];
}

export class ImportReportDto {
  @ApiProperty({ enum: importFormatIds, enumName: 'ImportFormat' }) format!: ImportFormatId;
  @ApiProperty({ type: 'integer', description: 'Activities that were found, the wrong ones too' })
  rows!: number;
  @ApiProperty({ type: 'integer', description: 'Activities that came in, or would have' }) added!: number;
  @ApiProperty({ type: 'integer', description: 'Those that were there already' }) duplicates!: number;
  @ApiProperty({ type: 'integer', description: 'Assets that came in' }) assets!: number;
  @ApiProperty({ type: 'integer', description: 'Prices by hand that came in or changed' }) prices!: number;
  @ApiProperty({ type: [PassedOverDto], description: 'What is no activity' }) passedOver!: PassedOverDto[];
  @ApiProperty({ type: 'integer' }) faultCount!: number;
  @ApiProperty({ type: [ImportFaultDto], description: `The first ${faultsShownMax}` })
  faults!: ImportFaultDto[];
  @ApiProperty() dryRun!: boolean;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The version that it made, for an undo; null where nothing was written',
  })
  version!: string | null;
}

export class PreviewRowDto {
  @ApiProperty({ type: 'integer' }) line!: number;
  @ApiProperty() activity!: ActivityDto;
  @ApiProperty({ description: 'Whether it is there already' }) isDuplicate!: boolean;
}

export class TypeWordDto {
  @ApiProperty({ example: 'Kauf' }) word!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null where nobody knows' }) type!: string | null;
}

export class ImportPreviewDto {
  @ApiProperty({ enum: importFormatIds, enumName: 'ImportFormat' }) format!: ImportFormatId;
  @ApiProperty({ description: 'Whether the file told the format' }) isDetected!: boolean;
  @ApiProperty({ type: [String], description: 'Names of the columns of a table' }) header!: string[];
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description:
      'For `custom`, what its columns were read as: to be corrected and sent again. Null for other formats',
  })
  mapping!: Record<string, unknown> | null;
  @ApiProperty({ type: [String], description: 'Columns that nothing is read from' }) unused!: string[];
  @ApiProperty({ type: [TypeWordDto], description: 'What the file calls types' }) typeWords!: TypeWordDto[];
  @ApiProperty({ type: [PreviewRowDto], description: `The first ${previewedMax}` }) items!: PreviewRowDto[];
  @ApiProperty() report!: ImportReportDto;
}
