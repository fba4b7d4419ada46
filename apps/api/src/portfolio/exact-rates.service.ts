import { Injectable } from '@nestjs/common';
import { dayNumber, parseDecimal, ratio, type Day, type Ratio } from '@tradeyard/kernel';
import type { Conversion } from '@tradeyard/portfolio';
import { RatesService } from '../currency/rates.service.js';
import { ratesName } from '../platform/history-versions.js';
import type { Computed } from './computed.service.js';
import { numberText } from './figures.dto.js';
import type { HeldPortfolio } from './held-activities.service.js';

const one = parseDecimal('1');
/** Of a rate that nobody has told before some later day. */
const places = 12;

/** Exact rates of the days of activities, for amounts that are owned and owed. */
@Injectable()
export class ExactRatesService {
  /** By portfolio, and of it by currency and which rates there were. */
  private readonly known = new WeakMap<HeldPortfolio, Map<string, Promise<Conversion>>>();

  constructor(private readonly rates: RatesService) {}

  /** Into the currency of the scope, on every day on which anything happened in the portfolio, and today. */
  conversionOf(portfolio: HeldPortfolio, computed: Computed): Promise<Conversion> {
    const { scope, market } = computed;
    const key = `${scope.currency} ${computed.today} ${market.versions.get(ratesName) ?? ''}`;
    const conversions = this.known.get(portfolio) ?? new Map<string, Promise<Conversion>>();
    this.known.set(portfolio, conversions);
    const known = conversions.get(key);
    if (known) return known;
    const loading = this.load(portfolio, computed);
    conversions.clear();
    conversions.set(key, loading);
    loading.catch(() => conversions.delete(key));
    return loading;
  }

  private async load({ activities }: HeldPortfolio, computed: Computed): Promise<Conversion> {
    const { currency: to } = computed.scope;
    const asked = new Map<string, { from: string; to: string; on: Day }>();
    for (const { row } of activities) {
      if (row.currency === to) continue;
      for (const on of [row.day, row.acquired]) {
        if (on !== null) asked.set(`${row.currency} ${on}`, { from: row.currency, to, on });
      }
    }
    const keys = [...asked.keys()];
    const answers = await this.rates.ratesByDate([...asked.values()]);
    const found = new Map<string, Ratio>();
    keys.forEach((key, place) => {
      const dated = answers[place];
      if (dated) found.set(key, dated.rate.rate);
    });
    return {
      currency: to,
      rateOf: (currency, day) => found.get(`${currency} ${day}`) ?? approximate(computed, currency, day),
    };
  }
}

/** As the figures over time have it: before the first known rate as that. */
function approximate({ market, first, today }: Computed, currency: string, day: Day): Ratio {
  const index = Math.max(0, Math.min(dayNumber(day), today) - first);
  const text = numberText(market.rates.get(currency)?.[index] ?? 0, places);
  return ratio(parseDecimal(text ?? '0'), one);
}
