import { ApiProperty } from '@nestjs/swagger';
import {
  DomainError,
  getActiveCurrency,
  moneyText,
  parsePositiveMoney,
  type Money,
  type MoneyText,
} from '@tradeyard/kernel';
import { IsText } from './validation.js';

export class MoneyDto implements MoneyText {
  @ApiProperty({ example: '1234.56', description: 'Exact decimal with at most the places of the currency' })
  @IsText(60)
  amount!: string;

  @ApiProperty({ example: 'EUR', description: 'ISO 4217 code, or the code of a crypto asset' })
  @IsText(12)
  currency!: string;

  static from(value: Money): MoneyDto {
    return moneyText(value);
  }

  /** An amount above zero; `field` is where the body holds it, for the error. */
  static readPositive({ amount, currency }: MoneyDto, field: string): Money {
    atField(`${field}.currency`, () => getActiveCurrency(currency));
    return atField(`${field}.amount`, () => parsePositiveMoney(amount, currency));
  }
}

/** Lets a rule's error name the input it was about. */
export function atField<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof DomainError ? new DomainError(error.code, error.message, field) : error;
  }
}
