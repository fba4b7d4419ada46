import { formatDecimal, parseDecimal, ratio, ratioToSignificant } from '@tradeyard/kernel';
import type { Schemas } from '../../api.js';

type RateList = Schemas['RateListDto'];

/** What one unit of `from` is worth, as a decimal to read; `date` is the older of its two days. */
export type ShownRate = {
  readonly from: string;
  readonly to: string;
  readonly rate: string;
  readonly date: string;
  readonly source: string;
};

const digitsShown = 12;

/** A rate between any two currencies of the list, which names them all against its base; null when one is missing. */
export function crossRate(list: RateList, from: string, to: string): ShownRate | null {
  const [a, b] = [findRate(list, from), findRate(list, to)];
  if (!a || !b) return null;
  const older = a.date < b.date ? a : b;
  return {
    from,
    to,
    rate: formatDecimal(ratioToSignificant(ratio(parseDecimal(b.rate), parseDecimal(a.rate)), digitsShown)),
    date: older.date,
    source: [...new Set([a, b].map(({ source }) => source))].join(', '),
  };
}

const findRate = (list: RateList, currency: string) =>
  currency === list.base
    ? { currency, rate: '1', date: list.date, source: list.source }
    : list.items.find((item) => item.currency === currency);
