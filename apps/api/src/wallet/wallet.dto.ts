import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  assetExponent,
  assetName,
  formatMinor,
  getCurrency,
  isShare,
  money,
  type Day,
} from '@tradeyard/kernel';
import { journalKinds, type BookedJournal } from '@tradeyard/ledger';
import { IsOptional } from 'class-validator';
import { RatesAsOfDto } from '../currency/rates-as-of.dto.js';
import type { Change, JournalOfBook } from '../ledger/balances.service.js';
import { MoneyDto } from '../platform/money.dto.js';
import { PageDto } from '../platform/page.dto.js';
import { IsDay, IsReadable, IsShapeOf, IsText, MayBeAbsent } from '../platform/validation.js';
import { moneyOrNull, percentOf } from './gains.dto.js';
import type { ValuedBalance } from './gains.service.js';

export const memoLengthMax = 200;

export class RemarkDto {
  @ApiPropertyOptional({ maxLength: memoLengthMax, example: 'Rent for May' })
  @IsOptional()
  @IsReadable('A memo has no invisible characters')
  @IsText(memoLengthMax)
  memo?: string;
}

class MovementDto extends RemarkDto {
  @ApiProperty()
  @IsShapeOf(() => MoneyDto, 'The amount is missing')
  amount!: MoneyDto;
}

class DatedMovementDto extends MovementDto {
  @ApiPropertyOptional({
    type: String,
    format: 'date',
    example: '2026-04-13',
    description: 'The day it counts for, where that is not today; no later than today',
  })
  @MayBeAbsent()
  @IsDay('The date')
  valueDate?: Day;
}

export class DepositDto extends DatedMovementDto {}

export class WithdrawalDto extends DatedMovementDto {}

export class TransferSourceDto {
  @ApiPropertyOptional({
    example: '85.59',
    description: 'The most you are ready to pay, such as the cost that the preview told; else what it costs',
  })
  @MayBeAbsent()
  @IsText(60)
  amount?: string;

  @ApiProperty({ example: 'EUR', description: 'The currency you pay with; it is converted on the way' })
  @IsText(12)
  currency!: string;
}

export class TransferDto extends MovementDto {
  @ApiProperty({ example: 'ada-lovelace', description: 'Email or handle of the recipient' })
  @IsText(254)
  to!: string;

  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsShapeOf(() => TransferSourceDto)
  from?: TransferSourceDto;
}

export class BalanceDto {
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ enum: ['fiat', 'crypto'] }) kind!: 'fiat' | 'crypto';
  @ApiProperty({ description: 'Free to spend or withdraw' }) available!: MoneyDto;
  @ApiProperty({ description: 'Reserved for what is open' }) held!: MoneyDto;
  @ApiProperty({
    type: MoneyDto,
    nullable: true,
    description: 'In your own currency; null while there is no rate',
  })
  value!: MoneyDto | null;
  @ApiProperty({
    type: MoneyDto,
    nullable: true,
    description:
      'What all of it cost, on average, in your own currency; null for that currency itself, for nothing, and where nobody knows',
  })
  cost!: MoneyDto | null;
  @ApiProperty({ type: MoneyDto, nullable: true, description: 'What selling all of it now would realise' })
  gain!: MoneyDto | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '4.35',
    description: 'The gain in percent of the cost',
  })
  gainPercent!: string | null;

  static from({ currency, available, held, value, cost, gain }: ValuedBalance): BalanceDto {
    return {
      currency,
      kind: getCurrency(currency).kind,
      available: MoneyDto.from(money(available, currency)),
      held: MoneyDto.from(money(held, currency)),
      value: moneyOrNull(value),
      cost: moneyOrNull(cost),
      gain: moneyOrNull(gain),
      gainPercent: percentOf(gain, cost),
    };
  }
}

export class BalancesDto {
  @ApiProperty({ type: [BalanceDto] }) items!: BalanceDto[];
  @ApiProperty({ description: 'All that has a rate, in your own currency' }) total!: MoneyDto;
  @ApiProperty({
    type: MoneyDto,
    nullable: true,
    description: 'All gains that selling would realise; null where none is known',
  })
  gain!: MoneyDto | null;
  @ApiProperty({ type: RatesAsOfDto, nullable: true, description: 'The oldest rate behind the total' })
  asOf!: RatesAsOfDto | null;
}

export const costAfterNote =
  'What the balance cost from here on, on average, in the currency you counted in; null where this changed nothing that is counted';
export const gainNote =
  'What it realised: how much more, or less, it was worth than it had cost on average; null where nothing was realised or nobody knows';

export class ChangeDto {
  @ApiProperty({ example: 'USD', description: "A currency's code or a share's symbol" }) asset!: string;
  @ApiProperty({ enum: ['currency', 'share'] }) kind!: 'currency' | 'share';
  @ApiProperty({ example: '-100.00', description: 'Negative when it left' }) amount!: string;
  @ApiProperty({ example: '0.00', description: 'How much more of the balance is held, negative for less' })
  held!: string;
  @ApiProperty({ example: '900.00', description: 'With what is held of it' }) balanceAfter!: string;
  @ApiProperty({ example: '0.00' }) heldAfter!: string;
  @ApiProperty({ type: MoneyDto, nullable: true, description: costAfterNote }) costAfter!: MoneyDto | null;
  @ApiProperty({ type: MoneyDto, nullable: true, description: gainNote }) gain!: MoneyDto | null;

  static from({ asset, amount, held, balanceAfter, heldAfter, costAfter, gain }: Change): ChangeDto {
    const exponent = assetExponent(asset);
    return {
      asset: assetName(asset),
      kind: isShare(asset) ? 'share' : 'currency',
      amount: formatMinor(amount, exponent),
      held: formatMinor(held, exponent),
      balanceAfter: formatMinor(balanceAfter, exponent),
      heldAfter: formatMinor(heldAfter, exponent),
      costAfter: costAfter && MoneyDto.from(costAfter),
      gain: gain && MoneyDto.from(gain),
    };
  }
}

export class PersonDto {
  @ApiProperty({ example: 'ada-lovelace' }) handle!: string;
  @ApiProperty({ example: 'Ada Lovelace' }) displayName!: string;
}

export class TransactionDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: journalKinds, enumName: 'TransactionKind' }) kind!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The day it counts for, where that is not the day it was booked',
  })
  valueDate!: string | null;
  @ApiProperty({ type: String, nullable: true }) memo!: string | null;
  @ApiProperty({ type: PersonDto, nullable: true, description: 'The other side of a transfer' })
  counterparty!: PersonDto | null;
  @ApiProperty({ type: [ChangeDto], description: 'What it did to your own balances' }) changes!: ChangeDto[];
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { rate: '1.1684', rateDate: '2026-04-13', rateSource: 'ECB' },
    description: 'What explains it: the rate, the fee and the quote of a conversion, the order of a trade',
  })
  detail!: Record<string, string>;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The transaction it takes back' })
  reverses!: string | null;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The transaction that took it back',
  })
  reversedBy!: string | null;

  /** The transaction that was just booked, as the owner of `bookId` sees it. */
  static from({ postings, ...journal }: BookedJournal, bookId: string): TransactionDto {
    const changes = postings
      .filter(({ account }) => account.bookId === bookId)
      .map(({ amount, held, account: { asset, balance, held: heldAfter, cost }, counted }) => ({
        asset,
        amount,
        held,
        balanceAfter: balance,
        heldAfter,
        costAfter: (counted && cost) ?? null,
        gain: counted && counted.gain !== null ? money(counted.gain, counted.currency) : null,
      }));
    return TransactionDto.of({
      ...journal,
      memo: journal.memo ?? null,
      detail: journal.detail ?? {},
      valueDate: journal.valueDate ?? null,
      reverses: journal.reverses ?? null,
      reversedBy: null,
      changes,
    });
  }

  static of(journal: Omit<JournalOfBook, 'actor'>): TransactionDto {
    const { id, kind, at, valueDate, memo, detail, reverses, reversedBy, changes } = journal;
    const { fromHandle, fromName, toHandle, toName, ...facts } = detail;
    const left = changes.some(({ amount, held }) => amount < 0n || (amount === 0n && held !== 0n));
    // What the sender paid on the way, and in which currency, is not the recipient's to know.
    const { fee: _, feeCurrency: __, ...received } = facts;
    const [handle, displayName] = left ? [toHandle, toName] : [fromHandle, fromName];
    return {
      id,
      kind,
      at: at.toISOString(),
      valueDate,
      memo,
      counterparty: handle && displayName ? { handle, displayName } : null,
      changes: changes.map(ChangeDto.from),
      detail: kind === 'transfer' && !left ? received : facts,
      reverses,
      reversedBy,
    };
  }
}

export class TransactionPageDto extends PageDto {
  @ApiProperty({ type: [TransactionDto] }) items!: TransactionDto[];
}
