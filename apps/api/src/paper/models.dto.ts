import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DomainError, compareDecimals, getCurrency, parseDecimal, roundToMinor } from '@tradeyard/kernel';
import { findFeeFault, type FeeModel, type PriceModel, type SlippageModel } from '@tradeyard/trading';
import { z } from 'zod';
import { Problem } from '../platform/problem.js';

/** As long as any amount that makes sense; numbers of any length would cost time with each fill. */
const number = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,8})?$/, 'Give a number such as 0.05 as text, not below zero');
const percent = number;
const tiersMax = 20;

const priceModel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('touch') }),
  z.strictObject({ kind: z.literal('spread'), percent }),
  z.strictObject({ kind: z.literal('volume'), percent }),
]);
const slippageModel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('fixed'), percent }),
  z.strictObject({ kind: z.literal('volumeShare'), limitPercent: percent, impactPercent: percent }),
]);
const tier = z.strictObject({ upTo: number.nullable(), percent });
const feeModel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('perShare'), amount: number, minimum: number }),
  z.strictObject({ kind: z.literal('percent'), percent, minimum: number }),
  z.strictObject({ kind: z.literal('tiered'), tiers: z.array(tier).max(tiersMax) }),
]);
const models = z.strictObject({ price: priceModel, slippage: slippageModel, fee: feeModel });
const someModels = models.partial();

/** How orders of a portfolio are filled, as it is stored and sent: decimals as text. */
export type ModelsJson = z.infer<typeof models>;

/** At the offer, without slippage and fees. */
export const defaultModels: ModelsJson = {
  price: { kind: 'touch' },
  slippage: { kind: 'none' },
  fee: { kind: 'none' },
};

const slippagePercentMax = parseDecimal('10');
const hundred = parseDecimal('100');

/**
 * `before` with those models changed that somebody sent under the field `models`. Throws `validation_failed` for what
 * is not a model, and `models_invalid` for one whose numbers make no sense, each at the field at fault.
 */
export function changedModels(sent: unknown, before: ModelsJson = defaultModels): ModelsJson {
  if (sent === undefined) return before;
  const parsed = someModels.safeParse(sent);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => ({
      field: ['models', ...path].join('.').slice(0, 100),
      message,
    }));
    throw new Problem('validation_failed', faults[0]?.message ?? 'These are no models', faults);
  }
  const { price = before.price, slippage = before.slippage, fee = before.fee } = parsed.data;
  requireSense({ price, slippage, fee });
  return { price, slippage, fee };
}

function requireSense(json: ModelsJson): void {
  const { price, slippage, fee } = json;
  if ('percent' in price) requirePercent(price.percent, 'models.price.percent');
  if (price.kind === 'volume' && parseDecimal(price.percent).digits === 0n)
    throw invalid('Of no volume at all nothing is ever filled', 'models.price.percent');
  if (slippage.kind === 'fixed')
    requirePercent(slippage.percent, 'models.slippage.percent', slippagePercentMax);
  if (slippage.kind === 'volumeShare') {
    requirePercent(slippage.limitPercent, 'models.slippage.limitPercent');
    requirePercent(slippage.impactPercent, 'models.slippage.impactPercent');
  }
  if (fee.kind === 'percent') requirePercent(fee.percent, 'models.fee.percent');
  if (fee.kind === 'tiered') {
    for (const [index, each] of fee.tiers.entries())
      requirePercent(each.percent, `models.fee.tiers.${index}.percent`);
  }
  // With as many places as an amount can have here, so that two ends that differ stay two.
  const fault = findFeeFault(readFee(fee, finestExponent));
  if (fault) throw invalid(fault, fee.kind === 'tiered' ? 'models.fee.tiers' : 'models.fee');
}

const finestExponent = 8;

function requirePercent(text: string, field: string, max = hundred): void {
  if (compareDecimals(parseDecimal(text), max) > 0)
    throw invalid(`This is between 0 and ${max.digits} percent, ${text} is not`, field);
}

const invalid = (message: string, field: string): DomainError =>
  new DomainError('models_invalid', message, field);

/** What orders are filled and charged by. */
export type Models = {
  readonly price: PriceModel;
  readonly slippage: SlippageModel;
  readonly fee: FeeModel;
};

/**
 * The models as the rules of trading take them. Amounts in them count in `currency`, the one that the instrument is
 * traded in, whatever the portfolio's is; what has more places than it is rounded up to its minor unit.
 */
export function readModels({ price, slippage, fee }: ModelsJson, currency: string): Models {
  return {
    price: price.kind === 'touch' ? price : { kind: price.kind, percent: parseDecimal(price.percent) },
    slippage: readSlippage(slippage),
    fee: withoutEmptyTiers(readFee(fee, getCurrency(currency).exponent)),
  };
}

function readSlippage(slippage: ModelsJson['slippage']): SlippageModel {
  switch (slippage.kind) {
    case 'none':
      return slippage;
    case 'fixed':
      return { kind: 'fixed', percent: parseDecimal(slippage.percent) };
    case 'volumeShare':
      return {
        kind: 'volumeShare',
        limitPercent: parseDecimal(slippage.limitPercent),
        impactPercent: parseDecimal(slippage.impactPercent),
      };
  }
}

function readFee(fee: ModelsJson['fee'], exponent: number): FeeModel {
  const minor = (text: string): bigint => roundToMinor(parseDecimal(text), exponent, 'up');
  switch (fee.kind) {
    case 'none':
      return fee;
    case 'perShare':
      return { kind: 'perShare', amount: parseDecimal(fee.amount), minimum: minor(fee.minimum) };
    case 'percent':
      return { kind: 'percent', percent: parseDecimal(fee.percent), minimum: minor(fee.minimum) };
    case 'tiered':
      return {
        kind: 'tiered',
        tiers: fee.tiers.map(({ upTo, percent: rate }) => ({
          upTo: upTo === null ? null : minor(upTo),
          percent: parseDecimal(rate),
        })),
      };
  }
}

/** Two tiers may end at the same amount once their ends are rounded: then the second has no width, and is none. */
function withoutEmptyTiers(fee: FeeModel): FeeModel {
  if (fee.kind !== 'tiered') return fee;
  const { tiers } = fee;
  const filled = tiers.filter(({ upTo }, index) => upTo === null || upTo !== tiers[index - 1]?.upTo);
  return { kind: 'tiered', tiers: filled };
}

const percentDescription = 'From 0 to 100';

export class PriceModelDto {
  @ApiProperty({
    enum: ['touch', 'spread', 'volume'],
    description:
      '`touch`: a buy at the ask, a sale at the bid. `spread`: from the middle, so many percent of the way there. ' +
      '`volume`: at the touch, at most so many percent of what is traded',
  })
  kind!: 'touch' | 'spread' | 'volume';
  @ApiPropertyOptional({ example: '50', description: `${percentDescription}. Of \`spread\` and \`volume\`` })
  percent?: string;
}

export class SlippageModelDto {
  @ApiProperty({
    enum: ['none', 'fixed', 'volumeShare'],
    description:
      '`fixed`: by so many percent. `volumeShare`: by the square of the share of the traded volume, that at most ' +
      '`limitPercent`, times `impactPercent`',
  })
  kind!: 'none' | 'fixed' | 'volumeShare';
  @ApiPropertyOptional({ example: '0.05', description: 'From 0 to 10. Of `fixed`' }) percent?: string;
  @ApiPropertyOptional({ example: '2.5', description: `${percentDescription}. Of \`volumeShare\`` })
  limitPercent?: string;
  @ApiPropertyOptional({ example: '10', description: `${percentDescription}. Of \`volumeShare\`` })
  impactPercent?: string;
}

export class FeeTierDto {
  @ApiProperty({ type: String, nullable: true, example: '10000', description: 'The last tier has no end' })
  upTo!: string | null;
  @ApiProperty({ example: '0.1', description: percentDescription }) percent!: string;
}

const feeAmounts = 'In the currency that the instrument is traded in';

export class FeeModelDto {
  @ApiProperty({
    enum: ['none', 'perShare', 'percent', 'tiered'],
    description:
      '`perShare`: for each unit. `percent`: of the cash. `tiered`: each part of the cash by the tier it lies in',
  })
  kind!: 'none' | 'perShare' | 'percent' | 'tiered';
  @ApiPropertyOptional({ example: '0.005', description: `${feeAmounts}. Of \`perShare\`` }) amount?: string;
  @ApiPropertyOptional({ example: '1', description: `${feeAmounts}. Of \`perShare\` and \`percent\`` })
  minimum?: string;
  @ApiPropertyOptional({ example: '0.1', description: `${percentDescription}. Of \`percent\`` })
  percent?: string;
  @ApiPropertyOptional({ type: [FeeTierDto], description: 'Of `tiered`' }) tiers?: FeeTierDto[];
}

/** How orders are filled and what that costs. */
export class ModelsDto {
  @ApiProperty() price!: PriceModelDto;
  @ApiProperty() slippage!: SlippageModelDto;
  @ApiProperty() fee!: FeeModelDto;
}

/** What is not given stays as it is. */
export class ModelsChangeDto {
  @ApiPropertyOptional({ type: PriceModelDto }) price?: PriceModelDto;
  @ApiPropertyOptional({ type: SlippageModelDto }) slippage?: SlippageModelDto;
  @ApiPropertyOptional({ type: FeeModelDto }) fee?: FeeModelDto;
}
