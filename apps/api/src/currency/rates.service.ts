import {
  crossRate,
  currencies,
  dayOf,
  daysBetween,
  DomainError,
  getCurrency,
  latestDay,
  multiplyRatios,
  parseDecimal,
  ratio,
  type Currency,
  type Day,
  type ExchangeRate,
  type Ratio,
} from '@tradeyard/kernel';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { CoinPricesService, type CoinPrice } from './coin-prices.service.js';
import { ReferenceRatesService, type DatedCode } from './reference-rates.service.js';

/** A rate with the day it is of and who said so. */
export type DatedRate = {
  readonly rate: ExchangeRate;
  readonly date: Day;
  readonly source: string;
  /** It rests on a price of a coin that should be live and is not: good for a value, not to act on. */
  readonly stale: boolean;
};

/** Units of `to` for one unit of `from`, as last known on the day `on`; without it, now. */
export type RateQuestion = { readonly from: string; readonly to: string; readonly on?: Day };

/** What one unit of `base` is worth in every other currency that has a rate, and how old that is. */
export type RateList = {
  readonly base: string;
  /** The newest day among the reference rates of fiat currencies. */
  readonly date: Day;
  readonly source: string;
  /** Days from `date` to today. */
  readonly ageDays: number;
  readonly rates: readonly DatedRate[];
};

/** Something that was observed and that a rate rests on: a reference rate, or a price of a coin. */
type Fact = { readonly name: string; readonly date: Day; readonly source: string; readonly stale: boolean };

/** Units of a currency for one euro, with everything that went into it. */
type Leg = { readonly perEuro: Ratio; readonly facts: readonly Fact[] };

const one = parseDecimal('1');
const euro: Leg = { perEuro: ratio(one, one), facts: [] };

/** Exchange rates between any two currencies, exact: a cross rate is a fraction, not a rounded number. */
@Injectable()
export class RatesService {
  constructor(
    private readonly references: ReferenceRatesService,
    private readonly coins: CoinPricesService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * A rate to act on: units of `to` for one unit of `from`, by the last rates on
   * or before the day `on` (without it: the newest, and live prices of coins).
   * Where two days went into it, `date` is the older one. Throws
   * `unknown_currency`, `rate_unavailable` where nobody quotes one,
   * `quote_unavailable` when a live price has stopped, and `rate_too_old`.
   */
  async getRate(from: string, to: string, on?: Day): Promise<DatedRate> {
    const [dated] = await this.ratesByDate([{ from, to, ...(on && { on }) }]);
    if (!dated) throw new DomainError('rate_unavailable', this.whyNone(from, to, on));
    if (dated.stale) {
      const message = `The market stands still: the last price between ${from} and ${to} is too old`;
      throw new DomainError('quote_unavailable', message);
    }
    if (this.isTooOld(dated, on)) {
      const { rateAgeDaysMax } = this.config;
      throw new DomainError(
        'rate_too_old',
        `The last rate between ${from} and ${to} is of ${dated.date}, and none older than ${rateAgeDaysMax} days is used. ` +
          'An administrator can refresh the rates or import newer ones',
      );
    }
    return dated;
  }

  /** Whether the rate, as last known on a day or now, is good for a value only, and no longer to act on. */
  isTooOld({ date }: DatedRate, on = dayOf(this.clock.now())): boolean {
    return daysBetween(date, on) > this.config.rateAgeDaysMax;
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
   * The answer to each question at its place, undefined where there is no rate.
   * However many are asked: one statement for the reference rates, and two more
   * where coins are among them. Throws `unknown_currency`.
   */
  async ratesByDate(asked: readonly RateQuestion[]): Promise<(DatedRate | undefined)[]> {
    const today = dayOf(this.clock.now());
    const questions = asked.map(({ from, to, on = today }) => ({
      from: getCurrency(from),
      to: getCurrency(to),
      on,
    }));
    const legs = await this.loadLegs(
      questions.flatMap(({ from, to, on }) => (from === to ? [] : [datedCode(from, on), datedCode(to, on)])),
    );
    return questions.map(({ from, to, on }) => {
      if (from === to) return identity(from.code, on);
      const fromLeg = legs.get(legKey(datedCode(from, on)));
      const toLeg = legs.get(legKey(datedCode(to, on)));
      return fromLeg && toLeg && cross(from.code, fromLeg, to.code, toLeg);
    });
  }

  /**
   * All rates from `base`, by code. Throws `unknown_currency`, `currency_ended`,
   * `date_out_of_range` (before the first rate, or a day that has not come
   * anywhere) and `rate_unavailable`, each with the parameter at fault.
   */
  async listRates(base: string, on?: Day): Promise<RateList> {
    const now = this.clock.now();
    const currency = atParameter('base', () => getCurrency(base));
    if (hasEnded(currency, on ?? dayOf(now))) {
      throw new DomainError('currency_ended', `${currency.name} ended on ${currency.endedOn}`, 'base');
    }
    if (on && on > latestDay(now)) {
      throw new DomainError('date_out_of_range', `${on} has not come yet`, 'date');
    }
    const day = on && { on };
    const others = currencies.filter(({ code }) => code !== base);
    // Against the euro a rate rests on one reference rate alone: those say how old the references are.
    const references = currencies.filter(({ code, kind }) => kind === 'fiat' && code !== 'EUR');
    const answers = await this.ratesByDate([
      ...others.map(({ code }) => ({ from: base, to: code, ...day })),
      ...references.map(({ code }) => ({ from: 'EUR', to: code, ...day })),
    ]);
    const rates = answers.slice(0, others.length).filter((dated) => dated !== undefined);
    const [newest] = answers
      .slice(others.length)
      .filter((dated) => dated !== undefined)
      .sort((a, b) => (a.date > b.date ? -1 : 1));
    if (!newest || rates.length === 0) throw await this.noRates(base, on);
    const { date, source } = newest;
    return { base, date, source, ageDays: daysBetween(date, dayOf(now)), rates };
  }

  private async noRates(base: string, on?: Day): Promise<DomainError> {
    const span = await this.references.findSpan();
    return on && span && on < span.first
      ? new DomainError('date_out_of_range', `Rates begin on ${span.first}, ${on} is before that`, 'date')
      : new DomainError('rate_unavailable', `There is no rate for ${base}${on ? ` on ${on}` : ''}`, 'base');
  }

  private whyNone(from: string, to: string, on: Day | undefined): string {
    const ended = [from, to].map(getCurrency).find((code) => hasEnded(code, on ?? dayOf(this.clock.now())));
    if (ended) return `${ended.name} ended on ${ended.endedOn}, there is no rate for it`;
    return `There is no rate between ${from} and ${to}${on ? ` on ${on}` : ''}`;
  }

  /** By `legKey`, without those that are not known. */
  private async loadLegs(asked: readonly DatedCode[]): Promise<ReadonlyMap<string, Leg>> {
    const wanted = [...new Map(asked.map((question) => [legKey(question), question])).values()];
    const isCoin = ({ currency }: DatedCode) => getCurrency(currency).kind === 'crypto';
    const coins = wanted.filter(isCoin);
    const prices = await this.coins.findPrices(coins);
    const priceCurrencies = coins.flatMap(({ on }, place) => {
      const price = prices[place];
      return price ? [{ currency: price.currency, on }] : [];
    });
    const legs = await this.loadReferences([
      ...wanted.filter((question) => !isCoin(question)),
      ...coins.filter((_, place) => prices[place] === null),
      ...priceCurrencies,
    ]);
    coins.forEach((question, place) => {
      const price = prices[place];
      const leg = price && legs.get(legKey({ currency: price.currency, on: question.on }));
      if (leg) legs.set(legKey(question), coinLeg(price, leg));
    });
    return legs;
  }

  private async loadReferences(asked: readonly DatedCode[]): Promise<Map<string, Leg>> {
    const legs = new Map<string, Leg>();
    const stored = new Map<string, DatedCode>();
    for (const question of asked) {
      if (question.currency === 'EUR') legs.set(legKey(question), euro);
      else if (!hasEnded(getCurrency(question.currency), question.on)) stored.set(legKey(question), question);
    }
    const rates = await this.references.findRates([...stored.values()]);
    [...stored.keys()].forEach((key, place) => {
      const found = rates[place];
      if (!found) return;
      const { currency: name, perEuro, date, source } = found;
      const facts = [{ name, date, source, stale: false }];
      legs.set(key, { perEuro: ratio(parseDecimal(perEuro), one), facts });
    });
    return legs;
  }
}

const datedCode = ({ code }: Currency, on: Day): DatedCode => ({ currency: code, on });

const legKey = ({ currency, on }: DatedCode): string => `${currency} ${on}`;

const hasEnded = ({ endedOn }: Currency, on: Day): boolean => endedOn !== undefined && on >= endedOn;

const identity = (code: string, date: Day): DatedRate => ({
  rate: { from: code, to: code, rate: euro.perEuro },
  date,
  source: 'identity',
  stale: false,
});

/** A euro buys as many coins as it buys of the coin's price. */
const coinLeg = ({ symbol: name, price, date, source, stale }: CoinPrice, { perEuro, facts }: Leg): Leg => ({
  perEuro: multiplyRatios(perEuro, ratio(one, price)),
  facts: [...facts, { name, date, source, stale }],
});

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
    stale: facts.some(({ stale }) => stale),
  };
}

/** Lets a rule's error name the parameter it was about. */
function atParameter<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof DomainError ? new DomainError(error.code, error.message, field) : error;
  }
}
