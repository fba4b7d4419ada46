import {
  convert,
  inverse,
  moneyText,
  parseDecimal,
  parsePositiveMoney,
  ratio,
  type ExchangeRate,
  type MoneyText,
} from '@tradeyard/kernel';
import type { Schemas } from '../../api.js';

type RateList = Schemas['RateListDto'];

/** What a conversion would be now: `rate` is exact, `date` is the older of its two rates. */
export type ConversionPreview = {
  readonly rate: ExchangeRate;
  readonly date: string;
  readonly source: string;
};

/** A rate between any two currencies of the list, which names them all against its base; null when one is missing. */
export function crossRate(list: RateList, from: string, to: string): ConversionPreview | null {
  const [a, b] = [findRate(list, from), findRate(list, to)];
  if (!a || !b) return null;
  const older = a.date < b.date ? a : b;
  return {
    rate: { from, to, rate: ratio(parseDecimal(b.rate), parseDecimal(a.rate)) },
    date: older.date,
    source: [...new Set([a, b].map(({ source }) => source))].join(', '),
  };
}

/** Either side of a conversion from the other, rounded as the API rounds: the fraction stays with the house. */
export const bought = (sold: string, { rate }: ConversionPreview): MoneyText =>
  moneyText(convert(parsePositiveMoney(sold, rate.from), rate, 'down'));

export const sold = (wanted: string, { rate }: ConversionPreview): MoneyText =>
  moneyText(convert(parsePositiveMoney(wanted, rate.to), inverse(rate), 'up'));

const findRate = (list: RateList, currency: string) =>
  currency === list.base
    ? { currency, rate: '1', date: list.date, source: list.source }
    : list.items.find((item) => item.currency === currency);
