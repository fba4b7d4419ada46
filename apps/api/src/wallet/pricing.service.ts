import { Injectable } from '@nestjs/common';
import {
  DomainError,
  formatDecimal,
  formatMinor,
  getActiveCurrency,
  getCurrency,
  ratioToDecimal,
  ratioToSignificant,
  type Money,
} from '@tradeyard/kernel';
import { buying, selling, type Exchange } from '@tradeyard/ledger';
import { RatesService, type DatedRate } from '../currency/rates.service.js';
import { Config } from '../platform/config.js';
import { atField, MoneyDto } from '../platform/money.dto.js';
import type { ConversionSideDto } from './conversions.dto.js';
import { LimitsService } from '../currency/limits.service.js';
import type { ConversionSideName } from './quote.entity.js';

/** A conversion that is asked for; `side` has the amount that counts. */
export type AskedConversion = {
  readonly from: ConversionSideDto;
  readonly to: ConversionSideDto;
  readonly side: ConversionSideName;
};

/** What is exchanged, and the rate that it comes from. */
export type PricedExchange = { readonly exchange: Exchange; readonly dated: DatedRate };

/** What conversions come to: by the rates of this moment, less what the house keeps. */
@Injectable()
export class PricingService {
  constructor(
    private readonly rates: RatesService,
    private readonly limits: LimitsService,
    private readonly config: Config,
  ) {}

  /**
   * Throws what is wrong with the currencies and the amount at their fields,
   * `currencies_must_differ`, `amount_too_small`, `limit_exceeded`, and what
   * `rateBetween` does.
   */
  async price({ from, to, side }: AskedConversion): Promise<PricedExchange> {
    atField('from.currency', () => getActiveCurrency(from.currency));
    atField('to.currency', () => getActiveCurrency(to.currency));
    if (from.currency === to.currency) {
      throw new DomainError(
        'currencies_must_differ',
        `${to.currency} cannot be converted into itself`,
        'to.currency',
      );
    }
    const dated = await this.rateBetween(
      { currency: from.currency, field: 'from.currency' },
      { currency: to.currency, field: 'to.currency' },
    );
    const { amount = '', currency } = side === 'from' ? from : to;
    const given = MoneyDto.readPositive({ amount, currency }, side);
    const priced =
      side === 'from'
        ? atField('from.amount', () => selling(given, dated.rate, this.config.conversionSpreadBasisPoints))
        : this.cost(given, dated);
    await this.limits.requireWithin('conversion', given, `${side}.amount`);
    return { exchange: priced, dated };
  }

  /** What exactly `amount` costs in the currency that `dated` is from. */
  cost(amount: Money, dated: DatedRate): Exchange {
    return buying(amount, dated.rate, this.config.conversionSpreadBasisPoints);
  }

  /**
   * As `RatesService.getRate`; where nobody quotes a rate, or only one that is
   * too old, the error is at the field of the currency that it is missing for.
   */
  async rateBetween(
    from: { readonly currency: string; readonly field: string },
    to: { readonly currency: string; readonly field: string },
  ): Promise<DatedRate> {
    try {
      return await this.rates.getRate(from.currency, to.currency);
    } catch (error) {
      if (!(error instanceof DomainError) || !ofOneCurrency.has(error.code)) throw error;
      const known = (await this.rates.rateTable([from.currency], 'EUR')).get(from.currency);
      const isFine = known && !this.rates.isTooOld(known);
      throw new DomainError(error.code, error.message, isFine ? to.field : from.field);
    }
  }
}

const ofOneCurrency = new Set<string>(['rate_unavailable', 'rate_too_old']);

/** Places of a rate as people read it; amounts are computed from the exact one. */
const ratePlaces = 12;
/** Below it, so many places would leave a rate only half of its digits. */
const smallRate = { numerator: 1n, denominator: 1_000_000n };

/** A rate as people read it. */
export function rateText({ rate: { rate } }: DatedRate): string {
  const isSmall = rate.numerator * smallRate.denominator < rate.denominator * smallRate.numerator;
  return formatDecimal(isSmall ? ratioToSignificant(rate, ratePlaces) : ratioToDecimal(rate, ratePlaces));
}

/** A rate in the words of answers and journals. */
export type ToldRate = Readonly<Record<'rate' | 'rateDate' | 'rateSource', string>>;

export const toldRate = (dated: DatedRate): ToldRate => ({
  rate: rateText(dated),
  rateDate: dated.date,
  rateSource: dated.source,
});

/** What journals keep of an exchange beside its amounts; nothing about a fee where there is none. */
export const exchangeDetail = (
  { fee, sold: { currency } }: Exchange,
  { rate, rateDate, rateSource }: ToldRate,
): Record<string, string> => ({
  rate,
  rateDate,
  rateSource,
  ...(fee > 0n && { fee: formatMinor(fee, getCurrency(currency).exponent), feeCurrency: currency }),
});
