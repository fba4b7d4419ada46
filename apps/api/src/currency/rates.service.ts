import {
  crossRate,
  dayOf,
  DomainError,
  getCurrency,
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

/** Something that was observed and that a rate rests on: a reference rate, or a price of a coin. */
type Fact = { readonly name: string; readonly date: Day; readonly source: string };

/** Units of a currency for one euro, with everything that went into it. */
type Leg = { readonly perEuro: Ratio; readonly facts: readonly Fact[] };

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
