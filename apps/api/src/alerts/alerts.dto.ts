import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { formatDecimal, parseDecimal } from '@tradeyard/kernel';
import {
  alertDirections,
  alertKinds,
  alertNoteCharactersMax,
  alertStatuses,
  type AlertDirection,
  type AlertKind,
  type AlertStatus,
} from '@tradeyard/market';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsUUID,
  ValidateIf,
} from 'class-validator';
import type { InstrumentEntity } from '../market-data/instrument.entity.js';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsMoment, IsReadable, IsText, MayBeAbsent } from '../platform/validation.js';
import type { AlertEntity } from './alert.entity.js';
import { deliveryChannels, type DeliveryChannel } from './delivery.entity.js';

/** For a field of a change that null takes away. */
const MayBeAbsentOrNull = (): PropertyDecorator =>
  ValidateIf((_, value) => value !== undefined && value !== null);

const AreChannels = (): PropertyDecorator =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(deliveryChannels.length),
    ArrayUnique(),
    IsIn(deliveryChannels, { each: true, message: `Each channel is one of ${deliveryChannels.join(', ')}` }),
  );

const IsNote = (): PropertyDecorator =>
  applyDecorators(
    IsText(alertNoteCharactersMax),
    IsReadable('The note has characters in it that cannot be seen'),
  );

const priceDescription = 'On the grid of the instrument, in its currency. Of `above` and `below`';
const percentDescription =
  'With at most two places, away from the close of the last completed day. Of `change`';
const channelsDescription =
  'Where it is told besides the app: by `webhook` to all of yours, by `email` to your own address';
const repeatsDescription =
  'Whether it goes on. `above` and `below` wait until the price is back on the other side, at least a minute after they fired; `change` waits for the next day';

export class NewAlertDto {
  @ApiProperty({ example: 'AAPL' })
  @IsText(40)
  symbol!: string;

  @ApiProperty({ enum: alertKinds, enumName: 'AlertKind' })
  @IsIn(alertKinds)
  kind!: AlertKind;

  @ApiPropertyOptional({ example: '250.00', description: priceDescription })
  @MayBeAbsent()
  @IsText(60)
  price?: string;

  @ApiPropertyOptional({ example: '5', description: percentDescription })
  @MayBeAbsent()
  @IsText(60)
  percent?: string;

  @ApiPropertyOptional({ enum: alertDirections, enumName: 'AlertDirection', default: 'either' })
  @MayBeAbsent()
  @IsIn(alertDirections)
  direction?: AlertDirection;

  @ApiPropertyOptional({ default: false, description: repeatsDescription })
  @MayBeAbsent()
  @IsBoolean()
  repeats?: boolean;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'Sell half',
    maxLength: alertNoteCharactersMax,
  })
  @MayBeAbsentOrNull()
  @IsNote()
  note?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'Within five years',
  })
  @MayBeAbsentOrNull()
  @IsMoment()
  expiresAt?: string | null;

  @ApiPropertyOptional({
    enum: deliveryChannels,
    enumName: 'DeliveryChannel',
    isArray: true,
    description: channelsDescription,
  })
  @MayBeAbsent()
  @AreChannels()
  channels?: DeliveryChannel[];
}

export const alertWishes = ['active', 'paused'] as const;
export type AlertWish = (typeof alertWishes)[number];

export class ChangeAlertDto {
  @ApiPropertyOptional({ example: '255.00', description: priceDescription })
  @MayBeAbsent()
  @IsText(60)
  price?: string;

  @ApiPropertyOptional({ example: '7.5', description: percentDescription })
  @MayBeAbsent()
  @IsText(60)
  percent?: string;

  @ApiPropertyOptional({ enum: alertDirections, enumName: 'AlertDirection' })
  @MayBeAbsent()
  @IsIn(alertDirections)
  direction?: AlertDirection;

  @ApiPropertyOptional({ description: repeatsDescription })
  @MayBeAbsent()
  @IsBoolean()
  repeats?: boolean;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: alertNoteCharactersMax })
  @MayBeAbsentOrNull()
  @IsNote()
  note?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'Within five years',
  })
  @MayBeAbsentOrNull()
  @IsMoment()
  expiresAt?: string | null;

  @ApiPropertyOptional({
    enum: deliveryChannels,
    enumName: 'DeliveryChannel',
    isArray: true,
    description: channelsDescription,
  })
  @MayBeAbsent()
  @AreChannels()
  channels?: DeliveryChannel[];

  @ApiPropertyOptional({
    enum: alertWishes,
    description:
      '`active` arms it again after it fired, expired or was paused. So does a new price, percentage or direction of one that has fired',
  })
  @MayBeAbsent()
  @IsIn(alertWishes)
  status?: AlertWish;
}

export class AlertsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'AAPL' })
  @IsOptional()
  @IsText(40)
  symbol?: string;

  @ApiPropertyOptional({
    type: String,
    example: 'active,resting',
    description: `Some of ${alertStatuses.join(', ')}; all unless given`,
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @ArrayMaxSize(alertStatuses.length)
  @IsIn(alertStatuses, { each: true, message: `A status is one of ${alertStatuses.join(', ')}` })
  status?: AlertStatus[];

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsUUID('all', { message: 'Send `next` of the page before, as it is' })
  override cursor?: string;
}

export class AlertDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'AAPL' }) symbol!: string;
  @ApiProperty({ example: 'USD', description: 'What its price is in' }) currency!: string;
  @ApiProperty({ enum: alertKinds, enumName: 'AlertKind' }) kind!: AlertKind;
  @ApiProperty({ type: String, nullable: true, example: '250' }) price!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '5' }) percent!: string | null;
  @ApiProperty({ enum: alertDirections, nullable: true, type: String })
  direction!: AlertDirection | null;
  @ApiProperty() repeats!: boolean;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ enum: deliveryChannels, enumName: 'DeliveryChannel', isArray: true })
  channels!: DeliveryChannel[];
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) expiresAt!: string | null;
  @ApiProperty({
    enum: alertStatuses,
    enumName: 'AlertStatus',
    description:
      '`active` waits for its price; `resting` has fired, repeats, and waits until it may again; you have `paused` it; `fired` and `expired` have ended',
  })
  status!: AlertStatus;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'The last time' })
  firedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '250.07', description: 'The price that fired it' })
  firedPrice!: string | null;

  static from(alert: AlertEntity, { currency }: Pick<InstrumentEntity, 'currency'>): AlertDto {
    const { id, symbol, kind, price, percent, direction, repeats, note, channels, status, firedPrice } =
      alert;
    return {
      id,
      symbol,
      currency,
      kind,
      price: price && formatDecimal(parseDecimal(price)),
      percent: percent && formatDecimal(parseDecimal(percent)),
      direction,
      repeats,
      note,
      channels,
      expiresAt: alert.expiresAt?.toISOString() ?? null,
      status,
      createdAt: alert.createdAt.toISOString(),
      firedAt: alert.firedAt?.toISOString() ?? null,
      firedPrice,
    };
  }
}

export class AlertPageDto extends PageDto {
  @ApiProperty({ type: [AlertDto] }) items!: AlertDto[];
}

export class ChannelDto {
  @ApiProperty({ enum: deliveryChannels, enumName: 'DeliveryChannel' }) channel!: DeliveryChannel;
  @ApiProperty({ description: 'Whether an alert may choose it now' }) available!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'Why not, for people to read' })
  reason!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'ada@example.org',
    description: 'Where it goes, of email',
  })
  address!: string | null;
}

export class ChannelsDto {
  @ApiProperty({ type: [ChannelDto] }) items!: ChannelDto[];
  @ApiProperty({ type: 'integer', description: 'So many alerts may wait at once' }) alertsMax!: number;
  @ApiProperty({ type: 'integer' }) webhooksMax!: number;
}
