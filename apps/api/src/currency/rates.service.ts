import {
  crossRate,
  currencies,
  dayOf,
  daysBetween,
  DomainError,
  getCurrency,
  inverse,
  parseDecimal,
  ratio,
  type Currency,
  type Day,
  type ExchangeRate,
  type Ratio,
} from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { ReferenceRatesService, type DatedCode } from './reference-rates.service.js';

/** A rate with the day it is of and who said so. */
export type DatedRate = { readonly rate: ExchangeRate; readonly date: Day; readonly source: string };

/** Units of `to` for one unit of `from`, as last known on the day `on`; without it, now. */
export type RateQuestion = { readonly from: string; readonly to: string; readonly on?: Day };

/** What one unit of `base` is worth in every other currency that has a rate, and how old that is. */
export type RateList = {
  readonly base: string;
  /** The newest day among the rates of fiat currencies. */
  readonly date: Day;
  readonly source: string;
  /** Days from `date` to today. */
  readonly ageDays: number;
  readonly rates: readonly DatedRate[];
};

/** Something that was observed and that a rate rests on: a reference rate, or a price of a coin. */
type Fact = { readonly name: string; readonly date: Day; readonly source: string };

/** Units of a currency for one euro, with everything that went into it. */
type Leg = { readonly perEuro: Ratio; readonly facts: readonly Fact[] };

/** The first time zone to see a new day is so far ahead. */
const aheadOfUtcMs = 14 * 3_600_000;

const one = parseDecimal('1');
const euro: Leg = { perEuro: ratio(one, one), facts: [] };

/** Exchange rates between any two currencies, exact: a cross rate is a fraction, not a rounded number. */
@Injectable()
export class RatesService {
  constructor(
    private readonly references: ReferenceRatesService,
    private readonly clock: Clock,
  ) {}

  /**
   * Units of `to` for one unit of `from`, by the last rates on or before the day
   * `on` (without it: the newest, and live prices of coins). Where two days went
   * into it, `date` is the older one. Throws `unknown_currency` and
   * `rate_unavailable`.
   */
  async getRate(from: string, to: string, on?: Day): Promise<DatedRate> {
    const [rate] = await this.ratesByDate([{ from, to, ...(on && { on }) }]);
    if (rate) return rate;
    const day = on ?? dayOf(this.clock.now());
    const over = [from, to].map(getCurrency).find((currency) => hasEnded(currency, day));
    throw new DomainError(
      'rate_unavailable',
      over
        ? `${over.name} ended on ${over.endedOn}, there is no rate for it`
        : `There is no rate between ${from} and ${to}${on ? ` for ${on}` : ''}`,
    );
  }

  /**
   * Each code with the rate from it to `base`, for values of many balances at
   * once. A code without a rate is not in the table. Throws `unknown_currency`.
   */
  async rateTable(codes: readonly string[], base: string, on?: Day): Promise<ReadonlyMap<string, DatedRate>> {
    const from = [...new Set(codes)];
    const rates = await this.ratesByDate(from.map((code) => ({ from: code, to: base, ...(on && { on }) })));
    return new Map(from.flatMap((code, place) => (rates[place] ? [[code, rates[place]]] : [])));
  }

  /**
   * The answer to each question at its place, undefined where there is no rate;
   * one statement however many are asked. Throws `unknown_currency`.
   */
  async ratesByDate(asked: readonly RateQuestion[]): Promise<(DatedRate | undefined)[]> {
    const today = dayOf(this.clock.now());
    const questions = asked.map(({ from, to, on = today }) => ({ from, to, on }));
    const legs = await this.loadLegs(
      questions.flatMap(({ from, to, on }) =>
        from === to ? [] : [from, to].map((code) => ({ currency: code, on })),
      ),
    );
    return questions.map(({ from, to, on }) => {
      if (getCurrency(from).code === getCurrency(to).code) return identity(from, on);
      const fromLeg = legs.get(legKey({ currency: from, on }));
      const toLeg = legs.get(legKey({ currency: to, on }));
      return fromLeg && toLeg && cross(from, fromLeg, to, toLeg);
    });
  }

  /**
   * All rates from `base`, by code. Throws `unknown_currency`, `currency_ended`,
   * `date_out_of_range` (before the first rate, or a day that has not come
   * anywhere) and `rate_unavailable`, each with the parameter at fault.
   */
  async listRates(base: string, on?: Day): Promise<RateList> {
    const now = this.clock.now();
    const { endedOn, name } = atParameter('base', () => getCurrency(base));
    if (endedOn && (on ?? dayOf(now)) >= endedOn) {
      throw new DomainError('currency_ended', `${name} ended on ${endedOn}`, 'base');
    }
    if (on && on > dayOf(new Date(now.getTime() + aheadOfUtcMs))) {
      throw new DomainError('date_out_of_range', `${on} has not come yet`, 'date');
    }
    const codes = currencies.map(({ code }) => code).filter((code) => code !== base);
    const toBase = await this.rateTable(codes, base, on);
    const rates = [...toBase.values()].map((dated) => ({ ...dated, rate: inverse(dated.rate) }));
    const newest = rates
      .filter(({ rate }) => getCurrency(rate.to).kind === 'fiat')
      .reduce<DatedRate | undefined>(
        (found, rate) => (found && found.date >= rate.date ? found : rate),
        undefined,
      );
    if (!newest) throw await this.noRates(base, on);
    const { date, source } = newest;
    return { base, date, source, ageDays: daysBetween(date, dayOf(now)), rates };
  }

  private async noRates(base: string, on?: Day): Promise<DomainError> {
    const span = await this.references.findSpan();
    return on && span && on < span.first
      ? new DomainError('date_out_of_range', `Rates begin on ${span.first}, ${on} is before that`, 'date')
      : new DomainError('rate_unavailable', `There is no rate for ${base}${on ? ` on ${on}` : ''}`, 'base');
  }

  private async loadLegs(asked: readonly DatedCode[]): Promise<ReadonlyMap<string, Leg>> {
    const wanted = new Map(asked.map((question) => [legKey(question), question]));
    const legs = new Map<string, Leg>();
    const references: DatedCode[] = [];
    for (const [key, question] of wanted) {
      const currency = getCurrency(question.currency);
      if (currency.code === 'EUR') legs.set(key, euro);
      else if (currency.kind === 'fiat' && !hasEnded(currency, question.on)) references.push(question);
    }
    const rates = await this.references.findRates(references);
    references.forEach((question, place) => {
      const rate = rates[place];
      if (rate) legs.set(legKey(question), referenceLeg(rate.currency, rate));
    });
    return legs;
  }
}

/** Lets a rule's error name the parameter it was about. */
function atParameter<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof DomainError ? new DomainError(error.code, error.message, field) : error;
  }
}

const legKey = ({ currency, on }: DatedCode): string => `${currency} ${on}`;

const hasEnded = ({ endedOn }: Currency, on: Day): boolean => endedOn !== undefined && on >= endedOn;

const identity = (code: string, date: Day): DatedRate => ({
  rate: { from: code, to: code, rate: euro.perEuro },
  date,
  source: 'identity',
});

const referenceLeg = (
  name: string,
  { perEuro, date, source }: { perEuro: string; date: Day; source: string },
): Leg => ({ perEuro: ratio(parseDecimal(perEuro), one), facts: [{ name, date, source }] });

/** A fact on both sides cancels out: bitcoin in dollars rests on its price in dollars, and on no euro rate. */
function cross(from: string, fromLeg: Leg, to: string, toLeg: Leg): DatedRate {
  const isIn = (facts: readonly Fact[], { name }: Fact) => facts.some((fact) => fact.name === name);
  const facts = [
    ...fromLeg.facts.filter((fact) => !isIn(toLeg.facts, fact)),
    ...toLeg.facts.filter((fact) => !isIn(fromLeg.facts, fact)),
  ];
  return {
    rate: crossRate({ code: from, per: fromLeg.perEuro }, { code: to, per: toLeg.perEuro }),
    date: facts.map(({ date }) => date).reduce((oldest, date) => (date < oldest ? date : oldest)),
    source: [...new Set(facts.map(({ source }) => source))].join(' + '),
  };
}
