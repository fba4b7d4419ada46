import { ApiProperty, ApiPropertyOptional, IntersectionType, OmitType } from '@nestjs/swagger';
import { formatMinor, getCurrency, isDay } from '@tradeyard/kernel';
import { journalKinds, type JournalKind } from '@tradeyard/ledger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsOptional, ValidateBy } from 'class-validator';
import { MoneyDto } from '../platform/money.dto.js';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { Problem } from '../platform/problem.js';
import { isMoment, IsText } from '../platform/validation.js';
import type { Entry, EntryFilter, Period, Totals } from './statement-entries.service.js';
import { costAfterNote, gainNote, TransactionDto } from './wallet.dto.js';

const dayMs = 86_400_000;
const searchLengthMax = 100;

const IsDayOrMoment = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isDayOrMoment',
      validator: { validate: (value) => typeof value === 'string' && (isDay(value) || isMoment(value)) },
    },
    {
      message: '$property must be a day or a moment that exists, such as 2026-04-13 or 2026-04-13T09:30:00Z',
    },
  );

/** `deposit,transfer`, or the name of the parameter once for each. */
const readKinds = ({ value }: { value: unknown }): unknown =>
  [value].flat().flatMap((each) => (typeof each === 'string' ? each.split(',') : [each]));

export class PeriodQuery {
  @ApiPropertyOptional({
    type: String,
    example: '2026-01-01',
    description: 'The first day in UTC, or the moment to begin with',
  })
  @IsOptional()
  @IsDayOrMoment()
  from?: string;

  @ApiPropertyOptional({
    type: String,
    example: '2026-03-31',
    description: 'The last day in UTC, with all of it, or the moment to end before',
  })
  @IsOptional()
  @IsDayOrMoment()
  to?: string;
}

export class StatementFilter extends PeriodQuery {
  @ApiProperty({ example: 'EUR' })
  @IsText(12)
  currency!: string;

  @ApiPropertyOptional({
    enum: journalKinds,
    enumName: 'TransactionKind',
    isArray: true,
    description: 'Only these, with commas between them or the parameter repeated; none means all',
  })
  @IsOptional()
  @Transform(readKinds)
  @ArrayMaxSize(journalKinds.length)
  @IsIn(journalKinds, { each: true, message: `kind must be of ${journalKinds.join(', ')}` })
  kind?: JournalKind[];

  @ApiPropertyOptional({
    maxLength: searchLengthMax,
    example: 'rent',
    description: "Part of the memo, or of the other person's name or handle, in capitals or not",
  })
  @IsOptional()
  @IsText(searchLengthMax)
  text?: string;
}

export class StatementQuery extends IntersectionType(StatementFilter, PageQuery) {}

/** Throws `validation_failed` for a period that ends before it begins. */
export function readFilter({ kind, from, to, text }: PeriodQuery & Partial<StatementFilter>): EntryFilter {
  const start = from === undefined ? undefined : new Date(from);
  const end = to === undefined ? undefined : new Date(Date.parse(to) + (isDay(to) ? dayMs : 0));
  // A day has some length: one that ends where the period begins was before it.
  if (start && end && (isDay(to ?? '') ? end <= start : end < start)) {
    const message = 'The period ends before it begins';
    throw new Problem('validation_failed', message, [{ field: 'to', message }]);
  }
  return { kinds: kind, from: start, to: end, text: text?.trim() || undefined };
}

export class StatementEntryDto extends OmitType(TransactionDto, ['changes']) {
  @ApiProperty({ example: '-30.25', description: 'Negative when it left' }) amount!: string;
  @ApiProperty({ example: '0.00', description: 'How much more of the balance is held, negative for less' })
  held!: string;
  @ApiProperty({ example: '69.75', description: 'After it, with what is held of it' }) balance!: string;
  @ApiProperty({ example: '0.00' }) heldAfter!: string;
  @ApiProperty({ example: '69.75', description: 'Free to spend after it' }) available!: string;
  @ApiProperty({ type: MoneyDto, nullable: true, description: costAfterNote }) costAfter!: MoneyDto | null;
  @ApiProperty({ type: MoneyDto, nullable: true, description: gainNote }) gain!: MoneyDto | null;

  static from({ change, ...journal }: Entry): StatementEntryDto {
    const { changes: _, ...transaction } = TransactionDto.of({ ...journal, changes: [change] });
    const { exponent } = getCurrency(change.asset);
    return {
      ...transaction,
      amount: formatMinor(change.amount, exponent),
      held: formatMinor(change.held, exponent),
      balance: formatMinor(change.balanceAfter, exponent),
      heldAfter: formatMinor(change.heldAfter, exponent),
      available: formatMinor(change.balanceAfter - change.heldAfter, exponent),
      costAfter: change.costAfter && MoneyDto.from(change.costAfter),
      gain: change.gain && MoneyDto.from(change.gain),
    };
  }
}

const totalsNote =
  'Of the whole period, whatever is filtered. With the first page only, and null for a period of more than 100,000 entries';

export class StatementDto extends PageDto {
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: '100.00', description: 'The balance before the period' }) opening!: string;
  @ApiProperty({ example: '69.75', description: 'The balance at its end' }) closing!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '0.00',
    description: `All that came in. ${totalsNote}`,
  })
  totalIn!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '30.25',
    description: `All that left. ${totalsNote}`,
  })
  totalOut!: string | null;
  @ApiProperty({ type: [StatementEntryDto], description: 'Newest first' }) items!: StatementEntryDto[];

  static from(
    currency: string,
    { opening, closing }: Period,
    totals: Totals | null,
    { items, next }: { items: readonly Entry[]; next: string | null },
  ): StatementDto {
    const { exponent } = getCurrency(currency);
    return {
      currency,
      opening: formatMinor(opening, exponent),
      closing: formatMinor(closing, exponent),
      totalIn: totals && formatMinor(totals.in, exponent),
      totalOut: totals && formatMinor(totals.out, exponent),
      items: items.map(StatementEntryDto.from),
      next,
    };
  }
}
