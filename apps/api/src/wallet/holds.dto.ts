import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { DomainError, money } from '@tradeyard/kernel';
import { actionsOf, personalActions, type HoldStatus, type PersonalAction } from '@tradeyard/ledger';
import { IsIn, IsInt, IsUUID, Max, Min } from 'class-validator';
import { MoneyDto } from '../platform/money.dto.js';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsMoment, IsShapeOf, MayBeAbsent } from '../platform/validation.js';
import type { HoldEntity } from './hold.entity.js';
import { PersonDto, TransferDto } from './wallet.dto.js';

/** Shorter than this, nobody could capture it. */
const lifetimeSecondsMin = 60;
/** Money that is promised for longer is better sent. */
const lifetimeSecondsMax = 31 * 86_400;
const lifetimeSecondsDefault = 7 * 86_400;

const lifetime = `Expires in must be a whole number of seconds from ${lifetimeSecondsMin} to ${lifetimeSecondsMax}`;

export class PlaceHoldDto extends PickType(TransferDto, ['to', 'amount', 'memo'] as const) {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: lifetimeSecondsMin,
    maximum: lifetimeSecondsMax,
    default: lifetimeSecondsDefault,
    description: 'Seconds until the money is free again; or give `expiresAt`',
  })
  @MayBeAbsent()
  @IsInt({ message: lifetime })
  @Min(lifetimeSecondsMin, { message: lifetime })
  @Max(lifetimeSecondsMax, { message: lifetime })
  expiresIn?: number;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'When the money is free again, in a minute to 31 days; or give `expiresIn`',
  })
  @MayBeAbsent()
  @IsMoment('Expires at')
  expiresAt?: string;
}

/** When a hold ends that is placed `at` a moment. Throws `date_out_of_range`. */
export function endOf({ expiresIn, expiresAt }: PlaceHoldDto, at: Date): Date {
  if (expiresAt === undefined) return secondsAfter(at, expiresIn ?? lifetimeSecondsDefault);
  const end = new Date(expiresAt);
  if (end < secondsAfter(at, lifetimeSecondsMin) || end > secondsAfter(at, lifetimeSecondsMax)) {
    throw new DomainError('date_out_of_range', 'A hold ends in one minute to 31 days', 'expiresAt');
  }
  return end;
}

const secondsAfter = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000);

export class CaptureDto {
  @ApiPropertyOptional({ description: 'All that is held unless given; the rest goes back to the payer' })
  @MayBeAbsent()
  @IsShapeOf(() => MoneyDto)
  amount?: MoneyDto;
}

export const holdStatuses = ['open', 'captured', 'released', 'expired'] as const satisfies HoldStatus[];
export const holdRoles = ['payer', 'payee'] as const;
export type HoldRole = (typeof holdRoles)[number];

export class HoldQuery extends PageQuery {
  @ApiPropertyOptional({ enum: holdStatuses, enumName: 'HoldStatus' })
  @MayBeAbsent()
  @IsIn(holdStatuses)
  status?: HoldStatus;

  @ApiPropertyOptional({
    enum: holdRoles,
    enumName: 'HoldRole',
    description: 'What I am in it; both unless given',
  })
  @MayBeAbsent()
  @IsIn(holdRoles)
  role?: HoldRole;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @MayBeAbsent()
  @IsUUID('all', { message: 'Send `next` of the page before, as it is' })
  override cursor?: string;
}

/** The two people of a hold, and whether the payee has closed the account since. */
export type Parties = {
  readonly payer: PersonDto;
  readonly payee: PersonDto;
  readonly payeeIsClosed: boolean;
};

export class HoldDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: holdStatuses, enumName: 'HoldStatus' }) status!: HoldStatus;
  @ApiProperty({ description: 'Whose money it is' }) payer!: PersonDto;
  @ApiProperty({ description: 'Whom it is reserved for' }) payee!: PersonDto;
  @ApiProperty({ description: 'What was reserved' }) amount!: MoneyDto;
  @ApiProperty({ description: 'What the payee took of it in the end' }) captured!: MoneyDto;
  @ApiProperty({ type: String, nullable: true }) memo!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time', description: 'From then on it cannot be captured' }) expiresAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) closedAt!: string | null;
  @ApiProperty({
    enum: personalActions,
    enumName: 'HoldAction',
    isArray: true,
    description: 'What I may do now',
  })
  actions!: PersonalAction[];

  /** The hold as `userId` sees it at a moment. */
  static from(hold: HoldEntity, { payer, payee, payeeIsClosed }: Parties, userId: string, at: Date): HoldDto {
    return {
      id: hold.id,
      status: hold.status,
      payer,
      payee,
      amount: MoneyDto.from(money(hold.amount, hold.currency)),
      captured: MoneyDto.from(money(hold.captured, hold.currency)),
      memo: hold.memo,
      createdAt: hold.createdAt.toISOString(),
      expiresAt: hold.expiresAt.toISOString(),
      closedAt: hold.closedAt?.toISOString() ?? null,
      actions: actionsOf({ isPayee: hold.payeeBookId === userId, payeeIsClosed }, hold, at),
    };
  }
}

export class HoldPageDto extends PageDto {
  @ApiProperty({ type: [HoldDto] }) items!: HoldDto[];
}
