import { assetExponent, assetName, formatMinor, isShare, type Day } from '@tradeyard/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsDay } from '../platform/validation.js';
import type { AuditAmount, AuditEntry, AuditOutcome, AuditPerson } from './audit.service.js';

const outcomes = ['booked', 'refused'] as const satisfies readonly AuditOutcome[];

export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ enum: outcomes, description: 'Only what was booked, or only what was refused' })
  @IsOptional()
  @IsIn(outcomes, { message: 'outcome is booked or refused' })
  outcome?: AuditOutcome;

  @ApiPropertyOptional({ type: String, example: '2026-04-01', description: 'The first day, in UTC' })
  @IsOptional()
  @IsDay()
  from?: Day;

  @ApiPropertyOptional({ type: String, example: '2026-04-30', description: 'The last day, in UTC' })
  @IsOptional()
  @IsDay()
  to?: Day;
}

export class WholeAuditQuery extends AuditQuery {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Only what this person sent, or what touched their money',
  })
  @IsOptional()
  @IsUUID(undefined, { message: 'userId must be the id of a person' })
  userId?: string;
}

export class AuditPersonDto {
  @ApiProperty({ example: 'ada-lovelace' }) handle!: string;
  @ApiProperty({ example: 'Ada Lovelace' }) displayName!: string;
}

export class AuditAmountDto {
  @ApiProperty({ example: 'USD', description: "A currency's code or a share's symbol" }) asset!: string;
  @ApiProperty({ enum: ['currency', 'share'] }) kind!: 'currency' | 'share';
  @ApiProperty({ example: '-100.00', description: 'Negative when it left' }) amount!: string;
  @ApiProperty({ example: '0.00', description: 'How much more of the balance is held, negative for less' })
  held!: string;

  static from({ asset, amount, held }: AuditAmount): Plain<AuditAmountDto> {
    const exponent = assetExponent(asset);
    return {
      asset: assetName(asset),
      kind: isShare(asset) ? 'share' : 'currency',
      amount: formatMinor(amount, exponent),
      held: formatMinor(held, exponent),
    };
  }
}

class EntryDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ enum: outcomes, enumName: 'AuditOutcome' }) outcome!: AuditOutcome;
  @ApiProperty({
    type: AuditPersonDto,
    nullable: true,
    description: 'Who did it; null for the product itself',
  })
  actor!: AuditPersonDto | null;
  @ApiProperty({
    example: 'transfer',
    description: 'The kind of the transaction that was booked, or the route that was refused',
  })
  action!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was refused, for programs' })
  code!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was refused, for people' })
  message!: string | null;
  @ApiProperty({ type: String, nullable: true }) memo!: string | null;

  static common({ id, at, outcome, actor, action, code, message, memo }: AuditEntry): Plain<EntryDto> {
    return { id, at: at.toISOString(), outcome, actor: person(actor), action, code, message, memo };
  }
}

/** One entry as the person sees it whose trail it is in. */
export class AuditEntryDto extends EntryDto {
  @ApiProperty({ description: 'Whether you did it yourself' }) isYou!: boolean;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '203.0.113.7',
    description: 'The address it was asked from, where it was you who asked',
  })
  origin!: string | null;
  @ApiProperty({ type: [AuditAmountDto], description: 'What it did to your own balances' })
  amounts!: AuditAmountDto[];

  static from(entry: AuditEntry, userId: string): AuditEntryDto {
    const isYou = entry.actor?.id === userId;
    return {
      ...EntryDto.common(entry),
      isYou,
      origin: isYou ? entry.origin : null,
      amounts: entry.amounts.filter(({ owner }) => owner?.id === userId).map(AuditAmountDto.from),
    };
  }
}

export class AuditPageDto extends PageDto {
  @ApiProperty({ type: [AuditEntryDto] }) items!: AuditEntryDto[];
}

export class WholeAuditAmountDto extends AuditAmountDto {
  @ApiProperty({ format: 'uuid', description: 'The book whose balance it changed' }) bookId!: string;
  @ApiProperty({ type: AuditPersonDto, nullable: true, description: 'Whose book it is; null for the house' })
  owner!: AuditPersonDto | null;
}

/** One entry as an administrator sees it: all that is known of it. */
export class WholeAuditEntryDto extends EntryDto {
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) actorId!: string | null;
  @ApiProperty({
    example: '203.0.113.7',
    description: 'The address it was asked from, or the job that did it',
  })
  origin!: string;
  @ApiProperty({ type: String, nullable: true }) idempotencyKey!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The beginning of the body that was refused' })
  request!: string | null;
  @ApiProperty({ type: [WholeAuditAmountDto], description: 'What it did to all balances' })
  amounts!: WholeAuditAmountDto[];

  static of(entry: AuditEntry): WholeAuditEntryDto {
    const { actor, origin, idempotencyKey, request, amounts } = entry;
    return {
      ...EntryDto.common(entry),
      actorId: actor?.id ?? null,
      origin,
      idempotencyKey,
      request,
      amounts: amounts.map((amount) => ({
        ...AuditAmountDto.from(amount),
        bookId: amount.bookId,
        owner: person(amount.owner),
      })),
    };
  }
}

export class WholeAuditPageDto extends PageDto {
  @ApiProperty({ type: [WholeAuditEntryDto] }) items!: WholeAuditEntryDto[];
}

/** The shape of an answer, without being of its class. */
type Plain<T> = { [Name in keyof T]: T[Name] };

const person = (known: AuditPerson | null): AuditPersonDto | null =>
  known?.handle && known.displayName ? { handle: known.handle, displayName: known.displayName } : null;
