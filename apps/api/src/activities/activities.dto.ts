import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { activityTypes, type ActivityType } from '@tradeyard/portfolio';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import { Transform, Type } from 'class-transformer';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsDay, IsText, MayBeAbsent } from '../platform/validation.js';
import { changeKinds, type ChangeKind } from './activity.entity.js';
import type { ActivityRow } from './activity-rows.service.js';
import type { Change } from './activity-writer.service.js';

const decimalCharactersMax = 60;
const symbolCharactersMax = 100;
const noteCharactersMax = 5_000;
const lotsMax = 1_000;
export const removedMax = 1_000;

/** A field that not every type of activity has: the rules say which, and null is the same as nothing. */
const MayBeGiven = (max: number, example: string, description?: string): PropertyDecorator => {
  const documented = ApiPropertyOptional({
    type: String,
    nullable: true,
    example,
    ...(description !== undefined && { description }),
  });
  return (target, name) => {
    documented(target, name);
    IsOptional()(target, name);
    IsText(max)(target, name);
  };
};

export class ChosenLotDto {
  @ApiProperty({ description: 'The purchase', example: '01890000-0000-7000-8000-000000000000' })
  @IsText(200)
  activityId!: string;

  @ApiProperty({ example: '2.5' })
  @IsText(decimalCharactersMax)
  quantity!: string;
}

/** What an activity says. Which fields a type needs is told by `activity_malformed`, at the field. */
class ActivityFieldsDto {
  @ApiProperty({ enum: activityTypes, enumName: 'ActivityType' })
  @IsIn(activityTypes)
  type!: ActivityType;

  @ApiProperty({ example: '2024-05-17', description: 'At most a day from now' })
  @IsText(20)
  day!: string;

  @MayBeGiven(40, '2024-05-17T14:30:00Z', 'The moment, where it is known')
  at?: string | null;

  @MayBeGiven(symbolCharactersMax, 'AAPL')
  symbol?: string | null;

  @MayBeGiven(decimalCharactersMax, '10')
  quantity?: string | null;

  @MayBeGiven(decimalCharactersMax, '189.84', 'Per unit, in `currency`; of a trade either this or `amount`')
  price?: string | null;

  @MayBeGiven(decimalCharactersMax, '1898.4', 'All of it, without the fee')
  amount?: string | null;

  @MayBeGiven(12, 'USD')
  currency?: string | null;

  @MayBeGiven(decimalCharactersMax, '1.5')
  fee?: string | null;

  @MayBeGiven(decimalCharactersMax, '4', 'Of a split, merger or spin-off: so many units')
  ratioTo?: string | null;

  @MayBeGiven(decimalCharactersMax, '1', 'for each of so many')
  ratioFrom?: string | null;

  @MayBeGiven(symbolCharactersMax, 'NEW', 'The other asset of a merger or spin-off')
  target?: string | null;

  @MayBeGiven(decimalCharactersMax, '0.2', 'The part of the cost that goes to the other asset, from 0 to 1')
  costShare?: string | null;

  @MayBeGiven(20, '2020-01-31', 'Of a transfer in: when it was bought')
  acquired?: string | null;

  @ApiPropertyOptional({
    type: [ChosenLotDto],
    nullable: true,
    description: 'Which purchases a sale takes its units from',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(lotsMax)
  @ValidateNested({ each: true })
  @Type(() => ChosenLotDto)
  lots?: ChosenLotDto[] | null;

  @MayBeGiven(noteCharactersMax, 'Savings plan')
  note?: string | null;
}

export class NewActivityDto extends ActivityFieldsDto {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Of your own: send the same again to retry safely',
  })
  @MayBeAbsent()
  @IsUUID('all')
  id?: string;
}

/** What is left out stays as it is. */
export class ChangeActivityDto extends PartialType(ActivityFieldsDto) {}

export class ActivityDto {
  @ApiProperty({ example: '01890000-0000-7000-8000-000000000000' }) id!: string;
  @ApiProperty({ example: '2024-05-17' }) day!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) at!: string | null;
  @ApiProperty({ enum: activityTypes, enumName: 'ActivityType' }) type!: ActivityType;
  @ApiProperty({ type: String, nullable: true }) symbol!: string | null;
  @ApiProperty({ type: String, nullable: true }) quantity!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Per unit, in `currency`' }) price!:
    string | null;
  @ApiProperty({ type: String, nullable: true, description: 'All of it, without the fee' })
  amount!: string | null;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ example: '1.5' }) fee!: string;
  @ApiProperty({ type: String, nullable: true }) ratioTo!: string | null;
  @ApiProperty({ type: String, nullable: true }) ratioFrom!: string | null;
  @ApiProperty({ type: String, nullable: true }) target!: string | null;
  @ApiProperty({ type: String, nullable: true }) costShare!: string | null;
  @ApiProperty({ type: String, nullable: true }) acquired!: string | null;
  @ApiProperty({ type: [ChosenLotDto], nullable: true }) lots!: ChosenLotDto[] | null;
  @ApiProperty() note!: string;
  @ApiProperty({
    description:
      'Of a portfolio of the ledger: half of a conversion, which leaves nothing and brings nothing',
  })
  isInternal!: boolean;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The version of the portfolio that made it so, for an undo; null where the ledger booked it',
  })
  version!: string | null;

  static of({ lots, gave: _, ...row }: ActivityRow, version: string | null): ActivityDto {
    return { ...row, lots: lots && [...lots], version };
  }
}

export class ActivityPageDto extends PageDto {
  @ApiProperty({ type: [ActivityDto] }) items!: ActivityDto[];
}

export const activityOrders = ['newest', 'oldest'] as const;
export type ActivityOrder = (typeof activityOrders)[number];

/** `a,b` in a query, where a list may also be a parameter that is repeated. */
const asList = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.split(',').filter((each) => each !== '') : value;

export class ActivitiesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: activityOrders, default: 'newest' })
  @IsOptional()
  @IsIn(activityOrders)
  order: ActivityOrder = 'newest';

  @ApiPropertyOptional({
    enum: activityTypes,
    enumName: 'ActivityType',
    isArray: true,
    description: 'Several are separated by commas, or repeated',
  })
  @IsOptional()
  @Transform(asList)
  @IsIn(activityTypes, { each: true })
  type?: ActivityType[];

  @ApiPropertyOptional({ example: 'AAPL' })
  @IsOptional()
  @IsText(symbolCharactersMax, 1)
  symbol?: string;

  @ApiPropertyOptional({ example: '2024-01-01', description: 'The first day' })
  @IsOptional()
  @IsDay()
  from?: string;

  @ApiPropertyOptional({ example: '2024-12-31', description: 'The last day' })
  @IsOptional()
  @IsDay()
  to?: string;

  @ApiPropertyOptional({ description: 'Somewhere in the note or the symbol, in any case' })
  @IsOptional()
  @IsText(100, 1)
  text?: string;
}

export class RemovalDto {
  @ApiProperty({ type: [String], format: 'uuid', maxItems: removedMax })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(removedMax)
  @IsUUID('all', { each: true })
  ids!: string[];
}

export class PortfolioChangeDto {
  @ApiProperty({ example: '17', description: 'What the portfolio is at since' }) version!: string;
  @ApiProperty({ enum: changeKinds, enumName: 'PortfolioChangeKind' }) kind!: ChangeKind;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: 'integer', description: 'How many activities, assets or prices it was about' })
  count!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Of an undo: the version that it took back' })
  undoes!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The version that took it back' })
  undoneBy!: string | null;

  static of({ version, kind, at, count, undoes, undoneBy }: Change): PortfolioChangeDto {
    return { version, kind, at: at.toISOString(), count, undoes, undoneBy };
  }
}

export class PortfolioChangePageDto extends PageDto {
  @ApiProperty({ type: [PortfolioChangeDto], description: 'Newest first' }) items!: PortfolioChangeDto[];
}
