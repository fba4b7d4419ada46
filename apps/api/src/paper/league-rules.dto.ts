import { ApiPropertyOptional } from '@nestjs/swagger';
import { instrumentClasses, type InstrumentClass } from '@tradeyard/market';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, Matches } from 'class-validator';
import { MayBeAbsent } from '../platform/validation.js';

/** What is allowed in a league; what is not said is not limited, but for resets, which have to be allowed. */
export type LeagueRules = {
  /** Of the portfolio's value, as decimal text. */
  readonly maxPositionPercent?: string;
  readonly allowedClasses?: readonly InstrumentClass[];
  readonly resetsAllowed?: boolean;
};

/** More than 0 and at most 100, with at most two places. */
const percentForm = /^(?!0+(\.0+)?$)(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/;

export class LeagueRulesDto implements LeagueRules {
  @ApiPropertyOptional({
    example: '25',
    description: "How much of the portfolio's value one position may be when something is bought",
  })
  @MayBeAbsent()
  @Matches(percentForm, { message: 'A position is more than 0 and at most 100 percent, with two places' })
  maxPositionPercent?: string;

  @ApiPropertyOptional({ enum: instrumentClasses, isArray: true, description: 'All unless given' })
  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(instrumentClasses.length)
  @ArrayUnique()
  @IsIn(instrumentClasses, { each: true, message: `Each class is one of ${instrumentClasses.join(', ')}` })
  allowedClasses?: InstrumentClass[];

  @ApiPropertyOptional({ default: false, description: 'Whether a member may begin anew' })
  @MayBeAbsent()
  @IsBoolean()
  resetsAllowed?: boolean;

  static from({ maxPositionPercent, allowedClasses, resetsAllowed }: LeagueRules): LeagueRulesDto {
    return {
      ...(maxPositionPercent !== undefined && { maxPositionPercent }),
      ...(allowedClasses !== undefined && { allowedClasses: [...allowedClasses] }),
      resetsAllowed: resetsAllowed ?? false,
    };
  }
}
