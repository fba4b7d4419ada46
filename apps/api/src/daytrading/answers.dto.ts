import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { dollars, each, sharesOf, type Reservation, type Trader } from '@tradeyard/daytrading';
import type { Answer } from './turns.service.js';

class DayHoldingDto {
  @ApiProperty({ example: 'ABC' }) symbol!: string;
  @ApiProperty({ type: 'integer', description: 'Free to sell' }) shares!: number;
}

class DayPendingDto {
  @ApiProperty({ enum: ['buy', 'sell'] }) side!: string;
  @ApiProperty({ example: 'ABC' }) symbol!: string;
  @ApiProperty({ type: 'integer' }) shares!: number;
  @ApiProperty({ example: '460.24' }) cash!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: 'integer', description: 'Of the BUY or SELL' }) transaction!: number;
}

class DayTriggerDto {
  @ApiProperty({ enum: ['buy', 'sell'] }) side!: string;
  @ApiProperty({ example: 'ABC' }) symbol!: string;
  @ApiProperty({ example: '550.50' }) amount!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The price it waits for; null until it is set' })
  trigger!: string | null;
  @ApiProperty({ type: 'integer', description: 'Shares that are reserved for it' }) reservedShares!: number;
}

class DayMovementDto {
  @ApiProperty({ type: 'integer' }) transaction!: number;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ example: 'BUY' }) command!: string;
  @ApiProperty({ example: 'ABC' }) symbol!: string;
  @ApiProperty({ enum: ['add', 'remove'] }) action!: string;
  @ApiProperty({ example: '460.24' }) funds!: string;
}

export class DaySummaryDto {
  @ApiProperty({ example: '1000.00', description: 'Free to spend, in dollars' }) balance!: string;
  @ApiProperty({ example: '550.50', description: 'Reserved by BUY and SET_BUY_AMOUNT' }) reserved!: string;
  @ApiProperty({ type: [DayHoldingDto] }) holdings!: DayHoldingDto[];
  @ApiProperty({ type: [DayPendingDto], description: 'What waits for a COMMIT, the newest first' })
  pending!: DayPendingDto[];
  @ApiProperty({ type: [DayTriggerDto] }) triggers!: DayTriggerDto[];
  @ApiProperty({ type: [DayMovementDto], description: 'What moved the balance last, the newest first' })
  transactions!: DayMovementDto[];

  static from({ balance, reserved, holdings, pending, standing, movements }: Trader): DaySummaryDto {
    const open = [...each(pending.buy), ...each(pending.sell)];
    const set = [...standing.buy.values(), ...standing.sell.values()];
    return {
      balance: dollars(balance),
      reserved: dollars(reserved),
      holdings: Array.from(holdings, ([symbol, shares]) => ({ symbol, shares: Number(shares) })),
      pending: open.map(pendingDto),
      triggers: set.map(triggerDto),
      transactions: movements.toReversed(),
    };
  }
}

const pendingDto = ({ side, symbol, shares, cash, atMs, transaction }: Reservation): DayPendingDto => ({
  side,
  symbol,
  shares: Number(shares),
  cash: dollars(cash),
  at: new Date(atMs).toISOString(),
  transaction,
});

const triggerDto = (reservation: Reservation): DayTriggerDto => {
  const { side, symbol, amount, trigger } = reservation;
  return {
    side,
    symbol,
    amount: dollars(amount),
    trigger: trigger === null ? null : dollars(trigger),
    reservedShares: Number(sharesOf(reservation)),
  };
};

/** What a command that was carried out is answered with: what applies to it. Cash and prices are dollars. */
export class DayAnswerDto {
  @ApiProperty({
    type: 'integer',
    description: 'The number of the command, in the log and for whoever repeats it',
  })
  transaction!: number;
  @ApiPropertyOptional({ description: 'The command came before, and this is what it was answered then' })
  replayed?: true;
  @ApiPropertyOptional({ example: 'ABC' }) symbol?: string;
  @ApiPropertyOptional({ example: '230.12', description: 'Of one share' }) price?: string;
  @ApiPropertyOptional({ type: 'integer' }) shares?: number;
  @ApiPropertyOptional({ example: '460.24', description: 'What the shares cost or bring' }) cash?: string;
  @ApiPropertyOptional({ description: 'The trigger was reached at once' }) fired?: true;
  @ApiPropertyOptional({ type: DaySummaryDto, description: 'Of DISPLAY_SUMMARY' }) summary?: DaySummaryDto;

  static from({ happening: { transaction, command, result }, trader, isReplayed }: Answer): DayAnswerDto {
    return {
      transaction,
      ...(isReplayed && { replayed: true }),
      ...result,
      ...(command === 'DISPLAY_SUMMARY' && { summary: DaySummaryDto.from(trader) }),
    };
  }
}
