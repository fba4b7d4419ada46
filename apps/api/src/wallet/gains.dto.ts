import { ApiProperty } from '@nestjs/swagger';
import { divide, formatMinor, getCurrency, money, type Money } from '@tradeyard/kernel';
import { MoneyDto } from '../platform/money.dto.js';
import type { Gains } from './gains.service.js';

const realisedNote =
  'By what was sold, spent or sent in the period, in the currency you counted in then: mostly one amount, and none where nothing was';

export class CurrencyGainDto {
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ enum: ['fiat', 'crypto'] }) kind!: 'fiat' | 'crypto';
  @ApiProperty({ type: [MoneyDto], description: realisedNote }) realised!: MoneyDto[];
  @ApiProperty({
    type: MoneyDto,
    nullable: true,
    description: 'What selling all of it now would realise, in your own currency; null where nobody knows',
  })
  unrealised!: MoneyDto | null;
}

export class GainsDto {
  @ApiProperty({
    type: [CurrencyGainDto],
    description: 'Every currency that realised something or would, by code',
  })
  items!: CurrencyGainDto[];
  @ApiProperty({ type: [MoneyDto], description: realisedNote }) realised!: MoneyDto[];
  @ApiProperty({ type: MoneyDto, nullable: true, description: 'Of all that is counted, now' })
  unrealised!: MoneyDto | null;

  static from({ items, gain, realised }: Gains): GainsDto {
    const byCurrency = Map.groupBy(realised, ({ asset }) => asset);
    const unrealised = new Map(items.map((item) => [item.currency, item.gain]));
    const currencies = items
      .map(({ currency }) => currency)
      .filter((currency) => byCurrency.has(currency) || unrealised.get(currency));
    return {
      items: currencies.map((currency) => ({
        currency,
        kind: getCurrency(currency).kind,
        realised: total((byCurrency.get(currency) ?? []).map((each) => each.gain)),
        unrealised: moneyOrNull(unrealised.get(currency)),
      })),
      realised: total(realised.map((each) => each.gain)),
      unrealised: moneyOrNull(gain),
    };
  }
}

/** One amount for each currency among them, by code. */
function total(gains: readonly Money[]): MoneyDto[] {
  const byCurrency = Map.groupBy(gains, ({ currency }) => currency);
  return [...byCurrency]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, each]) =>
      MoneyDto.from(
        money(
          each.reduce((sum, { minor }) => sum + minor, 0n),
          currency,
        ),
      ),
    );
}

export const moneyOrNull = (amount: Money | null | undefined): MoneyDto | null =>
  amount ? MoneyDto.from(amount) : null;

/** The gain in percent of the cost, with two places; null where that was nothing. */
export const percentOf = (gain: Money | null, cost: Money | null): string | null =>
  gain && cost && cost.minor > 0n
    ? formatMinor(divide(gain.minor * 10_000n, cost.minor, 'halfEven'), 2)
    : null;
