import {
  addDays,
  dayNumber,
  dayOf,
  dayOfNumber,
  DomainError,
  findCurrency,
  getCurrency,
  latestDay,
  multiplySeries,
  type Currency,
  type Day,
  type RateSeries,
  type SeriesRate,
} from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { RateSeriesService, type NamedFactor } from './rate-series.service.js';

/** Units of `quote` for one of `base`. Without `from` since the first rate, without `to` until today. */
export type HistoryQuestion = {
  readonly base: string;
  readonly quote: string;
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
};

export type RateHistory = {
  readonly base: string;
  readonly quote: string;
  readonly from: Day;
  readonly to: Day;
  readonly sources: readonly string[];
  /** Of two that have ended, the one that did first. */
  readonly ended: { readonly currency: string; readonly endedOn: Day } | null;
  readonly rates: readonly SeriesRate[];
};

type Pair = readonly [base: Currency, quote: Currency];

type Range = { readonly from: Day; readonly to: Day };

/** As far back as a range looks for the rate of its first day. */
const lookBackDays = 7;

/** Before anything was worth anything here. */
const beginning: Day = '1970-01-01';

/** Rates of two currencies over time, exact. Nothing is kept in memory, so an import counts at once. */
@Injectable()
export class RateHistoryService {
  constructor(
    private readonly series: RateSeriesService,
    private readonly clock: Clock,
  ) {}

  /**
   * The rates of a range, oldest first, as `multiplySeries` has them; what an ended currency was worth until it ended.
   * A range in which nobody said anything is empty. Throws, each with the parameter at fault, `unknown_currency`,
   * `currencies_must_differ`, `currency_ended` (the range is wholly after its end), `date_out_of_range` (ends before it
   * begins, before the first rate, or a day that has not come anywhere) and `rate_unavailable`.
   */
  async getHistory({ base, quote, from, to }: HistoryQuestion): Promise<RateHistory> {
    const pair: Pair = [currencyAt('base', base), currencyAt('quote', quote)];
    if (base === quote) {
      throw new DomainError('currencies_must_differ', `A rate of ${base} in itself is always 1`, 'quote');
    }
    const range = this.rangeOf(from, to);
    const ended = firstToEnd(pair);
    if (ended && range.from >= ended.endedOn) {
      const field = ended.currency === base ? 'base' : 'quote';
      const { name } = getCurrency(ended.currency);
      throw new DomainError('currency_ended', `${name} ended on ${ended.endedOn}`, field);
    }
    const known = untilEnd(range, ended);
    const { rates, sources } = await this.read(pair, known);
    const first = rates[0];
    if (!first) await this.requireBegun(pair, known, ended);
    return {
      base,
      quote,
      from: from ?? dayOfNumber(first?.day ?? 0),
      to: range.to,
      sources,
      ended,
      rates,
    };
  }

  private rangeOf(from: Day | undefined, to: Day | undefined): Range {
    const now = this.clock.now();
    const newest = latestDay(now);
    if (to && to > newest) throw new DomainError('date_out_of_range', `${to} has not come yet`, 'to');
    const range = { from: from ?? beginning, to: to ?? dayOf(now) };
    if (range.from <= range.to) return range;
    const message = to
      ? `${range.from} is after ${to}, where the range ends`
      : `${range.from} has not come yet`;
    throw new DomainError('date_out_of_range', message, 'from');
  }

  /** Nothing is known of a range: it is a gap, or it lies before the first rate, or nobody ever said anything. */
  private async requireBegun([base, quote]: Pair, { to }: Range, ended: RateHistory['ended']): Promise<void> {
    const everything = untilEnd({ from: beginning, to: dayOf(this.clock.now()) }, ended);
    const { rates } = await this.read([base, quote], everything);
    const first = rates[0];
    if (!first) {
      const [ofBase] = await this.series.loadPair(base, quote, everything);
      const field = ofBase.some(({ values }) => values.length === 0) ? 'base' : 'quote';
      throw new DomainError(
        'rate_unavailable',
        `There is no rate between ${base.code} and ${quote.code}`,
        field,
      );
    }
    const begun = dayOfNumber(first.day);
    if (to >= begun) return;
    const message = `Rates between ${base.code} and ${quote.code} begin on ${begun}, ${to} is before that`;
    throw new DomainError('date_out_of_range', message, 'to');
  }

  /** Units of the second for one of the first. */
  private async read([base, quote]: Pair, { from, to }: Range): Promise<RateSeries> {
    const lookBack = { from: addDays(from, -lookBackDays), to };
    const [ofBase, ofQuote] = await this.series.loadPair(base, quote, lookBack);
    // The dollars for a coin are on both sides when the other side is the dollar: they cancel out.
    const isIn = (factors: readonly NamedFactor[], { name }: NamedFactor) =>
      factors.some((factor) => factor.name === name);
    const factors = [
      ...ofBase
        .filter((factor) => !isIn(ofQuote, factor))
        .map((factor) => ({ ...factor, divides: !factor.divides })),
      ...ofQuote.filter((factor) => !isIn(ofBase, factor)),
    ];
    return multiplySeries(factors, dayNumber(from), dayNumber(to));
  }
}

function currencyAt(field: string, code: string): Currency {
  const currency = findCurrency(code);
  if (currency) return currency;
  throw new DomainError('unknown_currency', `"${code}" is not a currency that Tradeyard knows`, field);
}

/** The part of a range in which both still were. */
const untilEnd = ({ from, to }: Range, ended: RateHistory['ended']): Range => ({
  from,
  to: ended && ended.endedOn <= to ? addDays(ended.endedOn, -1) : to,
});

function firstToEnd(pair: readonly Currency[]): RateHistory['ended'] {
  const [first] = pair
    .flatMap(({ code: currency, endedOn }) => (endedOn ? [{ currency, endedOn }] : []))
    .sort((a, b) => (a.endedOn < b.endedOn ? -1 : 1));
  return first ?? null;
}
