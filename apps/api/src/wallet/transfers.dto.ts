import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../platform/money.dto.js';
import { PersonDto } from './wallet.dto.js';

export class TransferPreviewDto {
  @ApiProperty() recipient!: PersonDto;
  @ApiProperty({ description: 'What arrives' }) amount!: MoneyDto;
  @ApiProperty({
    description:
      'What you pay. Send its currency and amount as `from`, and the transfer takes no more than this',
  })
  cost!: MoneyDto;
  @ApiProperty({ description: 'Part of the cost that is not converted' }) fee!: MoneyDto;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '1.1684',
    description: 'What one unit of the currency you pay with is worth; null where nothing is converted',
  })
  rate!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, example: '2026-04-13' })
  rateDate!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'ECB' }) rateSource!: string | null;
  @ApiProperty({ description: 'What you have of the currency you pay with' }) available!: MoneyDto;
  @ApiProperty({ description: 'Whether that covers the cost' }) enough!: boolean;
}
